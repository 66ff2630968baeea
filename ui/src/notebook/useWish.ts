// Acts on a wish for the focus once, when its cell is on the screen.
import { useEffect, useRef } from "react";
import type { CellId } from "../backend/generated/CellId";
import { type FocusWish, granted, useFocusWish } from "./focus";

/** Calls `grant` when the focus should go to this part of this cell. */
export function useWish(cell: CellId, part: FocusWish["part"], grant: () => void): void {
  const wish = useFocusWish(({ wish: last }) =>
    last && last.cell === cell && last.part === part ? last : null,
  );
  const latest = useRef(grant);
  latest.current = grant;
  useEffect(() => {
    if (wish) {
      granted(wish);
      latest.current();
    }
  }, [wish]);
}
