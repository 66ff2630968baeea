// The workbook written for readers and other programs, beside its file.
import { call } from "../backend/call";
import { type BackendError, toBackendError } from "../backend/error";
import type { PaperFormat } from "../backend/generated/PaperFormat";
import type { SessionView } from "../backend/generated/SessionView";
import { flushEdits } from "../backend/pendingEdits";
import { t } from "../i18n/t";
import { toast, toastFailure } from "../parts/toast";

/** Every format and how its files end. */
export const WRITTEN = {
  html: "html",
  markdown: "md",
  jupyter: "ipynb",
  script: "sql",
} as const satisfies Record<PaperFormat, string>;

/** Most names that are tried when some are taken. */
const MOST_TRIED = 50;

/** The name beside a workbook's file; from the second try on with a number. */
export function besideName(path: string, ending: string, tried: number): string {
  const plain = path.replace(/\.assay$/i, "");
  return tried === 0 ? `${plain}.${ending}` : `${plain} (${tried + 1}).${ending}`;
}

/** Writes the workbook beside its file under a free name, and says where. */
export async function writeBeside(view: SessionView, format: PaperFormat): Promise<void> {
  const { path } = view;
  if (path === null) {
    return;
  }
  await flushEdits();
  let refused: BackendError | null = null;
  for (let tried = 0; tried < MOST_TRIED; tried += 1) {
    const target = besideName(path, WRITTEN[format], tried);
    const request = { session: view.session, path: target, format, overwrite: false };
    try {
      const written = await call("export_paper", request);
      const left = written.without_answer;
      const words = [t("writing.written", { path: written.path })];
      if (left.length > 0) {
        words.push(t("writing.without", { names: left.join(", ") }));
      }
      toast("ok", [...words, ...written.notes].join(" "));
      return;
    } catch (thrown) {
      refused = toBackendError(thrown);
      if (refused.code !== "TARGET_EXISTS") {
        break;
      }
    }
  }
  toastFailure(refused);
}
