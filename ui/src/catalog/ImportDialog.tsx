// How a file will be read, before it is added: what was detected, the first rows, and every
// choice that can be made otherwise. Several files are taken one after the other.
import { keepPreviousData, queryOptions, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import { useJobs } from "../backend/events";
import type { ImportOptions } from "../backend/generated/ImportOptions";
import type { ImportPreview } from "../backend/generated/ImportPreview";
import type { JobId } from "../backend/generated/JobId";
import { newJob } from "../backend/job";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { Banner } from "../parts/Banner";
import { Dialog } from "../parts/Dialog";
import { Icon } from "../parts/Icon";
import { toastFailure } from "../parts/toast";
import { ImportOptionsForm } from "./ImportOptionsForm";
import { type Overrides, toDetect, toRecord } from "./overrides";
import { PreviewTable } from "./PreviewTable";
import { RejectedTable } from "./RejectedDialog";

/** One file as a person wants it read. */
export interface ImportChoice {
  path: string;
  options: ImportOptions;
  /** None: taken from the file's name. */
  name: string | null;
}

type Props = {
  paths: string[];
  /** Adds a file as this job. */
  onAdd: (choice: ImportChoice, job: JobId) => Promise<void>;
  onClose: () => void;
};

export function ImportDialog({ paths, onAdd, onClose }: Props) {
  const [at, setAt] = useState(0);
  const path = paths[at];
  function next() {
    if (at + 1 < paths.length) {
      setAt(at + 1);
    } else {
      onClose();
    }
  }
  return path === undefined ? null : (
    <OneFile
      key={path}
      path={path}
      place={paths.length > 1 ? t("source.file", { at: at + 1, of: paths.length }) : null}
      onAdd={onAdd}
      onNext={next}
      onClose={onClose}
    />
  );
}

type FileProps = {
  path: string;
  /** "File 2 of 3"; none for a single file. */
  place: string | null;
  onAdd: Props["onAdd"];
  onNext: () => void;
  onClose: () => void;
};

function previewQuery(path: string, options: Overrides) {
  return queryOptions({
    queryKey: ["preview", path, options],
    queryFn: ({ signal }) => call("preview_file", { path, options: toDetect(options) }, signal),
    placeholderData: keepPreviousData,
    staleTime: 0,
    gcTime: 0,
  });
}

function OneFile({ path, place, onAdd, onNext, onClose }: FileProps) {
  const [options, setOptions] = useState<Overrides>({});
  const [name, setName] = useState("");
  const [failure, setFailure] = useState<string | null>(null);
  const [job, setJob] = useState<JobId | null>(null);
  const { data, error, isFetching } = useQuery(previewQuery(path, options));

  async function add(preview: ImportPreview) {
    const drawn = newJob();
    setJob(drawn);
    setFailure(null);
    try {
      // What was detected and accepted is recorded too, so that the file reads the same elsewhere.
      const choice = {
        path,
        options: toRecord(options, preview.options),
        name: name.trim() || null,
      };
      await onAdd(choice, drawn);
      onNext();
    } catch (thrown) {
      setFailure(toBackendError(thrown).message);
    } finally {
      setJob(null);
    }
  }
  function cancel() {
    if (job) {
      call("cancel_job", { job }).catch(toastFailure);
    } else {
      onClose();
    }
  }
  const footer = (
    <>
      {place ? (
        <button type="button" className="btn ghost left" onClick={onNext}>
          {t("source.skip")}
        </button>
      ) : null}
      {job ? <AddProgress job={job} /> : null}
      <button type="button" className="btn" onClick={cancel}>
        {t("common.cancel")}
      </button>
      <button
        type="button"
        className="btn primary"
        disabled={!data || error !== null || job !== null}
        onClick={() => data && void add(data)}
      >
        {job ? <Icon name="spin" className="spin" /> : null}
        {job ? t("source.adding") : t("source.add")}
      </button>
    </>
  );
  return (
    <Dialog
      title={place ? `${t("source.title")} · ${place}` : t("source.title")}
      width={920}
      onClose={onClose}
      footer={footer}
    >
      <p className="mono import-path trunc" title={path}>
        {path}
      </p>
      {failure ? <Banner level="bad">{failure}</Banner> : null}
      {error ? (
        <Banner level="bad">
          <b>{t("source.previewFailed")}.</b> {error.message}
        </Banner>
      ) : null}
      <div className="import">
        <ImportOptionsForm
          preview={data ?? null}
          options={options}
          setOptions={setOptions}
          name={name}
          setName={setName}
        />
        <section className="import-preview" aria-busy={isFetching} aria-label={t("source.preview")}>
          {data ? (
            <PreviewBody preview={data} options={options} setOptions={setOptions} />
          ) : error ? null : (
            <p className="muted">{t("source.reading")}</p>
          )}
        </section>
      </div>
    </Dialog>
  );
}

function AddProgress({ job }: { job: JobId }) {
  const known = useJobs(({ progress }) => progress.get(job) ?? null);
  if (!known) {
    return null;
  }
  const { stage, rows } = known.progress;
  return (
    <span className="muted small num" role="status">
      {rows > 0 ? `${stage}, ${t("common.rows", { count: rows, shown: count(rows) })}` : stage}
    </span>
  );
}

type BodyProps = {
  preview: ImportPreview;
  options: Overrides;
  setOptions: (options: Overrides) => void;
};

function PreviewBody({ preview, options, setOptions }: BodyProps) {
  return (
    <>
      {preview.notes.map((note) => (
        <p key={note} className="note info">
          <Icon name="info" />
          <span>{note}</span>
        </p>
      ))}
      <PreviewTable preview={preview} options={options} setOptions={setOptions} />
      {preview.rejected.length > 0 ? (
        <details className="import-rejected">
          <summary className="warn-text">
            {t("source.rejected.inPreview", { count: preview.rejected.length })}
          </summary>
          <RejectedTable rows={preview.rejected} />
        </details>
      ) : null}
    </>
  );
}
