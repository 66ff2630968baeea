//! How the page looks and what it may do.

use crate::palette::{Color, Theme};

/// Shows what a mark says where the cursor or the focus stands, moves between marks by arrow keys, and
/// narrows tiles by what is chosen on others.
pub(super) const SCRIPT: &str = concat!(
    include_str!("../tooltip.js"),
    include_str!("../redraw.js"),
    include_str!("../controls.js"),
    include_str!("../live.js")
);

/// Nothing is loaded and nothing is sent; the only script that runs is the one with this SHA-256.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; \
    script-src 'sha256-8b6CBJSRlZzKTp61Vb3B0V6w+ByQpohQDsKPzg+Qe4A='; base-uri 'none'; form-action 'none'";

const STYLE: &str = "
body { font: 14px/1.45 Inter, system-ui, sans-serif; max-width: 1240px; margin: 28px auto; padding: 0 20px;
  background: var(--surface); color: var(--text); }
h1 { font-size: 22px; margin: 0 0 4px; } h2 { font-size: 16px; margin: 24px 0 8px; align-self: end; }
.page { display: grid; grid-template-columns: repeat(12, minmax(0, 1fr)); grid-auto-rows: 4px; column-gap: 12px; margin-top: 14px; }
.page > h2 { margin: 0 0 12px; }
.tile { border: 1px solid var(--line); border-radius: 8px; padding: 10px 12px; margin-bottom: 12px;
  display: flex; flex-direction: column; min-height: 0; overflow: auto; }
.tile h3 { font-size: 13px; margin: 0 0 2px; display: flex; gap: 8px; }
.tile h3 a { margin-left: auto; white-space: nowrap; font-weight: 400; font-size: 12px; color: var(--dim); } .tile > p { margin: 2px 0; } figure { margin: 0; flex: 1; min-height: 0; }
figure svg { display: block; width: 100%; height: 100%; }
.about, footer { color: var(--dim); font-size: 12px; margin: 2px 0; } a { color: inherit; }
.spots rect { fill: transparent; outline: none; } .spots rect:hover, .spots rect:focus { fill: var(--text); fill-opacity: 0.08; }
.spots [role=button] { cursor: pointer; } .spots rect.chosen { fill: var(--text); fill-opacity: 0.06; }
/* One line, as much as its picture leaves; the pointer and the focus show all of it. */
.tile > p[data-say] { flex: none; overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
.held { font-weight: 400; font-size: 12px; color: var(--dim); overflow: hidden; text-overflow: ellipsis; white-space: nowrap; min-width: 44px; }
.tile h3 span { overflow: hidden; text-overflow: ellipsis; white-space: nowrap; }
#chosen { display: flex; flex-wrap: wrap; gap: 6px; align-items: center; margin-top: 8px; color: var(--dim); font-size: 12px; min-height: 26px; }
#chosen[hidden] { display: none; } #chosen button { font: inherit; color: var(--text); background: transparent; border: 1px solid var(--line);
  border-radius: 999px; padding: 2px 10px; cursor: pointer; max-width: 100%; overflow: hidden; text-overflow: ellipsis; }
.control { display: flex; flex-wrap: wrap; gap: 4px 14px; overflow: auto; font-size: 12px; }
.tile:has(> .control) { padding-bottom: 2px; }
.control label { display: flex; gap: 6px; align-items: center; white-space: nowrap; }
.control input:not([type=checkbox], [type=radio]) { font: inherit; color: var(--text); background: var(--surface);
  border: 1px solid var(--line); border-radius: 6px; padding: 0 6px; max-width: 150px; }
.control input:is([type=checkbox], [type=radio]) { margin: 0; accent-color: var(--text); }
:is(a, button, input, .rows):focus-visible { outline: 2px solid var(--text); outline-offset: 1px; }
#tip { position: fixed; z-index: 9; pointer-events: none; white-space: pre-line; max-width: 340px; padding: 6px 9px;
  border-radius: 6px; background: var(--text); color: var(--surface); font-size: 12px; font-variant-numeric: tabular-nums; }
#tip[hidden] { display: none; }
.rows { overflow: auto; max-height: 460px; flex: 1; min-height: 0; } details { margin: 6px 0; }
table { border-collapse: collapse; font-size: 12px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 3px 10px; border-bottom: 1px solid var(--line); white-space: pre; }
thead th { position: sticky; top: 0; background: var(--surface); } .n { text-align: right; } .null { color: var(--dim); font-style: italic; }
@media (max-width: 760px) { .page { display: block; } .tile { height: auto; } figure svg { height: auto; } }
@media print { .tile, details { break-inside: avoid; } .rows { max-height: none; } }
";

/// The looks of a theme.
pub(super) fn style(theme: Theme) -> String {
    let palette = theme.palette();
    let code = |(red, green, blue): Color| format!("#{red:02x}{green:02x}{blue:02x}");
    let scheme = match theme {
        Theme::Light => "light",
        Theme::Dark => "dark",
    };
    format!(
        "\n:root {{ color-scheme: {scheme}; --surface: {}; --text: {}; --dim: {}; --line: {}; }}{STYLE}",
        code(palette.surface),
        code(palette.text),
        code(palette.label),
        code(palette.grid)
    )
}
