// A search field with its sign and the key that reaches it.
import { t } from "../i18n/t";
import { Icon } from "./Icon";

type Props = {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Shows the key `/` that reaches it. */
  hasKey?: boolean;
  onArrowDown?: () => void;
  /** Takes the focus when its dialog opens. */
  isFirst?: boolean;
};

export function SearchField({ label, value, onChange, hasKey, onArrowDown, isFirst }: Props) {
  return (
    <div className="input">
      <Icon name="search" />
      <input
        className="grow"
        type="search"
        placeholder={label}
        aria-label={label}
        value={value}
        data-autofocus={isFirst || undefined}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" && value !== "") {
            event.stopPropagation();
            onChange("");
          } else if (event.key === "ArrowDown" && onArrowDown) {
            event.preventDefault();
            onArrowDown();
          }
        }}
      />
      {value !== "" ? (
        <button
          type="button"
          className="ib s clear"
          aria-label={t("common.clear")}
          onClick={() => onChange("")}
        >
          <Icon name="close" size="xs" />
        </button>
      ) : hasKey ? (
        <kbd>/</kbd>
      ) : null}
    </div>
  );
}
