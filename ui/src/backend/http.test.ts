// The browser's way to the application: token, failures, lost connection, events.
// @vitest-environment happy-dom
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { setConnected, useConnection } from "./connection";
import type { BackendError } from "./error";
import { browserTransport } from "./http";
import { takeToken } from "./token";

type Asked = { url: string; init: RequestInit };
let asked: Asked[] = [];

function answerWith(make: (name: string) => Response | Promise<Response>) {
  asked = [];
  vi.stubGlobal("fetch", (url: string, init: RequestInit) => {
    asked.push({ url, init });
    return Promise.resolve(make(url.replace("/call/", "")));
  });
}

function json(value: unknown, status = 200): Response {
  return new Response(JSON.stringify(value), {
    status,
    headers: { "content-type": "application/json" },
  });
}

beforeEach(() => {
  sessionStorage.clear();
  setConnected("connected");
});
afterEach(() => vi.unstubAllGlobals());

describe("the token", () => {
  it("leaves the address and survives a reload", () => {
    const replaced: string[] = [];
    const past = { replaceState: (_: unknown, __: string, url: string) => replaced.push(url) };
    const place = { hash: "#token=abc", pathname: "/", search: "?theme=dark" };
    expect(takeToken(place as Location, sessionStorage, past as never)).toBe("abc");
    expect(replaced).toEqual(["/?theme=dark"]);
    const reloaded = { ...place, hash: "" };
    expect(takeToken(reloaded as Location, sessionStorage, past as never)).toBe("abc");
  });

  it("is sent as a header and never in the address", async () => {
    sessionStorage.setItem("assay.token", "secret");
    answerWith(() => json({}));
    await browserTransport().call("hello", {});
    expect(asked[0]?.url).toBe("/call/hello");
    expect(asked[0]?.init.headers).toMatchObject({ authorization: "Bearer secret" });
  });
});

describe("a failure", () => {
  it("keeps the application's code and words", async () => {
    answerWith(() => json({ code: "FILE_NOT_FOUND", message: "orders.csv is not there" }, 404));
    const failure = (await browserTransport()
      .call("open_workbook", {})
      .catch((thrown: unknown) => thrown)) as BackendError;
    expect(failure.code).toBe("FILE_NOT_FOUND");
    expect(failure.message).toBe("orders.csv is not there");
  });

  it("without words says what to do", async () => {
    answerWith(() => new Response("<html>", { status: 502 }));
    await expect(browserTransport().call("hello", {})).rejects.toThrow(/status 502.*Reload/);
    answerWith(() => new Response("", { status: 401 }));
    await expect(browserTransport().call("hello", {})).rejects.toThrow(/no valid key/);
    expect(useConnection.getState().state).toBe("refused");
  });

  it("of the network is a lost connection until an answer comes", async () => {
    vi.stubGlobal("fetch", () => Promise.reject(new TypeError("Failed to fetch")));
    await expect(browserTransport().call("hello", {})).rejects.toMatchObject({
      code: "LOST_CONNECTION",
    });
    expect(useConnection.getState().state).toBe("lost");
    answerWith(() => json({}));
    await browserTransport().call("hello", {});
    expect(useConnection.getState().state).toBe("connected");
  });
});

describe("bytes", () => {
  it("are told from words by their type", async () => {
    answerWith(
      () =>
        new Response(new Uint8Array([1, 2, 3]), {
          headers: { "content-type": "application/vnd.apache.arrow.stream" },
        }),
    );
    const reply = await browserTransport().call("read_table", {});
    expect(reply).toEqual({ kind: "bytes", bytes: new Uint8Array([1, 2, 3]) });
  });
});

describe("events", () => {
  it("are asked for after the last one, and a gap is told", async () => {
    const event = { number: 5, tags: [], progress: null, notice: null };
    const replies = [
      { events: [event], missed: false, last: 5 },
      { events: [], missed: true, last: 9 },
    ];
    const bodies: unknown[] = [];
    let finish: (() => void) | undefined;
    const done = new Promise<void>((resolve) => {
      finish = resolve;
    });
    vi.stubGlobal("fetch", (_: string, init: RequestInit) => {
      bodies.push(JSON.parse(String(init.body)));
      const next = replies.shift();
      if (next) {
        return Promise.resolve(json(next));
      }
      finish?.();
      return new Promise<Response>(() => {});
    });
    const heard: number[] = [];
    let gaps = 0;
    const stop = browserTransport().listen(
      ({ number }) => heard.push(number),
      () => {
        gaps += 1;
      },
    );
    await done;
    stop();
    expect(bodies).toEqual([{ after: 0 }, { after: 5 }, { after: 9 }]);
    expect(heard).toEqual([5]);
    expect(gaps).toBe(1);
  });
});
