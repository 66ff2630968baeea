//! Measures with marks of their own on the same axes: bars with a line over them, a band under a line.
//! There is one axis of amounts; what cannot share it is refused in words.

use model::{ChartSpec, Diagnostic, Field, Mark, Pill, PillMark, Shelf, Stack};

use crate::compile::pills;
use crate::facts::{Facts, adds_up};
use crate::is_measure;
use crate::words::pill_title;

/// How the measures of a chart lie over each other.
pub(crate) struct Layers {
    /// The mark that the axes are made for, and that stacks: bars before areas before lines.
    pub(crate) ground: Mark,
    /// The shelf of the amounts, where measures are drawn in more than one way.
    drawn_on: Option<Shelf>,
    /// The mark of measures that have none of their own.
    plain: PillMark,
    pub(crate) problems: Vec<Diagnostic>,
}

impl Layers {
    /// The layers of a chart with a mark.
    pub(crate) fn of(mark: Mark, spec: &ChartSpec, fields: &[Field]) -> Self {
        let mut layers = Self {
            ground: mark,
            drawn_on: None,
            plain: PillMark::Line,
            problems: Vec::new(),
        };
        let amounts = shelf_of_amounts(spec);
        let strays: Vec<&Pill> = pills(spec)
            .filter(|(shelf, _, pill)| {
                pill.mark.is_some() && !(*shelf == amounts && is_measure(pill))
            })
            .map(|(_, _, pill)| pill)
            .collect();
        for pill in strays {
            layers.problems.push(stray(pill));
        }
        let measures: Vec<&Pill> = spec
            .shelf(amounts)
            .iter()
            .filter(|one| is_measure(one))
            .collect();
        if measures.iter().all(|one| one.mark.is_none()) {
            return layers;
        }
        let Some(plain) = as_layer(mark) else {
            layers.problems.push(alone());
            return layers;
        };
        layers.plain = plain;
        let drawn: Vec<PillMark> = measures
            .iter()
            .map(|one| one.mark.unwrap_or(plain))
            .collect();
        layers.ground = ground(&drawn, mark);
        let is_layered = drawn
            .iter()
            .any(|one| Some(*one) != as_layer(layers.ground));
        layers.drawn_on = is_layered.then_some(amounts);
        if is_layered {
            let facts = Facts::of(spec, fields);
            layers
                .problems
                .extend(refusals(spec, &facts, &measures, &drawn));
        }
        layers
    }

    /// The mark of a pill, where it is another one than that of the chart.
    pub(crate) fn mark_of(&self, shelf: Shelf, pill: &Pill) -> Option<PillMark> {
        let is_here = self.drawn_on == Some(shelf) && is_measure(pill);
        let drawn = pill.mark.unwrap_or(self.plain);
        (is_here && Some(drawn) != as_layer(self.ground)).then_some(drawn)
    }
}

/// The mark of a chart as that of one of its measures; none for marks that have no layers.
pub(crate) fn as_layer(mark: Mark) -> Option<PillMark> {
    match mark {
        Mark::Bar => Some(PillMark::Bar),
        Mark::Line => Some(PillMark::Line),
        Mark::Area => Some(PillMark::Area),
        _ => None,
    }
}

/// Where the amounts lie: on X beside a dimension on Y, else on Y.
pub(crate) fn shelf_of_amounts(spec: &ChartSpec) -> Shelf {
    let is_flat = spec.x.iter().any(is_measure) && spec.y.iter().any(|pill| !is_measure(pill));
    if is_flat { Shelf::X } else { Shelf::Y }
}

fn ground(drawn: &[PillMark], mark: Mark) -> Mark {
    [Mark::Bar, Mark::Area, Mark::Line]
        .into_iter()
        .find(|one| as_layer(*one).is_some_and(|layer| drawn.contains(&layer)))
        .unwrap_or(mark)
}

fn said(sentence: String, hint: &str) -> Diagnostic {
    Diagnostic::error("CHART_LAYERS", sentence).with_hint(hint)
}

fn stray(pill: &Pill) -> Diagnostic {
    let sentence = format!(
        "{} has a mark of its own, which counts for a measure on the axis of amounts alone.",
        pill_title(pill)
    );
    Diagnostic::warning("CHART_LAYERS", sentence)
        .with_hint("Take its mark away, or move the measure to Rows.")
}

fn alone() -> Diagnostic {
    let sentence =
        "This mark draws all measures alike: the marks of single measures have no effect.";
    Diagnostic::warning("CHART_LAYERS", sentence)
        .with_hint("Choose Bar, Line or Area, or take the marks of single measures away.")
}

/// Why measures cannot lie over each other.
fn refusals(
    spec: &ChartSpec,
    facts: &Facts,
    measures: &[&Pill],
    drawn: &[PillMark],
) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let has_course = facts.has_time_on_x || facts.raw_on_x + facts.bins_on_x > 0;
    for (at, (pill, mark)) in measures.iter().zip(drawn).enumerate() {
        let title = pill_title(pill);
        let runs = matches!(mark, PillMark::Line | PillMark::Area | PillMark::Band);
        if runs && !has_course {
            found.push(said(
                format!(
                    "{title} as {} needs a date or a number on Columns to run along.",
                    word(*mark)
                ),
                "Draw it as points, or put a date on Columns.",
            ));
        } else if *mark == PillMark::Area && !adds_up(pill) {
            found.push(said(
                format!("{title} is no amount that fills an area: sums and counts are."),
                "Draw it as a line.",
            ));
        }
        if measures
            .iter()
            .take(at)
            .any(|one| one.asked() == pill.asked())
        {
            found.push(said(
                format!("{title} lies on the axis twice, with two marks."),
                "Keep one of them: a measure has one mark.",
            ));
        }
    }
    let bands = drawn.iter().filter(|one| **one == PillMark::Band).count();
    if bands != 0 && bands != 2 {
        let sentence = match bands {
            1 => "A band lies between two measures, and one is drawn as a band.".to_owned(),
            count => format!("A band lies between two measures, and {count} are drawn as bands."),
        };
        found.push(said(
            sentence,
            "Draw two measures as a band, such as the minimum and the maximum.",
        ));
    }
    if spec.stack == Some(Stack::Normalized) {
        found.push(said(
            "Shares of 100 % and amounts have no scale in common.".to_owned(),
            "Choose another stacking, or draw all measures alike.",
        ));
    }
    found
}

fn word(mark: PillMark) -> &'static str {
    match mark {
        PillMark::Bar => "bars",
        PillMark::Line => "a line",
        PillMark::Area => "an area",
        PillMark::Point => "points",
        PillMark::Band => "a band",
    }
}
