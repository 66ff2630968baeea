// Of which columns a page is the detail page: it is offered in the menu of every number that one of
// them is known of.
import type { PageView } from "../backend/generated/PageView";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { NativeSelect } from "../parts/NativeSelect";
import { changePage, type PageAt } from "./pageActions";

type Props = { at: PageAt; view: PageView | undefined };

export function DetailSettings({ at, view }: Props) {
  const { session, page } = at;
  const { detail_for: fields = [] } = page;
  const change = (next: string[]) =>
    void changePage(session, { edit: "set_detail", page: page.id, fields: next });
  const choices = columnsOf(view).filter((name) => !fields.includes(name));
  return (
    <section className="sec">
      <h3>{t("dashboard.detail.title")}</h3>
      <p className="muted small">{t("dashboard.detail.why")}</p>
      <div className="dash-details" role="group" aria-label={t("dashboard.detail.title")}>
        {fields.map((field) => (
          <span key={field} className="chip">
            <span className="mono trunc">{field}</span>
            <button
              type="button"
              aria-label={t("dashboard.detail.remove", { field })}
              onClick={() => change(fields.filter((one) => one !== field))}
            >
              <Icon name="close" size="xs" />
            </button>
          </span>
        ))}
      </div>
      <NativeSelect
        isMono
        aria-label={t("dashboard.detail.add")}
        value=""
        disabled={choices.length === 0}
        onChange={(event) => change([...fields, event.currentTarget.value])}
      >
        <option value="" disabled>
          {t("dashboard.detail.add")}
        </option>
        {choices.map((name) => (
          <option key={name} value={name}>
            {name}
          </option>
        ))}
      </NativeSelect>
    </section>
  );
}

/** The columns of what the tiles read that are no amounts, each once. */
export function columnsOf(view: PageView | undefined): string[] {
  const fields = (view?.tiles ?? []).flatMap(({ chart }) => chart?.source_fields ?? []);
  const names = fields.filter(({ kind }) => kind !== "number").map(({ name }) => name);
  return [...new Set(names)].sort((one, other) => one.localeCompare(other));
}
