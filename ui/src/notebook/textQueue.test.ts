import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type Known, type TextQueue, textQueue } from "./textQueue";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A document that answers when it is told to, and an editor over it. */
function desk(start = "") {
  let document: Known = { text: start, revision: 1 };
  let editor = start;
  let answer: (() => void)[] = [];
  const failures: unknown[] = [];
  const sent: string[] = [];
  let isDown = false;
  const queue: TextQueue = textQueue(document, {
    delay: 400,
    send: (text) => {
      sent.push(text);
      if (isDown) {
        return Promise.reject(new Error("no answer"));
      }
      document = { text, revision: document.revision + 1 };
      const reply = document;
      return new Promise((resolve) => {
        answer.push(() => resolve(reply));
      });
    },
    show: (text) => {
      editor = text;
    },
    fail: (thrown) => failures.push(thrown),
  });
  return {
    queue,
    sent,
    failures,
    type: (text: string) => {
      editor = text;
      queue.typed(text);
    },
    editor: () => editor,
    document: () => document.text,
    /** The application answers everything that waits. */
    answerAll: async () => {
      while (answer.length > 0) {
        const waiting = answer;
        answer = [];
        for (const go of waiting) {
          go();
        }
        await vi.advanceTimersByTimeAsync(0);
      }
    },
    /** Somebody else changes the document; it is heard at once. */
    changeElsewhere: (text: string) => {
      document = { text, revision: document.revision + 1 };
      queue.heard(document);
    },
    document_known: () => document,
    setDown: (down: boolean) => {
      isDown = down;
    },
  };
}

describe("typing on its way to the document", () => {
  it("waits for a pause of 400 ms and sends once", async () => {
    const on = desk();
    on.type("s");
    await vi.advanceTimersByTimeAsync(300);
    on.type("se");
    await vi.advanceTimersByTimeAsync(300);
    expect(on.sent).toEqual([]);
    await vi.advanceTimersByTimeAsync(100);
    expect(on.sent).toEqual(["se"]);
  });

  it("keeps what is typed while an answer is late", async () => {
    const on = desk();
    on.type("se");
    await vi.advanceTimersByTimeAsync(400);
    on.type("select");
    await on.answerAll();
    expect(on.editor()).toBe("select");
    await vi.advanceTimersByTimeAsync(400);
    await on.answerAll();
    expect(on.document()).toBe("select");
  });

  it("flush sends at once and waits for everything, also what is typed meanwhile", async () => {
    const on = desk();
    on.type("a");
    let isDone = false;
    const done = on.queue.flush().then(() => {
      isDone = true;
    });
    on.type("ab");
    await vi.advanceTimersByTimeAsync(0);
    expect(isDone).toBe(false);
    await on.answerAll();
    await done;
    expect(on.sent).toEqual(["a", "ab"]);
    expect(on.queue.isPending()).toBe(false);
  });

  it("two flushes at a time send one edit at a time", async () => {
    const on = desk();
    on.type("a");
    const both = Promise.all([on.queue.flush(), on.queue.flush()]);
    on.type("b");
    await on.answerAll();
    await both;
    expect(on.sent).toEqual(["a", "b"]);
  });

  it("takes over an undo when nobody is typing", () => {
    const on = desk("select 1");
    on.changeElsewhere("select");
    expect(on.editor()).toBe("select");
    expect(on.queue.isPending()).toBe(false);
  });

  it("does not let an undo take keystrokes away", async () => {
    const on = desk("select 1");
    on.type("select 12");
    on.changeElsewhere("select");
    expect(on.editor()).toBe("select 12");
    await vi.advanceTimersByTimeAsync(400);
    await on.answerAll();
    expect(on.document()).toBe("select 12");
  });

  it("ignores an older document that arrives after a newer one", async () => {
    const on = desk("a");
    const old = on.document_known();
    on.type("ab");
    await vi.advanceTimersByTimeAsync(400);
    await on.answerAll();
    on.queue.heard(old);
    expect(on.editor()).toBe("ab");
    expect(on.queue.isPending()).toBe(false);
  });

  it("keeps text that did not arrive and sends it with the next keystroke", async () => {
    const on = desk();
    on.setDown(true);
    on.type("a");
    await vi.advanceTimersByTimeAsync(400);
    expect(on.failures).toHaveLength(1);
    expect(on.editor()).toBe("a");
    expect(on.queue.isPending()).toBe(true);
    on.setDown(false);
    on.type("ab");
    await vi.advanceTimersByTimeAsync(400);
    await on.answerAll();
    expect(on.document()).toBe("ab");
  });

  it.each([1, 2, 3, 4, 5, 6, 7, 8])(
    "ends with the last thing that was typed or set elsewhere (seed %i)",
    async (seed) => {
      let state = seed * 2654435761;
      const roll = (sides: number) => {
        state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
        return (state >>> 8) % sides;
      };
      for (let game = 0; game < 25; game += 1) {
        const on = desk("");
        let typed = 0;
        for (let move = 0; move < 25; move += 1) {
          switch (roll(5)) {
            case 0:
            case 1:
              typed += 1;
              on.type(`${on.editor()}${typed % 10}`);
              break;
            case 2:
              await vi.advanceTimersByTimeAsync(roll(500));
              break;
            case 3:
              await on.answerAll();
              break;
            default:
              if (!on.queue.isPending()) {
                on.changeElsewhere(on.document().slice(0, -1));
              }
          }
        }
        const seen = on.editor();
        const flushed = on.queue.flush();
        await on.answerAll();
        await flushed;
        expect(on.editor(), "no keystroke is lost at the end").toBe(seen);
        expect(on.document(), "screen and document agree").toBe(seen);
      }
    },
  );
});
