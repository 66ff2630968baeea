// A hierarchy being put together: its name, and its columns from the coarse to the fine one.
import { type FormEvent, useId, useState } from "react";
import type { Field } from "../../backend/generated/Field";
import type { Hierarchy } from "../../backend/generated/Hierarchy";
import { t } from "../../i18n/t";
import { Dialog } from "../../parts/Dialog";
import { Icon } from "../../parts/Icon";
import { NativeSelect } from "../../parts/NativeSelect";
import { levelChoices, movedLevel } from "./levels";

type Props = {
  hierarchy: Hierarchy;
  fields: Field[];
  onKeep: (hierarchy: Hierarchy) => void;
  onClose: () => void;
};

export function HierarchyDialog({ hierarchy, fields, onKeep, onClose }: Props) {
  const id = useId();
  const [name, setName] = useState(hierarchy.name);
  const [levels, setLevels] = useState(hierarchy.fields);
  const [isBad, setBad] = useState(false);
  const choices = levelChoices(fields, levels);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (levels.length < 2) {
      setBad(true);
      return;
    }
    const given = name.trim() || levels.join(t("chart.hierarchy.below"));
    onKeep({ ...hierarchy, name: given, fields: levels });
    onClose();
  };
  return (
    <Dialog
      title={t(hierarchy.fields.length > 0 ? "chart.hierarchy.change" : "chart.hierarchy.add")}
      onClose={onClose}
      width={380}
      footer={
        <>
          <button type="button" className="btn" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" form={`${id}-form`} className="btn primary">
            {t("chart.hierarchy.keep")}
          </button>
        </>
      }
    >
      <form id={`${id}-form`} className="hierarchy" onSubmit={submit}>
        <div className="field">
          <label htmlFor={`${id}-name`}>{t("chart.hierarchy.name")}</label>
          <div className="input">
            <input
              id={`${id}-name`}
              data-autofocus
              autoComplete="off"
              maxLength={200}
              placeholder={levels.join(t("chart.hierarchy.below"))}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
          </div>
        </div>
        <ol className="hierarchy-levels" aria-label={t("chart.hierarchy.levels")}>
          {levels.map((level, at) => (
            <li key={level}>
              <span className="mono trunc">{level}</span>
              <LevelButton
                label={t("chart.hierarchy.up", { name: level })}
                icon="down"
                isUp
                isOff={at === 0}
                onPress={() => setLevels(movedLevel(levels, at, -1))}
              />
              <LevelButton
                label={t("chart.hierarchy.down", { name: level })}
                icon="down"
                isOff={at === levels.length - 1}
                onPress={() => setLevels(movedLevel(levels, at, 1))}
              />
              <LevelButton
                label={t("chart.hierarchy.removeLevel", { name: level })}
                icon="close"
                isOff={false}
                onPress={() => setLevels(levels.filter((one) => one !== level))}
              />
            </li>
          ))}
        </ol>
        <NativeSelect
          isMono
          aria-label={t("chart.hierarchy.addLevel")}
          value=""
          disabled={choices.length === 0}
          onChange={(event) => {
            setBad(false);
            setLevels([...levels, event.currentTarget.value]);
          }}
        >
          <option value="" disabled>
            {t("chart.hierarchy.addLevel")}
          </option>
          {choices.map((field) => (
            <option key={field.name} value={field.name}>
              {field.name}
            </option>
          ))}
        </NativeSelect>
        {isBad ? (
          <p className="field-error" role="alert">
            {t("chart.hierarchy.tooFew")}
          </p>
        ) : null}
      </form>
    </Dialog>
  );
}

type ButtonProps = {
  label: string;
  icon: "down" | "close";
  isUp?: boolean;
  isOff: boolean;
  onPress: () => void;
};

function LevelButton({ label, icon, isUp = false, isOff, onPress }: ButtonProps) {
  return (
    <button type="button" className="ib s" aria-label={label} disabled={isOff} onClick={onPress}>
      <Icon name={icon} size="xs" {...(isUp ? { className: "is-up" } : {})} />
    </button>
  );
}
