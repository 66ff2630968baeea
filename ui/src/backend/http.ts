// Reaching the application over loopback HTTP (`assay serve`).
import { setConnected } from "./connection";
import { BackendError, isCallError, LOST_CONNECTION } from "./error";
import type { Events } from "./generated/Events";
import { takeToken } from "./token";
import type { Reply, Transport } from "./transport";

const ARROW = "application/vnd.apache.arrow.stream";
const UNAUTHORIZED = 401;
const FIRST_RETRY_MS = 500;
const LONGEST_RETRY_MS = 8_000;

/** The transport of a page in a browser. */
export function browserTransport(): Transport {
  const token = takeToken(location, sessionStorage, history);

  async function call(name: string, payload: unknown, signal?: AbortSignal): Promise<Reply> {
    const response = await ask(name, payload, token, signal);
    setConnected(response.status === UNAUTHORIZED ? "refused" : "connected");
    if (!response.ok) {
      throw await failureOf(response);
    }
    if (response.headers.get("content-type")?.startsWith(ARROW)) {
      return { kind: "bytes", bytes: new Uint8Array(await response.arrayBuffer()) };
    }
    return { kind: "json", value: await response.json() };
  }

  return {
    kind: "browser",
    call,
    listen: (onEvent, onGap) => pollForever(call, onEvent, onGap),
    pick: null,
    listenDrops: null,
    named: null,
    openLink: (address) => {
      window.open(address, "_blank", "noopener,noreferrer");
    },
    setTitle: (title) => {
      document.title = title;
    },
    listenClose: null,
  };
}

async function ask(
  name: string,
  payload: unknown,
  token: string | null,
  signal?: AbortSignal,
): Promise<Response> {
  const headers: Record<string, string> = { "content-type": "application/json" };
  if (token) {
    headers.authorization = `Bearer ${token}`;
  }
  const init: RequestInit = { method: "POST", headers, body: JSON.stringify(payload) };
  if (signal) {
    init.signal = signal;
  }
  try {
    return await fetch(`/call/${name}`, init);
  } catch (thrown) {
    if (signal?.aborted) {
      throw thrown;
    }
    setConnected("lost");
    throw new BackendError({
      code: LOST_CONNECTION,
      message: "Assay does not answer. It may have been closed; start it again and reload.",
    });
  }
}

async function failureOf(response: Response): Promise<BackendError> {
  const body: unknown = await response.json().catch(() => null);
  if (isCallError(body)) {
    return new BackendError(body);
  }
  return new BackendError({
    code: response.status === UNAUTHORIZED ? "NOT_SIGNED_IN" : "UNKNOWN",
    message:
      response.status === UNAUTHORIZED
        ? "This page has no valid key. Open the address that assay serve printed."
        : `Assay answered with status ${response.status} and no reason. Reload the page.`,
  });
}

function pollForever(
  call: Transport["call"],
  onEvent: Parameters<Transport["listen"]>[0],
  onGap: () => void,
): () => void {
  const stop = new AbortController();
  void poll();
  return () => stop.abort();

  async function poll(): Promise<void> {
    let after = 0;
    let wait = FIRST_RETRY_MS;
    let lost = false;
    while (!stop.signal.aborted) {
      try {
        const reply = await call("poll_events", { after }, stop.signal);
        const news = (reply as { value: Events }).value;
        if (news.missed || lost || news.last < after) {
          onGap();
        }
        lost = false;
        wait = FIRST_RETRY_MS;
        after = news.last;
        news.events.forEach(onEvent);
      } catch {
        if (stop.signal.aborted) {
          return;
        }
        lost = true;
        await pause(wait, stop.signal);
        wait = Math.min(wait * 2, LONGEST_RETRY_MS);
      }
    }
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
