//! What stands in exported pictures: shapes measured in the SVG itself, words escaped, the dotted end of an
//! unfinished period, and a designed state where there is nothing to see.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use export::{
    AxisFigure, Body, Figure, NumberFigure, Place, PointFigure, PointMark, Series, Size, Theme,
    png, scene, svg,
};
use model::{DrawnReference, Overlays, Reference, ReferenceAt, ReferenceKind, Side};

fn figure(body: Body) -> Figure {
    Figure {
        title: "Revenue".to_owned(),
        body,
        theme: Theme::Light,
        size: Size {
            width: 800,
            height: 450,
        },
        notes: Vec::new(),
    }
}

fn axis(series: &[(&str, &[f64])]) -> AxisFigure {
    AxisFigure {
        places: (0..series[0].1.len())
            .map(|at| Place {
                label: format!("place {at}"),
                at: None,
            })
            .collect(),
        series: series
            .iter()
            .map(|(name, values)| Series {
                name: (*name).to_owned(),
                values: values.iter().copied().map(Some).collect(),
                ..Series::default()
            })
            .collect(),
        is_time: false,
        is_horizontal: false,
        is_stacked: false,
        is_normalized: false,
        is_percent: false,
        shared: None,
        value_title: "SUM(amount)".to_owned(),
        is_last_unfinished: false,
        is_thinned: false,
        overlays: Overlays::default(),
    }
}

fn painted(body: Body) -> String {
    svg(&scene(&figure(body)))
}

fn attribute(tag: &str, name: &str) -> f64 {
    let start = tag.find(&format!(" {name}=\"")).unwrap() + name.len() + 3;
    let end = tag[start..].find('"').unwrap();
    tag[start..start + end].parse().unwrap()
}

/// Elements of a kind with a fill, in the order of the file.
fn filled<'a>(text: &'a str, kind: &str, fill: &str) -> Vec<&'a str> {
    text.split('<')
        .filter(|tag| {
            tag.starts_with(&format!("{kind} ")) && tag.contains(&format!("fill=\"{fill}\""))
        })
        .collect()
}

fn check_heights(values: &[f64]) {
    let text = painted(Body::Bars(axis(&[("one", values)])));
    let bars = filled(&text, "rect", "#2769BD");
    assert_eq!(bars.len(), values.len());
    let largest = values.iter().copied().fold(0.0, f64::max);
    let full = bars
        .iter()
        .map(|bar| attribute(bar, "height"))
        .fold(0.0, f64::max);
    for (bar, value) in bars.iter().zip(values) {
        let share = attribute(bar, "height") / full;
        assert!(
            (share - value / largest).abs() < 1e-6,
            "{share} for {value}"
        );
    }
}

#[test]
fn bars_are_as_high_as_their_values() {
    check_heights(&[1.0, 2.0, 3.0]);
    check_heights(&[3_620_000.0, 1_570_123.45, 791_000.0, 12.0, 0.0]);
    check_heights(&[0.001, 0.000_25]);
}

#[test]
fn stacks_end_where_the_next_begins_and_add_up() {
    let mut body = axis(&[("a", &[1.0, 4.0]), ("b", &[2.0, 3.0])]);
    body.is_stacked = true;
    let text = painted(Body::Bars(body));
    let (lower, upper) = (
        filled(&text, "rect", "#2769BD"),
        filled(&text, "rect", "#D87F0A"),
    );
    for (below, above) in lower.iter().skip(1).zip(&upper[1..]) {
        let ends = attribute(above, "y") + attribute(above, "height");
        assert!(
            (ends - attribute(below, "y")).abs() <= 1e-4,
            "no gap and no overlap"
        );
    }
    let heights = |bars: &[&str]| -> Vec<f64> {
        let count = bars.len();
        bars[count - 2..]
            .iter()
            .map(|bar| attribute(bar, "height"))
            .collect()
    };
    let (one, two) = (heights(&lower), heights(&upper));
    let unit = one[0];
    assert!((one[1] / unit - 4.0).abs() < 1e-5 && (two[0] / unit - 2.0).abs() < 1e-5);
}

#[test]
fn horizontal_bars_are_as_long_as_their_values() {
    let mut body = axis(&[("one", &[5.0, 2.5])]);
    body.is_horizontal = true;
    let text = painted(Body::Bars(body));
    let bars = filled(&text, "rect", "#2769BD");
    let lengths: Vec<f64> = bars.iter().map(|bar| attribute(bar, "width")).collect();
    assert!((lengths[1] / lengths[0] - 0.5).abs() < 1e-6);
}

