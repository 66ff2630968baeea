//! Which mark suits which fields: best first, each with the question it answers or what is missing.

use model::{ChartSpec, Field, Mark};

use crate::facts::{Facts, Situation};

/// A mark, whether it applies, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkFit {
    pub mark: Mark,
    pub applies: bool,
    /// One line: the question it answers, or what is missing.
    pub reason: String,
}

/// All marks, those that apply first and best first.
pub(crate) fn fits(spec: &ChartSpec, fields: &[Field]) -> Vec<MarkFit> {
    let facts = Facts::of(spec, fields);
    let first = best_for(facts.situation());
    let rest = Mark::ALL.into_iter().filter(|mark| !first.contains(mark));
    let mut all: Vec<MarkFit> = first
        .iter()
        .copied()
        .chain(rest)
        .map(|mark| {
            let (applies, reason) = match fit(mark, &facts) {
                Ok(reason) => (true, reason),
                Err(missing) => (false, missing),
            };
            MarkFit {
                mark,
                applies,
                reason: reason.to_owned(),
            }
        })
        .collect();
    all.sort_by_key(|fit| !fit.applies);
    all
}

/// The marks that answer the usual question of a situation, best first.
fn best_for(situation: Situation) -> &'static [Mark] {
    use Mark::{
        Area, Bar, BigNumber, BoxPlot, Bullet, Calendar, Candlestick, Choropleth, Density, Donut,
        Funnel, Gauge, Heatmap, Histogram, Line, Pivot, Radar, Sankey, Scatter, Strip, Sunburst,
        SymbolMap, Table, Treemap, Waterfall,
    };
    match situation {
        Situation::Prices => &[Candlestick, Line, Bar],
        Situation::Trend => &[Line, Bar, Area, BigNumber, Calendar, Heatmap],
        Situation::Correlation => &[Scatter, Density, Line, Bar],
        Situation::Distribution => &[BoxPlot, Strip, Table],
        Situation::Spread => &[Histogram, BoxPlot, Bar, Table],
        Situation::Crossing => &[Heatmap, Bar, Pivot, Sankey, Treemap, Sunburst],
        Situation::Parts => &[Bar, Heatmap, Treemap, Sunburst, Sankey, Radar],
        Situation::Ranking => &[Bar, Treemap, Donut, Waterfall, Funnel, Radar],
        Situation::Places => &[SymbolMap, Scatter, Density, Table],
        Situation::Countries => &[Bar, Choropleth, SymbolMap, Treemap, Donut],
        Situation::Targets => &[Bar, Bullet, Radar],
        Situation::Alone => &[BigNumber, Gauge, Bullet],
        Situation::Rows => &[Table, Pivot],
    }
}

/// Most dimensions of a pivot table: each beginning of its rows is grouped with each of its columns.
const MOST_LEVELS: usize = 12;

/// Measures of a gauge: value, target and three bands.
const MOST_OF_GAUGE: usize = 5;

type Verdict = Result<&'static str, &'static str>;

