// Files that the program was started with, or was asked to open while it ran: opened as if they had
// been chosen in the window.
import { useEffect, useState } from "react";
import { transport } from "../backend/transport";
import { openPaths } from "./actions";
import { useDialogs } from "./dialogs";

/** Opens what was named; true while the first of it is on its way and nothing is asked yet. */
export function useNamed(isReady: boolean): boolean {
  const [isOpening, setOpening] = useState(() => transport().named !== null);
  const asks = useDialogs((state) => state.open !== null);
  useEffect(() => {
    const { named } = transport();
    if (!isReady || !named) {
      return;
    }
    const open = async () => {
      const paths = await named.take();
      if (paths.length > 0) {
        await openPaths(paths);
      }
    };
    void open().finally(() => setOpening(false));
    return named.listen(() => void open());
  }, [isReady]);
  return isOpening && !asks;
}
