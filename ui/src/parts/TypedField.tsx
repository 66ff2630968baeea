// A field for one value: what is typed is checked at once, and kept on Enter or when it is left.
import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from "react";
import type { Read } from "./readWhole";

type Props<Result> = {
  label: string;
  /** The value as text. */
  shown: string;
  hint?: string;
  read: (typed: string) => Read<Result>;
  keep: (value: Result) => void;
  isNumber?: boolean;
  isControl?: boolean;
  isLabelShown?: boolean;
  children?: ReactNode;
};

export function TypedField<Result>(props: Props<Result>) {
  const { label, shown, hint, read, keep, isNumber, isControl, isLabelShown, children } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const ids = { field: useId(), problem: useId() };
  const result = typed === null ? null : read(typed);
  const problem = result && !result.ok ? result.because : null;

  // A value from elsewhere (undo, another view) takes the place of what is in the field.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only another value does
  useEffect(() => setTyped(null), [shown]);

  const commit = () => {
    if (typed === null || typed === shown || !result?.ok) {
      return;
    }
    keep(result.value);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "Enter" && !event.ctrlKey && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      commit();
    } else if (event.key === "Escape" && typed !== null && typed !== shown) {
      event.preventDefault();
      event.stopPropagation();
      setTyped(null);
    }
  };
  return (
    <>
      {isLabelShown ? <label htmlFor={ids.field}>{label}</label> : null}
      <div
        className={isNumber ? "input is-number" : "input"}
        data-state={problem ? "error" : undefined}
      >
        <input
          id={ids.field}
          className={isNumber ? "num" : undefined}
          data-control={isControl || undefined}
          aria-label={isLabelShown ? undefined : label}
          aria-invalid={problem !== null}
          aria-describedby={problem ? ids.problem : undefined}
          autoComplete="off"
          spellCheck={false}
          placeholder={hint}
          value={typed ?? shown}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={commit}
        />
        {children}
      </div>
      {problem ? (
        <p id={ids.problem} className="field-error" role="alert">
          {problem}
        </p>
      ) : null}
    </>
  );
}
