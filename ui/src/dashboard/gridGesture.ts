// Moving and resizing on the grid as a small machine: by the pointer and by keys alike. Places are
// planned by the application while the gesture lasts; one edit is made when it ends.
import { create } from "zustand";
import type { Place } from "../backend/generated/Place";
import type { TileId } from "../backend/generated/TileId";
import type { TilePlace } from "../backend/generated/TilePlace";
import { registerPendingEdit } from "../backend/pendingEdits";
import type { Handle } from "./grid";
import { type PageAt, placeTiles, planned } from "./pageActions";

/** What is under way. */
export type Gesture =
  | { state: "idle" }
  | {
      state: "holding";
      by: "pointer" | "keys";
      /** The tiles as they stood when they were taken. */
      before: TilePlace[];
      now: TilePlace[];
      /** None moves, one resizes. */
      handle: Handle | null;
    }
  | { state: "adding"; tile: TileId; place: Place };

interface GestureState {
  gesture: Gesture;
  /** Where tiles would stand: those that change. */
  plan: TilePlace[];
}

/** The gesture and what would come of it. */
export const useGesture = create<GestureState>(() => ({ gesture: { state: "idle" }, plan: [] }));

let asked = 0;

/** Goes on with a gesture and plans what would come of it; an older plan never comes last. */
export function hold(at: PageAt, gesture: Exclude<Gesture, { state: "idle" }>): void {
  const before = useGesture.getState().gesture;
  const moved = movedOf(gesture);
  useGesture.setState({ gesture });
  if (before.state !== "idle" && JSON.stringify(movedOf(before)) === JSON.stringify(moved)) {
    return;
  }
  asked += 1;
  const mine = asked;
  void planned(at, { arrange: "settle", moved }).then((plan) => {
    if (mine === asked && plan && useGesture.getState().gesture.state !== "idle") {
      useGesture.setState({ plan });
    }
  });
}

function movedOf(gesture: Exclude<Gesture, { state: "idle" }>): TilePlace[] {
  return gesture.state === "adding" ? [{ tile: gesture.tile, place: gesture.place }] : gesture.now;
}

/** Ends the gesture without a change. */
export function letGo(): void {
  asked += 1;
  useGesture.setState({ gesture: { state: "idle" }, plan: [] });
}

/** Ends the gesture and keeps what came of it. An undo right after it waits for its edit. */
export async function putDown(at: PageAt): Promise<void> {
  const work = kept(at);
  const done = registerPendingEdit(() => work);
  await work.finally(done);
}

async function kept(at: PageAt): Promise<void> {
  const { gesture } = useGesture.getState();
  if (gesture.state === "holding") {
    const isSame = JSON.stringify(gesture.before) === JSON.stringify(gesture.now);
    const places = isSame ? [] : await planned(at, { arrange: "settle", moved: gesture.now });
    if (places) {
      await placeTiles(at, places);
    }
  }
  letGo();
}
