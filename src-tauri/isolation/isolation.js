// Looks at every message from the page before the application sees it. Only the commands that
// the window has are let through; everything else is dropped.
const COMMANDS = new Set(["call", "pick", "open_link", "take_named"]);

window.__TAURI_ISOLATION_HOOK__ = (message) => {
  const isOwn = COMMANDS.has(message.cmd) || /^plugin:(event|window|webview)\|/.test(message.cmd);
  if (!isOwn) {
    throw new Error("This page may not call that command.");
  }
  return message;
};
