// Writes the page to a file: HTML that works without a network, PDF, a picture, or the rows of its tiles.
import { type FormEvent, useRef, useState } from "react";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { PageFormat } from "../backend/generated/PageFormat";
import type { PictureTheme } from "../backend/generated/PictureTheme";
import { newJob } from "../backend/job";
import { bytes } from "../i18n/format";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { Choice, FormFoot, PathField, useNewPath } from "../parts/ExportForm";
import { toast } from "../parts/toast";
import { isFullPath } from "../results/exportPath";
import { FORMATS, fileName, withEnding } from "./exportName";
import type { PageAt } from "./pageActions";

const THEMES: PictureTheme[] = ["light", "dark"];

type Props = { at: PageAt; onClose: () => void };

export function ExportPageDialog({ at, onClose }: Props) {
  const { session, page } = at;
  const name = page.title || t("dashboard.untitled");
  const [format, setFormat] = useState<PageFormat>("html");
  const [theme, setTheme] = useState<PictureTheme>("light");
  const [path, setPath] = useNewPath(fileName(name, "html"));
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const job = useRef(newJob());

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const target = path.trim();
    if (!isFullPath(target)) {
      setProblem(t("picture.needPath", { example: `/home/${fileName(name, format)}` }));
      return;
    }
    setProblem(null);
    setBusy(true);
    try {
      const done = await call("export_page", {
        session,
        page: page.id,
        path: target,
        format,
        theme,
        job: job.current,
      });
      const size = bytes(done.bytes);
      const notes = done.notes.join(" ");
      toast(
        notes ? "warning" : "ok",
        notes
          ? t("pageExport.doneWith", { path: done.path, size, notes })
          : t("pageExport.done", { path: done.path, size }),
      );
      onClose();
    } catch (thrown) {
      setProblem(toBackendError(thrown).message);
      job.current = newJob();
      setBusy(false);
    }
  };

  return (
    <Dialog title={t("pageExport.title", { name })} onClose={onClose}>
      <form className="export-form" onSubmit={(event) => void submit(event)}>
        <p className="muted export-about">{t("pageExport.asShown")}</p>
        <Choice
          label={t("picture.format")}
          options={FORMATS}
          name={(known) => t(`pageExport.formats.${known}`)}
          value={format}
          onChange={(known) => {
            setFormat(known);
            setPath((now) => withEnding(now, known));
          }}
          about={t(`pageExport.about.${format}`)}
        />
        {format === "xlsx" ? null : (
          <Choice
            label={t("picture.theme")}
            options={THEMES}
            name={(known) => t(`picture.themes.${known}`)}
            value={theme}
            onChange={setTheme}
          />
        )}
        <PathField
          label={t("picture.file")}
          hint={t("picture.hint")}
          path={path}
          file={fileName(name, format)}
          isWrong={problem !== null}
          onPath={(typed) => setPath(() => typed)}
          onChosen={(chosen) => setPath(() => chosen)}
        />
        <FormFoot problem={problem} go={t("pageExport.go")} isOff={isBusy} onClose={onClose} />
      </form>
    </Dialog>
  );
}
