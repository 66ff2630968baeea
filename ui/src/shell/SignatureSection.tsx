// Who signed the workbook, the own key, and the keys of others that are known here.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { KnownSigner } from "../backend/generated/KnownSigner";
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { whyRefused } from "../parts/refusal";
import { copyKey, knowSigner, sign, signatureWords, signingQuery } from "./protect";

type Props = { view: SessionView };

export function SignatureSection({ view }: Props) {
  const { data } = useQuery(signingQuery());
  const [isBusy, setIsBusy] = useState(false);
  const { signature } = view.trust;
  const own = data?.public_key ?? null;
  const refusal = whyRefused(view, "sign_workbook");
  return (
    <section aria-label={t("protect.signature")}>
      <h3>
        <Icon name="key" size="xs" /> {t("protect.signature")}
      </h3>
      <p className={signature?.state === "broken" ? "danger-text" : undefined} role="status">
        {signature ? signatureWords(signature) : t("protect.unsigned")}
      </p>
      {signature && (signature.state === "known" || signature.state === "unknown") ? (
        <Key value={signature.key} />
      ) : null}
      {signature?.state === "unknown" ? (
        <NameKey key={signature.key} signer={{ key: signature.key, name: signature.name }} />
      ) : null}
      <p className="muted small">{t("protect.signHint")}</p>
      <div className="row">
        <button
          type="button"
          className="btn"
          disabled={isBusy || refusal !== null}
          title={refusal ?? undefined}
          onClick={() => {
            setIsBusy(true);
            void sign(view).finally(() => setIsBusy(false));
          }}
        >
          {t("protect.sign")}
        </button>
      </div>
      {own === null ? null : (
        <>
          <h4>{t("protect.ownKey")}</h4>
          <p className="muted small">{t("protect.ownKeyHint")}</p>
          <Key value={own} />
        </>
      )}
      <h4>{t("protect.known")}</h4>
      {data?.signers.length === 0 ? <p className="muted small">{t("protect.knowNobody")}</p> : null}
      <ul className="signers">
        {(data?.signers ?? []).map((signer) => (
          <li key={signer.key}>
            <b className="trunc">{signer.name}</b>
            <code className="trunc">{signer.key}</code>
            <button
              type="button"
              className="btn s"
              aria-label={t("protect.forgetName", { name: signer.name })}
              onClick={() => void knowSigner({ key: signer.key, name: "" })}
            >
              {t("protect.forget")}
            </button>
          </li>
        ))}
      </ul>
      <AddKey />
    </section>
  );
}

function Key({ value }: { value: string }) {
  return (
    <p className="key row">
      <code>{value}</code>
      <button type="button" className="btn s" onClick={() => void copyKey(value)}>
        {t("protect.copy")}
      </button>
    </p>
  );
}

/** Knows the key of the signature under a name. */
function NameKey({ signer }: { signer: KnownSigner }) {
  const [name, setName] = useState(signer.name);
  return (
    <form
      className="row"
      onSubmit={(event) => {
        event.preventDefault();
        void knowSigner({ key: signer.key, name });
      }}
    >
      <div className="input grow">
        <input
          value={name}
          aria-label={t("protect.nameOfKey")}
          placeholder={t("protect.nameOfKey")}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <button type="submit" className="btn" disabled={name.trim() === ""}>
        {t("protect.know")}
      </button>
    </form>
  );
}

/** Knows a key that somebody sent. */
function AddKey() {
  const [name, setName] = useState("");
  const [key, setKey] = useState("");
  async function add() {
    if (await knowSigner({ key: key.trim(), name })) {
      setName("");
      setKey("");
    }
  }
  return (
    <form
      className="add-key"
      onSubmit={(event) => {
        event.preventDefault();
        void add();
      }}
    >
      <div className="input">
        <input
          value={name}
          aria-label={t("protect.newName")}
          placeholder={t("protect.newName")}
          maxLength={100}
          onChange={(event) => setName(event.target.value)}
        />
      </div>
      <div className="input">
        <input
          className="mono"
          value={key}
          aria-label={t("protect.newKey")}
          placeholder={t("protect.newKey")}
          spellCheck={false}
          maxLength={100}
          onChange={(event) => setKey(event.target.value)}
        />
      </div>
      <button type="submit" className="btn" disabled={name.trim() === "" || key.trim() === ""}>
        {t("protect.add")}
      </button>
    </form>
  );
}
