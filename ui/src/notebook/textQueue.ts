// What is typed into a cell on its way to the application. Keystrokes are collected for a moment
// and sent one edit at a time; an answer that comes late never takes a keystroke away, and a
// change from elsewhere (undo, another view) is taken over unless somebody is typing.

/** The text of the document after an edit, and which document that was. */
export interface Known {
  text: string;
  revision: number;
}

/** What the queue needs from its surroundings. */
export interface Surroundings {
  send: (text: string) => Promise<Known>;
  /** The document's text is to be shown in the editor. */
  show: (text: string) => void;
  /** An edit did not arrive; the text stays in the editor and is sent with the next one. */
  fail: (thrown: unknown) => void;
  /** Milliseconds between a keystroke and its edit. */
  delay: number;
}

/** One text on its way. */
export interface TextQueue {
  /** The editor's text changed by hand. */
  typed: (text: string) => void;
  /** The application said what the document holds. */
  heard: (known: Known) => void;
  /** Sends what was typed and waits until the application has it. */
  flush: () => Promise<void>;
  /** Whether something typed is not in the document yet. */
  isPending: () => boolean;
  /** Stops the clock; what was typed should have been flushed. */
  stop: () => void;
}

/** A queue that starts from the document's text. */
export function textQueue(start: Known, around: Surroundings): TextQueue {
  let local = start.text;
  let document = start;
  let sending: Promise<boolean> | null = null;
  let timer: ReturnType<typeof setTimeout> | null = null;

  function schedule(): void {
    if (timer !== null) {
      clearTimeout(timer);
    }
    timer = setTimeout(() => void flush(), around.delay);
  }

  function takeOver(): void {
    if (local !== document.text) {
      local = document.text;
      around.show(local);
    }
  }

  async function sendOnce(): Promise<boolean> {
    const sent = local;
    try {
      const answer = await around.send(sent);
      const isNews = answer.revision >= document.revision;
      if (isNews) {
        document = answer;
      }
      if (local === sent) {
        // Nobody typed since: the document is right, even when it already moved on.
        takeOver();
      }
      return true;
    } catch (thrown) {
      around.fail(thrown);
      return false;
    }
  }

  async function flush(): Promise<void> {
    if (timer !== null) {
      clearTimeout(timer);
      timer = null;
    }
    while (sending !== null || local !== document.text) {
      if (!(await sendNext())) {
        return;
      }
    }
  }

  /** One edit at a time, however many wait for it. */
  function sendNext(): Promise<boolean> {
    sending ??= sendOnce().finally(() => {
      sending = null;
    });
    return sending;
  }

  return {
    typed(text) {
      if (text === local) {
        return;
      }
      local = text;
      schedule();
    },
    heard(known) {
      if (known.revision < document.revision) {
        return;
      }
      const wasPending = local !== document.text;
      document = known;
      if (sending === null && !wasPending) {
        takeOver();
      }
    },
    flush,
    isPending: () => sending !== null || local !== document.text,
    stop() {
      if (timer !== null) {
        clearTimeout(timer);
        timer = null;
      }
    },
  };
}
