// A line of the inspector that leads to a cell or table.
import { Icon } from "../parts/Icon";
import type { IconName } from "../parts/iconShapes";

type Props = {
  icon: IconName;
  name: string;
  meta: string;
  isWarning?: boolean;
  run: (() => void) | null;
};

export function LinkRow({ icon, name, meta, isWarning, run }: Props) {
  const inside = (
    <>
      <Icon name={icon} />
      <span className="mono trunc grow" title={name}>
        {name}
      </span>
      <span className={isWarning ? "meta num is-warning" : "meta num"}>{meta}</span>
    </>
  );
  return (
    <li>
      {run ? (
        <button type="button" className="link-row" onClick={run}>
          {inside}
        </button>
      ) : (
        <span className="link-row">{inside}</span>
      )}
    </li>
  );
}
