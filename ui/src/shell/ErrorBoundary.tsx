// Keeps a fault in one part of the screen from taking the window with it.
import { Component, type ReactNode } from "react";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";

type Props = { children: ReactNode };
type State = { fault: Error | null };

export class ErrorBoundary extends Component<Props, State> {
  override state: State = { fault: null };

  static getDerivedStateFromError(fault: unknown): State {
    return { fault: fault instanceof Error ? fault : new Error(String(fault)) };
  }

  override render() {
    const { fault } = this.state;
    if (fault === null) {
      return this.props.children;
    }
    return (
      <div className="broken" role="alert">
        <Empty
          title={t("shell.broken.title")}
          actions={
            <>
              <button
                type="button"
                className="btn primary"
                onClick={() => this.setState({ fault: null })}
              >
                {t("shell.broken.again")}
              </button>
              <button type="button" className="btn" onClick={() => location.reload()}>
                {t("shell.broken.reload")}
              </button>
            </>
          }
        >
          {t("shell.broken.text")}
        </Empty>
        <details className="fault">
          <summary>{t("common.details")}</summary>
          <p className="mono">{fault.message}</p>
        </details>
      </div>
    );
  }
}
