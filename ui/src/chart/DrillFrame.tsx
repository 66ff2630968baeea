// Where a chart has been gone down to, with the way back up: around whatever the chart shows now.
import type { KeyboardEvent, ReactNode } from "react";
import type { DrillStep } from "../backend/generated/DrillStep";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { stepName } from "./drill";

type Props = {
  path: readonly DrillStep[] | undefined;
  /** Takes other steps; none is the top. */
  onGo: (steps: DrillStep[]) => void;
  children: ReactNode;
};

export function DrillFrame({ path = [], onGo, children }: Props) {
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey && event.key === "ArrowUp" && path.length > 0) {
      event.preventDefault();
      event.stopPropagation();
      onGo(path.slice(0, -1));
    }
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: a key of the picture inside comes to here
    <div className="drill" onKeyDown={onKeyDown}>
      {path.length > 0 ? <Steps path={path} onGo={onGo} /> : null}
      {children}
    </div>
  );
}

function Steps({ path, onGo }: { path: readonly DrillStep[]; onGo: Props["onGo"] }) {
  const names = [t("chart.drill.all"), ...path.map(stepName)];
  return (
    <nav className="drill-steps" aria-label={t("chart.drill.path")}>
      <ol>
        {names.map((name, level) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
          <li key={level}>
            {level > 0 ? <Icon name="chevron" size="xs" /> : null}
            {level === path.length ? (
              <b className="trunc" aria-current="step">
                {name}
              </b>
            ) : (
              <button
                type="button"
                className="link trunc"
                title={t("chart.drill.upTo", { name })}
                onClick={() => onGo(path.slice(0, level))}
              >
                {name}
              </button>
            )}
          </li>
        ))}
      </ol>
    </nav>
  );
}
