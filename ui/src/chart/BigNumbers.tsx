// One or several big numbers, three significant figures, exact on hover.
import type { NumberData } from "./chartData";
import { amountText, exactText } from "./words";

export function BigNumbers({ data }: { data: NumberData }) {
  return (
    <div className="big-numbers">
      {data.numbers.map(({ title, value, exact }) => (
        <div key={title} className="kpi" title={exactText(exact)}>
          <span className="name">{title}</span>
          <span className="val">{amountText(value)}</span>
        </div>
      ))}
    </div>
  );
}
