// One banner per page, for the state of the whole page.
import type { ReactNode } from "react";
import { Icon } from "./Icon";

type Props = { level: "info" | "warn" | "bad"; children: ReactNode; actions?: ReactNode };

const ICONS = { info: "info", warn: "warn", bad: "error" } as const;

export function Banner({ level, children, actions }: Props) {
  return (
    <div className={`banner ${level}`} role={level === "bad" ? "alert" : "status"}>
      <Icon name={ICONS[level]} />
      <div className="grow">{children}</div>
      {actions}
    </div>
  );
}
