// Above a workbook that was not made on this computer: what that means, and the way on.
import type { SessionView } from "../backend/generated/SessionView";
import { moment } from "../i18n/format";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { showDialog } from "./dialogs";
import { signatureWords } from "./protect";
import { changeWords, consequencesOf, isRestricted, setTrust } from "./trust";

type Props = { view: SessionView };

export function TrustBar({ view }: Props) {
  if (!isRestricted(view)) {
    return null;
  }
  const { signature, changes } = view.trust;
  return (
    <section className="trust-bar" aria-label={t("trust.bar")} data-region="trust" tabIndex={-1}>
      <Icon name="warn" />
      <p className="grow">
        <b>{why(view)}</b> {changes ? `${changeWords(changes)} ` : null}
        {signature ? signatureWords(signature) : t("trust.shown")} {consequences(view)}
      </p>
      {changes && changes.count > 0 ? (
        <button
          type="button"
          className="btn s"
          onClick={() => showDialog({ dialog: "compareTrusted" })}
        >
          {t("trust.changes")}
        </button>
      ) : null}
      <button type="button" className="btn s" onClick={() => showDialog({ dialog: "trust" })}>
        {t("trust.look")}
      </button>
      <button
        type="button"
        className="btn s primary"
        onClick={() => void setTrust(view, "trusted")}
      >
        {t("trust.trust")}
      </button>
    </section>
  );
}

function why({ trust }: SessionView): string {
  return trust.changed_since === null
    ? t("trust.notMade")
    : t("trust.changed", { when: moment(trust.changed_since, new Date(), t("common.yesterday")) });
}

function consequences(view: SessionView): string {
  const { runs, opens } = consequencesOf(view);
  const files =
    opens.length === 0 ? t("trust.files_none") : t("trust.files", { count: opens.length });
  return t("trust.would", { cells: t("trust.cells", { count: runs.length }), files });
}
