// How the page reaches the application: inside the desktop window, or over loopback HTTP in a
// browser. Chosen once, when the page starts. Only this folder knows about either.

import type { Event } from "./generated/Event";
import { browserTransport } from "./http";
import { windowTransport } from "./tauri";

/** What a command answers: words, or rows as bytes. */
export type Reply = { kind: "json"; value: unknown } | { kind: "bytes"; bytes: Uint8Array };

/** What the native file dialog is asked for. */
export type PickKind = "open" | "open_folder" | "save";

/** Files dragged over the window or dropped on it. */
export type FileDrop =
  | { state: "over"; paths: string[] }
  | { state: "left" }
  | { state: "dropped"; paths: string[] };

/** One way to reach the application. */
export interface Transport {
  kind: "window" | "browser";
  call(name: string, payload: unknown, signal?: AbortSignal): Promise<Reply>;
  /** Starts listening; `onGap` says that events were missed and everything must be asked again. */
  listen(onEvent: (event: Event) => void, onGap: () => void): () => void;
  /** Native file dialog; null where there is none and the page shows its own. */
  pick: ((kind: PickKind, suggested: string | null) => Promise<string[]>) | null;
  /** Files dropped with their paths; null where a page cannot see paths. */
  listenDrops: ((onDrop: (drop: FileDrop) => void) => () => void) | null;
  /** Files that starts of the program named; null where a page is not started with files. */
  named: { take(): Promise<string[]>; listen(onNamed: () => void): () => void } | null;
  /** Shows an address in the person's browser. */
  openLink(address: string): void;
  /** Names the window after what is open. */
  setTitle(title: string): void;
  /** Asks before the window closes; answers a way to stop asking. */
  listenClose: ((onClose: () => Promise<boolean>) => () => void) | null;
}

let chosen: Transport | null = null;

/** The transport of this page. */
export function transport(): Transport {
  chosen ??= "__TAURI_INTERNALS__" in globalThis ? windowTransport() : browserTransport();
  return chosen;
}

/** Puts another transport in place, for tests. */
export function replaceTransport(other: Transport): void {
  chosen = other;
}
