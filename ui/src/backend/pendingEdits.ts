// Typing that has not been sent yet. Editors collect keystrokes for a moment before they send an
// edit; whoever saves, undoes, runs or closes asks for it to be sent first.
//
// For features: an editor calls `registerPendingEdit(send)` while it is mounted, where `send`
// applies what was typed and settles when the application has it.

type Send = () => Promise<unknown>;

const pending = new Set<Send>();

/** Registers a way to send what was typed; answers a way to stop. */
export function registerPendingEdit(send: Send): () => void {
  pending.add(send);
  return () => {
    pending.delete(send);
  };
}

/** Sends everything that was typed and waits for it. One that fails does not stop the others. */
export async function flushEdits(): Promise<void> {
  await Promise.allSettled(Array.from(pending, (send) => send()));
}
