// What a workbook says once for all of its answers; it travels with the file.
import { type FormEvent, useId, useState } from "react";
import type { SessionView } from "../backend/generated/SessionView";
import { applyEdit } from "../backend/query";
import { t } from "../i18n/t";
import { Dialog } from "../parts/Dialog";
import { toastFailure } from "../parts/toast";
import { closeDialog } from "./dialogs";
import { TextSetting } from "./TextSetting";

type Props = { view: SessionView };

const LARGEST_SEED = 2 ** 32 - 1;

export function ConventionsDialog({ view }: Props) {
  const before = view.workbook.conventions?.seed ?? null;
  const [text, setText] = useState(before === null ? "" : String(before));
  const id = useId();
  const seed = seedFrom(text);

  function save(event: FormEvent) {
    event.preventDefault();
    if (seed === "bad") {
      return;
    }
    closeDialog();
    if (seed !== before) {
      const conventions = { ...view.workbook.conventions, seed };
      applyEdit(view.session, { edit: "set_conventions", conventions }).catch(toastFailure);
    }
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
    <Dialog title={t("conventions.title")} onClose={closeDialog} footer={buttons}>
      <form id={id} className="settings" onSubmit={save}>
        <p className="muted">{t("conventions.about")}</p>
        <TextSetting
          id={`${id}-seed`}
          label={t("conventions.seed")}
          hint={t("conventions.seedHint")}
          fault={seed === "bad" ? t("conventions.seedBad", { most: LARGEST_SEED }) : null}
          value={text}
          onChange={setText}
        />
      </form>
    </Dialog>
  );
}

/** A seed as it was typed; none for an empty field. */
export function seedFrom(text: string): number | null | "bad" {
  const plain = text.trim();
  if (plain === "") {
    return null;
  }
  const isFine = /^\d{1,10}$/.test(plain) && Number(plain) <= LARGEST_SEED;
  return isFine ? Number(plain) : "bad";
}
