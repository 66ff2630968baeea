// A grid whose rows are not here yet: the columns that are known, and where figures will stand.
import type { Field } from "../backend/generated/Field";
import { count } from "../i18n/format";
import { KindIcon } from "../parts/KindIcon";
import { isRightAligned } from "./gridValue";

type Props = { fields: Field[]; rows: number };

const WIDTHS = [44, 62, 38, 52, 30, 48];
const MOST_COLUMNS = 8;

export function GridSkeleton({ fields, rows }: Props) {
  const shown = fields.slice(0, MOST_COLUMNS);
  return (
    <table className="grid grid-skeleton" aria-hidden="true">
      <thead>
        <tr>
          <th className="idx" />
          {shown.map((field) => (
            <th key={field.name} className={isRightAligned(field) ? "r" : ""}>
              <span className="th">
                <KindIcon kind={field.kind} />
                <span className="trunc">{field.name}</span>
              </span>
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {Array.from({ length: rows }, (_, row) => row).map((row) => (
          <tr key={row}>
            <td className="idx num">{count(row + 1)}</td>
            {shown.map((field, column) => (
              <td key={field.name}>
                <span
                  className={isRightAligned(field) ? "skel-bar skel is-right" : "skel-bar skel"}
                  style={{ width: `${WIDTHS[(row + column) % WIDTHS.length] ?? 40}%` }}
                />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
