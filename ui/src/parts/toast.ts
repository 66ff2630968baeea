// Short news about something out of view. Shown for six seconds, held while focused or hovered.
import { create } from "zustand";
import { BackendError } from "../backend/error";

/** One toast. */
export interface Toast {
  id: number;
  level: "info" | "ok" | "warning" | "error";
  text: string;
  action: { label: string; run: () => void } | null;
}

interface Toasts {
  toasts: Toast[];
}

/** What is shown now, oldest first. */
export const useToasts = create<Toasts>(() => ({ toasts: [] }));

let next = 1;
const MOST = 4;

/** Shows a toast. */
export function toast(level: Toast["level"], text: string, action?: Toast["action"]): void {
  const made: Toast = { id: next, level, text, action: action ?? null };
  next += 1;
  useToasts.setState(({ toasts }) => ({
    toasts: [...toasts.filter((known) => known.text !== text), made].slice(-MOST),
  }));
}

/** Shows a failure in the words of the application. */
export function toastFailure(thrown: unknown): void {
  // What a bar above the workbook says already need not stay until it is closed.
  const isKnown = thrown instanceof BackendError && thrown.code === "NOT_TRUSTED";
  const text = thrown instanceof Error ? thrown.message : String(thrown);
  toast(isKnown ? "warning" : "error", text);
}

/** Takes a toast away. */
export function dismissToast(id: number): void {
  useToasts.setState(({ toasts }) => ({ toasts: toasts.filter((known) => known.id !== id) }));
}
