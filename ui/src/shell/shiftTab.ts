// WebKitGTK reports Shift+Tab as a key without a name, so that dialogs do not keep the focus inside, and
// after a click it stays on the button: it looks for what stands before the words that were clicked, and
// that is the button itself.

/** Gives Shift+Tab its name, and lets it start from the button that has the focus. */
export function mendShiftTab(target: EventTarget = window): void {
  const mend = (event: Event) => {
    if (!(event instanceof KeyboardEvent) || event.code !== "Tab" || event.key !== "Unidentified") {
      return;
    }
    Object.defineProperty(event, "key", { value: "Tab" });
    const focused = document.activeElement;
    if (focused instanceof HTMLButtonElement) {
      focused.blur();
      focused.focus({ preventScroll: true });
    }
  };
  target.addEventListener("keydown", mend, { capture: true });
}
