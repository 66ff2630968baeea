// Going to detail pages: which of them suit what is known of a number, and the way there.
import { call } from "../backend/call";
import type { CameFrom } from "../backend/generated/CameFrom";
import type { Filter } from "../backend/generated/Filter";
import type { Page } from "../backend/generated/Page";
import type { Pick } from "../backend/generated/Pick";
import type { SessionView } from "../backend/generated/SessionView";
import { openPage } from "../backend/session";
import { t } from "../i18n/t";
import type { MenuEntry } from "./ContextMenu";
import { toastFailure } from "./toast";

/** What is known of a number, and where it stands. */
export interface Known {
  from: CameFrom;
  /** Columns that it is of, and those that filters are about. */
  fields: Iterable<string>;
  /** What it stands for. */
  picks: Pick[];
  filters: Filter[];
}

/** The detail pages of any of these columns; never the page where the number stands. */
export function detailPages(pages: readonly Page[], { from, fields }: Known): Page[] {
  const known = new Set([...fields].map((field) => field.toLowerCase()));
  return pages.filter(
    ({ id, detail_for = [] }) =>
      id !== from.page && detail_for.some((field) => known.has(field.toLowerCase())),
  );
}

/** The columns that conditions and marks are about. */
export function fieldsIn(filters: readonly Filter[], picks: readonly Pick[]): string[] {
  return [
    ...filters.map(({ field }) => field),
    ...picks.flatMap(({ of }) => of.map(({ pill }) => pill.field)),
  ];
}

/** The entries of a menu that lead to detail pages; none where no page suits. */
export function detailEntries(
  { session, workbook }: SessionView,
  known: Known,
  disabledBecause: string | null = null,
): MenuEntry[] {
  const pages = detailPages(workbook.pages, known);
  return pages.map((page) => ({
    label: t("dashboard.detail.goTo", { title: page.title || t("dashboard.untitled") }),
    icon: "board" as const,
    disabledBecause,
    run: () => {
      const { from, picks, filters } = known;
      call("go_to_detail", { session, page: page.id, from, picks, filters }).then(
        () => openPage(page.id),
        toastFailure,
      );
    },
  }));
}
