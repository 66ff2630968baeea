// The passphrase that a workbook is encrypted with, and who signed it.
import { useState } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { Icon } from "../parts/Icon";
import { closeDialog } from "./dialogs";
import { faultOf } from "./passphrase";
import { setPassphrase } from "./protect";
import { SecretField } from "./SecretField";
import { SignatureSection } from "./SignatureSection";
import "./protect.css";

type Props = { view: SessionView };

export function ProtectDialog({ view }: Props) {
  const title = view.workbook.title || t("shell.top.untitled");
  const buttons = (
    <button type="button" className="btn primary" onClick={closeDialog}>
      {t("common.close")}
    </button>
  );
  return (
    <Dialog
      title={t("protect.title", { title })}
      onClose={closeDialog}
      footer={buttons}
      width={560}
    >
      <div className="stack protect">
        <PassphraseSection view={view} />
        <SignatureSection view={view} />
      </div>
    </Dialog>
  );
}

function PassphraseSection({ view }: Props) {
  const [text, setText] = useState("");
  const [again, setAgain] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const fault = faultOf(text, again);
  async function set(passphrase: string | null) {
    setIsBusy(true);
    if (await setPassphrase(view, passphrase)) {
      setText("");
      setAgain("");
    }
    setIsBusy(false);
  }
  return (
    <section aria-label={t("protect.encryption")}>
      <h3>
        <Icon name="lock" size="xs" /> {t("protect.encryption")}
      </h3>
      <p>{t(view.is_encrypted ? "protect.encrypted" : "protect.inClear")}</p>
      <p className="muted small">{t("protect.hint")}</p>
      <div className="twice">
        <SecretField
          label={t(view.is_encrypted ? "protect.other" : "protect.new")}
          value={text}
          isFirst
          onChange={setText}
        />
        <SecretField label={t("protect.again")} value={again} onChange={setAgain} />
      </div>
      <div className="row">
        <p className="muted small grow" role="status">
          {text !== "" || again !== "" ? fault : null}
        </p>
        {view.is_encrypted ? (
          <button type="button" className="btn" disabled={isBusy} onClick={() => void set(null)}>
            {t("protect.remove")}
          </button>
        ) : null}
        <button
          type="button"
          className="btn"
          disabled={isBusy || fault !== null}
          onClick={() => void set(text)}
        >
          {t(view.is_encrypted ? "protect.change" : "protect.encrypt")}
        </button>
      </div>
    </section>
  );
}
