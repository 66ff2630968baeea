// What stands where there is nothing: one bold line, one sentence, one or two actions.
import type { ReactNode } from "react";

type Props = { title: string; children?: ReactNode; actions?: ReactNode };

export function Empty({ title, children, actions }: Props) {
  return (
    <div className="empty">
      <b>{title}</b>
      {children ? <p>{children}</p> : null}
      {actions ? <div className="row">{actions}</div> : null}
    </div>
  );
}
