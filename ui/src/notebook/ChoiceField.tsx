// One or several values of a list. Nothing chosen means all. A value that the list no longer has
// stays visible, so that no filter hides.
import { Popover } from "@mantine/core";
import { type KeyboardEvent, useId, useRef, useState } from "react";
import type { ParameterValue } from "../backend/generated/ParameterValue";
import type { SessionId } from "../backend/generated/SessionId";
import type { Value } from "../backend/generated/Value";
import { count } from "../i18n/format";
import { t } from "../i18n/t";
import { valueText } from "../i18n/value";
import { Icon } from "../parts/Icon";
import { isSameValue, missingChoices } from "./parameterValue";
import { parameterWords } from "./parameterWords";
import { type Choices, useChoices } from "./useChoices";

type Choice = Extract<ParameterValue, { kind: "choice" }>;
type Props = {
  session: SessionId;
  label: string;
  value: Choice;
  set: (value: ParameterValue) => void;
};

const MOST_SHOWN = 300;
const SEARCH_FROM = 9;

export function ChoiceField({ session, label, value, set }: Props) {
  const choices = useChoices(session, value.options);
  const [isOpen, setOpen] = useState(false);
  const { chosen } = value;
  const words = parameterWords(value);
  const figure = chosen.length === 0 ? choices.all : chosen.length;
  const isCounted = figure > 1;
  return (
    <Popover
      opened={isOpen}
      onChange={setOpen}
      position="bottom-start"
      width="target"
      offset={4}
      unstyled
      trapFocus
      returnFocus
      zIndex={40}
      transitionProps={{ duration: 0 }}
      classNames={{ dropdown: "menu choice-menu" }}
    >
      <Popover.Target>
        <button
          type="button"
          className="select"
          data-control
          aria-haspopup="listbox"
          aria-expanded={isOpen}
          aria-label={`${label}: ${words}${isCounted ? ` ${count(figure)}` : ""}`}
          onClick={() => setOpen(!isOpen)}
        >
          <span className="trunc">{words}</span>{" "}
          {isCounted ? <span className="chip num choice-count">{count(figure)}</span> : null}
          <Icon name="down" />
        </button>
      </Popover.Target>
      <Popover.Dropdown>
        {isOpen ? (
          <ChoiceList
            label={label}
            value={value}
            choices={choices}
            set={set}
            close={() => setOpen(false)}
          />
        ) : null}
      </Popover.Dropdown>
    </Popover>
  );
}

type ListProps = {
  label: string;
  value: Choice;
  choices: Choices;
  set: (value: ParameterValue) => void;
  close: () => void;
};

function ChoiceList({ label, value, choices, set, close }: ListProps) {
  const [words, setWords] = useState("");
  const list = useRef<HTMLDivElement>(null);
  const id = useId();
  const gone = missingChoices(value.chosen, choices.values);
  const all = [...gone, ...choices.values];
  const found = all.filter((one) => valueText(one).toLowerCase().includes(words.toLowerCase()));
  const isChosen = (one: Value) => value.chosen.some((other) => isSameValue(one, other));
  const toggle = (one: Value) => {
    if (!value.several) {
      set({ ...value, chosen: isChosen(one) ? [] : [one] });
      close();
      return;
    }
    const without = value.chosen.filter((other) => !isSameValue(one, other));
    set({ ...value, chosen: isChosen(one) ? without : [...value.chosen, one] });
  };
  const onKeyDown = (event: KeyboardEvent) => {
    event.stopPropagation();
    const step = event.key === "ArrowDown" ? 1 : event.key === "ArrowUp" ? -1 : 0;
    if (step !== 0) {
      event.preventDefault();
      const rows = [...(list.current?.querySelectorAll<HTMLElement>("[role=option]") ?? [])];
      const at = rows.indexOf(document.activeElement as HTMLElement);
      rows[Math.min(rows.length - 1, Math.max(0, at + step))]?.focus();
    }
    if (event.key === "Escape") {
      close();
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the list inside
    <div onKeyDown={onKeyDown}>
      {all.length >= SEARCH_FROM ? (
        <div className="input choice-search">
          <Icon name="search" />
          <input
            aria-label={t("notebook.parameter.search")}
            placeholder={t("notebook.parameter.search")}
            data-autofocus
            value={words}
            onChange={(event) => setWords(event.target.value)}
          />
        </div>
      ) : null}
      <div
        ref={list}
        id={id}
        role="listbox"
        tabIndex={-1}
        aria-label={label}
        aria-multiselectable={value.several}
        className="choice-list"
      >
        {found.slice(0, MOST_SHOWN).map((one, index) => (
          <button
            key={JSON.stringify(one)}
            type="button"
            role="option"
            className="menu-item"
            aria-selected={isChosen(one)}
            data-autofocus={(index === 0 && all.length < SEARCH_FROM) || undefined}
            onClick={() => toggle(one)}
          >
            <span className={isChosen(one) ? "check on" : "check"}>
              {isChosen(one) ? <Icon name="check" size="xs" /> : null}
            </span>
            <span className="trunc">{valueText(one)}</span>
            {gone.includes(one) ? (
              <span className="meta">{t("notebook.parameter.gone")}</span>
            ) : null}
          </button>
        ))}
      </div>
      <ListState choices={choices} found={found.length} />
      {value.chosen.length > 0 ? (
        <>
          <hr />
          <button type="button" className="menu-item" onClick={() => set({ ...value, chosen: [] })}>
            {t("notebook.parameter.clearChosen")}
          </button>
        </>
      ) : null}
    </div>
  );
}

function ListState({ choices, found }: { choices: Choices; found: number }) {
  if (choices.isLoading) {
    return <p className="cap">{t("common.loading")}</p>;
  }
  if (choices.failure) {
    return (
      <p className="field-error cap" role="alert">
        {choices.failure}
      </p>
    );
  }
  if (choices.values.length === 0) {
    return (
      <p className="cap">
        {t("notebook.parameter.noValues")}. {t("notebook.parameter.noValuesText")}
      </p>
    );
  }
  if (found === 0) {
    return <p className="cap">{t("notebook.parameter.noMatch")}</p>;
  }
  const shown = Math.min(found, MOST_SHOWN);
  const isCut = choices.all > choices.values.length || found > MOST_SHOWN;
  return isCut ? (
    <p className="cap num">
      {t("notebook.parameter.someOf", { shown: count(shown), all: count(choices.all) })}
    </p>
  ) : null;
}
