// The bearer token of serve mode. It arrives in the address after `#`, which browsers never send,
// and leaves the address at once so that it is in no history, log or screenshot.

const KEY = "assay.token";

/** Takes the token out of the address; a reload finds it in this tab's storage. */
export function takeToken(place: Location, storage: Storage, history: History): string | null {
  const found = new URLSearchParams(place.hash.replace(/^#/, "")).get("token");
  if (found) {
    storage.setItem(KEY, found);
    history.replaceState(null, "", place.pathname + place.search);
    return found;
  }
  return storage.getItem(KEY);
}
