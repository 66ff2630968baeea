// Whether a saved workbook gives the same answers on this computer: a report cell by cell.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../backend/call";
import type { Reproduced } from "../backend/generated/Reproduced";
import type { Reproduction } from "../backend/generated/Reproduction";
import type { SessionView } from "../backend/generated/SessionView";
import { newJob } from "../backend/job";
import { revealCell } from "../backend/session";
import { moment } from "../i18n/format";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { Tip } from "../parts/Tip";
import { closeDialog } from "./dialogs";

type Props = { view: SessionView };

export function ReproduceDialog({ view }: Props) {
  const { session, workbook } = view;
  const [runs, setRuns] = useState(1);
  const { data, error, isFetching } = useQuery({
    queryKey: ["reproduce", session, runs],
    queryFn: ({ signal }) => reproduce(session, signal),
    gcTime: 0,
  });
  const title = t("reproduce.title", { title: workbook.title || t("shell.top.untitled") });
  const buttons = (
    <>
      <button
        type="button"
        className="btn"
        disabled={isFetching}
        onClick={() => setRuns((count) => count + 1)}
      >
        {t("reproduce.again")}
      </button>
      <button type="button" className="btn primary" data-autofocus onClick={closeDialog}>
        {t("common.close")}
      </button>
    </>
  );
  return (
    <Dialog title={title} onClose={closeDialog} footer={buttons} width={680}>
      {isFetching ? (
        <p role="status">{t("reproduce.running")}</p>
      ) : error ? (
        <p role="alert">{error.message}</p>
      ) : data ? (
        <Report found={data} />
      ) : null}
    </Dialog>
  );
}

/** A job that ends when nobody waits for it any more. */
async function reproduce(session: string, signal: AbortSignal): Promise<Reproduction> {
  const job = newJob();
  signal.addEventListener("abort", () => void call("cancel_job", { job }));
  return call("reproduce", { session, job });
}

function Report({ found }: { found: Reproduction }) {
  const { same, different, not_stored: notStored } = found;
  return (
    <div className="stack">
      <p role="status">
        <b>
          {different === 0
            ? t("reproduce.allSame")
            : t("reproduce.summary", { same, different, notStored })}
        </b>
      </p>
      {found.environment.length > 0 ? (
        <p className="soft">
          {t("reproduce.environment", { differences: found.environment.join("; ") })}
        </p>
      ) : null}
      <table className="reproduced">
        <thead>
          <tr>
            <th scope="col">{t("reproduce.cell")}</th>
            <th scope="col">{t("reproduce.outcome")}</th>
            <th scope="col">{t("reproduce.why")}</th>
          </tr>
        </thead>
        <tbody>
          {found.cells.map((cell) => (
            <Row key={cell.cell} cell={cell} />
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Row({ cell }: { cell: Reproduced }) {
  const { computed_at: at, engine } = cell;
  const stored =
    at === null
      ? null
      : t("reproduce.storedAt", {
          when: moment(at, new Date(), t("common.yesterday")),
          engine: engine ?? "",
        });
  return (
    <tr data-verdict={cell.verdict}>
      <th scope="row">
        <button
          type="button"
          className="link"
          onClick={() => {
            closeDialog();
            revealCell(cell.cell);
          }}
        >
          {cell.name}
        </button>
      </th>
      <td>
        <Tip label={stored}>
          <span>{t(`reproduce.verdicts.${cell.verdict}`)}</span>
        </Tip>
      </td>
      <td>
        {[cell.detail, ...cell.because]
          .filter((words) => words !== "")
          .map((words) => (
            <p key={words}>{words}</p>
          ))}
      </td>
    </tr>
  );
}