fn fit(mark: Mark, facts: &Facts) -> Verdict {
    if facts.is_in_parts && !stands_in_parts(mark) {
        return Err(
            "Small multiples show bars, lines, areas, points and big numbers; take the field from the facet shelves.",
        );
    }
    match mark {
        Mark::Line => line(facts),
        Mark::Area => area(facts),
        Mark::Bar => bar(facts),
        Mark::Scatter if facts.raw_on_x + facts.measures_on_x > 0 && facts.has_number_on_y() => {
            when(
                !facts.has_time_on_x,
                "Scatter, for a correlation: do two numbers move together?",
                "A scatter plot takes a number on X; there is a date too.",
            )
        }
        Mark::Scatter => Err("A scatter plot needs a number on X and a number on Y."),
        Mark::BigNumber => big_number(facts),
        Mark::Heatmap => when(
            facts.dimensions == 2 && facts.measures > 0 && facts.raw == 0,
            "Heatmap, for a pattern: where do two categories meet high, where low?",
            "A heatmap needs two categories and a measure.",
        ),
        Mark::Strip => when(
            facts.raw == 1 && facts.dimensions >= 1 && facts.measures == 0,
            "Strip, for a distribution: where do the single rows of each category lie?",
            "A strip needs a category and a number as row values, not aggregated.",
        ),
        Mark::Histogram => when(
            facts.is_spread(),
            "Histogram, for a distribution: where do most values lie, how far do they reach?",
            "A histogram needs one number on an axis, as row values or bins, and nothing but a count on the other.",
        ),
        Mark::BoxPlot => when(
            facts.raw == 1
                && facts.raw_on_x + facts.raw_on_y == 1
                && facts.measures == 0
                && facts.dimensions_on_x + facts.dimensions_on_y <= 1
                && facts.splits <= 1
                && (facts.dimensions_on_x == 0 || facts.raw_on_y == 1)
                && (facts.dimensions_on_y == 0 || facts.raw_on_x == 1),
            "Box plot, for a distribution: middle half, reach and outliers of each category.",
            "A box plot needs a number as row values on one axis, and at most one category on the other.",
        ),
        Mark::Calendar => when(
            facts.has_day_on_x && facts.dimensions == 1 && facts.measures > 0 && facts.raw == 0,
            "Calendar, for a rhythm: which days are high, which low?",
            "A calendar needs a date by day on X, and a measure.",
        ),
        Mark::Candlestick => when(
            facts.dimensions == 1 && facts.dimensions_on_x == 1 && facts.measures_on_y == 4,
            "Candlestick, for a range over time: open, high, low and close, in this order.",
            "A candlestick needs a date on X and four measures on Y: open, high, low, close.",
        ),
        Mark::Bullet => when(
            facts.measures_on_y == 2 && facts.dimensions <= 1 && facts.raw == 0,
            "Bullet, for a deviation: does the first measure reach the second, its target?",
            "A bullet needs two measures on Y: the value, and its target.",
        ),
        Mark::Gauge => when(
            (1..=MOST_OF_GAUGE).contains(&facts.measures_on_y)
                && facts.measures == facts.measures_on_y
                && facts.dimensions == 0
                && facts.raw == 0,
            "Gauge, for a deviation: how far is one amount on the way to its target?",
            "A gauge needs one to five measures on Y and nothing else: the value, its target, and the ends of bands.",
        ),
        Mark::Choropleth => when(
            facts.is_by_country && facts.measures > 0 && facts.raw == 0,
            "Choropleth, for a place: which countries are high, which low?",
            "A choropleth needs a column of countries and a measure.",
        ),
        Mark::SymbolMap => symbol_map(facts),
        Mark::Radar => radar(facts),
        Mark::Density => when(
            facts.raw_on_x == 1
                && facts.raw_on_y == 1
                && facts.raw == 2
                && facts.dimensions == 0
                && facts.measures == 0,
            "Density, for a correlation of many rows: where do most of them lie?",
            "A density needs a number on X and a number on Y, both as row values, and nothing else.",
        ),
        Mark::Pivot => when(
            facts.raw == 0 && (1..=MOST_LEVELS).contains(&facts.dimensions),
            "Pivot, for a look-up by groups: how much in each, with totals of every level?",
            "A pivot needs one to twelve categories or dates; numbers take an aggregate.",
        ),
        Mark::Table => when(
            facts.dimensions + facts.measures + facts.raw > 0,
            "Table, for a look-up: what are the exact values?",
            "A table needs a field.",
        ),
        Mark::Donut
        | Mark::Treemap
        | Mark::Sunburst
        | Mark::Waterfall
        | Mark::Funnel
        | Mark::Sankey => parts(mark, facts),
    }
}

/// Whether a mark can be repeated as small multiples with common scales. A table lists all rows.
fn stands_in_parts(mark: Mark) -> bool {
    matches!(
        mark,
        Mark::Bar | Mark::Line | Mark::Area | Mark::Scatter | Mark::BigNumber | Mark::Table
    )
}

fn when(holds: bool, reason: &'static str, missing: &'static str) -> Verdict {
    if holds { Ok(reason) } else { Err(missing) }
}

fn line(facts: &Facts) -> Verdict {
    if facts.has_time_on_x && facts.has_number_on_y() {
        return Ok(if facts.splits > 0 {
            "Line, for a trend: a date on X, one line for each colour. How did each develop?"
        } else {
            "Line, for a trend: a date on X. How did it develop?"
        });
    }
    let has_number_on_x = facts.raw_on_x + facts.bins_on_x + facts.measures_on_x > 0;
    when(
        has_number_on_x && facts.measures_on_y > 0,
        "Line, for a trend: a number on X. How does it change along X?",
        "A line needs a date or a number on X and a measure on Y.",
    )
}

