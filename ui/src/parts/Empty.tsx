// What stands where there is nothing: one bold line, one sentence, one or two actions.
import type { ReactNode } from "react";

type Props = {
  title: string;
  /** It stands for the whole page, which has no other heading. */
  isPage?: boolean;
  children?: ReactNode;
  actions?: ReactNode;
};

export function Empty({ title, isPage = false, children, actions }: Props) {
  return (
    <div className="empty">
      {isPage ? <h1>{title}</h1> : <b>{title}</b>}
      {children ? <p>{children}</p> : null}
      {actions ? <div className="row">{actions}</div> : null}
    </div>
  );
}
