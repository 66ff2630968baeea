//! The page as one HTML file that needs nothing else: pictures with what is said where the cursor stands, filters
//! over the aggregates that are in the file, and below them the rows behind every tile. One script of our own may run, known by its fingerprint; nothing is
//! loaded and nothing is sent.

mod live;
mod style;

use std::fmt::Write as _;

use paper::escaped;
use serde_json::json;

use super::{PageFigure, TileBody, TileFigure};
use crate::figure::{Body, RowsFigure, Size};
use crate::layout::{self, Area, LivePlot};
use crate::live::LiveRows;
use crate::palette::Palette;
use crate::rows::written;
use crate::scene::{Scene, Shape};
use crate::svg::{drawn as shapes_drawn, short, svg};

use live::Values;
use style::{POLICY, SCRIPT, style};

/// Most rows of one tile in the file.
const MOST_ROWS: usize = 2_000;
/// Most places of one tile that say something.
const MOST_SPOTS: usize = 2_000;

/// The page as HTML.
pub fn page_html(page: &PageFigure) -> String {
    let palette = page.theme.palette();
    let title = escaped(&page.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n\
         <style>{}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n",
        style(page.theme)
    );
    for words in &page.filters {
        let _ = writeln!(out, "<p class=\"about\">{}</p>", escaped(words));
    }
    if !page.live.is_empty() {
        out.push_str("<div id=\"chosen\" role=\"status\" hidden></div>\n");
    }
    let values = (!page.live.is_empty()).then(|| Values::of(page));
    let live = values
        .as_ref()
        .map_or_else(String::new, |values| data_live(&values.page(page)));
    let _ = writeln!(out, "<div class=\"page\"{live}>");
    for (at, tile) in page.tiles.iter().enumerate() {
        write_tile(&mut out, (at, tile), palette, values.as_ref());
    }
    out.push_str("</div>\n");
    if page.tiles.iter().any(|tile| tile.rows().is_some()) {
        out.push_str("<h2>Data</h2>\n");
    }
    for (at, tile) in page.tiles.iter().enumerate() {
        let Some(rows) = tile.rows().filter(|_| tile.as_rows().is_none()) else {
            continue;
        };
        let _ = writeln!(
            out,
            "<details id=\"data-{at}\"><summary>{}</summary>",
            escaped(&tile.title)
        );
        table(&mut out, rows);
        out.push_str("</details>\n");
    }
    let _ = writeln!(
        out,
        "</main>\n<footer><p>{}</p></footer>\n<div id=\"tip\" role=\"status\" hidden></div>\n\
         <script>{SCRIPT}</script>\n</body>\n</html>",
        escaped(&page.foot)
    );
    out
}

/// What the script reads.
fn data_live(json: &serde_json::Value) -> String {
    format!(" data-live=\"{}\"", escaped(&json.to_string()))
}

fn write_tile(
    out: &mut String,
    (at, tile): (usize, &TileFigure),
    palette: &Palette,
    values: Option<&Values>,
) {
    let place = tile.place;
    let stands = format!(
        "grid-column:{} / span {};grid-row:{} / span {}",
        place.column.saturating_add(1),
        place.width,
        place.top.saturating_add(1),
        place.height
    );
    let title = escaped(&tile.title);
    if tile.content == TileBody::Heading {
        let _ = writeln!(out, "<h2 style=\"{stands}\">{title}</h2>");
        return;
    }
    let drawn = Drawn::of(tile, palette);
    let live = values.map_or_else(String::new, |values| {
        data_live(&values.tile(tile, &drawn.plan))
    });
    let _ = writeln!(
        out,
        "<section class=\"tile\" style=\"{stands}\" data-tile=\"{at}\"{live}>"
    );
    let data = if tile.rows().is_some() && tile.as_rows().is_none() {
        format!("<a href=\"#data-{at}\">Data</a>")
    } else {
        String::new()
    };
    if !tile.title.is_empty() || !data.is_empty() {
        let _ = writeln!(out, "<h3><span>{title}</span>{data}</h3>");
    }
    if !tile.subtitle.is_empty() {
        let _ = writeln!(out, "<p class=\"about\">{}</p>", escaped(&tile.subtitle));
    }
    match &tile.content {
        TileBody::Chart {
            body: Body::Rows(rows),
            ..
        }
        | TileBody::Rows { rows, .. } => table(out, rows),
        TileBody::Chart { summary, .. } => {
            let _ = writeln!(
                out,
                "<figure role=\"group\" aria-label=\"{}\">{}</figure>",
                escaped(summary),
                drawn.picture
            );
        }
        TileBody::Prose(text) => out.push_str(&paper::prose(text)),
        TileBody::Words(words) => {
            let _ = writeln!(out, "<p class=\"words\">{}</p>", escaped(words));
        }
        TileBody::Heading => {}
    }
    for words in tile.said() {
        let words = escaped(words);
        let _ = writeln!(
            out,
            "<p class=\"about\" data-say=\"{words}\" tabindex=\"0\">{words}</p>"
        );
    }
    out.push_str("</section>\n");
}

