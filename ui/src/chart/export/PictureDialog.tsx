// Writes the picture of a chart to a file: PNG or SVG, its size and its colours.
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { call } from "../../backend/call";
import { toBackendError } from "../../backend/error";
import type { PictureFormat } from "../../backend/generated/PictureFormat";
import type { PictureTheme } from "../../backend/generated/PictureTheme";
import { newJob } from "../../backend/job";
import { transport } from "../../backend/transport";
import { bytes } from "../../i18n/format";
import { t } from "../../i18n/t";
import { Dialog } from "../../parts/Dialog";
import { toast } from "../../parts/toast";
import { isFullPath } from "../../results/exportPath";
import type { ChartAt } from "../shelfActions";

type Props = { chart: ChartAt; name: string; onClose: () => void };

const FORMATS: PictureFormat[] = ["png", "svg"];
const THEMES: PictureTheme[] = ["light", "dark"];

function ended(path: string, format: PictureFormat): string {
  return /\.(png|svg)$/i.test(path) ? path.replace(/\.(png|svg)$/i, `.${format}`) : path;
}

export function PictureDialog({ chart, name, onClose }: Props) {
  const [format, setFormat] = useState<PictureFormat>("png");
  const [theme, setTheme] = useState<PictureTheme>("light");
  const [width, setWidth] = useState("1200");
  const [height, setHeight] = useState("675");
  const [path, setPath] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const job = useRef(newJob());
  const ids = { path: useId(), hint: useId(), width: useId(), height: useId() };
  const { pick } = transport();

  useEffect(() => {
    let isGone = false;
    call("list_folder", { folder: null }).then(
      ({ folder }) => {
        if (!isGone) {
          setPath((now) => now || `${folder.replace(/[\\/]$/, "")}/${name}.png`);
        }
      },
      () => {},
    );
    return () => {
      isGone = true;
    };
  }, [name]);

  const choose = async () => {
    const [chosen] = (await pick?.("save", path || `${name}.${format}`)) ?? [];
    if (chosen) {
      setPath(chosen);
    }
  };
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
        <div className="field">
          <span className="label">{t("picture.format")}</span>
          <fieldset className="seg">
            <legend className="sr-only">{t("picture.format")}</legend>
            {FORMATS.map((known) => (
              <button
                key={known}
                type="button"
                aria-pressed={known === format}
                onClick={() => {
                  setFormat(known);
                  setPath((now) => ended(now, known));
                }}
              >
                {t(`picture.formats.${known}`)}
              </button>
            ))}
          </fieldset>
          <p className="muted export-about">{t(`picture.about.${format}`)}</p>
        </div>
        <div className="field">
          <span className="label">{t("picture.theme")}</span>
          <fieldset className="seg">
            <legend className="sr-only">{t("picture.theme")}</legend>
            {THEMES.map((known) => (
              <button
                key={known}
                type="button"
                aria-pressed={known === theme}
                onClick={() => setTheme(known)}
              >
                {t(`picture.themes.${known}`)}
              </button>
            ))}
          </fieldset>
        </div>
        <div className="row">
          <Side id={ids.width} label={t("picture.width")} value={width} onChange={setWidth} />
          <Side id={ids.height} label={t("picture.height")} value={height} onChange={setHeight} />
        </div>
        <div className="field">
          <label htmlFor={ids.path}>{t("picture.file")}</label>
          <div className="row">
            <div className="input grow" data-state={problem ? "error" : undefined}>
              <input
                id={ids.path}
                data-autofocus
                autoComplete="off"
                spellCheck={false}
                aria-describedby={ids.hint}
                value={path}
                onChange={(event) => setPath(event.target.value)}
              />
            </div>
            {pick ? (
              <button type="button" className="btn" onClick={() => void choose()}>
                {t("picture.choose")}
              </button>
            ) : null}
          </div>
          <p id={ids.hint} className="muted export-about">
            {t("picture.hint")}
          </p>
        </div>
        {problem ? (
          <p className="field-error" role="alert">
            {problem}
          </p>
        ) : null}
        <div className="row export-actions">
          <span className="grow" />
          <button type="button" className="btn ghost" onClick={onClose}>
            {t("common.cancel")}
          </button>
          <button type="submit" className="btn primary" disabled={isBusy}>
            {t("picture.export")}
          </button>
        </div>
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
