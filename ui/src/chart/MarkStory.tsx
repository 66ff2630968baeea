// A mark beside the rest, and the segments that make it what it is.
import { useQuery } from "@tanstack/react-query";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { Amount } from "../backend/generated/Amount";
import type { ChartView } from "../backend/generated/ChartView";
import type { MarkStory } from "../backend/generated/MarkStory";
import type { TileAt } from "../backend/generated/TileAt";
import { newJob } from "../backend/job";
import { keys } from "../backend/query";
import { count, percent } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { Dialog } from "../parts/Dialog";
import type { ShownMark } from "./MarkMenu";
import type { ChartAt } from "./shelfActions";
import { exactText } from "./words";

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
        <>
          <Comparison story={story.data} name={mark.name} />
          {mark.ask === "why" ? <Segments story={story.data} /> : null}
        </>
      ) : (
        <div className="skel chart-skel" role="status" aria-label={t("common.loading")} />
      )}
    </Dialog>
  );
}

/** A number where the value is one; decimals travel as their digits. */
function numberOf({ value }: Amount): number | null {
  const isNumber = ["integer", "float", "decimal"].includes(value.type);
  const number = isNumber && "value" in value ? Number(value.value) : Number.NaN;
  return Number.isFinite(number) ? number : null;
}

function amountWords(amount: Amount): string {
  const number = numberOf(amount);
  return number === null ? valueText(amount.value) : exactText(number);
}

function Comparison({ story, name }: { story: MarkStory; name: string }) {
  const [here, there] = [numberOf(story.mark), numberOf(story.rest)];
  const difference = here === null || there === null ? null : here - there;
  return (
    <table className="table">
      <thead>
        <tr>
          <th scope="col">{t("chart.story.what")}</th>
          <th scope="col" className="r">
            {story.title}
          </th>
          <th scope="col" className="r">
            {t("chart.story.rows")}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <th scope="row">{name}</th>
          <td className="r">{amountWords(story.mark)}</td>
          <td className="r">{count(story.mark.rows)}</td>
        </tr>
        <tr>
          <th scope="row">{t("chart.story.rest")}</th>
          <td className="r">{amountWords(story.rest)}</td>
          <td className="r">{count(story.rest.rows)}</td>
        </tr>
        {difference === null ? null : (
          <tr>
            <th scope="row">{t("chart.story.difference")}</th>
            <td className="r">{exactText(difference)}</td>
            <td className="r">{there ? percent(difference / Math.abs(there)) : ""}</td>
          </tr>
        )}
      </tbody>
    </table>
  );
}

function Segments({ story }: { story: MarkStory }) {
  const { segments, adds } = story;
  const whole = numberOf(story.mark);
  if (segments.length === 0) {
    return <p className="soft">{t("chart.story.noSegments")}</p>;
  }
  return (
    <>
      <p className="soft">{t(`chart.story.adds.${adds}`)}</p>
      <div className="mark-records">
        <table className="table">
          <thead>
            <tr>
              <th scope="col">{t("chart.story.segment")}</th>
              <th scope="col" className="r">
                {story.title}
              </th>
              <th scope="col" className="r">
                {t("chart.story.rows")}
              </th>
              <th scope="col" className="r">
                {t("chart.story.inRest")}
              </th>
              {adds === "nothing" ? null : (
                <th scope="col" className="r">
                  {t("chart.story.contribution")}
                </th>
              )}
            </tr>
          </thead>
          <tbody>
            {segments.map((segment) => (
              <tr key={segment.field + JSON.stringify(segment.value)}>
                <th scope="row">
                  {t("chart.story.is", { field: segment.field, value: valueText(segment.value) })}
                </th>
                <td className="r">{amountWords(segment.mark)}</td>
                <td className="r">{count(segment.mark.rows)}</td>
                <td className="r">{amountWords(segment.rest)}</td>
                {segment.contribution === null || adds === "nothing" ? null : (
                  <td className="r">
                    {adds === "mark" && whole
                      ? percent(segment.contribution / whole)
                      : exactText(segment.contribution)}
                  </td>
                )}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="small muted">
        {t("chart.story.looked", {
          shown: count(segments.length),
          found: count(story.found),
          columns: story.columns.join(", "),
        })}
        {story.too_many.length > 0
          ? ` ${t("chart.story.tooMany", { columns: story.too_many.join(", ") })}`
          : ""}
      </p>
    </>
  );
}
