// Whether the application answers, shown as a banner and in the status bar.
import { create } from "zustand";

/** It answers; nobody answers; or it answers that this page's key is not its own. */
export type ConnectionState = "connected" | "lost" | "refused";

interface Connection {
  state: ConnectionState;
}

/** The connection as the screen shows it. */
export const useConnection = create<Connection>(() => ({ state: "connected" }));

/** Records how the last call went. */
export function setConnected(state: ConnectionState): void {
  if (useConnection.getState().state !== state) {
    useConnection.setState({ state });
  }
}
