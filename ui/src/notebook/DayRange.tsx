// From one day to another, with the usual ranges: the control of a date on a dashboard page.
import { DateRangeField } from "./DateRangeField";
import "../results/grid.css";
import "./parameters.css";

type Props = {
  label: string;
  from: string | null;
  to: string | null;
  set: (from: string | null, to: string | null) => void;
};

export default function DayRange({ label, from, to, set }: Props) {
  return (
    <DateRangeField
      label={label}
      value={{ kind: "date_range", from, to }}
      set={(value) => value.kind === "date_range" && set(value.from, value.to)}
    />
  );
}
