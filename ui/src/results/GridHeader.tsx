// One column header: kind, name, sort arrow and filter, then the column's little picture with one
// figure.
import type { CustomHeaderProps } from "ag-grid-react";
import { createContext, useContext } from "react";
import type { CellId } from "../backend/generated/CellId";
import type { ColumnProfile } from "../backend/generated/ColumnProfile";
import type { Field } from "../backend/generated/Field";
import { selectColumn } from "../backend/session";
import { t } from "../i18n/t";
import { KindIcon, kindClass } from "../parts/KindIcon";
import { Sparkbar } from "../parts/Sparkbar";
import { FilterPopover } from "./FilterPopover";
import { isRightAligned } from "./gridValue";
import { useGridView } from "./gridView";
import { headerFigure } from "./headerFigure";

/** What the headers of one grid share. */
export interface HeaderScope {
  cell: CellId;
  fields: Field[];
  profiles: readonly ColumnProfile[] | null;
  /** Why the rows cannot be sorted or filtered; none when they can. */
  fixedBecause: string | null;
  /** Column whose filter is open. */
  openFilter: number | null;
  setOpenFilter: (column: number | null) => void;
}

/** The scope of the grid around a header. */
export const HeaderContext = createContext<HeaderScope | null>(null);

/** Parameters of a column's header. */
export interface HeaderParams {
  index: number;
}

export function GridHeader({ index, progressSort }: CustomHeaderProps & HeaderParams) {
  const scope = useContext(HeaderContext);
  const field = scope?.fields[index];
  if (!scope || !field) {
    return null;
  }
  return <Header scope={scope} field={field} index={index} progressSort={progressSort} />;
}

type Props = {
  scope: HeaderScope;
  field: Field;
  index: number;
  progressSort: (multi?: boolean) => void;
};

function Header({ scope, field, index, progressSort }: Props) {
  const { order, filters } = useGridView(scope.cell);
  const profile = scope.profiles?.[index] ?? null;
  const isRight = isRightAligned(field);
  const sort = order.find((key) => key.field === field.name);
  const isFiltered = filters.some((filter) => filter.field === field.name);
  return (
    // The grid's own header cell around this has the role, the focus and the keys.
    // biome-ignore lint/a11y/noStaticElementInteractions: the grid header around it is the control
    // biome-ignore lint/a11y/useKeyWithClickEvents: Enter on the grid header sorts
    <div
      className={`grid-th ${kindClass(field.kind)}${isRight ? " is-right" : ""}`}
      title={scope.fixedBecause ?? undefined}
      onClick={(event) => {
        selectColumn({ cell: scope.cell, name: field.name, profile });
        if (!scope.fixedBecause) {
          progressSort(event.shiftKey);
        }
      }}
    >
      <span className="th">
        <KindIcon kind={field.kind} />
        <span className="trunc">{field.name}</span>
        {sort ? <SortArrow isDescending={sort.descending} /> : null}
        {scope.fixedBecause ? null : (
          <FilterPopover
            cell={scope.cell}
            field={field}
            profile={profile}
            isOpen={scope.openFilter === index}
            setOpen={(isOpen) => scope.setOpenFilter(isOpen ? index : null)}
            isActive={isFiltered}
          />
        )}
      </span>
      <Profile profile={profile} isRight={isRight} isLoading={scope.profiles === null} />
    </div>
  );
}

function SortArrow({ isDescending }: { isDescending: boolean }) {
  return (
    <svg
      className={isDescending ? "i i-xs sort" : "i i-xs sort is-up"}
      viewBox="0 0 16 16"
      aria-hidden="true"
    >
      <path d="M8 3v9.5M4 8.7l4 4 4-4" />
    </svg>
  );
}

type ProfileProps = { profile: ColumnProfile | null; isRight: boolean; isLoading: boolean };

function Profile({ profile, isRight, isLoading }: ProfileProps) {
  if (!profile) {
    return <span className="prof">{isLoading ? <span className="skel prof-wait" /> : null}</span>;
  }
  const figure = <span className="num">{headerFigure(profile)}</span>;
  const picture = (
    <span className="prof-picture">
      <Sparkbar profile={profile} width={isRight ? 48 : 52} height={14} />
    </span>
  );
  return (
    <span className="prof">
      <span className="sr-only">{t("results.header.profile")}</span>
      {isRight ? figure : picture}
      {isRight ? picture : figure}
    </span>
  );
}
