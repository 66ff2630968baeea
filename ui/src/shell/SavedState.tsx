// Whether the workbook is in its file, in words.
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { Tip } from "../parts/Tip";
import { showDialog } from "./dialogs";
import { signatureWords } from "./protect";
import { useSaving } from "./saving";

type Props = { view: SessionView };

export function SavedState({ view }: Props) {
  const { state, message } = useSaving();
  const isSaved = state === "idle" && !view.is_dirty && view.path !== null;
  return (
    <>
      <Tip label={message ?? view.path}>
        <span className="saved" role="status" data-state={state}>
          {isSaved ? <Icon name="check" size="xs" /> : null}
          {state === "failed" ? <Icon name="warn" size="xs" /> : null}
          {wordsFor(view, state)}
        </span>
      </Tip>
      <Protection view={view} />
    </>
  );
}

/** That the file is encrypted or signed; nothing when it is neither. */
function Protection({ view }: Props) {
  const { signature } = view.trust;
  if (!view.is_encrypted && signature === null) {
    return null;
  }
  const words = [
    view.is_encrypted ? t("protect.encrypted") : null,
    signature ? signatureWords(signature) : null,
  ];
  const label = words.filter((one) => one !== null).join(" ");
  return (
    <Tip label={label}>
      <button
        type="button"
        className="ib s"
        data-state={signature?.state}
        aria-label={label}
        onClick={() => showDialog({ dialog: "protect" })}
      >
        <Icon name={view.is_encrypted ? "lock" : signature?.state === "broken" ? "warn" : "key"} />
      </button>
    </Tip>
  );
}

function wordsFor(view: SessionView, state: "idle" | "saving" | "failed"): string {
  if (state === "saving") {
    return t("shell.top.saving");
  }
  if (state === "failed") {
    return t("shell.top.saveFailed");
  }
  if (view.path === null) {
    return t("shell.top.neverSaved");
  }
  if (view.is_dirty) {
    return t("shell.top.edited");
  }
  // Opened and not saved since: it is in its file, and when that was is not known here.
  return view.saved_at ? t("shell.top.savedAt", { at: view.saved_at }) : t("shell.top.saved");
}
