// Errors, warnings and notes of all cells and sources.
import { useQuery } from "@tanstack/react-query";
import type { SessionView } from "../backend/generated/SessionView";
import type { Severity } from "../backend/generated/Severity";
import { sourcesQuery } from "../backend/query";
import { revealCell } from "../backend/session";
import { t } from "../i18n/t";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import type { IconName } from "../parts/iconShapes";
import { type Problem, problemsOf } from "./problems";

type Props = { view: SessionView };

const ICONS: Record<Severity, IconName> = { error: "error", warning: "warn", note: "info" };

export function ProblemsTab({ view }: Props) {
  const { data: sources } = useQuery(sourcesQuery(view.session));
  const problems = problemsOf(view, sources);
  if (problems.length === 0) {
    return (
      <Empty title={t("shell.inspector.noProblems")}>{t("shell.inspector.noProblemsText")}</Empty>
    );
  }
  return (
    <ul>
      {problems.map((problem) => (
        <li key={`${problem.place} ${problem.line ?? ""} ${problem.message}`}>
          <ProblemRow problem={problem} />
        </li>
      ))}
    </ul>
  );
}

function ProblemRow({ problem }: { problem: Problem }) {
  const { cell, line, place } = problem;
  const inside = (
    <>
      <span className={`problem-icon ${problem.severity}`}>
        <Icon name={ICONS[problem.severity]} />
      </span>
      <span className="grow">
        <b>{problem.message}</b>
        {problem.hint ? <span className="soft">{problem.hint}</span> : null}
        <span className="mono muted">
          {line === null ? place : t("shell.inspector.place", { cell: place, line })}
        </span>
      </span>
    </>
  );
  return cell === null ? (
    <div className="problem">{inside}</div>
  ) : (
    <button type="button" className="problem inset-focus" onClick={() => revealCell(cell)}>
      {inside}
    </button>
  );
}
