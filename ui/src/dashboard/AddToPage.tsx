// The way from a chart to a page: a menu of the pages, and a new one.
import { useQuery } from "@tanstack/react-query";
import type { CellId } from "../backend/generated/CellId";
import type { SessionId } from "../backend/generated/SessionId";
import type { SessionView } from "../backend/generated/SessionView";
import type { Tile } from "../backend/generated/Tile";
import { randomId } from "../backend/job";
import { queryClient, workbookQuery } from "../backend/query";
import { goTo, useSession } from "../backend/session";
import { t } from "../i18n/t";
import { MenuButton, type MenuEntry } from "../parts/ContextMenu";
import { Icon } from "../parts/Icon";
import { toast } from "../parts/toast";
import { ownItems } from "./libraryItems";
import { addPage, insertTile, planned } from "./pageActions";
import { setEditing, showPage } from "./pageState";

type Props = { session: SessionId; cell: CellId };

export default function AddToPage({ session, cell }: Props) {
  const book = useQuery(workbookQuery(session)).data;
  if (!book) {
    return null;
  }
  const entries: MenuEntry[] = book.workbook.pages.map(({ id, title }) => ({
    label: title || t("dashboard.untitled"),
    icon: "board",
    run: () => void add(book, id, cell),
  }));
  if (entries.length > 0) {
    entries.push("line");
  }
  entries.push({
    label: t("dashboard.newPage"),
    icon: "plus",
    run: () => void addToNew(book, cell),
  });
  return (
    <MenuButton entries={entries} label={t("dashboard.addToPage")}>
      <button type="button" className="btn s">
        <Icon name="board" />
        {t("dashboard.addToPage")}
      </button>
    </MenuButton>
  );
}

async function addToNew(book: SessionView, cell: CellId): Promise<void> {
  await addPage(book);
  const { page } = useSession.getState();
  const now = queryClient.getQueryData(workbookQuery(book.session).queryKey);
  if (page && now) {
    await add(now, page, cell);
  }
}

async function add(book: SessionView, id: string, cell: CellId): Promise<void> {
  const page = book.workbook.pages.find((one) => one.id === id);
  const item = ownItems(book).find(({ key }) => key === cell);
  if (!page || !item) {
    return;
  }
  const at = { session: book.session, page, revision: book.revision };
  const places = await planned(at, { arrange: "free", tile: "new", ...item.size });
  const [found] = places ?? [];
  if (!found) {
    return;
  }
  const tile: Tile = {
    id: randomId(),
    place: found.place,
    content: { type: "chart", cell },
  };
  await insertTile(at, tile, [], t("dashboard.addItem", { name: item.label }));
  showPage(id);
  setEditing(true);
  goTo("dashboard");
  toast("ok", t("dashboard.added", { title: item.label }));
}
