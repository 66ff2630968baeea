// A text cell: read as prose, written as Markdown. No HTML, no pictures from elsewhere, and links
// only after a question.
import { lazy, Suspense, useEffect, useRef, useState } from "react";
import type { Cell } from "../backend/generated/Cell";
import type { SessionId } from "../backend/generated/SessionId";
import { t } from "../i18n/t";
import { CellMenu } from "./CellHead";
import { useCellText } from "./useCellText";
import { useWish } from "./useWish";

const Prose = lazy(() => import("./Prose"));

type Props = {
  session: SessionId;
  cell: Cell;
  text: string;
  index: number;
  count: number;
};

export function MarkdownCell({ session, cell, text: known, index, count }: Props) {
  const text = useCellText({ session, cell: cell.id, text: known });
  const [isEditing, setEditing] = useState(false);
  useWish(cell.id, "editor", () => setEditing(true));
  const isEmpty = text.text.trim() === "";
  return (
    <>
      <span className="cell-tools">
        <CellMenu session={session} cell={cell} index={index} count={count} />
      </span>
      {isEditing ? (
        <Writing
          name={cell.name}
          text={text.text}
          onChange={text.typed}
          onDone={() => {
            setEditing(false);
            void text.flush();
          }}
        />
      ) : (
        // biome-ignore lint/a11y/noStaticElementInteractions: Enter on the cell does the same
        <div className="prose" onDoubleClick={() => setEditing(true)}>
          {isEmpty ? (
            <p className="muted">{t("notebook.markdown.empty")}</p>
          ) : (
            <Suspense fallback={<p>{text.text}</p>}>
              <Prose text={text.text} />
            </Suspense>
          )}
        </div>
      )}
    </>
  );
}

type WritingProps = {
  name: string;
  text: string;
  onChange: (text: string) => void;
  onDone: () => void;
};

function Writing({ name, text, onChange, onDone }: WritingProps) {
  const field = useRef<HTMLTextAreaElement>(null);
  useEffect(() => {
    const element = field.current;
    element?.focus();
    element?.setSelectionRange(element.value.length, element.value.length);
  }, []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the height follows the text
  useEffect(() => {
    const element = field.current;
    if (element) {
      element.style.height = "auto";
      element.style.height = `${element.scrollHeight + 2}px`;
    }
  }, [text]);
  return (
    <textarea
      ref={field}
      className="markdown-field"
      aria-label={t("notebook.markdown.label", { name })}
      value={text}
      rows={3}
      onChange={(event) => onChange(event.target.value)}
      onBlur={onDone}
    />
  );
}
