// A chart over a cell that was not run: what it waits for, and the button that runs it.
import { useQuery } from "@tanstack/react-query";
import { call } from "../backend/call";
import type { SessionId } from "../backend/generated/SessionId";
import { newJob } from "../backend/job";
import { workbookQuery } from "../backend/query";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { whyRefused } from "../parts/refusal";
import { Tip } from "../parts/Tip";
import { toastFailure } from "../parts/toast";

type Props = {
  session: SessionId;
  /** The name of the cell that the chart reads. */
  source: string;
  /** What was not run, in words. */
  words: string;
};

export function NotRun({ session, source, words }: Props) {
  const book = useQuery(workbookQuery(session));
  const cell = book.data?.workbook.cells.find(
    ({ name }) => name.toLowerCase() === source.toLowerCase(),
  );
  const state = book.data?.cells.find((one) => one.cell === cell?.id)?.state.state;
  const isBusy = state === "running" || state === "waiting";
  const refusal = whyRefused(book.data, "run_cell");
  const run = () => {
    if (cell && refusal === null) {
      call("run_cell", { session, cell: cell.id, job: newJob() }).catch(toastFailure);
    }
  };
  return (
    <Empty
      title={t("chart.sourceNotRun", { source })}
      actions={
        cell ? (
          <Tip label={refusal}>
            <button
              type="button"
              className="btn s"
              disabled={isBusy}
              aria-disabled={refusal !== null || undefined}
              onClick={run}
            >
              <Icon name="play" />
              {t("chart.runSource", { source })}
            </button>
          </Tip>
        ) : undefined
      }
    >
      {words}
    </Empty>
  );
}
