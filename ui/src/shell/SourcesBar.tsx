// Above a workbook whose sources lie elsewhere or lack columns: what that is, and the way on.
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { whyRefused } from "../parts/refusal";
import { Tip } from "../parts/Tip";
import { showDialog } from "./dialogs";
import { useHidden } from "./sourceNeeds";

type Props = { view: SessionView };

export function SourcesBar({ view }: Props) {
  const hidden = useHidden((state) => state.session);
  const { lost, gone } = view.needs;
  const canMend = whyRefused(view, "find_sources") === null;
  if (!canMend || hidden === view.session || lost.length + gone.length === 0) {
    return null;
  }
  return (
    <section className="trust-bar" aria-label={t("relink.bar")} data-region="trust" tabIndex={-1}>
      <Icon name="warn" />
      <p className="grow">
        {lost.length > 0 ? (
          <b>{t("relink.lost", { count: lost.length, names: lost.join(", ") })}</b>
        ) : null}{" "}
        {gone.length > 0 ? (
          <b>{t("relink.gone", { count: gone.length, names: gone.join(", ") })}</b>
        ) : null}
      </p>
      {lost.length > 0 ? (
        <button
          type="button"
          className="btn s primary"
          onClick={() => showDialog({ dialog: "relink", chosen: {} })}
        >
          {t("relink.find")}
        </button>
      ) : null}
      {gone.length > 0 ? (
        <button
          type="button"
          className="btn s primary"
          onClick={() => showDialog({ dialog: "repair" })}
        >
          {t("relink.repair")}
        </button>
      ) : null}
      <Tip label={t("relink.hide")}>
        <button
          type="button"
          className="ib s"
          aria-label={t("relink.hide")}
          onClick={() => useHidden.setState({ session: view.session })}
        >
          <Icon name="close" />
        </button>
      </Tip>
    </section>
  );
}
