// What a workbook would do on this computer, by name, before a person trusts it.
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { closeDialog } from "./dialogs";
import { signatureWords } from "./protect";
import { consequencesOf, setTrust } from "./trust";

type Props = { view: SessionView };

export function TrustDialog({ view }: Props) {
  const { runs, opens, sets } = consequencesOf(view);
  const { signature } = view.trust;
  const title = view.workbook.title || t("shell.top.untitled");
  const buttons = (
    <>
      <button type="button" className="btn left" onClick={closeDialog}>
        {t("common.cancel")}
      </button>
      <button type="button" className="btn" onClick={() => void setTrust(view, "once")}>
        {t("trust.once")}
      </button>
      <button
        type="button"
        className="btn primary"
        data-autofocus
        onClick={() => void setTrust(view, "trusted")}
      >
        {t("trust.trust")}
      </button>
    </>
  );
  return (
    <Dialog title={t("trust.title", { title })} onClose={closeDialog} footer={buttons} width={560}>
      <div className="stack trust-facts">
        {signature ? <p>{signatureWords(signature)}</p> : null}
        <Names title={t("trust.runs")} names={runs} none={t("trust.runsNothing")} />
        <Names title={t("trust.opens")} names={opens} none={t("trust.opensNothing")} />
        {sets.length > 0 ? <Names title={t("trust.sets")} names={sets} none="" /> : null}
        <p>{t("trust.promise")}</p>
      </div>
    </Dialog>
  );
}

type NamesProps = { title: string; names: string[]; none: string };

function Names({ title, names, none }: NamesProps) {
  return (
    <section aria-label={title}>
      <h3>{title}</h3>
      {names.length === 0 ? (
        <p>{none}</p>
      ) : (
        <ul className="mono">
          {names.map((name, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: two sources may read one file
            <li key={`${index} ${name}`}>{name}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
