// A dialog has the focus at once and keeps it, whatever its buttons can do meanwhile.
import { MantineProvider } from "@mantine/core";
import { fireEvent, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, it } from "vitest";
import { Dialog } from "./Dialog";

function Page({ first }: { first: "on" | "off" }) {
  const [isOn, setOn] = useState(first === "on");
  const buttons = (
    <>
      <button type="button" onClick={() => setOn(true)}>
        Ready
      </button>
      <button type="button" data-autofocus disabled={!isOn} onClick={() => setOn(false)}>
        Merge
      </button>
    </>
  );
  return (
    <MantineProvider>
      <main>
        <button type="button">Behind</button>
      </main>
      <Dialog title="Merge" onClose={() => {}} footer={buttons}>
        Waiting
      </Dialog>
    </MantineProvider>
  );
}

function isInside(): boolean {
  return screen.getByRole("dialog").contains(document.activeElement);
}

it("has the focus while its first button is off, and Tab stays inside both ways", async () => {
  render(<Page first="off" />);
  expect(document.activeElement).toBe(screen.getByRole("dialog"));
  const user = userEvent.setup();
  for (const shift of [false, true]) {
    for (let press = 0; press < 30; press += 1) {
      await user.tab({ shift });
      expect(isInside()).toBe(true);
    }
  }
});

it("goes to the first button as soon as that is on", () => {
  render(<Page first="off" />);
  fireEvent.click(screen.getByRole("button", { name: "Ready" }));
  expect(document.activeElement?.textContent).toBe("Merge");
});

it("takes the focus back when it was lost or went behind", async () => {
  render(<Page first="on" />);
  expect(document.activeElement?.textContent).toBe("Merge");
  fireEvent.click(screen.getByRole("button", { name: "Merge" }));
  screen.getByText("Behind").focus();
  await userEvent.tab();
  expect(isInside()).toBe(true);
});
