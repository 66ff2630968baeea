// A copy of the workbook to be given away: what leaves of each table is chosen, then said exactly,
// and only then written.
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { call } from "../backend/call";
import { toBackendError } from "../backend/error";
import type { PackageReport } from "../backend/generated/PackageReport";
import type { PackageWish } from "../backend/generated/PackageWish";
import type { SessionView } from "../backend/generated/SessionView";
import { newJob } from "../backend/job";
import { flushEdits } from "../backend/pendingEdits";
import { sourcesQuery } from "../backend/query";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { toast, toastFailure } from "../parts/toast";
import { choosePackagePath } from "./actions";
import { closeDialog } from "./dialogs";
import { PackageLeaves } from "./PackageLeaves";
import { PackageTable } from "./PackageTable";
import { NO_TABLE, NOTHING, type PackageChoices, type TableChoice, wishOf } from "./packageWish";
import { faultOf } from "./passphrase";
import { SecretField } from "./SecretField";
import "./package.css";

type Props = { view: SessionView };

/** What was said to leave, and of which wish that was said. */
interface Said {
  wish: string;
  report: PackageReport;
}

export function PackageDialog({ view }: Props) {
  const { data } = useQuery(sourcesQuery(view.session));
  const tables = (data?.sources ?? []).flatMap((source) => source.tables);
  const [choices, setChoices] = useState<PackageChoices>(NOTHING);
  const [said, setSaid] = useState<Said | null>(null);
  const [isBusy, setIsBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [encrypts, setEncrypts] = useState(false);
  const [word, setWord] = useState({ text: "", again: "" });
  const fault = faultOf(word.text, word.again);
  const wish = wishOf(choices, tables);
  const isSaid = wish !== null && said?.wish === JSON.stringify(wish);
  const choose = (table: string, part: Partial<TableChoice>) =>
    setChoices((now) => {
      const choice = { ...(now.tables[table] ?? NO_TABLE), ...part };
      return { ...now, tables: { ...now.tables, [table]: choice } };
    });
  const preview = async () => {
    if (wish === null) {
      return;
    }
    setIsBusy(true);
    setProblem(null);
    try {
      await flushEdits();
      const report = await call("plan_package", { session: view.session, wish, job: newJob() });
      setSaid({ wish: JSON.stringify(wish), report });
    } catch (thrown) {
      setSaid(null);
      setProblem(toBackendError(thrown).message);
    }
    setIsBusy(false);
  };
  const buttons = (
    <>
      <button type="button" className="btn left" onClick={closeDialog}>
        {t("common.cancel")}
      </button>
      <button
        type="button"
        className={isSaid ? "btn" : "btn primary"}
        data-autofocus
        disabled={isBusy || wish === null}
        onClick={() => void preview()}
      >
        {t("pack.preview")}
      </button>
      <button
        type="button"
        className={isSaid ? "btn primary" : "btn"}
        disabled={!isSaid || isBusy || (encrypts && fault !== null)}
        title={isSaid ? undefined : t("pack.needsPreview")}
        onClick={() => wish && void save(view, wish, encrypts ? word.text : null)}
      >
        {t("pack.save")}
      </button>
    </>
  );
  const title = view.workbook.title || t("shell.top.untitled");
  return (
    <Dialog title={t("pack.title", { title })} onClose={closeDialog} footer={buttons} width={760}>
      <div className="stack package">
        <p className="muted small">{t("pack.hint")}</p>
        <h3>{t("pack.tables")}</h3>
        {tables.length === 0 ? <p>{t("pack.noTables")}</p> : null}
        {tables.map((table) => (
          <PackageTable
            key={table.name}
            table={table}
            choice={choices.tables[table.name] ?? NO_TABLE}
            choose={(part) => choose(table.name, part)}
          />
        ))}
        <label className="row">
          <input
            type="checkbox"
            checked={choices.answers}
            onChange={({ target }) => setChoices({ ...choices, answers: target.checked })}
          />
          {t("pack.answers")}
        </label>
        <label className="row">
          <input
            type="checkbox"
            checked={choices.values}
            onChange={({ target }) => setChoices({ ...choices, values: target.checked })}
          />
          {t("pack.values")}
        </label>
        <label className="row">
          <input
            type="checkbox"
            checked={encrypts}
            onChange={({ target }) => setEncrypts(target.checked)}
          />
          {t("protect.packageEncrypt")}
        </label>
        {encrypts ? (
          <div className="twice">
            <SecretField
              label={t("protect.new")}
              value={word.text}
              onChange={(text) => setWord({ ...word, text })}
            />
            <SecretField
              label={t("protect.again")}
              value={word.again}
              fault={word.again === "" ? null : fault}
              onChange={(again) => setWord({ ...word, again })}
            />
          </div>
        ) : null}
        {problem ? (
          <p role="alert" className="danger-text">
            {problem}
          </p>
        ) : null}
        {isBusy ? (
          <p role="status">{t("pack.previewing")}</p>
        ) : said && isSaid ? (
          <PackageLeaves report={said.report} />
        ) : said ? (
          <p role="status">{t("pack.again")}</p>
        ) : null}
      </div>
    </Dialog>
  );
}

async function save(
  view: SessionView,
  wish: PackageWish,
  passphrase: string | null,
): Promise<void> {
  const path = await choosePackagePath(view);
  if (path === null) {
    return;
  }
  const { session } = view;
  const request = { session, wish, path, overwrite: true, passphrase, job: newJob() };
  try {
    const report = await call("package_workbook", request);
    toast("ok", t("pack.saved", { path: report.path ?? path }));
  } catch (thrown) {
    toastFailure(toBackendError(thrown));
  }
}
