// What the colours of a mark stand for: names, or a ramp from low to high.
import { t } from "../../i18n/t";
import { amountText } from "../words";
import type { ItemData, Ramp } from "./item";

export function ItemLegend({ data }: { data: ItemData }) {
  if (data.ramp) {
    return <RampLegend ramp={data.ramp} />;
  }
  if (data.legend.length === 0) {
    return null;
  }
  const named = data.legend.slice(0, MOST_NAMED);
  return (
    <div className="legend">
      {named.map(({ name, colour }) => (
        <span key={name}>
          <i className={`c${colour}`} />
          <bdi className="legend-name">{name}</bdi>
        </span>
      ))}
      {data.legend.length > named.length ? (
        <span>
          {t("chart.moreSeries", {
            count: data.legend.length - named.length,
            shown: data.legend.length - named.length,
          })}
        </span>
      ) : null}
    </div>
  );
}

const MOST_NAMED = 12;

const SEQUENCE = Array.from({ length: 8 }, (_, at) => `seq-${at + 1}`);
const DIVERGING = Array.from({ length: 9 }, (_, at) => `div-${at + 1}`);

function RampLegend({ ramp }: { ramp: Ramp }) {
  const tokens = (ramp.isDiverging ? DIVERGING : SEQUENCE).map((step) => `var(--${step})`);
  return (
    <div className="legend ramp">
      <span>{ramp.title}</span>
      <span className="ramp-end">{amountText(ramp.low)}</span>
      <span className="ramp-steps" aria-hidden="true">
        {tokens.map((token) => (
          <i key={token} style={{ background: token }} />
        ))}
      </span>
      <span className="ramp-end">{amountText(ramp.high)}</span>
    </div>
  );
}
