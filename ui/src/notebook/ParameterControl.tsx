// The control of a parameter by itself, as it stands on a dashboard page.
import { useQuery } from "@tanstack/react-query";
import type { CellId } from "../backend/generated/CellId";
import type { ParameterValue } from "../backend/generated/ParameterValue";
import type { SessionId } from "../backend/generated/SessionId";
import { workbookQuery } from "../backend/query";
import { edit } from "./cellActions";
import { Control } from "./ParameterRow";
import "./parameters.css";

type Props = { session: SessionId; cell: CellId };

export default function ParameterControl({ session, cell }: Props) {
  const { data } = useQuery(workbookQuery(session));
  const body = data?.workbook.cells.find(({ id }) => id === cell)?.body;
  if (body?.type !== "parameter") {
    return null;
  }
  const { parameter } = body;
  const set = (value: ParameterValue) =>
    void edit(session, { edit: "set_parameter", cell, parameter: { ...parameter, value } });
  return (
    <div className="param">
      <Control session={session} parameter={parameter} set={set} />
    </div>
  );
}
