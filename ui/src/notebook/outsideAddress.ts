// Addresses that a link may lead to.

/** The whole address when it is http or https, with the host as the network sees it; else none. */
export function outsideAddress(href: string): string | null {
  try {
    const url = new URL(href);
    return url.protocol === "http:" || url.protocol === "https:" ? url.href : null;
  } catch {
    return null;
  }
}
