// Some of a column's values, chosen from a list: the control of a field on a dashboard page.
import type { SessionId } from "../backend/generated/SessionId";
import type { Value } from "../backend/generated/Value";
import { ChoiceField } from "./ChoiceField";
import "./parameters.css";

type Props = {
  session: SessionId;
  label: string;
  source: string;
  field: string;
  chosen: Value[];
  set: (chosen: Value[]) => void;
};

export default function ValueList({ session, label, source, field, chosen, set }: Props) {
  return (
    <ChoiceField
      session={session}
      label={label}
      value={{
        kind: "choice",
        options: { from: "column", source, field },
        several: true,
        chosen,
      }}
      set={(value) => value.kind === "choice" && set(value.chosen)}
    />
  );
}
