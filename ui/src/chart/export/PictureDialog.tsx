// Writes a chart to a file: as a picture with its size and its colours, or its rows as they are shown.
import { type FormEvent, useId, useRef, useState } from "react";
import { call } from "../../backend/call";
import { toBackendError } from "../../backend/error";
import type { ChartFormat } from "../../backend/generated/ChartFormat";
import type { PictureTheme } from "../../backend/generated/PictureTheme";
import { newJob } from "../../backend/job";
import { bytes } from "../../i18n/format";
import { t } from "../../i18n/t";
import { Dialog } from "../../parts/Dialog";
import { Choice, FormFoot, PathField, useNewPath } from "../../parts/ExportForm";
import { toast } from "../../parts/toast";
import { isFullPath } from "../../results/exportPath";
import type { ChartAt } from "../shelfActions";

type Props = { chart: ChartAt; name: string; onClose: () => void };

const FORMATS: ChartFormat[] = ["png", "svg", "csv", "xlsx"];
const THEMES: PictureTheme[] = ["light", "dark"];

function ended(path: string, format: ChartFormat): string {
  return path.replace(/\.(png|svg|csv|xlsx)$/i, `.${format}`);
}

export function PictureDialog({ chart, name, onClose }: Props) {
  const [format, setFormat] = useState<ChartFormat>("png");
  const [theme, setTheme] = useState<PictureTheme>("light");
  const [width, setWidth] = useState("1200");
  const [height, setHeight] = useState("675");
  const [path, setPath] = useNewPath(`${name}.png`);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const job = useRef(newJob());
  const isPicture = format === "png" || format === "svg";
  const ids = { width: useId(), height: useId() };

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const target = path.trim();
    if (!isFullPath(target)) {
      setProblem(t("picture.needPath", { example: `/home/${name}.${format}` }));
      return;
    }
    setProblem(null);
    setBusy(true);
    try {
      const done = await call("export_chart", {
        session: chart.session,
        cell: chart.cell,
        path: target,
        format,
        width: Number(width) || 0,
        height: Number(height) || 0,
        theme,
        job: job.current,
      });
      toast("ok", t("picture.done", { path: done.path, size: bytes(done.bytes) }));
      onClose();
    } catch (thrown) {
      setProblem(toBackendError(thrown).message);
      job.current = newJob();
      setBusy(false);
    }
  };

  return (
    <Dialog title={t("picture.title", { name })} onClose={onClose}>
      <form className="export-form" onSubmit={(event) => void submit(event)}>
        <Choice
          label={t("picture.format")}
          options={FORMATS}
          name={(known) => t(`picture.formats.${known}`)}
          value={format}
          onChange={(known) => {
            setFormat(known);
            setPath((now) => ended(now, known));
          }}
          about={t(`picture.about.${format}`)}
        />
        {isPicture ? (
          <>
            <Choice
              label={t("picture.theme")}
              options={THEMES}
              name={(known) => t(`picture.themes.${known}`)}
              value={theme}
              onChange={setTheme}
            />
            <div className="row">
              <Side id={ids.width} label={t("picture.width")} value={width} onChange={setWidth} />
              <Side
                id={ids.height}
                label={t("picture.height")}
                value={height}
                onChange={setHeight}
              />
            </div>
          </>
        ) : null}
        <PathField
          label={t("picture.file")}
          hint={t("picture.hint")}
          path={path}
          file={`${name}.${format}`}
          isWrong={problem !== null}
          onPath={(typed) => setPath(() => typed)}
          onChosen={(chosen) => setPath(() => chosen)}
        />
        <FormFoot problem={problem} go={t("picture.export")} isOff={isBusy} onClose={onClose} />
      </form>
    </Dialog>
  );
}

type SideProps = { id: string; label: string; value: string; onChange: (value: string) => void };

function Side({ id, label, value, onChange }: SideProps) {
  return (
    <div className="field grow">
      <label htmlFor={id}>{label}</label>
      <div className="input">
        <input
          id={id}
          inputMode="numeric"
          autoComplete="off"
          value={value}
          onChange={(event) => onChange(event.target.value.replace(/\D/g, ""))}
        />
      </div>
    </div>
  );
}
