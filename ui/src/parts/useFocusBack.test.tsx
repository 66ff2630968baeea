// After a dialog the keyboard is where it was.
import { fireEvent, render, screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it } from "vitest";
import { useFocusBack } from "./useFocusBack";

function Asked({ close }: { close: () => void }) {
  useFocusBack();
  return (
    <button type="button" ref={(button) => button?.focus()} onClick={close}>
      Close
    </button>
  );
}

function Page() {
  const [isOpen, setOpen] = useState(false);
  return (
    <main data-region="main" tabIndex={-1}>
      <button type="button" onClick={() => setOpen(true)}>
        Ask
      </button>
      {isOpen ? <Asked close={() => setOpen(false)} /> : null}
    </main>
  );
}

it("goes back to what opened the dialog", async () => {
  render(<Page />);
  const opener = screen.getByRole("button", { name: "Ask" });
  opener.focus();
  fireEvent.click(opener);
  expect(document.activeElement?.textContent).toBe("Close");
  fireEvent.click(screen.getByRole("button", { name: "Close" }));
  await waitFor(() => expect(document.activeElement).toBe(opener));
});
