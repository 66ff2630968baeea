// A mark beside the rest, and the segments that make it what it is.
import { useQuery } from "@tanstack/react-query";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { ChartView } from "../backend/generated/ChartView";
import type { TileAt } from "../backend/generated/TileAt";
import { newJob } from "../backend/job";
import { keys } from "../backend/query";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { Story } from "../results/Story";
import type { ShownMark } from "./MarkMenu";
import type { ChartAt } from "./shelfActions";

type Props = {
  chart: ChartAt;
  view: ChartView;
  mark: ShownMark;
  /** The tile that shows the chart, and the version of its rows. */
  on?: (TileAt & { version: number }) | null;
  onClose: () => void;
};

export function MarkStoryDialog({ chart, view, mark, on = null, onClose }: Props) {
  const { session, cell } = chart;
  const { values, crowded, measure } = mark;
  const story = useQuery({
    queryKey: [
      ...keys.cell(session, cell),
      "story",
      on?.version ?? view.version,
      on?.tile,
      values,
      measure,
      crowded,
    ],
    queryFn: ({ signal }) => {
      const tile = on ? { page: on.page, tile: on.tile } : null;
      const job = newJob();
      return call("explain_mark", { session, cell, values, measure, crowded, tile, job }, signal);
    },
    retry: false,
  });
  const words = mark.ask === "compare" ? "chart.story.compare" : "chart.story.why";
  return (
    <Dialog title={t(words, { name: mark.name })} onClose={onClose} width={720}>
      {story.error ? (
        <p className="field-error" role="alert">
          {toBackendError(story.error).message}
        </p>
      ) : story.data ? (
        <Story story={story.data} name={mark.name} hasSegments={mark.ask === "why"} />
      ) : (
        <div className="skel chart-skel" role="status" aria-label={t("common.loading")} />
      )}
    </Dialog>
  );
}
