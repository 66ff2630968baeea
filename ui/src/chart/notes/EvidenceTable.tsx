// The rows that show a note, or the words that do.
import { useQuery } from "@tanstack/react-query";
import { toBackendError } from "../../backend/error";
import type { LiteracyNote } from "../../backend/generated/LiteracyNote";
import { count } from "../../i18n/format";
import { t } from "../../i18n/t";
import { ChartTable } from "../ChartTable";
import type { ChartAt } from "../shelfActions";
import { evidenceQuery } from "./notesQuery";
import { noteTitle } from "./noteWords";

type Props = { chart: ChartAt; version: number; note: LiteracyNote };

export function EvidenceTable({ chart, version, note }: Props) {
  const label = t("notes.evidence", { title: noteTitle(note.about) });
  if (!note.rows) {
    return (
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls is reached by keyboard
      <section className="note-evidence" tabIndex={0} aria-label={label}>
        <ol className="note-looks">
          {note.words.map((words) => (
            <li key={words}>{words}</li>
          ))}
        </ol>
      </section>
    );
  }
  return (
    <section className="note-evidence" aria-label={label}>
      <EvidenceRows chart={chart} version={version} query={note.rows} />
    </section>
  );
}

type RowsProps = { chart: ChartAt; version: number; query: NonNullable<LiteracyNote["rows"]> };

function EvidenceRows({ chart, version, query }: RowsProps) {
  const rows = useQuery(evidenceQuery(chart.session, chart.cell, version, query));
  if (rows.error) {
    return <p className="note">{toBackendError(rows.error).message}</p>;
  }
  if (!rows.data) {
    return (
      <p className="muted" role="status">
        {t("common.loading")}
      </p>
    );
  }
  if (rows.data.count === 0) {
    return <p className="muted">{t("notes.noEvidence")}</p>;
  }
  const { count: shown, head } = rows.data;
  return (
    <>
      {shown < head.rows ? (
        <p className="muted">
          {t("notes.evidenceRows", { shown: count(shown), total: count(head.rows) })}
        </p>
      ) : null}
      <ChartTable rows={rows.data} encodings={[]} />
    </>
  );
}