#[test]
fn an_unfinished_period_is_dotted_and_the_rest_is_one_line() {
    let mut body = axis(&[("one", &[1.0, 2.0, 3.0, 1.5])]);
    let whole = painted(Body::Lines(body.clone()))
        .matches("stroke=\"#2769BD\"")
        .count();
    body.is_last_unfinished = true;
    let dotted = painted(Body::Lines(body))
        .matches("stroke=\"#2769BD\"")
        .count();
    assert_eq!(whole, 1);
    assert!(dotted > 5, "{dotted} pieces");
}

#[test]
fn dots_stand_where_their_numbers_are() {
    let points = [(0.0, 0.0), (10.0, 100.0), (5.0, 50.0)];
    let body = Body::Points(PointFigure {
        x_title: "x".to_owned(),
        y_title: "y".to_owned(),
        groups: Vec::new(),
        symbols: Vec::new(),
        shared: None,
        points: points
            .iter()
            .map(|(x, y)| PointMark {
                x: *x,
                y: *y,
                size: None,
                group: 0,
                symbol: 0,
                row: 0,
                across: None,
                up: None,
            })
            .collect(),
        overlays: Overlays::default(),
    });
    let text = painted(body);
    let dots = filled(&text, "circle", "#2769BD");
    let at = |dot: &str| (attribute(dot, "cx"), attribute(dot, "cy"));
    let (first, last, middle) = (at(dots[0]), at(dots[1]), at(dots[2]));
    assert!((f64::midpoint(first.0, last.0) - middle.0).abs() <= 1e-4);
    assert!((f64::midpoint(first.1, last.1) - middle.1).abs() <= 1e-4);
    assert!(first.1 > last.1, "larger is higher");
}

#[test]
fn r26_r28_hostile_labels_are_text_and_nothing_else() {
    let hostile = "<script>alert(1)</script>\"'&\u{202e}\u{0}<image href='http://x'/>";
    let mut body = axis(&[(hostile, &[1.0, 2.0]), ("plain", &[2.0, 1.0])]);
    body.places[0].label = hostile.to_owned();
    body.value_title = hostile.to_owned();
    let mut made = figure(Body::Bars(body));
    made.title = hostile.to_owned();
    made.notes = vec![hostile.to_owned()];
    let text = svg(&scene(&made));
    let kinds: Vec<&str> = text
        .split('<')
        .skip(1)
        .map(|tag| tag.split([' ', '>', '/', '\n']).next().unwrap_or(""))
        .collect();
    for kind in kinds.iter().filter(|kind| !kind.is_empty()) {
        assert!(
            [
                "svg", "rect", "line", "polyline", "polygon", "circle", "text"
            ]
            .contains(kind),
            "{kind}"
        );
    }
    assert!(!text.contains('\u{202e}') && !text.contains('\u{0}'));
    assert!(text.contains("&lt;script&gt;"));
}

#[test]
fn d22_d23_labels_without_end_are_cut_and_letters_of_every_script_stay() {
    let long = "x".repeat(100_000);
    let marks = format!("a{}", "\u{301}".repeat(40_000));
    let mixed = "\u{1f9ea} \u{645}\u{631}\u{62d}\u{628}\u{627} \u{6f22}\u{5b57} \u{7}";
    let mut body = axis(&[(long.as_str(), &[1.0, 2.0]), (marks.as_str(), &[2.0, 1.0])]);
    body.places[0].label = marks.clone();
    body.places[1].label = mixed.to_owned();
    body.value_title = long.clone();
    let mut made = figure(Body::Bars(body));
    made.title = marks;
    made.notes = vec![long];
    let made = scene(&made);
    let text = svg(&made);
    assert!(text.len() < 100_000, "{} bytes", text.len());
    assert!(
        text.contains(mixed.trim_end_matches(['\u{7}', ' '])),
        "{text}"
    );
    assert!(!text.contains('\u{7}'));
    assert_eq!(&png(&made).unwrap()[1..4], b"PNG");
}

#[test]
fn nothing_to_see_says_why() {
    let text = painted(Body::Empty("No rows to draw".to_owned()));
    assert!(text.contains("No rows to draw"));
    assert_eq!(text.matches("<rect").count(), 1, "the background alone");
}

#[test]
fn the_picture_has_the_size_that_was_asked_for() {
    let made = scene(&figure(Body::Bars(axis(&[("one", &[1.0])]))));
    let text = svg(&made);
    assert!(text.starts_with("<svg width=\"800\" height=\"450\" viewBox=\"0 0 800 450\""));
    let file = png(&made).unwrap();
    assert_eq!(&file[1..4], b"PNG");
    let side = |from: usize| u32::from_be_bytes(file[from..from + 4].try_into().unwrap());
    assert_eq!((side(16), side(20)), (1600, 900));
}

