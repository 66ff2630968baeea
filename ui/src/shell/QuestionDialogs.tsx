// Questions before something would be lost.
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { closeDialog, type OpenDialog } from "./dialogs";

type Leave = Extract<OpenDialog, { dialog: "leave" }>;
type Changed = Extract<OpenDialog, { dialog: "changed" }>;

export function LeaveDialog({ question }: { question: Leave }) {
  const { answer, title } = question;
  const buttons = (
    <>
      <button type="button" className="btn danger left" onClick={() => answer("discard")}>
        {t("shell.leave.discard")}
      </button>
      <button type="button" className="btn" onClick={() => answer("stay")}>
        {t("shell.leave.stay")}
      </button>
      <button type="button" className="btn primary" data-autofocus onClick={() => answer("save")}>
        {t("shell.leave.save")}
      </button>
    </>
  );
  return (
    <Dialog title={t("shell.leave.title", { title })} onClose={closeDialog} footer={buttons}>
      <p>{t("shell.leave.text")}</p>
    </Dialog>
  );
}

export function ChangedDialog({ question }: { question: Changed }) {
  const { answer, path } = question;
  const buttons = (
    <>
      <button type="button" className="btn danger left" onClick={() => answer("overwrite")}>
        {t("shell.changed.overwrite")}
      </button>
      <button type="button" className="btn" onClick={() => answer("stay")}>
        {t("common.cancel")}
      </button>
      <button type="button" className="btn" onClick={() => answer("reload")}>
        {t("shell.changed.reload")}
      </button>
      <button type="button" className="btn primary" data-autofocus onClick={() => answer("copy")}>
        {t("shell.changed.copy")}
      </button>
    </>
  );
  return (
    <Dialog title={t("shell.changed.title")} onClose={closeDialog} footer={buttons}>
      <p>{t("shell.changed.text", { path })}</p>
    </Dialog>
  );
}
