// Writes the whole result, filtered and ordered as on screen, to a file.
import { type FormEvent, useRef, useState } from "react";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { CellId } from "../backend/generated/CellId";
import type { DataFormat } from "../backend/generated/DataFormat";
import type { Filter } from "../backend/generated/Filter";
import type { Order } from "../backend/generated/Order";
import type { SessionId } from "../backend/generated/SessionId";
import { newJob } from "../backend/job";
import { bytes, count } from "../i18n/format";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { Choice, FormFoot, PathField, useNewPath } from "../parts/ExportForm";
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
  const [path, setPath] = useNewPath(`${name}.csv`);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const job = useRef(newJob());

  const close = () => {
    if (isBusy) {
      call("cancel_job", { job: job.current }).catch(toastFailure);
    }
    onClose();
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
        <Choice
          label={t("results.export.format")}
          options={FORMATS}
          name={(known) => t(`results.export.formats.${known}`)}
          value={format}
          onChange={(known) => {
            setFormat(known);
            setPath((now) => withFormat(now, known));
          }}
          about={t(`results.export.about.${format}`)}
        />
        <PathField
          label={t("results.export.file")}
          hint={t("results.export.hint")}
          path={path}
          file={`${name}.${format}`}
          isWrong={problem !== null}
          onPath={(typed) => setPath(() => typed)}
          onChosen={(chosen) => setPath(() => withFormat(chosen, format))}
        />
        <FormFoot
          problem={problem}
          go={isBusy ? t("results.export.busy") : t("results.export.go")}
          isOff={isBusy}
          onClose={close}
        />
      </form>
    </Dialog>
  );
}
