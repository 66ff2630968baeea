// The application behind its door, as a page in a browser meets it: commands over HTTP.
import { serve } from "../e2e/harness.mjs";

/** A running application of an account. */
export async function door(account) {
  const { address, server, stop } = serve(account);
  const url = new URL(await address);
  const token = url.hash.replace("#token=", "");
  let jobs = 0;

  async function call(name, payload) {
    const reply = await fetch(new URL(`/call/${name}`, url), {
      method: "POST",
      headers: { authorization: `Bearer ${token}`, "content-type": "application/json" },
      body: JSON.stringify(payload),
    });
    const bytes = Buffer.from(await reply.arrayBuffer());
    if (!reply.ok) {
      throw new Error(`${name}: ${bytes}`);
    }
    const isJson = reply.headers.get("content-type")?.startsWith("application/json");
    return isJson ? JSON.parse(bytes) : bytes;
  }

  /** The state of a cell, with what was said about its text. */
  async function stateOf(session, cell) {
    const { cells } = await call("get_workbook", { session });
    return cells.find((one) => one.cell === cell);
  }

  return {
    pid: server.pid,
    call,
    stop,
    job: () => `bench-${++jobs}`,

    /** Adds a SQL cell whose identity is its name. */
    async addCell(session, name, text) {
      const cell = { id: name, name, body: { type: "sql", text, mode: "manual" } };
      await call("apply_edit", { session, edit: { edit: "insert_cell", index: 999, cell } });
    },

    /** Runs a cell and waits, as the page does, for the event that says how it ended. */
    async run(session, cell) {
      let { last } = await call("poll_events", { after: 0 });
      await call("run_cell", { session, cell, job: this.job() });
      for (;;) {
        const { state, diagnostics } = await stateOf(session, cell);
        if (state.state === "fresh") {
          return;
        }
        if (state.state !== "running" && state.state !== "waiting") {
          throw new Error(`${cell} is ${state.state}: ${JSON.stringify(diagnostics)}`);
        }
        ({ last } = await call("poll_events", { after: last }));
      }
    },
  };
}
