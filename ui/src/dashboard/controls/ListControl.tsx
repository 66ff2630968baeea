// One or several values of a column, or all but these. The list shows what the other controls leave.
import { useQuery } from "@tanstack/react-query";
import { type KeyboardEvent, useDeferredValue, useRef, useState } from "react";
import type { ControlValues } from "../../backend/generated/ControlValues";
import type { TileId } from "../../backend/generated/TileId";
import type { Value } from "../../backend/generated/Value";
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { valueText } from "../../i18n/value";
import { Icon } from "../../parts/Icon";
import type { PageAt } from "../pageActions";
import { valuesQuery } from "../pageQuery";
import { ControlPopover } from "./ControlPopover";
import { type ControlProps, chosenFilters, pickedFilters } from "./control";

type Props = ControlProps & {
  at: PageAt;
  tile: TileId;
  isSingle: boolean;
  /** The key of what the other controls choose. */
  others: string;
};

export function ListControl(props: Props) {
  const [isOpen, setOpen] = useState(false);
  const { values, isAllBut } = chosenOf(props);
  const list = values.map(valueText).join(", ");
  const words =
    values.length === 0
      ? t("controls.all")
      : isAllBut
        ? t("controls.allButWords", { values: list })
        : list;
  return (
    <ControlPopover
      label={props.field.name}
      words={words}
      meta={values.length > 1 ? count(values.length) : ""}
      opens="dialog"
      isOpen={isOpen}
      setOpen={setOpen}
    >
      <List {...props} close={() => setOpen(false)} />
    </ControlPopover>
  );
}

function chosenOf({ active }: ControlProps): { values: Value[]; isAllBut: boolean } {
  const [filter] = chosenFilters(active);
  return {
    values: filter?.value.type === "list" ? filter.value.value : [],
    isAllBut: filter?.compare === "not_in",
  };
}

function List(props: Props & { close: () => void }) {
  const { at, tile, field, isSingle, others, set, close } = props;
  const chosen = chosenOf(props);
  const [isAllBut, setAllBut] = useState(chosen.isAllBut);
  const [words, setWords] = useState("");
  const [isAll, setAll] = useState(false);
  const search = useDeferredValue(words);
  const asked = useQuery(valuesQuery(at, tile, { others, all: isAll, search }));
  const choose = (values: Value[], allBut: boolean) => {
    const compare = allBut ? "not_in" : "in";
    const value: Value = { type: "list", value: values };
    set(pickedFilters(values.length === 0 ? [] : [{ field: field.name, compare, value }]));
  };
  const isChosen = (one: Value) => chosen.values.some((other) => isSame(one, other));
  const toggle = (one: Value) => {
    const rest = chosen.values.filter((other) => !isSame(one, other));
    const isGone = rest.length < chosen.values.length;
    if (isSingle) {
      choose(isGone ? [] : [one], false);
      close();
    } else {
      choose(isGone ? rest : [...chosen.values, one], isAllBut);
    }
  };
  const offered = asked.data?.values ?? [];
  const elsewhere =
    words === "" && asked.data
      ? chosen.values.filter((one) => !offered.some((other) => isSame(one, other)))
      : [];
  return (
    <div className="control-list">
      <div className="input">
        <Icon name="search" />
        <input
          aria-label={t("controls.find")}
          placeholder={t("controls.find")}
          data-autofocus
          value={words}
          onChange={(event) => setWords(event.currentTarget.value)}
        />
      </div>
      {isSingle ? null : (
        <span className="seg" role="group" aria-label={t("controls.choice")}>
          {[false, true].map((allBut) => (
            <button
              key={String(allBut)}
              type="button"
              aria-pressed={isAllBut === allBut}
              onClick={() => {
                setAllBut(allBut);
                choose(chosen.values, allBut);
              }}
            >
              {t(allBut ? "controls.allBut" : "controls.only")}
            </button>
          ))}
        </span>
      )}
      <Options
        label={field.name}
        values={[...elsewhere, ...offered]}
        elsewhere={elsewhere.length}
        isSingle={isSingle}
        isAllBut={isAllBut}
        isChosen={isChosen}
        toggle={toggle}
      />
      {asked.error ? (
        <p className="field-error" role="alert">
          {asked.error.message}
        </p>
      ) : asked.data ? (
        <Foot values={asked.data} words={words} isAll={isAll} setAll={setAll} />
      ) : (
        <p className="cap">{t("common.loading")}</p>
      )}
      {chosen.values.length > 0 ? (
        <button type="button" className="link" onClick={() => choose([], isAllBut)}>
          {t("controls.clear")}
        </button>
      ) : null}
    </div>
  );
}

type OptionsProps = {
  label: string;
  values: Value[];
  /** So many of the first are chosen and not offered. */
  elsewhere: number;
  isSingle: boolean;
  isAllBut: boolean;
  isChosen: (value: Value) => boolean;
  toggle: (value: Value) => void;
};

function Options(props: OptionsProps) {
  const { label, values, elsewhere, isSingle, isAllBut, isChosen, toggle } = props;
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      event.preventDefault();
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[role=option]") ?? [])];
      const at = rows.indexOf(document.activeElement as HTMLElement);
      rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
    }
  };
  return (
    <div
      ref={list}
      role="listbox"
      tabIndex={-1}
      aria-label={label}
      aria-multiselectable={!isSingle}
      className="filter-list"
      onKeyDown={onKeyDown}
    >
      {values.map((one, index) => (
        <button
          key={JSON.stringify(one)}
          type="button"
          role="option"
          className="menu-item"
          aria-selected={isChosen(one)}
          onClick={() => toggle(one)}
        >
          <span className={isChosen(one) ? "check on" : "check"}>
            {isChosen(one) ? <Icon name={isAllBut ? "close" : "check"} size="xs" /> : null}
          </span>
          <span className="trunc">{valueText(one)}</span>
          {index < elsewhere ? <span className="meta">{t("controls.elsewhere")}</span> : null}
        </button>
      ))}
    </div>
  );
}

type FootProps = {
  values: ControlValues;
  words: string;
  isAll: boolean;
  setAll: (isAll: boolean) => void;
};

function Foot({ values, words, isAll, setAll }: FootProps) {
  const { left, total, found, values: shown } = values;
  return (
    <>
      {found === 0 ? (
        <p className="cap">{t(words === "" ? "controls.noneLeft" : "controls.noMatch")}</p>
      ) : null}
      {found > shown.length ? (
        <p className="cap num">
          {t("controls.someOf", { shown: count(shown.length), found: count(found) })}
        </p>
      ) : null}
      {left < total ? (
        <p className="cap num">
          {t("controls.left", { left: count(left), total: count(total) })}{" "}
          <button type="button" className="link" onClick={() => setAll(!isAll)}>
            {isAll ? t("controls.showLeft") : t("controls.showAll", { total: count(total) })}
          </button>
        </p>
      ) : null}
    </>
  );
}

function isSame(one: Value, other: Value): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
