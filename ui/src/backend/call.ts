// The one typed door to the application. Names, requests and replies are those of its commands.
import { BackendError, toBackendError } from "./error";
import type { Commands } from "./generated/Commands";
import { type Rows, readRows } from "./rows";
import { transport } from "./transport";

/** Commands that answer words. */
export type WordCommand = {
  [Name in keyof Commands]: Commands[Name]["reply"] extends ArrayBuffer ? never : Name;
}[keyof Commands];

/** Commands that answer rows. */
export type RowCommand = Exclude<keyof Commands, WordCommand>;

/** Asks the application; fails with a `BackendError`. */
export async function call<Name extends WordCommand>(
  name: Name,
  request: Commands[Name]["request"],
  signal?: AbortSignal,
): Promise<Commands[Name]["reply"]> {
  const reply = await transport().call(name, request, signal).catch(rethrow);
  if (reply.kind !== "json") {
    throw differentVersions();
  }
  return reply.value as Commands[Name]["reply"];
}

/** Asks the application for rows. */
export async function callRows<Name extends RowCommand>(
  name: Name,
  request: Commands[Name]["request"],
  signal?: AbortSignal,
): Promise<Rows> {
  const reply = await transport().call(name, request, signal).catch(rethrow);
  if (reply.kind !== "bytes") {
    throw differentVersions();
  }
  return readRows(reply.bytes);
}

function rethrow(thrown: unknown): never {
  throw toBackendError(thrown);
}

function differentVersions(): BackendError {
  return new BackendError({
    code: "PROTOCOL",
    message: "The page and the application are of different versions. Reload the page.",
  });
}
