// Writes the whole result, filtered and ordered as on screen, to a file.
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { CellId } from "../backend/generated/CellId";
import type { DataFormat } from "../backend/generated/DataFormat";
import type { Filter } from "../backend/generated/Filter";
import type { Order } from "../backend/generated/Order";
import type { SessionId } from "../backend/generated/SessionId";
import { newJob } from "../backend/job";
import { transport } from "../backend/transport";
import { bytes, count } from "../i18n/format";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { toast, toastFailure } from "../parts/toast";
import { isFullPath, withFormat } from "./exportPath";

type Props = {
  session: SessionId;
  cell: CellId;
  name: string;
  filters: Filter[];
  order: Order[];
  rows: number;
  /** Rows under the filters; none without filters. */
  shown: number | null;
  onClose: () => void;
};

const FORMATS: DataFormat[] = ["csv", "parquet", "json", "ndjson", "arrow"];

export function ExportDialog(props: Props) {
  const { session, cell, name, filters, order, rows, shown, onClose } = props;
  const [format, setFormat] = useState<DataFormat>("csv");
  const [path, setPath] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const job = useRef(newJob());
  const ids = { path: useId(), hint: useId() };
  const { pick } = transport();

  useEffect(() => {
    let isGone = false;
    call("list_folder", { folder: null }).then(
      ({ folder }) => {
        if (!isGone) {
          setPath((now) => now || `${folder.replace(/[\\/]$/, "")}/${name}.csv`);
        }
      },
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [name]);

  const close = () => {
    if (isBusy) {
      call("cancel_job", { job: job.current }).catch(toastFailure);
    }
    onClose();
  };
  const choose = async () => {
    const [chosen] = (await pick?.("save", path || `${name}.${format}`)) ?? [];
    if (chosen) {
      setPath(withFormat(chosen, format));
    }
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const target = path.trim();
    if (!isFullPath(target)) {
      setProblem(t("results.export.needPath", { example: `/home/${name}.${format}` }));
      return;
    }
    setProblem(null);
    setBusy(true);
    try {
      const request = { session, cell, filters, order, format, path: target, job: job.current };
      const done = await call("export_cell", request);
      const words = t("common.rows", { count: done.rows, shown: count(done.rows) });
      const size = bytes(done.bytes);
      toast("ok", t("results.export.done", { rows: words, path: done.path, size }));
      onClose();
    } catch (thrown) {
      setProblem(toBackendError(thrown).message);
      setBusy(false);
    }
  };

  return (
    <Dialog title={t("results.export.title", { name })} onClose={close}>
      <form className="export-form" onSubmit={(event) => void submit(event)}>
        <p className="soft">
          {shown === null
            ? t("results.export.all", { rows: count(rows) })
            : t("results.export.filtered", { shown: count(shown), rows: count(rows) })}
        </p>
        <div className="field">
          <span className="label">{t("results.export.format")}</span>
          <fieldset className="seg">
            <legend className="sr-only">{t("results.export.format")}</legend>
            {FORMATS.map((known) => (
              <button
                key={known}
                type="button"
                aria-pressed={known === format}
                onClick={() => {
                  setFormat(known);
                  setPath((now) => withFormat(now, known));
                }}
              >
                {t(`results.export.formats.${known}`)}
              </button>
            ))}
          </fieldset>
          <p className="muted export-about">{t(`results.export.about.${format}`)}</p>
        </div>
        <div className="field">
          <label htmlFor={ids.path}>{t("results.export.file")}</label>
          <div className="row">
            <div className="input grow" data-state={problem ? "error" : undefined}>
              <input
                id={ids.path}
                data-autofocus
                autoComplete="off"
                spellCheck={false}
                aria-describedby={ids.hint}
                value={path}
                onChange={(event) => setPath(event.target.value)}
              />
            </div>
            {pick ? (
              <button type="button" className="btn" onClick={() => void choose()}>
                {t("results.export.choose")}
              </button>
            ) : null}
          </div>
          <p id={ids.hint} className="muted export-about">
            {t("results.export.hint")}
          </p>
        </div>
        {problem ? (
          <p className="field-error" role="alert">
            {problem}
          </p>
        ) : null}
        <div className="row export-actions">
          <span className="grow" />
          <button type="button" className="btn ghost" onClick={close}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="btn primary" disabled={isBusy}>
            {isBusy ? t("results.export.busy") : t("results.export.go")}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
