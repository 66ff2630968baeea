// The keyboard map.
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { closeDialog } from "./dialogs";
import { KEYMAP, type Place, type Shortcut } from "./keymap";

const PLACES: Place[] = ["everywhere", "notebook", "catalog", "chart", "dashboard"];

export function KeyboardDialog() {
  return (
    <Dialog title={t("shell.keyboard.title")} width={760} onClose={closeDialog}>
      <div className="keymap">
        {PLACES.map((place) => (
          <section key={place} aria-label={t(`shell.keyboard.${place}`)}>
            <h3>{t(`shell.keyboard.${place}`)}</h3>
            <dl>
              {KEYMAP.filter((known) => known.place === place).map((shortcut) => (
                <ShortcutRow key={shortcut.does} shortcut={shortcut} />
              ))}
              {place === "everywhere" ? <WorkspaceRow /> : null}
            </dl>
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function ShortcutRow({ shortcut }: { shortcut: Shortcut }) {
  return (
    <div>
      <dt>
        {shortcut.keys.map((keys) => (
          <kbd key={keys}>{keys.replaceAll("+", " ")}</kbd>
        ))}
      </dt>
      <dd>{t(`shell.commands.${shortcut.does}`)}</dd>
    </div>
  );
}

function WorkspaceRow() {
  return (
    <div>
      <dt>
        <kbd>Ctrl 1…6</kbd>
      </dt>
      <dd>{t("shell.top.go")}</dd>
    </div>
  );
}
