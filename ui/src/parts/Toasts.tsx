// The stack of toasts at the bottom right.
import { useEffect, useState } from "react";
import { t } from "../i18n/t";
import { Icon } from "./Icon";
import type { IconName } from "./iconShapes";
import { dismissToast, type Toast, useToasts } from "./toast";

const SHOWN_MS = 6_000;

const ICONS: Record<Toast["level"], IconName> = {
  info: "info",
  ok: "check",
  warning: "warn",
  error: "error",
};

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <div className="toasts" aria-live="polite">
      {toasts.map((toast) => (
        <ToastBox key={toast.id} toast={toast} />
      ))}
    </div>
  );
}

function ToastBox({ toast }: { toast: Toast }) {
  const [isHeld, setHeld] = useState(false);
  useEffect(() => {
    if (isHeld || toast.level === "error") {
      return;
    }
    const timer = setTimeout(() => dismissToast(toast.id), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isHeld, toast]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: reading holds it, nothing is pressed
    <div
      className="toast"
      data-level={toast.level}
      role={toast.level === "error" ? "alert" : "status"}
      onMouseEnter={() => setHeld(true)}
      onMouseLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
    >
      <Icon name={ICONS[toast.level]} />
      <p>{toast.text}</p>
      {toast.action ? (
        <button
          type="button"
          className="link"
          onClick={() => {
            toast.action?.run();
            dismissToast(toast.id);
          }}
        >
          {toast.action.label}
        </button>
      ) : null}
      <button
        type="button"
        className="ib s"
        aria-label={t("common.close")}
        onClick={() => dismissToast(toast.id)}
      >
        <Icon name="close" size="xs" />
      </button>
    </div>
  );
}
