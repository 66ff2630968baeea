// Asks for the passphrase of an encrypted file and tries it.
import { type FormEvent, useId, useState } from "react";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { closeDialog, type OpenDialog } from "./dialogs";
import { unlock } from "./passphrase";
import { splitPath } from "./paths";
import { SecretField } from "./SecretField";

type Question = Extract<OpenDialog, { dialog: "passphrase" }>;

export function PassphraseDialog({ question }: { question: Question }) {
  const { answer, path } = question;
  const [text, setText] = useState("");
  const [isBusy, setIsBusy] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const id = useId();
  async function submit(event: FormEvent) {
    event.preventDefault();
    setIsBusy(true);
    const problem = await unlock(path, text);
    setIsBusy(false);
    if (problem === null) {
      answer(true);
    } else {
      setFault(problem);
    }
  }
  const buttons = (
    <>
      <button type="button" className="btn" onClick={closeDialog}>
        {t("common.cancel")}
      </button>
      <button
        type="submit"
        form={id}
        className="btn primary"
        disabled={isBusy || text === ""}
        aria-busy={isBusy}
      >
        {t("protect.open")}
      </button>
    </>
  );
  const { name } = splitPath(path);
  return (
    <Dialog title={t("protect.openTitle", { name })} onClose={closeDialog} footer={buttons}>
      <form id={id} className="stack" onSubmit={(event) => void submit(event)}>
        <p>{t("protect.openText")}</p>
        <SecretField
          label={t("protect.passphrase")}
          value={text}
          fault={fault}
          isFirst
          onChange={(value) => {
            setFault(null);
            setText(value);
          }}
        />
      </form>
    </Dialog>
  );
}