fn area(facts: &Facts) -> Verdict {
    if facts.has_time_on_x && facts.has_number_on_y() {
        return when(
            facts.fills_areas && facts.raw == 0,
            "Area, for a composition over time: how large is the whole, and each part?",
            "An area stacks amounts that add up: sums or counts.",
        );
    }
    Err("An area needs a date on X and a sum or count on Y.")
}

fn bar(facts: &Facts) -> Verdict {
    if facts.dimensions_on_y > 0 && facts.measures_on_x > 0 {
        return Ok("Bar, for a ranking: one bar for each category. Which is largest?");
    }
    if facts.measures_on_y == 0 || facts.dimensions_on_x + facts.raw_on_x == 0 {
        return Err("A bar needs a category on one axis and a measure on the other.");
    }
    Ok(if facts.has_time_on_x {
        "Bar, for a comparison over time: one bar for each period. How much in each?"
    } else if facts.bins_on_x > 0 {
        "Bar, for a distribution: one bar for each bin. Where do most lie?"
    } else {
        "Bar, for a ranking: one bar for each category. Which is largest?"
    })
}

fn big_number(facts: &Facts) -> Verdict {
    if facts.measures > 0 && facts.dimensions == 0 && facts.raw == 0 {
        return Ok("Big number: one measure and nothing to split it by. How much is it?");
    }
    when(
        facts.has_time_on_x
            && facts.times == 1
            && facts.dimensions == 1
            && facts.measures == 1
            && facts.raw == 0,
        "Big number, for the last period: where does it stand, and how did it get there?",
        "A big number takes one measure, and at most a date on X.",
    )
}

fn symbol_map(facts: &Facts) -> Verdict {
    if facts.has_degrees {
        return when(
            facts.dimensions + facts.raw <= 4 && facts.measures <= 1,
            "Symbol map, for a place: where is it, and where is most of it?",
            "A symbol map takes a longitude on X, a latitude on Y, a colour and a size.",
        );
    }
    when(
        facts.is_by_country && facts.measures > 0 && facts.raw == 0,
        "Symbol map, for a place: how much is there in each country?",
        "A symbol map needs a longitude on X and a latitude on Y, or a column of countries and a measure.",
    )
}

fn radar(facts: &Facts) -> Verdict {
    when(
        facts.times == 0
            && facts.raw == 0
            && facts.measures > 0
            && (facts.dimensions == 1 || (facts.dimensions == 2 && facts.measures == 1)),
        "Radar, for a profile: how do the same few categories differ in shape?",
        "A radar needs a category, and measures on one scale.",
    )
}

/// Marks that show how amounts make up a whole: these must be able to add up.
fn parts(mark: Mark, facts: &Facts) -> Verdict {
    let wanted = match mark {
        Mark::Sunburst => 2..=3,
        Mark::Sankey => 2..=2,
        Mark::Treemap => 1..=3,
        _ => 1..=1,
    };
    let may_be_time = matches!(mark, Mark::Waterfall | Mark::Treemap | Mark::Sunburst);
    let has_shape = wanted.contains(&facts.dimensions)
        && facts.measures == 1
        && facts.raw == 0
        && (may_be_time || facts.times == 0);
    let (reason, missing) = match mark {
        Mark::Donut => (
            "Donut, for a composition: which share of the whole has each of up to four parts?",
            "A donut needs one category of up to four parts and one sum or count.",
        ),
        Mark::Treemap => (
            "Treemap, for a composition: which of many parts make up most of the whole?",
            "A treemap needs one to three categories and one sum or count.",
        ),
        Mark::Sunburst => (
            "Sunburst, for a composition: how does the whole split, level by level?",
            "A sunburst needs two or three categories and one sum or count.",
        ),
        Mark::Waterfall => (
            "Waterfall, for a deviation: how does each position add to the total?",
            "A waterfall needs one category or date and one sum or count.",
        ),
        Mark::Funnel => (
            "Funnel, for a flow: how much is left at each stage?",
            "A funnel needs one category of stages and one sum or count.",
        ),
        _ => (
            "Sankey, for a flow: how much goes from which to which?",
            "A sankey needs two categories, from and to, and one sum or count.",
        ),
    };
    match has_shape {
        true if facts.is_additive => Ok(reason),
        true => Err("Parts of a whole need amounts that add up: a sum or a count."),
        false => Err(missing),
    }
}
