// The hierarchies of a chart's data: what charts go down and up along. Made, changed and removed here.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import type { ChartView } from "../../backend/generated/ChartView";
import type { Edit } from "../../backend/generated/Edit";
import type { Hierarchy } from "../../backend/generated/Hierarchy";
import { randomId } from "../../backend/job";
import { applyEdit, workbookQuery } from "../../backend/query";
import { t } from "../../i18n/t";
import { MenuButton } from "../../parts/ContextMenu";
import { Icon } from "../../parts/Icon";
import { toastFailure } from "../../parts/toast";
import type { ChartAt } from "../shelfActions";
import { HierarchyDialog } from "./HierarchyDialog";
import { hierarchiesOf, levelChoices } from "./levels";

type Props = { chart: ChartAt; view: ChartView | undefined };

export function HierarchyList({ chart, view }: Props) {
  const { session, spec } = chart;
  const book = useQuery(workbookQuery(session)).data;
  const [open, setOpen] = useState<Hierarchy | null>(null);
  const fields = view?.source_fields ?? [];
  const all = book?.workbook.hierarchies ?? [];
  const own = hierarchiesOf(all, spec.source);
  if (levelChoices(fields, []).length < 2 && own.length === 0) {
    return null;
  }
  const change = (edit: Edit) => void applyEdit(session, edit).catch(toastFailure);
  const add = () => setOpen({ id: randomId(), name: "", source: spec.source, fields: [] });
  return (
    <>
      <div className="tree-group">
        <span>{t("chart.hierarchy.title")}</span>
        <button
          type="button"
          className="ib s"
          aria-label={t("chart.hierarchy.add")}
          aria-haspopup="dialog"
          onClick={add}
        >
          <Icon name="plus" size="xs" />
        </button>
      </div>
      <div className="field-list" role="group" aria-label={t("chart.hierarchy.title")}>
        {own.map((one) => {
          const levels = one.fields.join(t("chart.hierarchy.below"));
          const label = t("chart.hierarchy.menu", { name: one.name });
          return (
            <MenuButton
              key={one.id}
              label={label}
              entries={[
                { label: t("chart.hierarchy.change"), run: () => setOpen(one) },
                {
                  label: t("common.remove"),
                  run: () => change({ edit: "remove_hierarchy", hierarchy: one.id }),
                },
              ]}
            >
              <button type="button" className="tree-row field-row" title={levels}>
                <Icon name="prep" />
                <span className="trunc">{one.name}</span>
                <span className="meta trunc">{levels}</span>
              </button>
            </MenuButton>
          );
        })}
      </div>
      {open ? (
        <HierarchyDialog
          hierarchy={open}
          fields={fields}
          onClose={() => setOpen(null)}
          onKeep={(hierarchy) =>
            change(
              all.some(({ id }) => id === hierarchy.id)
                ? { edit: "replace_hierarchy", hierarchy }
                : { edit: "insert_hierarchy", index: all.length, hierarchy },
            )
          }
        />
      ) : null}
    </>
  );
}