/// The drawing of a tile's chart, and how its marks are drawn anew.
#[derive(Default)]
struct Drawn {
    picture: String,
    plan: serde_json::Value,
}

impl Drawn {
    fn of(tile: &TileFigure, palette: &Palette) -> Self {
        match &tile.content {
            TileBody::Chart {
                body: Body::Rows(_),
                ..
            } => Self {
                picture: String::new(),
                plan: json!({ "kind": "rows" }),
            },
            TileBody::Chart { body, .. } => picture(tile, body, palette),
            _ => Self::default(),
        }
    }
}

/// The drawing with the places that say something, as large as the tile has room.
fn picture(tile: &TileFigure, body: &Body, palette: &Palette) -> Drawn {
    let lines = tile.said().len() + usize::from(!tile.subtitle.is_empty());
    let taken = 58 + 20 * u32::try_from(lines).unwrap_or(u32::MAX);
    let wide = tile.place.width.saturating_mul(100);
    let high = tile.place.height.saturating_mul(4);
    let (width, height) = (
        wide.saturating_sub(38).max(80),
        high.saturating_sub(taken).max(40),
    );
    let area = Area {
        left: 2.0,
        top: 2.0,
        right: f64::from(width) - 2.0,
        bottom: f64::from(height) - 2.0,
    };
    let LivePlot {
        still,
        moving,
        plan,
    } = layers(tile, body, area, palette);
    let drawn = svg(&Scene {
        size: Size { width, height },
        background: palette.surface,
        shapes: still,
    });
    let start = drawn.trim_end().trim_end_matches("</svg>");
    let marks = shapes_drawn(&moving);
    Drawn {
        picture: format!(
            "{start}<g class=\"marks\">{marks}</g>{}</svg>",
            spots(&moving)
        ),
        plan,
    }
}

/// What of a picture stays, and what follows the filters.
fn layers(tile: &TileFigure, body: &Body, area: Area, palette: &Palette) -> LivePlot {
    let live = match &tile.live.rows {
        LiveRows::Cube(cube) => layout::live(body, area, palette, &|column| {
            cube.measures.iter().position(|one| one.column == column)
        }),
        _ => None,
    };
    live.unwrap_or_else(|| {
        let mut moving = Vec::new();
        layout::body(body, area, palette, &mut moving);
        LivePlot {
            still: Vec::new(),
            moving,
            plan: serde_json::Value::Null,
        }
    })
}

fn spots(shapes: &[Shape]) -> String {
    let known = shapes.iter().filter_map(|shape| match shape {
        Shape::Spot {
            x,
            y,
            width,
            height,
            words,
        } => Some(([x, y, width, height].map(|length| short(*length)), words)),
        _ => None,
    });
    let known: Vec<_> = known.collect();
    if known.len() > MOST_SPOTS {
        return String::new();
    }
    let mut out = String::from("<g class=\"spots\">");
    for (at, ([x, y, width, height], words)) in known.iter().enumerate() {
        let tab = if at == 0 { 0 } else { -1 };
        let words = escaped(words);
        let _ = write!(
            out,
            "<rect x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" \
             role=\"img\" tabindex=\"{tab}\" aria-label=\"{words}\" data-say=\"{words}\"/>"
        );
    }
    out.push_str("</g>");
    out
}

fn table(out: &mut String, figure: &RowsFigure) {
    let class = |at: usize| {
        let is_number = figure
            .columns
            .get(at)
            .is_some_and(|column| column.is_number);
        if is_number { " class=\"n\"" } else { "" }
    };
    out.push_str("<div class=\"rows\" tabindex=\"0\"><table>\n<thead><tr>");
    for (at, column) in figure.columns.iter().enumerate() {
        let _ = write!(
            out,
            "<th scope=\"col\"{}>{}</th>",
            class(at),
            escaped(&column.title)
        );
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    let shown = figure.rows.len().min(MOST_ROWS);
    for row in figure.rows.iter().take(shown) {
        out.push_str("<tr>");
        for (at, value) in row.iter().enumerate() {
            if *value == model::Value::Null {
                out.push_str("<td class=\"null\">null</td>");
            } else {
                let _ = write!(out, "<td{}>{}</td>", class(at), escaped(&written(value)));
            }
        }
        out.push_str("</tr>\n");
    }
    let count = if shown as u64 == figure.total {
        format!("{shown} rows")
    } else {
        format!("{shown} of {} rows", figure.total)
    };
    let _ = writeln!(
        out,
        "</tbody>\n</table></div>\n<p class=\"about\">{count}</p>"
    );
}
