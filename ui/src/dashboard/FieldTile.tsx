// A control that filters a field for the whole page, and the way back to what the workbook chooses.

import { useQuery } from "@tanstack/react-query";
import type { Active } from "../backend/generated/Active";
import type { Picked } from "../backend/generated/Picked";
import type { SessionView } from "../backend/generated/SessionView";
import type { Tile } from "../backend/generated/Tile";
import type { TileContent } from "../backend/generated/TileContent";
import type { TileView } from "../backend/generated/TileView";
import { sourcesQuery } from "../backend/query";
import { t } from "../i18n/t";
import { selectionKey } from "./clauseWords";
import type { ControlProps } from "./controls/control";
import { DayControl } from "./controls/DayControl";
import { ListControl } from "./controls/ListControl";
import { NumberControl, SearchControl, ToggleControl } from "./controls/TextControls";
import { TopControl } from "./controls/TopControl";
import { columnsOf } from "./libraryItems";
import { type PageAt, resetControls, select } from "./pageActions";
import "../results/grid.css";
import "./controls/controls.css";

type Props = {
  at: PageAt;
  book: SessionView;
  tile: Tile;
  content: Extract<TileContent, { type: "field" }>;
  view: TileView;
  clauses: readonly Active[];
};

export function FieldTile({ at, book, tile, content, view, clauses }: Props) {
  const { field } = view;
  if (!field) {
    return null;
  }
  const active = clauses.find((clause) => clause.tile === tile.id);
  const set = (picked: Picked | null) =>
    void select(at, tile.id, picked ? [{ field: field.name, picked }] : []);
  const hasOther = content.default && !active?.is_default;
  return (
    <>
      <Control
        at={at}
        book={book}
        tile={tile}
        content={content}
        clauses={clauses}
        field={field}
        active={active}
        set={set}
      />
      {active?.problem || hasOther ? (
        <div className="control-foot">
          {active?.problem ? (
            <span className="note trunc" role="alert" title={active.problem}>
              {t("controls.cannot", { because: active.problem })}
            </span>
          ) : null}
          {hasOther ? (
            <button type="button" className="link" onClick={() => void resetControls(at, tile.id)}>
              {t("controls.reset")}
            </button>
          ) : null}
        </div>
      ) : null}
    </>
  );
}

function Control(props: Omit<Props, "view"> & ControlProps) {
  const { at, book, tile, content, clauses, field, active, set } = props;
  const key = JSON.stringify(active?.picked);
  const own = { field, active, set };
  switch (content.control) {
    case "range":
      return field.data_type.type === "date" || field.data_type.type === "date_time" ? (
        <DayControl {...own} />
      ) : (
        <NumberControl key={key} {...own} />
      );
    case "search":
      return <SearchControl key={key} {...own} />;
    case "toggle":
      return <ToggleControl {...own} />;
    case "top":
      return <Top at={at} book={book} source={content.source} {...own} />;
    case "list":
      return (
        <ListControl
          {...own}
          at={at}
          tile={tile.id}
          isSingle={content.single ?? false}
          others={selectionKey(clauses.filter((clause) => clause.tile !== tile.id))}
        />
      );
  }
}

type TopProps = ControlProps & { at: PageAt; book: SessionView; source: string };

function Top({ at, book, source, ...own }: TopProps) {
  const sources = useQuery(sourcesQuery(at.session)).data;
  return <TopControl {...own} fields={columnsOf(source, book, sources)} />;
}
