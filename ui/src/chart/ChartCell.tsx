// A chart cell's body in the notebook.
import type { CellId } from "../backend/generated/CellId";
import type { SessionId } from "../backend/generated/SessionId";
import { ChartBody } from "./ChartBody";

type Props = { session: SessionId; cell: CellId; revision: number };

export default function ChartCell({ session, cell, revision }: Props) {
  return (
    <div className="chart-cell">
      <ChartBody session={session} cell={cell} revision={revision} />
    </div>
  );
}
