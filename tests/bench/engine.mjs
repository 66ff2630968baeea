// One resident engine process, spoken to as the application does: a message is two lengths, a
// header in JSON and the rows beside it (`crates/protocol/src/frame.rs`).
import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { BIN } from "../e2e/harness.mjs";

const LENGTHS = 8;

/** An engine without a memory cap, with these Parquet files open under their names. */
export async function engineWith(files, cacheFolder) {
  const args = ["--memory-cap-bytes", "0", "--threads", "0", "--cache-dir", cacheFolder];
  const child = spawn(join(BIN, "assay-engine"), args, { stdio: ["pipe", "pipe", "ignore"] });
  const messages = messagesOf(child.stdout);
  let asked = 0;

  async function ask(what) {
    const header = Buffer.from(JSON.stringify({ id: ++asked, job: null, ask: what }));
    const lengths = Buffer.alloc(LENGTHS);
    lengths.writeUInt32LE(header.length, 0);
    child.stdin.write(Buffer.concat([lengths, header]));
    for (;;) {
      const { value, done } = await messages.next();
      if (done) {
        throw new Error("the engine ended");
      }
      if (value.id === asked) {
        return value.answer;
      }
    }
  }

  for (const path of files) {
    const name = basename(path, ".parquet");
    const spec = { id: name, name, path, options: {} };
    const opened = await ask({ ask: "open_source", spec });
    if (opened.answer !== "opened") {
      throw new Error(`${name}: ${JSON.stringify(opened)}`);
    }
  }
  return {
    /** Milliseconds from planning to the last row, those of planning, and the rows. */
    async run(text) {
      const statement = { kind: "sql", text };
      const scope = { cells: [], parameters: [] };
      const { head, ...other } = await ask({ ask: "run", result: "answer", statement, scope });
      if (!head) {
        throw new Error(JSON.stringify(other).slice(0, 160));
      }
      return { ms: head.took_ms, planMs: head.plan_ms, rows: head.rows };
    },
    /** The most memory that the process has taken, in MiB. */
    mostMiB: () => mostMiB(child.pid),
    async stop() {
      child.kill();
      await once(child, "exit");
    },
  };
}

/** The most memory that a process has taken, in MiB. */
export function mostMiB(pid) {
  const status = readFileSync(`/proc/${pid}/status`, "utf8");
  return Number(/^VmHWM:\s+(\d+)/m.exec(status)?.[1] ?? 0) / 1024;
}

/** The headers of all messages of a stream. */
async function* messagesOf(stream) {
  let held = Buffer.alloc(0);
  for await (const chunk of stream) {
    held = Buffer.concat([held, chunk]);
    while (held.length >= LENGTHS) {
      const [header, payload] = [held.readUInt32LE(0), held.readUInt32LE(4)];
      const end = LENGTHS + header + payload;
      if (held.length < end) {
        break;
      }
      yield JSON.parse(held.subarray(LENGTHS, LENGTHS + header).toString("utf8"));
      held = held.subarray(end);
    }
  }
}
