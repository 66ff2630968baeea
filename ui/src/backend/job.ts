// Names for work that can be cancelled. The page draws them, so that it can cancel at once.
import type { JobId } from "./generated/JobId";

/** A new job id. */
export function newJob(): JobId {
  return randomId();
}

/** 128 random bits as hexadecimal text: ids of cells and sources made on the page. */
export function randomId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
