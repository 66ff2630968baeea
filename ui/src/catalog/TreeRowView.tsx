// One row of the tree.
import { useQuery } from "@tanstack/react-query";
import type { DragEvent, MouseEvent, ReactNode } from "react";
import type { Field } from "../backend/generated/Field";
import type { SessionId } from "../backend/generated/SessionId";
import type { SourceView } from "../backend/generated/SourceView";
import type { TableInfo } from "../backend/generated/TableInfo";
import { sqlName } from "../backend/newCell";
import { tableProfileQuery } from "../backend/query";
import { count, short } from "../i18n/format";
import { t } from "../i18n/t";
import type { MenuPoint } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import type { IconName } from "../parts/iconShapes";
import { KindIcon, kindClass } from "../parts/KindIcon";
import { useRefusal } from "../parts/refusal";
import { Sparkbar } from "../parts/Sparkbar";
import { Tip } from "../parts/Tip";
import { nullText } from "./nullText";
import { iconOfSource } from "./sourceIcon";
import type { TreeRow } from "./treeRows";

type Props = {
  row: TreeRow;
  session: SessionId;
  isStop: boolean;
  isSelected: boolean;
  onAct: () => void;
  onMenu: (at: MenuPoint) => void;
};

export function TreeRowView(props: Props) {
  const { row } = props;
  switch (row.row) {
    case "files":
      return (
        <Branch {...props} icon="folder" name={t("catalog.files")} isOpen={row.isOpen}>
          <span className="meta num">{count(row.count)}</span>
        </Branch>
      );
    case "source":
      return (
        <Branch
          {...props}
          icon={iconOfSource(row.source)}
          name={row.source.spec.name}
          isOpen={row.isOpen}
        >
          <SourceMeta source={row.source}>{count(row.source.tables.length)}</SourceMeta>
        </Branch>
      );
    case "unread":
      return (
        <Branch {...props} icon={iconOfSource(row.source)} name={row.source.spec.name}>
          <SourceMeta source={row.source}>{t("catalog.unread")}</SourceMeta>
        </Branch>
      );
    case "table":
      return (
        <Branch {...props} icon="table" name={row.table.name} isOpen={row.isOpen}>
          <TableMeta source={row.source} table={row.table} />
        </Branch>
      );
    case "more":
      return (
        <Branch
          {...props}
          name={
            row.isOpen ? t("catalog.fewerColumns") : t("catalog.moreColumns", { count: row.count })
          }
          isOpen={row.isOpen}
          isQuiet
        />
      );
    case "column":
      return <ColumnRow {...props} table={row.table} field={row.field} />;
  }
}

type BranchProps = Props & {
  icon?: IconName;
  name: string;
  isOpen?: boolean;
  isQuiet?: boolean;
  children?: ReactNode;
};

function Branch(props: BranchProps) {
  const { row, icon, name, isOpen, isQuiet, isStop, isSelected, onAct, onMenu, children } = props;
  const depth = row.row === "more" ? 1 : row.level - 1;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself handles the keys
    <div
      className={isQuiet ? "tree-row inset-focus is-quiet" : "tree-row inset-focus"}
      role="treeitem"
      aria-level={row.level}
      aria-expanded={isOpen}
      aria-selected={isSelected || undefined}
      tabIndex={isStop ? 0 : -1}
      style={{ "--d": depth } as React.CSSProperties}
      draggable={row.row === "table"}
      onDragStart={(event) => carryName(event, name)}
      onClick={onAct}
      onContextMenu={(event) => menuAt(event, onMenu)}
    >
      {isOpen === undefined ? (
        <span className="tw" />
      ) : (
        <Icon name="chevron" size="m" className={isOpen ? "tw open" : "tw"} />
      )}
      {icon ? <Icon name={icon} /> : null}
      <span className="trunc" title={name}>
        {name}
      </span>
      {children}
    </div>
  );
}

/** Lets a name be dropped into SQL, written as SQL reads it. The menu copies it as well. */
function carryName(event: DragEvent, name: string) {
  event.dataTransfer.setData("text/plain", sqlName(name));
  event.dataTransfer.effectAllowed = "copy";
}

function menuAt(event: MouseEvent, onMenu: Props["onMenu"]) {
  event.preventDefault();
  onMenu({ x: event.clientX, y: event.clientY });
}

function SourceMeta({ source, children }: { source: SourceView; children: ReactNode }) {
  const { state } = source;
  switch (state.state) {
    case "failed":
      return (
        <Tip label={state.message} side="right">
          <span className="meta danger-text">
            <Icon name="error" size="xs" />
            {t("catalog.failedShort")}
          </span>
        </Tip>
      );
    case "stale":
      return (
        <Tip label={t("catalog.stale")} side="right">
          <span className="meta warn-text">
            <Icon name="warn" size="xs" />
            {t("catalog.staleShort")}
          </span>
        </Tip>
      );
    case "reading":
      return (
        <span
          className="meta"
          role="status"
          aria-label={t("catalog.reading", { name: source.spec.name })}
        >
          <Icon name="spin" size="xs" className="spin" />
        </span>
      );
    default:
      return <span className="meta num">{children}</span>;
  }
}

function TableMeta({ source, table }: { source: SourceView; table: TableInfo }) {
  const rejected = t("catalog.rejected", {
    count: table.rejected,
    shown: count(table.rejected),
  });
  return (
    <>
      {table.rejected > 0 ? (
        <Tip label={rejected} side="right">
          <span className="warn-text" role="img" aria-label={rejected}>
            <Icon name="warn" size="xs" />
          </span>
        </Tip>
      ) : null}
      <SourceMeta source={source}>
        {table.rows === null ? (
          <Icon name="spin" size="xs" className="spin" />
        ) : (
          <span title={count(table.rows)}>{short(table.rows)}</span>
        )}
      </SourceMeta>
    </>
  );
}

type ColumnProps = Props & { table: TableInfo; field: Field };

function ColumnRow({ table, field, session, isStop, onAct }: ColumnProps) {
  const canRead = useRefusal(session, "profile_table") === null;
  const { data, isLoading } = useQuery({
    ...tableProfileQuery(session, table.name, table.fingerprint),
    enabled: canRead,
  });
  const profile = data?.profiles.find((known) => known.field.name === field.name);
  const nulls = profile ? nullText(profile) : null;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the tree itself handles the keys
    <div
      draggable
      onDragStart={(event) => carryName(event, field.name)}
      className={`col-row inset-focus ${kindClass(field.kind)}`}
      role="treeitem"
      aria-level={3}
      tabIndex={isStop ? 0 : -1}
      onClick={onAct}
    >
      <KindIcon kind={field.kind} />
      <span className="trunc mono" title={field.name}>
        {field.name}
      </span>
      {profile ? (
        <Sparkbar profile={profile} />
      ) : (
        <span className={isLoading ? "skel spark" : ""} />
      )}
      <span className={nulls?.isHigh ? "nul num hi" : "nul num"} aria-hidden="true">
        {nulls?.short ?? ""}
      </span>
      {nulls ? <span className="sr-only">{t("catalog.nulls", { share: nulls.full })}</span> : null}
      <span className="q none" role="img" aria-label={t("common.quality.none")} />
    </div>
  );
}
