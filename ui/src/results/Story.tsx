// A number beside the rest, and the segments that make it what it is.
import type { Amount } from "../backend/generated/Amount";
import type { MarkStory } from "../backend/generated/MarkStory";
import { shortDouble } from "../i18n/double";
import { count, percent } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";

type Props = { story: MarkStory; name: string; hasSegments: boolean };

export function Story({ story, name, hasSegments }: Props) {
  return (
    <>
      <Comparison story={story} name={name} />
      {hasSegments ? <Segments story={story} /> : null}
    </>
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
  return number === null ? valueText(amount.value) : shortDouble(number);
}

/** The names of columns: what a row is of, and its amounts. */
function Heads({ of, amounts }: { of: string; amounts: string[] }) {
  return (
    <thead>
      <tr>
        <th scope="col">{of}</th>
        {amounts.map((name, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: two columns may have one name
          <th scope="col" className="r" key={at}>
            {name}
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Comparison({ story, name }: { story: MarkStory; name: string }) {
  const [here, there] = [numberOf(story.mark), numberOf(story.rest)];
  const difference = here === null || there === null ? null : here - there;
  return (
    <table className="table">
      <Heads of={t("chart.story.what")} amounts={[story.title, t("chart.story.rows")]} />
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
            <td className="r">{shortDouble(difference)}</td>
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
  const amounts = [story.title, t("chart.story.rows"), t("chart.story.inRest")];
  if (adds !== "nothing") {
    amounts.push(t("chart.story.contribution"));
  }
  return (
    <>
      <p className="soft">{t(`chart.story.adds.${adds}`)}</p>
      <div className="mark-records">
        <table className="table">
          <Heads of={t("chart.story.segment")} amounts={amounts} />
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
                      : shortDouble(segment.contribution)}
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
