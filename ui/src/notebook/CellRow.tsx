// The place of one cell in the flow: its node on the gutter line and its box, which has the focus
// while the cell as a whole is selected.
import { type ReactNode, type RefObject, useRef } from "react";
import type { Cell } from "../backend/generated/Cell";
import type { CellState } from "../backend/generated/CellState";
import { useSession } from "../backend/session";
import { t } from "../i18n/t";
import type { Node } from "./lineage";
import { useWish } from "./useWish";

type Props = {
  cell: Cell;
  state: CellState;
  node: Node;
  isTinted: boolean;
  isLast: boolean;
  isSelected: boolean;
  isPlain?: boolean;
  children: ReactNode;
  boxRef?: RefObject<HTMLElement | null>;
};

export function CellRow(props: Props) {
  const { cell, state, node, isTinted, isLast, isSelected, isPlain = false, children } = props;
  const own = useRef<HTMLElement | null>(null);
  const box = props.boxRef ?? own;
  const isFirst = useSession((now) => now.cell === null);
  useWish(cell.id, "cell", () => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
  });
  const kind = t(`notebook.kinds.${cell.body.type}`);
  const shown = SHOWN[state.state] ? t(`shell.inspector.states.${state.state}`) : null;
  const name = t("notebook.cellLabel", { kind, name: cell.name });
  return (
    <div className="cellrow">
      <Gutter node={node} isTinted={isTinted} isLast={isLast} />
      <section
        ref={box}
        className={`cell${isSelected ? " is-selected" : ""}${isPlain ? " plain" : ""}`}
        data-cell={cell.id}
        data-state={state.state === "failed" ? "error" : undefined}
        aria-label={shown ? `${name}, ${shown}` : name}
        tabIndex={isSelected || isFirst ? 0 : -1}
      >
        {children}
      </section>
    </div>
  );
}

const SHOWN: Partial<Record<CellState["state"], true>> = {
  waiting: true,
  running: true,
  stale: true,
  failed: true,
  blocked: true,
  cancelled: true,
};

export function Gutter({ node, isTinted, isLast }: Pick<Props, "node" | "isTinted" | "isLast">) {
  const line = `${isTinted ? " live" : ""}${isLast ? " last" : ""}`;
  return (
    <div className={`gutter${line}`} aria-hidden="true">
      <span className={`node ${CLASSES[node]}`} />
    </div>
  );
}

const CLASSES: Record<Node, string> = {
  plain: "md",
  current: "",
  stale: "stale",
  failed: "failed",
  running: "running",
  waiting: "waiting",
  blocked: "blocked",
};
