// What stands in the place of a chart while it is read, and when it cannot be.
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";

export function Waiting() {
  return (
    <div className="chart-body" aria-busy="true">
      <div className="skel chart-skel" role="status" aria-label={t("common.loading")} />
    </div>
  );
}

export function Failure({ words, retry }: { words: string; retry: () => void }) {
  return (
    <div className="errbox" role="alert">
      <Icon name="error" />
      <span>{words}</span>
      <button type="button" className="btn s" onClick={retry}>
        {t("common.retry")}
      </button>
    </div>
  );
}
