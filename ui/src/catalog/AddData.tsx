// The button of an empty catalog that asks for data, closed with the reason where no file may be read.
import type { SessionView } from "../backend/generated/SessionView";
import { t } from "../i18n/t";
import { Icon } from "../parts/Icon";
import { whyRefused } from "../parts/refusal";
import { Tip } from "../parts/Tip";

type Props = { view: SessionView; className: string; onAddFile: () => void };

export function AddData({ view, className, onAddFile }: Props) {
  const refusal = whyRefused(view, "add_source");
  return (
    <Tip label={refusal}>
      <button
        type="button"
        className={className}
        aria-disabled={refusal !== null || undefined}
        onClick={() => refusal !== null || onAddFile()}
      >
        <Icon name="plus" />
        {t("catalog.add")}
      </button>
    </Tip>
  );
}
