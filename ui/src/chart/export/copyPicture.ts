// The picture as it is on the screen, on the clipboard.
import { t } from "../../i18n/t";
import { toast } from "../../parts/toast";

/** Copies the canvas of the chart as PNG, on the surface that it is seen on. */
export async function copyPicture(): Promise<void> {
  const canvas = document.querySelector<HTMLCanvasElement>(".picture-canvas canvas");
  if (!canvas) {
    toast("warning", t("picture.noPicture"));
    return;
  }
  try {
    const picture = onSurface(canvas);
    await navigator.clipboard.write([new ClipboardItem({ "image/png": picture })]);
    toast("ok", t("picture.copied"));
  } catch {
    toast("warning", t("picture.notCopied"));
  }
}

function onSurface(canvas: HTMLCanvasElement): Promise<Blob> {
  const copy = document.createElement("canvas");
  copy.width = canvas.width;
  copy.height = canvas.height;
  const brush = copy.getContext("2d");
  if (brush) {
    const style = getComputedStyle(document.documentElement);
    brush.fillStyle = style.getPropertyValue("--bg-surface").trim();
    brush.fillRect(0, 0, copy.width, copy.height);
    brush.drawImage(canvas, 0, 0);
  }
  return new Promise((resolve, reject) => {
    copy.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/png");
  });
}
