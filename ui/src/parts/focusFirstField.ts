/** As the `ref` of a dialog: gives the focus to its first field the moment it is there, so that no
 *  key typed right after the one that opened it lands in what lies behind. */
export function focusFirstField(dialog: HTMLElement | null): void {
  dialog?.querySelector<HTMLElement>("[data-autofocus]")?.focus();
}
