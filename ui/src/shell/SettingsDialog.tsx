// Settings of this machine.
import { type FormEvent, useId, useState } from "react";
import type { Settings } from "../backend/generated/Settings";
import type { Theme } from "../backend/generated/Theme";
import type { Welcome } from "../backend/generated/Welcome";
import { count, day } from "../i18n/format";
import { applyLocale, isLocale } from "../i18n/locale";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { saveSettings } from "./actions";
import { closeDialog } from "./dialogs";
import { TextSetting } from "./TextSetting";

type Props = { welcome: Welcome };

const THEMES: Theme[] = ["system", "light", "dark"];
const GIGABYTE = 1024 ** 3;
const LEAST_GB = 0.25;
const MOST_GB = 1024;
const MEGABYTE = 1024 ** 2;
const MOST_KEPT = 500;
const MOST_SPACE = 64;
const MOST_SNAPSHOT_SPACE = 128;

export function SettingsDialog({ welcome }: Props) {
  const { settings } = welcome;
  const [theme, setTheme] = useState(settings.theme);
  const [locale, setLocale] = useState(settings.locale ?? "");
  const [memory, setMemory] = useState(
    settings.memory_cap_bytes === null ? "" : String(settings.memory_cap_bytes / GIGABYTE),
  );
  const [author, setAuthor] = useState(settings.author);
  const [kept, setKept] = useState(String(settings.versions_kept));
  const [space, setSpace] = useState(String(settings.versions_bytes / MEGABYTE));
  const [snapshots, setSnapshots] = useState(String(settings.snapshots_kept));
  const [snapshotSpace, setSnapshotSpace] = useState(String(settings.snapshots_bytes / MEGABYTE));
  const id = useId();
  const localeFault =
    locale.trim() !== "" && !isLocale(locale.trim())
      ? t("shell.preferences.localeUnknown", { tag: locale.trim() })
      : null;
  const cap = capFrom(memory);
  const memoryFault = cap === "bad" ? t("shell.preferences.memoryBad") : null;

  const keptFault = isNumber(kept) ? null : t("shell.preferences.versionsKeptBad");
  const spaceFault = isSize(space, MOST_SPACE) ? null : t("shell.preferences.versionsSizeBad");
  const snapshotsFault = isNumber(snapshots) ? null : t("shell.preferences.snapshotsKeptBad");
  const snapshotSpaceFault = isSize(snapshotSpace, MOST_SNAPSHOT_SPACE)
    ? null
    : t("shell.preferences.snapshotsSizeBad");
  const faults = [localeFault, keptFault, spaceFault, snapshotsFault, snapshotSpaceFault];

  function save(event: FormEvent) {
    event.preventDefault();
    if (cap === "bad" || faults.some(Boolean)) {
      return;
    }
    const wanted: Settings = {
      ...settings,
      theme,
      locale: locale.trim() || null,
      memory_cap_bytes: cap,
      author: author.trim(),
      versions_kept: Number(kept),
      versions_bytes: Math.round(Number(space) * MEGABYTE),
      snapshots_kept: Number(snapshots),
      snapshots_bytes: Math.round(Number(snapshotSpace) * MEGABYTE),
    };
    applyLocale(wanted.locale);
    closeDialog();
    void saveSettings(wanted);
  }
  const buttons = (
    <>
      <button type="button" className="btn" onClick={closeDialog}>
        {t("common.cancel")}
      </button>
      <button type="submit" form={id} className="btn primary">
        {t("common.save")}
      </button>
    </>
  );
  return (
    <Dialog title={t("shell.preferences.title")} onClose={closeDialog} footer={buttons}>
      <form id={id} className="settings" onSubmit={save}>
        <div className="field">
          <span className="label" id={`${id}-theme`}>
            {t("shell.preferences.theme")}
          </span>
          <fieldset className="seg" aria-labelledby={`${id}-theme`}>
            {THEMES.map((name) => (
              <button
                key={name}
                type="button"
                aria-pressed={theme === name}
                onClick={() => setTheme(name)}
              >
                {t(`shell.preferences.${name}`)}
              </button>
            ))}
          </fieldset>
        </div>
        <TextSetting
          id={`${id}-locale`}
          label={t("shell.preferences.locale")}
          hint={t("shell.preferences.localeHint")}
          fault={localeFault}
          value={locale}
          onChange={setLocale}
        />
        <p className="muted small num">
          {t("shell.preferences.example", { number: count(1234567), date: day("2026-11-20") })}
        </p>
        <TextSetting
          id={`${id}-memory`}
          label={t("shell.preferences.memory")}
          hint={t("shell.preferences.memoryHint")}
          fault={memoryFault}
          value={memory}
          onChange={setMemory}
        />
        <TextSetting
          id={`${id}-author`}
          label={t("shell.preferences.author")}
          hint={t("shell.preferences.authorHint")}
          fault={null}
          value={author}
          onChange={(value) => setAuthor(value.slice(0, 80))}
        />
        <TextSetting
          id={`${id}-kept`}
          label={t("shell.preferences.versionsKept")}
          hint={t("shell.preferences.versionsKeptHint")}
          fault={keptFault}
          value={kept}
          onChange={setKept}
        />
        <TextSetting
          id={`${id}-space`}
          label={t("shell.preferences.versionsSize")}
          hint={t("shell.preferences.versionsSizeHint")}
          fault={spaceFault}
          value={space}
          onChange={setSpace}
        />
        <TextSetting
          id={`${id}-snapshots`}
          label={t("shell.preferences.snapshotsKept")}
          hint={t("shell.preferences.snapshotsKeptHint")}
          fault={snapshotsFault}
          value={snapshots}
          onChange={setSnapshots}
        />
        <TextSetting
          id={`${id}-snapshot-space`}
          label={t("shell.preferences.snapshotsSize")}
          hint={t("shell.preferences.snapshotsSizeHint")}
          fault={snapshotSpaceFault}
          value={snapshotSpace}
          onChange={setSnapshotSpace}
        />
        <dl className="kv">
          <dt>{t("shell.preferences.version")}</dt>
          <dd className="num">{welcome.version}</dd>
          <dt>{t("shell.preferences.engine")}</dt>
          <dd className="num">{welcome.engine}</dd>
        </dl>
      </form>
    </Dialog>
  );
}

function isNumber(text: string): boolean {
  const number = Number(text);
  return Number.isInteger(number) && number >= 1 && number <= MOST_KEPT;
}

function isSize(text: string, most: number): boolean {
  return Number(text) >= 1 && Number(text) <= most;
}

/** Bytes for a number of gigabytes; none for an empty field. */
export function capFrom(text: string): number | null | "bad" {
  const plain = text.trim().replace(",", ".");
  if (plain === "") {
    return null;
  }
  const gigabytes = Number(plain);
  const isFine = gigabytes >= LEAST_GB && gigabytes <= MOST_GB;
  return isFine ? Math.round(gigabytes * GIGABYTE) : "bad";
}
