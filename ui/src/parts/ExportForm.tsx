// What forms that write a file have in common: a choice of few, the path of the file, and the foot.
import { useEffect, useId, useState } from "react";
import { call } from "../backend/call";
import { transport } from "../backend/transport";
import { t } from "../i18n/t";

type ChoiceProps<Value extends string> = {
  label: string;
  options: readonly Value[];
  /** What an option is called. */
  name: (option: Value) => string;
  value: Value;
  onChange: (value: Value) => void;
  /** A sentence about the chosen one. */
  about?: string;
};

/** One of a few, side by side. */
export function Choice<Value extends string>(props: ChoiceProps<Value>) {
  const { label, options, name, value, onChange, about } = props;
  return (
    <div className="field">
      <span className="label">{label}</span>
      <fieldset className="seg">
        <legend className="sr-only">{label}</legend>
        {options.map((option) => (
          <button
            key={option}
            type="button"
            aria-pressed={option === value}
            onClick={() => onChange(option)}
          >
            {name(option)}
          </button>
        ))}
      </fieldset>
      {about ? <p className="muted export-about">{about}</p> : null}
    </div>
  );
}

/** A path to begin with: `file` in the home folder, until another one is typed. */
export function useNewPath(file: string): [string, (change: (now: string) => string) => void] {
  const [path, setPath] = useState("");
  useEffect(() => {
    let isGone = false;
    call("list_folder", { folder: null }).then(
      ({ folder }) => {
        if (!isGone) {
          setPath((now) => now || `${folder.replace(/[\\/]$/, "")}/${file}`);
        }
      },
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [file]);
  return [path, setPath];
}

type PathProps = {
  label: string;
  hint: string;
  path: string;
  /** The name that the system's own dialog offers while no path is typed. */
  file: string;
  isWrong: boolean;
  onPath: (path: string) => void;
  /** A path chosen in the system's own dialog. */
  onChosen: (path: string) => void;
};

/** The path of a file to be written, typed or chosen. */
export function PathField({ label, hint, path, file, isWrong, onPath, onChosen }: PathProps) {
  const ids = { path: useId(), hint: useId() };
  const { pick } = transport();
  const choose = async () => {
    const [chosen] = (await pick?.("save", path || file)) ?? [];
    if (chosen) {
      onChosen(chosen);
    }
  };
  return (
    <div className="field">
      <label htmlFor={ids.path}>{label}</label>
      <div className="row">
        <div className="input grow" data-state={isWrong ? "error" : undefined}>
          <input
            id={ids.path}
            data-autofocus
            autoComplete="off"
            spellCheck={false}
            aria-describedby={ids.hint}
            value={path}
            onChange={(event) => onPath(event.target.value)}
          />
        </div>
        {pick ? (
          <button type="button" className="btn" onClick={() => void choose()}>
            {t("common.choose")}
          </button>
        ) : null}
      </div>
      <p id={ids.hint} className="muted export-about">
        {hint}
      </p>
    </div>
  );
}

type FootProps = { problem: string | null; go: string; isOff: boolean; onClose: () => void };

/** What went wrong, and the buttons that leave and that write. */
export function FormFoot({ problem, go, isOff, onClose }: FootProps) {
  return (
    <>
      {problem ? (
        <p className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
      <div className="row export-actions">
        <span className="grow" />
        <button type="button" className="btn ghost" onClick={onClose}>
          {t("common.cancel")}
        </button>
        <button type="submit" className="btn primary" disabled={isOff}>
          {go}
        </button>
      </div>
    </>
  );
}