#[test]
fn a_picture_in_the_dark_is_dark_and_has_words() {
    let mut made = figure(Body::Numbers(vec![NumberFigure {
        title: "SUM(revenue)".to_owned(),
        column: "revenue".to_owned(),
        value: Some(140_020_000.0),
        course: Vec::new(),
    }]));
    made.theme = Theme::Dark;
    let text = svg(&scene(&made));
    assert!(text.contains("#1B2020") && text.contains("140\u{202f}M"));
    let file = png(&scene(&made)).unwrap();
    let empty = png(&scene(&figure(Body::Numbers(Vec::new())))).unwrap();
    assert!(file.len() > empty.len(), "words are painted");
}

fn reference(axis: Side, at: ReferenceAt) -> DrawnReference {
    let line = match at {
        ReferenceAt::Line { .. } => ReferenceKind::Average,
        ReferenceAt::Band { .. } => ReferenceKind::Band {
            from: "0".to_owned(),
            to: "100".to_owned(),
        },
        ReferenceAt::Trend { .. } => ReferenceKind::Trend,
    };
    DrawnReference {
        index: 0,
        reference: Reference { axis, line },
        at: Some(at),
        why: None,
    }
}

/// Pieces of lines of a color as `x1, y1, x2, y2`.
fn pieces(body: Body, wanted: &str) -> Vec<(f64, f64)> {
    painted(body)
        .split('<')
        .filter(|tag| tag.starts_with("polyline ") && tag.contains(wanted))
        .flat_map(|tag| {
            let start = tag.find("points=\"").unwrap() + 8;
            let end = start + tag[start..].find('"').unwrap();
            tag[start..end]
                .split_whitespace()
                .map(|pair| {
                    let (x, y) = pair.split_once(',').unwrap();
                    (x.parse().unwrap(), y.parse().unwrap())
                })
                .collect::<Vec<(f64, f64)>>()
        })
        .collect()
}

#[test]
fn lines_across_bars_stand_at_their_amount_and_the_axis_reaches_them() {
    let mut body = axis(&[("only", &[10.0, 20.0])]);
    body.overlays.references = vec![reference(Side::Y, ReferenceAt::Line { value: 80.0 })];
    let text = painted(Body::Bars(body.clone()));
    assert!(text.contains("Average 80"), "the line is named");
    let bars = filled(&text, "rect", "#2769BD");
    let high = |bar: &str| (attribute(bar, "y"), attribute(bar, "height"));
    let ((top, small), (_, large)) = (high(bars[0]), high(bars[1]));
    // Ten is `small` pixels, so eighty is eight times that above the ground.
    let wanted = top + small - 8.0 * small;
    let dotted = pieces(Body::Bars(body), "#1B1F1E");
    assert!((large - 2.0 * small).abs() <= 2e-4);
    assert!(dotted.len() > 5, "{text}");
    assert!(
        dotted.iter().all(|(_, y)| (y - wanted).abs() <= 8e-4),
        "{wanted}: {dotted:?}"
    );
}

#[test]
fn a_trend_runs_between_its_ends_and_says_its_equation() {
    let body = Body::Points(PointFigure {
        x_title: "x".to_owned(),
        y_title: "y".to_owned(),
        groups: Vec::new(),
        symbols: Vec::new(),
        shared: None,
        points: [(0.0, 0.0), (10.0, 100.0)]
            .iter()
            .map(|(x, y)| PointMark {
                x: *x,
                y: *y,
                size: None,
                group: 0,
                symbol: 0,
                row: 0,
                across: None,
                up: None,
            })
            .collect(),
        overlays: Overlays {
            references: vec![
                reference(
                    Side::Y,
                    ReferenceAt::Trend {
                        series: String::new(),
                        from: (0.0, 0.0),
                        to: (10.0, 100.0),
                        slope: 10.0,
                        intercept: 0.0,
                        r_squared: Some(1.0),
                        is_along_time: false,
                    },
                ),
                reference(
                    Side::X,
                    ReferenceAt::Band {
                        low: 2.0,
                        high: 4.0,
                    },
                ),
            ],
            ..Overlays::default()
        },
    });
    let text = painted(body);
    assert!(
        text.contains("y = 10 x + 0, R² = 1.000"),
        "the equation is there"
    );
    assert!(text.contains("Minimum to maximum 2 to 4"));
}
