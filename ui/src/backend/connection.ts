// Whether the application answers. One flag, shown as a banner and in the status bar.
import { create } from "zustand";

interface Connection {
  isConnected: boolean;
}

/** The connection as the screen shows it. */
export const useConnection = create<Connection>(() => ({ isConnected: true }));

/** Records that a call went through, or that nobody answered. */
export function setConnected(isConnected: boolean): void {
  if (useConnection.getState().isConnected !== isConnected) {
    useConnection.setState({ isConnected });
  }
}
