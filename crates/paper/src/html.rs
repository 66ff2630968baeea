//! The page as one HTML file that needs nothing else.

use std::fmt::Write as _;

use crate::escape::html as escaped;
use crate::{Answer, Block, Paper, prose};

/// No script, no request, whatever the text says.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; \
    base-uri 'none'; form-action 'none'";

const STYLE: &str = "
:root { color-scheme: light dark; --line: #d9dce1; --soft: #f4f5f7; --dim: #5b6470; }
@media (prefers-color-scheme: dark) { :root { --line: #363b43; --soft: #1f2329; --dim: #a3abb6; } }
body { font: 15px/1.5 Inter, system-ui, sans-serif; max-width: 1100px; margin: 32px auto; padding: 0 20px; }
h1 { font-size: 26px; margin: 0 0 4px; } h2 { font-size: 19px; margin: 36px 0 8px; }
section { margin: 22px 0; padding-top: 14px; border-top: 1px solid var(--line); }
section > h3 { font-size: 15px; margin: 0 0 8px; }
pre { background: var(--soft); padding: 10px 12px; border-radius: 6px; overflow: auto; font-size: 13px; }
code { font-family: ui-monospace, monospace; } .rows { overflow: auto; max-height: 460px; border: 1px solid var(--line); border-radius: 6px; }
table { border-collapse: collapse; font-size: 13px; font-variant-numeric: tabular-nums; }
th, td { text-align: left; padding: 4px 10px; border-bottom: 1px solid var(--line); white-space: pre; }
thead th { position: sticky; top: 0; background: var(--soft); } .n { text-align: right; } .null { color: var(--dim); font-style: italic; }
.stamp, footer, .about { color: var(--dim); font-size: 13px; } figure { margin: 0; } figure svg { max-width: 100%; height: auto; }
figure { background: #fff; border-radius: 6px; }
";

/// The page as HTML, from `<!doctype html>` on.
pub fn html(paper: &Paper) -> String {
    let title = escaped(&paper.title);
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n\
         <meta name=\"referrer\" content=\"no-referrer\">\n<title>{title}</title>\n\
         <style>{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n"
    );
    if !paper.about.is_empty() {
        let _ = writeln!(out, "<p class=\"about\">{}</p>", escaped(&paper.about));
    }
    for block in &paper.blocks {
        write(&mut out, block);
    }
    let _ = writeln!(
        out,
        "</main>\n<footer><p>{}</p></footer>\n</body>\n</html>",
        escaped(&paper.foot)
    );
    out
}

fn write(out: &mut String, block: &Block) {
    match block {
        Block::Heading(words) => {
            let _ = writeln!(out, "<h2>{}</h2>", escaped(words));
        }
        Block::Prose(text) => {
            out.push_str("<div>\n");
            out.push_str(&prose::html(text));
            out.push_str("</div>\n");
        }
        Block::Parameter { label, value } => {
            let _ = writeln!(out, "<p><b>{}</b>: {}</p>", escaped(label), escaped(value));
        }
        Block::Sql {
            name,
            text,
            answers,
        } => {
            let _ = writeln!(out, "<section>\n<h3>{}</h3>", escaped(name));
            let _ = writeln!(out, "<pre><code>{}</code></pre>", escaped(text));
            if answers.is_empty() {
                rows(out, None);
            }
            for answer in answers {
                if !answer.question.is_empty() {
                    let _ = writeln!(out, "<h4><code>{}</code></h4>", escaped(&answer.question));
                }
                rows(out, Some(answer));
            }
            out.push_str("</section>\n");
        }
        Block::Chart {
            name,
            picture,
            note,
            answer,
        } => {
            let _ = writeln!(out, "<section>\n<h3>{}</h3>", escaped(name));
            if let Some(picture) = picture {
                let _ = writeln!(
                    out,
                    "<figure role=\"img\" aria-label=\"{}\">{picture}</figure>",
                    escaped(name)
                );
            }
            if !note.is_empty() {
                let _ = writeln!(out, "<p class=\"stamp\">{}</p>", escaped(note));
            }
            match (picture, answer) {
                (Some(_), Some(answer)) => {
                    let _ = writeln!(out, "<p class=\"stamp\">{}</p>", escaped(&answer.stamp));
                    out.push_str("<details><summary>Data</summary>\n");
                    rows(out, Some(answer));
                    out.push_str("</details>\n");
                }
                _ => rows(out, answer.as_ref()),
            }
            out.push_str("</section>\n");
        }
    }
}

fn rows(out: &mut String, answer: Option<&Answer>) {
    let Some(answer) = answer else {
        out.push_str("<p class=\"stamp\">No answer is stored.</p>\n");
        return;
    };
    let class = |is_number: bool| if is_number { " class=\"n\"" } else { "" };
    out.push_str("<div class=\"rows\" tabindex=\"0\"><table>\n<thead><tr>");
    for column in &answer.columns {
        let class = class(column.is_number);
        let _ = write!(
            out,
            "<th scope=\"col\"{class}>{}</th>",
            escaped(&column.name)
        );
    }
    out.push_str("</tr></thead>\n<tbody>\n");
    for row in &answer.rows {
        out.push_str("<tr>");
        for (at, value) in row.iter().enumerate() {
            let is_number = answer
                .columns
                .get(at)
                .is_some_and(|column| column.is_number);
            match value {
                Some(text) => {
                    let _ = write!(out, "<td{}>{}</td>", class(is_number), escaped(text));
                }
                None => out.push_str("<td class=\"null\">null</td>"),
            }
        }
        out.push_str("</tr>\n");
    }
    let _ = writeln!(
        out,
        "</tbody>\n</table></div>\n<p class=\"stamp\">{}. {}</p>",
        escaped(&answer.count),
        escaped(&answer.stamp)
    );
}
