// A file, a sample or unsaved work that could not be opened: what, where, why, and the way on.
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { Icon } from "../parts/Icon";
import { chooseAndOpen } from "./actions";
import { closeDialog, type Refused } from "./dialogs";
import { splitPath } from "./paths";

export function NotOpenedDialog({ refused }: { refused: Refused }) {
  const { name, path, message, again } = refused;
  const then = (work: () => void) => () => {
    closeDialog();
    work();
  };
  const buttons = (
    <>
      <button type="button" className="btn left" onClick={then(again)}>
        {t("shell.notOpened.again")}
      </button>
      <button type="button" className="btn" onClick={closeDialog}>
        {t("common.close")}
      </button>
      <button
        type="button"
        className="btn primary"
        data-autofocus
        onClick={then(() => void chooseAndOpen())}
      >
        {t("shell.notOpened.other")}
      </button>
    </>
  );
  return (
    <Dialog title={t("shell.notOpened.title", { name })} onClose={closeDialog} footer={buttons}>
      <div className="stack refused">
        <div className="banner bad" role="alert">
          <Icon name="error" />
          <p className="grow">{withoutName(message, name)}</p>
        </div>
        {path ? (
          <dl className="kv">
            <dt>{t("shell.notOpened.where")}</dt>
            <dd className="mono refused-path">{splitPath(path).folder ?? path}</dd>
          </dl>
        ) : null}
      </div>
    </Dialog>
  );
}

/** The title has the name already. */
function withoutName(message: string, name: string): string {
  const prefix = `${name}: `;
  if (!message.startsWith(prefix)) {
    return message;
  }
  const rest = message.slice(prefix.length);
  return rest.charAt(0).toUpperCase() + rest.slice(1);
}
