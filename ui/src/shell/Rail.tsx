// The rail at the left: six workspaces and the settings.
import { goTo, useSession } from "../backend/session";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { Logo } from "../parts/Logo";
import { Tip } from "../parts/Tip";
import { closeWorkbook, currentView } from "./actions";
import { showDialog } from "./dialogs";
import { WORKSPACE_ICONS, WORKSPACES, whyClosed } from "./workspaces";

export function Rail() {
  const workspace = useSession((state) => state.workspace);
  const hasWorkbook = useSession((state) => state.session !== null);
  function goHome() {
    const view = currentView();
    if (view) {
      void closeWorkbook(view);
    } else {
      goTo("notebook");
    }
  }
  return (
    <nav className="rail" aria-label={t("shell.regions.rail")} data-region="rail">
      <Tip label={t("shell.home")} side="right">
        <button type="button" className="brand" aria-label={t("shell.home")} onClick={goHome}>
          <Logo />
        </button>
      </Tip>
      {WORKSPACES.map((name) => {
        const because = whyClosed(name, hasWorkbook);
        const isCurrent = name === workspace && (hasWorkbook || name === "catalog");
        return (
          <Tip key={name} label={because} side="right">
            <button
              type="button"
              className="rail-item"
              aria-current={isCurrent ? "page" : undefined}
              aria-disabled={because ? true : undefined}
              onClick={() => because || goTo(name)}
            >
              <Icon name={WORKSPACE_ICONS[name]} size="l" />
              <span>{t(`shell.workspaces.${name}`)}</span>
            </button>
          </Tip>
        );
      })}
      <span className="spacer" />
      <button
        type="button"
        className="rail-item"
        onClick={() => showDialog({ dialog: "settings" })}
      >
        <Icon name="gear" size="l" />
        <span>{t("shell.settings")}</span>
      </button>
    </nav>
  );
}
