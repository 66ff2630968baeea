// Parameters that stand next to each other share one box. Each is a cell of its own, with its
// name, its focus and its menu.
import { useRef } from "react";
import type { Cell } from "../backend/generated/Cell";
import type { CellView } from "../backend/generated/CellView";
import type { Parameter } from "../backend/generated/Parameter";
import type { ParameterValue } from "../backend/generated/ParameterValue";
import type { SessionId } from "../backend/generated/SessionId";
import { useSession } from "../backend/session";
import { t } from "../i18n/t";
import { MenuButton } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import { CellName } from "./CellName";
import { Gutter } from "./CellRow";
import { ChoiceField } from "./ChoiceField";
import { edit } from "./cellActions";
import { cellMenu } from "./cellMenu";
import { DateField } from "./DateField";
import { DateRangeField } from "./DateRangeField";
import { NumberField } from "./NumberField";
import { openParameter } from "./parameterDialog";
import { TextField } from "./TextField";
import { useWish } from "./useWish";

/** A parameter and where it stands. */
export interface ParameterCell {
  cell: Cell;
  parameter: Parameter;
  index: number;
  view: CellView;
}

type Props = {
  session: SessionId;
  parameters: ParameterCell[];
  count: number;
  selected: string | null;
  isTinted: boolean;
  isLast: boolean;
};

export function ParameterRow({ session, parameters, count, selected, isTinted, isLast }: Props) {
  const isSelected = parameters.some(({ cell }) => cell.id === selected);
  const current = parameters.find(({ cell }) => cell.id === selected) ?? parameters[0];
  const label = current ? t("notebook.menu.label", { name: current.cell.name }) : "";
  return (
    <div className="cellrow">
      <Gutter node="current" isTinted={isTinted} isLast={isLast} />
      <div
        className={isSelected ? "cell is-selected" : "cell"}
        role="group"
        aria-label={t("notebook.parameters")}
      >
        <div className="params">
          {parameters.map((one) => (
            <ParameterBox
              key={one.cell.id}
              session={session}
              one={one}
              isSelected={one.cell.id === selected}
              isAlone={parameters.length === 1}
            />
          ))}
          {current ? (
            <MenuButton
              label={label}
              side="bottom-end"
              entries={[
                {
                  label: t("notebook.menu.settings"),
                  run: () => openParameter(current.cell.id),
                },
                "line",
                ...cellMenu({ session, cell: current.cell, index: current.index, count }),
              ]}
            >
              <button type="button" className="ib params-more" aria-label={label}>
                <Icon name="more" size="m" />
              </button>
            </MenuButton>
          ) : null}
        </div>
      </div>
    </div>
  );
}

type BoxProps = {
  session: SessionId;
  one: ParameterCell;
  isSelected: boolean;
  isAlone: boolean;
};

function ParameterBox({ session, one, isSelected, isAlone }: BoxProps) {
  const { cell, parameter } = one;
  const box = useRef<HTMLElement>(null);
  const isFirst = useSession((now) => now.cell === null);
  useWish(cell.id, "cell", () => {
    box.current?.focus({ preventScroll: true });
    box.current?.scrollIntoView({ block: "nearest" });
  });
  useWish(cell.id, "editor", () => {
    box.current?.querySelector<HTMLElement>("[data-control]")?.focus();
  });
  const set = (value: ParameterValue) => {
    void edit(session, {
      edit: "set_parameter",
      cell: cell.id,
      parameter: { ...parameter, value },
    });
  };
  return (
    <section
      ref={box}
      className={`field param${isSelected && !isAlone ? " is-selected" : ""}`}
      data-cell={cell.id}
      aria-label={t("notebook.cellLabel", {
        kind: t("notebook.kinds.parameter"),
        name: cell.name,
      })}
      tabIndex={isSelected || isFirst ? 0 : -1}
    >
      <div className="param-label">
        <CellName session={session} cell={cell.id} name={cell.name} />
        <span className="trunc">{parameter.label}</span>
      </div>
      <Control session={session} parameter={parameter} set={set} />
    </section>
  );
}

type ControlProps = {
  session: SessionId;
  parameter: Parameter;
  set: (value: ParameterValue) => void;
};

export function Control({ session, parameter: { label, value }, set }: ControlProps) {
  switch (value.kind) {
    case "date_range":
      return <DateRangeField label={label} value={value} set={set} />;
    case "date":
      return <DateField label={label} value={value} set={set} />;
    case "choice":
      return <ChoiceField session={session} label={label} value={value} set={set} />;
    case "number":
      return <NumberField label={label} value={value} set={set} />;
    case "text":
      return <TextField label={label} value={value} set={set} />;
  }
}
