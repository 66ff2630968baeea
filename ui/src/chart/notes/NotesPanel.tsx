// Literacy notes under a chart: at most three, most serious first. They come after the picture and
// never block it; each can show its evidence and can be dismissed, which the workbook remembers.
import { useQuery } from "@tanstack/react-query";
import { useEffect } from "react";
import { toBackendError } from "../../backend/error";
import type { ChartView } from "../../backend/generated/ChartView";
import type { LiteracyNote } from "../../backend/generated/LiteracyNote";
import type { LiteracyNotes } from "../../backend/generated/LiteracyNotes";
import { applyEdit } from "../../backend/query";
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { Icon } from "../../parts/Icon";
import { useRefusal } from "../../parts/refusal";
import { toastFailure } from "../../parts/toast";
import type { ChartAt } from "../shelfActions";
import { EvidenceTable } from "./EvidenceTable";
import { hideNotes, showNote, useNoteShown } from "./noteShown";
import { notesQuery } from "./notesQuery";
import { limitSentence, noteIcon, noteSentence, noteTitle } from "./noteWords";
import "./notes.css";

/** Most notes that are shown at once. */
const MOST_NOTES = 3;

type Props = { chart: ChartAt; view: ChartView | undefined };

export function NotesPanel({ chart, view }: Props) {
  const refusal = useRefusal(chart.session, "chart_notes");
  if (refusal !== null || !view || view.encodings.length === 0 || !view.sql) {
    return null;
  }
  return <Notes chart={chart} view={view} />;
}

function Notes({ chart, view }: { chart: ChartAt; view: ChartView }) {
  const found = useQuery(notesQuery(chart.session, chart.cell, view.version));
  const { note: open, cell, isHidden } = useNoteShown();
  const shown = cell === chart.cell ? open : null;
  useEscape(shown !== null, () => showNote(chart.cell, null));
  const gone = chart.spec.dismissed_notes ?? [];
  const live = (found.data?.notes ?? []).filter(({ id }) => !gone.includes(id));
  const dismissed = (found.data?.notes ?? []).filter(({ id }) => gone.includes(id));
  const most = live.slice(0, MOST_NOTES);
  return (
    <section className="notes" aria-label={t("notes.heading")}>
      <div className="notes-head">
        <h2>{t("notes.heading")}</h2>
        {found.data ? <span className="chip">{count(live.length)}</span> : null}
        <span className="muted">{found.isFetching ? t("notes.looking") : t("notes.about")}</span>
        <span className="grow" />
        {shown ? (
          <button type="button" className="btn s" onClick={() => showNote(chart.cell, null)}>
            {t("notes.showAll")}
            <kbd>Esc</kbd>
          </button>
        ) : null}
        {dismissed.length > 0 ? (
          <>
            <span className="muted">
              {t("notes.dismissed", { count: dismissed.length, shown: count(dismissed.length) })}
            </span>
            <button type="button" className="link" onClick={() => bringBack(chart)}>
              {t("notes.bringBack")}
            </button>
          </>
        ) : null}
        <button
          type="button"
          className="btn ghost s"
          aria-expanded={!isHidden}
          aria-label={t(isHidden ? "notes.showNotes" : "notes.hideNotes")}
          onClick={() => hideNotes(!isHidden)}
        >
          {t(isHidden ? "notes.show" : "notes.hide")}
        </button>
      </div>
      {isHidden ? null : (
        <>
          {found.error ? (
            <p className="note">
              {t("notes.failed", { why: toBackendError(found.error).message })}
            </p>
          ) : null}
          {found.data && live.length === 0 ? <Nothing found={found.data} /> : null}
          {most.length > 0 ? (
            <div className="notes-row">
              {most.map((note) => (
                <NoteCard key={note.id} chart={chart} view={view} note={note} shown={shown} />
              ))}
            </div>
          ) : null}
          <Rest more={live.length - most.length} found={found.data} />
          {shown ? <EvidenceTable chart={chart} version={view.version} note={shown} /> : null}
        </>
      )}
    </section>
  );
}

/** "Nothing significant" is an answer, where something was looked at. */
function Nothing({ found }: { found: LiteracyNotes }) {
  if (found.limits.some(({ limit }) => limit !== "large_marks")) {
    return null;
  }
  return (
    <p className="notes-none">
      <Icon name="check" size="xs" />
      {t("notes.nothing", { marks: count(found.marks) })}
    </p>
  );
}

function Rest({ more, found }: { more: number; found: LiteracyNotes | undefined }) {
  const words = (found?.limits ?? []).map(limitSentence);
  if (more > 0) {
    words.unshift(t("notes.more", { count: more, shown: count(more) }));
  }
  return words.length > 0 ? <p className="notes-rest muted">{words.join(" ")}</p> : null;
}

type CardProps = {
  chart: ChartAt;
  view: ChartView;
  note: LiteracyNote;
  shown: LiteracyNote | null;
};

function NoteCard({ chart, view, note, shown }: CardProps) {
  const title = noteTitle(note.about);
  const { icon, tone } = noteIcon(note.about.kind);
  const isShown = shown?.id === note.id;
  return (
    <article className={isShown ? "note-card is-shown" : "note-card"}>
      <span className={`note-icon ${tone}`}>
        <Icon name={icon} />
      </span>
      <b>{title}</b>
      <button
        type="button"
        className="link"
        aria-pressed={isShown}
        aria-label={t("notes.showMeAbout", { title })}
        onClick={() => showNote(chart.cell, isShown ? null : note)}
      >
        {t("notes.showMe")}
      </button>
      <button
        type="button"
        className="ib s"
        aria-label={t("notes.dismiss", { title })}
        onClick={() => dismiss(chart, note, isShown)}
      >
        <Icon name="close" size="xs" />
      </button>
      <p>{noteSentence(note, view)}</p>
    </article>
  );
}

function dismiss(chart: ChartAt, note: LiteracyNote, isShown: boolean): void {
  if (isShown) {
    showNote(chart.cell, null);
  }
  const label = t("notes.dismissStep", { title: noteTitle(note.about) });
  remember(chart, [...(chart.spec.dismissed_notes ?? []), note.id], label);
}

function bringBack(chart: ChartAt): void {
  remember(chart, [], t("notes.bringBackStep"));
}

function remember({ session, cell, spec }: ChartAt, dismissed_notes: string[], label: string) {
  const edit = { edit: "set_chart" as const, cell, spec: { ...spec, dismissed_notes } };
  applyEdit(session, { edit: "batch", label, edits: [edit] }).catch(toastFailure);
}

/** Escape, wherever the focus is on the page, unless something nearer took it. */
function useEscape(isOn: boolean, back: () => void): void {
  useEffect(() => {
    if (!isOn) {
      return;
    }
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.key === "Escape" && !event.defaultPrevented) {
        back();
      }
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [isOn, back]);
}
