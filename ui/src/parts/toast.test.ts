import { expect, it } from "vitest";
import { BackendError } from "../backend/error";
import { toastFailure, useToasts } from "./toast";

it("does not keep a refusal that the bar above the workbook says until it is closed", () => {
  useToasts.setState({ toasts: [] });
  toastFailure(new BackendError({ code: "NOT_TRUSTED", message: "Trust it to do more." }));
  toastFailure(new BackendError({ code: "DISK_FULL", message: "There is no room." }));
  expect(useToasts.getState().toasts.map(({ level }) => level)).toEqual(["warning", "error"]);
});
