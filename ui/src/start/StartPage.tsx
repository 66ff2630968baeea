// The page without a workbook: samples, a place to drop files, and recent workbooks.
import { create } from "zustand";
import type { RecentWorkbook } from "../backend/generated/RecentWorkbook";
import type { Sample } from "../backend/generated/Sample";
import type { Welcome } from "../backend/generated/Welcome";
import { moment } from "../i18n/format";
import { t } from "../i18n/t";
import { Banner } from "../parts/Banner";
import { Empty } from "../parts/Empty";
import { Icon } from "../parts/Icon";
import { Tip } from "../parts/Tip";
import { Recoveries } from "./Recoveries";
import { SamplePicture } from "./SamplePicture";
import "./start.css";

type Props = {
  welcome: Welcome;
  onChooseFile: () => void;
  onOpenSample: (name: string) => void;
  onOpenRecent: (path: string) => void;
  onForgetRecent: (path: string) => void;
  onBlank: () => void;
  onRecover: (recovery: string) => void;
  onDiscardRecovery: (recovery: string) => void;
};

export function StartPage(props: Props) {
  const { welcome } = props;
  return (
    <div className="start-scroll">
      <div className="start">
        <header className="wide">
          <h1>{t("start.title")}</h1>
          <p className="soft lead">{t("start.text")}</p>
        </header>
        <Notices notices={welcome.notices} />
        <Recoveries
          recoveries={welcome.recoveries}
          open={props.onRecover}
          discard={props.onDiscardRecovery}
        />
        <Samples samples={welcome.samples} open={props.onOpenSample} />
        <div className="stack start-side">
          <DropZone choose={props.onChooseFile} />
          <Recent {...props} />
        </div>
      </div>
    </div>
  );
}

/** Notices that were dismissed since the page was loaded. */
const useDismissed = create<{ dismissed: readonly string[] }>(() => ({ dismissed: [] }));

/** What went wrong at the start, for example a file that could not be opened. */
function Notices({ notices }: { notices: string[] }) {
  const { dismissed } = useDismissed();
  const shown = notices.filter((notice) => !dismissed.includes(notice));
  return shown.length === 0 ? null : (
    <section className="wide stack recoveries" aria-label={t("start.notices")}>
      {shown.map((notice) => (
        <Banner
          key={notice}
          level="warn"
          actions={
            <button
              type="button"
              className="link"
              onClick={() => useDismissed.setState({ dismissed: [...dismissed, notice] })}
            >
              {t("common.dismiss")}
            </button>
          }
        >
          {notice}
        </Banner>
      ))}
    </section>
  );
}

function Samples({ samples, open }: { samples: Sample[]; open: (name: string) => void }) {
  return (
    <section aria-labelledby="samples">
      <div className="row start-head">
        <h2 id="samples">{t("start.samples")}</h2>
        <span className="grow" />
        <span className="muted samples-note">{t("start.samplesNote")}</span>
      </div>
      {samples.length === 0 ? (
        <Empty title={t("start.noSamples")}>{t("start.noSamplesText")}</Empty>
      ) : null}
      <div className="samples">
        {samples.map((sample) => (
          <button
            key={sample.name}
            type="button"
            className="sample card"
            onClick={() => open(sample.name)}
          >
            <SamplePicture name={sample.name} />
            <span>
              <b>{sample.title}</b>
              <span className="about">{sample.about}</span>
              <span className="contents num">{sample.contents}</span>
            </span>
          </button>
        ))}
      </div>
    </section>
  );
}

function DropZone({ choose }: { choose: () => void }) {
  return (
    <section className="dropzone" aria-label={t("start.drop")}>
      <span className="dz-i">
        <Icon name="upload" size="l" />
      </span>
      <b>{t("start.drop")}</b>
      <p className="muted">{t("start.dropTypes")}</p>
      <div className="row">
        <button type="button" className="btn primary l" onClick={choose}>
          {t("start.choose")} <kbd>Ctrl O</kbd>
        </button>
        <Tip label={t("start.connectReason")}>
          <button type="button" className="btn l" aria-disabled="true">
            <Icon name="database" />
            {t("start.connect")}
          </button>
        </Tip>
      </div>
    </section>
  );
}

function Recent({ welcome, onBlank, onOpenRecent, onForgetRecent }: Props) {
  return (
    <section aria-labelledby="recent">
      <div className="row start-head">
        <h2 id="recent">{t("start.recent")}</h2>
        <span className="grow" />
        <button type="button" className="link" onClick={onBlank}>
          {t("start.blank")}
        </button>
      </div>
      {welcome.recent.length === 0 ? (
        <p className="muted no-recent">{t("start.noRecent")}</p>
      ) : null}
      <ul className="stack">
        {welcome.recent.map((recent) => (
          <RecentRow
            key={recent.path}
            recent={recent}
            open={() => onOpenRecent(recent.path)}
            forget={() => onForgetRecent(recent.path)}
          />
        ))}
      </ul>
    </section>
  );
}

type RowProps = { recent: RecentWorkbook; open: () => void; forget: () => void };

function RecentRow({ recent, open, forget }: RowProps) {
  const title = recent.title || recent.path;
  return (
    <li className="recent-row">
      <Tip label={recent.exists ? recent.path : t("start.missing")} side="left">
        <button
          type="button"
          className="recent"
          aria-disabled={recent.exists ? undefined : true}
          onClick={() => recent.exists && open()}
        >
          <Icon name="note" />
          <span className="grow trunc">
            <b className="trunc">{title}</b>
            <span className="about trunc">
              {recent.exists ? recent.about || recent.path : t("start.missing")}
            </span>
          </span>
          <span className="num">{moment(recent.opened_at, new Date(), t("common.yesterday"))}</span>
        </button>
      </Tip>
      <button
        type="button"
        className="ib s forget"
        aria-label={t("start.forget", { title })}
        onClick={forget}
      >
        <Icon name="close" size="xs" />
      </button>
    </li>
  );
}
