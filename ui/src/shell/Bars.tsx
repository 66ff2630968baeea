// What stands between the top bar and a workbook: on its trust, its sources and its file.
import { useLayoutEffect, useRef } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import { NotesBar } from "./NotesBar";
import { SourcesBar } from "./SourcesBar";
import { TrustBar } from "./TrustBar";

type Props = { view: SessionView };

export function Bars({ view }: Props) {
  const bars = useRef<HTMLDivElement>(null);
  // A panel that floats over the page begins below them.
  useLayoutEffect(() => {
    const own = bars.current;
    const frame = own?.parentElement;
    if (!own || !frame) {
      return;
    }
    const watch = new ResizeObserver(() => {
      frame.style.setProperty("--h-note", `${own.offsetHeight}px`);
    });
    watch.observe(own);
    return () => {
      watch.disconnect();
      frame.style.removeProperty("--h-note");
    };
  }, []);
  return (
    <div className="bars" ref={bars}>
      <TrustBar view={view} />
      <SourcesBar view={view} />
      <NotesBar view={view} />
    </div>
  );
}
