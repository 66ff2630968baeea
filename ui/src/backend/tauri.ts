// Reaching the application from inside the desktop window.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { getCurrentWebview } from "@tauri-apps/api/webview";
import { getCurrentWindow } from "@tauri-apps/api/window";
import { BackendError } from "./error";
import type { Event } from "./generated/Event";
import type { FileDrop, PickKind, Reply, Transport } from "./transport";

const JSON_FOLLOWS = 0;
const ARROW_FOLLOWS = 1;

/** The transport of a page in the desktop window. */
export function windowTransport(): Transport {
  return {
    kind: "window",
    call,
    listen: (onEvent, onGap) => {
      const stopEvents = stopper(listen<Event>("assay-event", (news) => onEvent(news.payload)));
      const stopGaps = stopper(listen("assay-missed", onGap));
      return () => {
        stopEvents();
        stopGaps();
      };
    },
    pick: (kind: PickKind, suggested: string | null) =>
      invoke<string[]>("pick", { kind, suggested }),
    listenDrops: (onDrop) =>
      stopper(
        getCurrentWebview().onDragDropEvent((news) => {
          const drop = fileDrop(news.payload);
          if (drop) {
            onDrop(drop);
          }
        }),
      ),
    named: {
      take: () => invoke<string[]>("take_named"),
      listen: (onNamed) => stopper(listen("assay-named", onNamed)),
    },
    openLink: (address) => void invoke("open_link", { address }),
    setTitle: (title) => {
      document.title = title;
      void getCurrentWindow().setTitle(title);
    },
    listenClose: (onClose) =>
      stopper(
        getCurrentWindow().onCloseRequested(async (request) => {
          if (!(await onClose())) {
            request.preventDefault();
          }
        }),
      ),
  };
}

async function call(name: string, payload: unknown): Promise<Reply> {
  const answer = await invoke<ArrayBuffer | Uint8Array | number[]>("call", { name, payload });
  return readReply(
    answer instanceof ArrayBuffer ? new Uint8Array(answer) : Uint8Array.from(answer),
  );
}

/** Splits the marker byte from what follows it. */
export function readReply(bytes: Uint8Array): Reply {
  const body = bytes.subarray(1);
  switch (bytes[0]) {
    case JSON_FOLLOWS:
      return { kind: "json", value: JSON.parse(new TextDecoder().decode(body)) };
    case ARROW_FOLLOWS:
      return { kind: "bytes", bytes: body };
    default:
      throw new BackendError({
        code: "PROTOCOL",
        message: "The window and the application are of different versions. Install Assay again.",
      });
  }
}

type DragPayload =
  | { type: "enter"; paths: string[] }
  | { type: "over" }
  | { type: "drop"; paths: string[] }
  | { type: "leave" };

function fileDrop(payload: DragPayload): FileDrop | null {
  switch (payload.type) {
    case "enter":
      return { state: "over", paths: payload.paths };
    case "drop":
      return { state: "dropped", paths: payload.paths };
    case "leave":
      return { state: "left" };
    case "over":
      return null;
  }
}

/** A stop function that works before the listening has begun. */
function stopper(listening: Promise<() => void>): () => void {
  return () => {
    void listening.then((stop) => stop());
  };
}
