// Files dragged over the window. The desktop window tells their paths; a browser does not, so
// there the layer says what to do instead.
import { useEffect, useState } from "react";
import { transport } from "../backend/transport";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { toast } from "../parts/toast";
import { chooseAndOpen, openPaths } from "./actions";

export function DropLayer() {
  const isOver = useFileDrops();
  if (!isOver) {
    return null;
  }
  return (
    <div className="drop-layer">
      <div className="dropzone is-over">
        <span className="dz-i">
          <Icon name="upload" size="l" />
        </span>
        <b>{t("shell.drop.title")}</b>
        <p className="muted">{t("shell.drop.text")}</p>
      </div>
    </div>
  );
}

function useFileDrops(): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const { listenDrops } = transport();
    if (!listenDrops) {
      return listenBrowserDrops(setOver);
    }
    return listenDrops((drop) => {
      setOver(drop.state === "over");
      if (drop.state === "dropped" && drop.paths.length > 0) {
        void openPaths(drop.paths);
      }
    });
  }, []);
  return isOver;
}

function listenBrowserDrops(setOver: (isOver: boolean) => void): () => void {
  const isFile = (event: DragEvent) => event.dataTransfer?.types.includes("Files") ?? false;
  const over = (event: DragEvent) => {
    if (isFile(event)) {
      event.preventDefault();
      setOver(true);
    }
  };
  const leave = (event: DragEvent) => {
    if (event.relatedTarget === null) {
      setOver(false);
    }
  };
  const drop = (event: DragEvent) => {
    if (!isFile(event)) {
      return;
    }
    event.preventDefault();
    setOver(false);
    toast("info", t("shell.drop.inBrowser"), {
      label: t("shell.drop.choose"),
      run: () => void chooseAndOpen(),
    });
  };
  addEventListener("dragover", over);
  addEventListener("dragleave", leave);
  addEventListener("drop", drop);
  return () => {
    removeEventListener("dragover", over);
    removeEventListener("dragleave", leave);
    removeEventListener("drop", drop);
  };
}
