// A failure of a command, as the application words it.
import type { CallError } from "./generated/CallError";

/** A command failed: `code` is for programs, `message` is for the person. */
export class BackendError extends Error {
  readonly code: string;

  constructor(failure: CallError) {
    super(failure.message);
    this.name = "BackendError";
    this.code = failure.code;
  }
}

/** The application does not answer: the process is gone or the address is wrong. */
export const LOST_CONNECTION = "LOST_CONNECTION";

/** Turns whatever was thrown into an error with a code. */
export function toBackendError(thrown: unknown): BackendError {
  if (thrown instanceof BackendError) {
    return thrown;
  }
  if (isCallError(thrown)) {
    return new BackendError(thrown);
  }
  const words = thrown instanceof Error ? thrown.message : String(thrown);
  return new BackendError({ code: "UNKNOWN", message: words });
}

/** Whether a value has the shape of a failure that the application wrote. */
export function isCallError(value: unknown): value is CallError {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof (value as CallError).code === "string" &&
    typeof (value as CallError).message === "string"
  );
}
