// A dialog has the focus from the moment it is there, and the keyboard does not leave it.
import { type RefCallback, useCallback, useEffect, useRef } from "react";

/** What may lie over the page and hold the focus while a dialog is open. */
const FLOATING = '[role="dialog"], [role="menu"], [role="listbox"]';

/**
 * As the `ref` of a dialog: gives the focus to its first field at once, so that no key typed right
 * after the one that opened it lands in what lies behind; to the dialog itself where that field
 * cannot have it yet. A focus that was lost (its button went, or is off for a while) comes back with
 * the next Tab.
 */
export function useFocusInside(): RefCallback<HTMLElement> {
  const dialog = useRef<HTMLElement | null>(null);
  const last = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && dialog.current?.contains(target)) {
        last.current = target;
      }
    };
    // Before the dialog moves the focus on to its next stop.
    const bringBack = ({ key }: KeyboardEvent) => {
      const own = dialog.current;
      if (key === "Tab" && own && isTopmost(own) && !isOver(own)) {
        focusOr(last.current, own);
      }
    };
    document.addEventListener("focusin", remember);
    document.addEventListener("keydown", bringBack, { capture: true });
    return () => {
      document.removeEventListener("focusin", remember);
      document.removeEventListener("keydown", bringBack, { capture: true });
    };
  }, []);
  // The first field may have been off until an answer came.
  useEffect(() => {
    if (dialog.current && document.activeElement === dialog.current) {
      focusFirst(dialog.current);
    }
  });
  return useCallback((own: HTMLElement | null) => {
    dialog.current = own;
    if (own) {
      focusFirst(own);
    }
  }, []);
}

function focusFirst(dialog: HTMLElement): void {
  focusOr(dialog.querySelector<HTMLElement>("[data-autofocus]"), dialog);
}

/** Whether the focus is in the dialog or in what it opened over itself. */
function isOver(dialog: HTMLElement): boolean {
  const holder = document.activeElement?.closest(FLOATING);
  return holder === dialog || (!!holder && holder.getAttribute("aria-modal") !== "true");
}

function isTopmost(dialog: HTMLElement): boolean {
  return [...document.querySelectorAll('[aria-modal="true"]')].at(-1) === dialog;
}

/** Where what is wanted is gone or off, the dialog itself takes the focus. */
function focusOr(wanted: HTMLElement | null, dialog: HTMLElement): void {
  wanted?.focus({ preventScroll: true });
  if (!wanted || document.activeElement !== wanted) {
    dialog.focus({ preventScroll: true });
  }
}
