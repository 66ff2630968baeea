// Sets the theme before the first paint, so that a dark window never flashes white. It is a file
// of its own because the page allows no inline scripts.
(() => {
  let wanted = new URLSearchParams(location.search).get("theme");
  try {
    wanted = wanted ?? localStorage.getItem("assay.theme");
  } catch {
    // Storage may be switched off; the system's theme is used then.
  }
  const dark =
    wanted === "dark" || (wanted !== "light" && matchMedia("(prefers-color-scheme: dark)").matches);
  document.documentElement.dataset.theme = dark ? "dark" : "light";
})();
