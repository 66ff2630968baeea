//! Long lines: the picture of the rows that matter is the picture of all rows, pixel for pixel.

#![expect(clippy::unwrap_used, reason = "a test may stop at the first surprise")]

use export::{AxisFigure, Body, Figure, Place, Series, Size, Theme, pixel_columns, png, scene};
use model::Overlays;

fn figure(rows: &[(f64, f64)], is_thinned: bool) -> Figure {
    let places = rows.iter().map(|(at, _)| Place {
        label: at.to_string(),
        at: Some(*at),
    });
    Figure {
        title: "A long line".to_owned(),
        body: Body::Lines(AxisFigure {
            places: places.collect(),
            series: vec![Series {
                name: "v".to_owned(),
                values: rows.iter().map(|(_, value)| Some(*value)).collect(),
                ..Series::default()
            }],
            is_time: false,
            is_horizontal: false,
            is_stacked: false,
            is_normalized: false,
            is_percent: false,
            shared: None,
            value_title: "V".to_owned(),
            is_last_unfinished: false,
            is_thinned,
            overlays: Overlays::default(),
        }),
        theme: Theme::Light,
        size: Size {
            width: 700,
            height: 300,
        },
        notes: Vec::new(),
    }
}

/// A walk at uneven places.
fn walk(rows: usize, seed: u64) -> Vec<(f64, f64)> {
    let mut state = seed;
    let mut next = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        f64::from(u32::try_from((state >> 33) & 0xffff).unwrap()) / 65_536.0
    };
    let (mut at, mut value) = (0.0, 0.0);
    (0..rows)
        .map(|_| {
            at += 0.1 + next();
            value += next() - 0.5;
            (at, value)
        })
        .collect()
}

/// First, lowest, highest and last of each column, as the engine keeps them.
fn thinned(rows: &[(f64, f64)], pixels: u32) -> Vec<(f64, f64)> {
    let (low, high) = (rows[0].0, rows[rows.len() - 1].0);
    let pixels = f64::from(pixels);
    let column = |at: f64| {
        ((at - low) / (high - low) * pixels + 1e-9)
            .floor()
            .min(pixels - 1.0)
    };
    let mut kept = Vec::new();
    for group in rows.chunk_by(|left, right| column(left.0).total_cmp(&column(right.0)).is_eq()) {
        let by = |left: &&(f64, f64), right: &&(f64, f64)| left.1.total_cmp(&right.1);
        let mut four = vec![
            group[0],
            *group.iter().min_by(by).unwrap(),
            *group.iter().rev().max_by(by).unwrap(),
            group[group.len() - 1],
        ];
        four.sort_by(|left, right| left.0.total_cmp(&right.0));
        four.dedup();
        kept.extend(four);
    }
    kept
}

#[test]
fn the_picture_of_what_matters_is_the_picture_of_all_rows() {
    for (rows, seed) in [(30_000, 1), (100_000, 2), (3_000, 3)] {
        let rows = walk(rows, seed);
        let whole = figure(&rows, false);
        let pixels = pixel_columns(&whole).unwrap();
        let few = thinned(&rows, pixels);
        assert!(few.len() < rows.len(), "{} of {}", few.len(), rows.len());
        let different = png(&scene(&whole))
            .unwrap()
            .iter()
            .zip(&png(&scene(&figure(&few, true))).unwrap())
            .filter(|(one, other)| one != other)
            .count();
        assert_eq!(different, 0, "{seed}");
    }
}

/// Two colours and no soft edges: each pixel that the whole line touches, the few rows touch too.
#[test]
fn the_columns_of_pixels_of_a_line_reach_as_far_as_all_of_its_rows() {
    const WIDE: u32 = 200;
    const HIGH: f64 = 150.0;
    let rows = walk(20_000, 5);
    let reach = |rows: &[(f64, f64)]| -> Vec<(i64, i64)> {
        let (low, high) = (rows[0].0, rows[rows.len() - 1].0);
        let pixels = f64::from(WIDE);
        let mut columns = vec![(i64::MAX, i64::MIN); WIDE as usize];
        for (at, value) in rows {
            let column = ((at - low) / (high - low) * pixels + 1e-9)
                .floor()
                .min(pixels - 1.0);
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a column of a picture"
            )]
            let (column, line) = (column as usize, (value * HIGH / 100.0).round() as i64);
            let ends = &mut columns[column];
            *ends = (ends.0.min(line), ends.1.max(line));
        }
        columns
    };
    assert_eq!(reach(&rows), reach(&thinned(&rows, WIDE)));
}
