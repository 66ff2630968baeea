//! What is wrong with the pills of a chart: missing fields, and settings that do not suit a field
//! or each other. A pill with a problem keeps its place.

use model::{
    Aggregate, Calculation, ChartSpec, DataType, DatePart, Diagnostic, Field, Pill, Reference,
    ReferenceKind, TimeUnit,
};

use crate::compile::{is_binned, pills};
use crate::place::missing_field;
use crate::words::{pill_title, plain_part};
use crate::{field_of, is_measure};

/// Everything that is wrong, each said once.
pub(crate) fn problems(spec: &ChartSpec, fields: &[Field]) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let sorted_by = spec.sort.as_ref().and_then(|sort| sort.by.as_ref());
    for pill in pills(spec).map(|(_, _, pill)| pill).chain(sorted_by) {
        found.extend(of_settings(pill));
        found.extend(of_calculation(spec, pill, fields));
        if !pill.field.is_empty() {
            found.extend(of_field(pill, fields));
        }
    }
    for part in spec.picks.iter().flat_map(|pick| &pick.of) {
        found.extend(of_settings(&part.pill));
        found.extend(of_field(&part.pill, fields));
    }
    for filter in &spec.filters {
        if !fields.iter().any(|field| field.name == filter.field) {
            found.push(missing_field(&filter.field, fields));
        }
    }
    found.extend(spec.references.iter().filter_map(of_reference));
    found.extend(of_annotations(spec));
    let mut said: Vec<Diagnostic> = Vec::new();
    for one in found {
        if !said.contains(&one) {
            said.push(one);
        }
    }
    said
}

fn of_field(pill: &Pill, fields: &[Field]) -> Option<Diagnostic> {
    let Some(field) = field_of(pill, fields) else {
        return Some(missing_field(&pill.field, fields));
    };
    if needs_number(pill) && !field.data_type.is_numeric() {
        let sentence = format!(
            "{} is not a number, so it has no {}.",
            field.name,
            pill_title(pill)
        );
        return Some(
            Diagnostic::error("CHART_NOT_A_NUMBER", sentence)
                .with_hint("Choose Count or Count distinct, or another field."),
        );
    }
    if needs_truth(pill) && field.data_type != DataType::Boolean {
        let sentence = format!(
            "{} is not true or false, so it has no {}.",
            field.name,
            pill_title(pill)
        );
        return Some(
            Diagnostic::error("CHART_NOT_A_TRUTH", sentence)
                .with_hint("Choose Count or another aggregate, or a field of truths."),
        );
    }
    if (pill.unit.is_some() || pill.part.is_some()) && !field.data_type.is_temporal() {
        let sentence = format!("{} is not a date any more.", field.name);
        return Some(
            Diagnostic::error("CHART_NOT_A_DATE", sentence)
                .with_hint("Remove the time unit from the pill, or choose a date."),
        );
    }
    if let (Some(part), DataType::Date) = (pill.part, &field.data_type)
        && matches!(part, DatePart::Hour | DatePart::Minute | DatePart::Second)
    {
        let sentence = format!(
            "{} holds days, so it has no {}.",
            field.name,
            plain_part(part)
        );
        return Some(
            Diagnostic::error("CHART_NO_TIME_OF_DAY", sentence)
                .with_hint("Choose a part of the date, such as the weekday."),
        );
    }
    None
}

fn needs_truth(pill: &Pill) -> bool {
    use Aggregate::{ShareHigh, ShareLow, ShareTrue};
    matches!(pill.aggregate, Some(ShareTrue | ShareLow | ShareHigh))
}

fn needs_number(pill: &Pill) -> bool {
    let needs_by_aggregate = matches!(
        pill.aggregate,
        Some(
            Aggregate::Sum
                | Aggregate::Average
                | Aggregate::Median
                | Aggregate::Percentile
                | Aggregate::StandardDeviation
                | Aggregate::Variance
                | Aggregate::LowerWhisker
                | Aggregate::UpperWhisker
                | Aggregate::Outliers
                | Aggregate::IntervalLow
                | Aggregate::IntervalHigh
        )
    );
    let keeps_type = matches!(
        pill.aggregate,
        Some(Aggregate::Min | Aggregate::Max | Aggregate::First | Aggregate::Last)
    );
    let computes = pill
        .calculation
        .as_ref()
        .is_some_and(|one| !matches!(one, Calculation::Rank { .. }));
    is_binned(pill) || needs_by_aggregate || (keeps_type && computes)
}

/// Most bins, members and periods that a pill may ask for.
const MOST: u32 = 1_000;

fn of_settings(pill: &Pill) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut say = |code: &str, sentence: String, hint: &str| {
        found.push(Diagnostic::error(code, sentence).with_hint(hint));
    };
    let field = &pill.field;
    if pill.aggregate == Some(Aggregate::Percentile) && percentile_of(pill).is_none() {
        let sentence = format!("The percentile of {field} is not between 0 and 100.");
        say("CHART_PERCENTILE", sentence, "Choose one such as 90.");
    }
    let has_interval =
        pill.aggregate.and_then(Aggregate::interval).is_some() && pill.calculation.is_none();
    if pill.interval && !has_interval {
        let sentence = format!("{} has no 95 % interval.", pill_title(pill));
        let hint = "Averages and shares of true values have one, before anything is calculated of them. Choose one of these, or take the error bars away.";
        say("CHART_NO_INTERVAL", sentence, hint);
    }
    let ways = [
        is_measure(pill),
        pill.unit.is_some(),
        pill.part.is_some(),
        pill.bin_width.is_some(),
        pill.bin_count.is_some(),
        pill.top.is_some(),
    ];
    if ways.into_iter().filter(|is_set| *is_set).count() > 1 {
        let sentence = format!("{field} is put together in two ways at once.");
        let hint = "Keep one of aggregate, time unit, date part, bins and top.";
        say("CHART_TWO_WAYS", sentence, hint);
    }
    if pill
        .bin_count
        .is_some_and(|count| count == 0 || count > MOST)
    {
        let sentence = format!("{field} can be put into 1 to {MOST} bins.");
        say("CHART_BINS", sentence, "Choose another number of bins.");
    }
    if pill
        .top
        .is_some_and(|top| top.count == 0 || top.count > MOST)
    {
        let sentence = format!("The largest 1 to {MOST} of {field} can be kept.");
        say("CHART_TOP", sentence, "Choose another number.");
    }
    found
}

/// The percentile of a pill, 0 to 100; none when it is none or out of bounds.
pub(crate) fn percentile_of(pill: &Pill) -> Option<f64> {
    within_hundred(pill.percentile.as_deref()?)
}

/// Decimal text of 0 to 100 as a number.
pub(crate) fn within_hundred(text: &str) -> Option<f64> {
    let is_plain = text.len() <= 20
        && !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_digit() || byte == b'.');
    let value: f64 = is_plain.then(|| text.parse().ok()).flatten()?;
    (0.0..=100.0).contains(&value).then_some(value)
}

fn of_reference(reference: &Reference) -> Option<Diagnostic> {
    let is_percent = |text: &String| within_hundred(text).is_some();
    let holds = match &reference.line {
        ReferenceKind::Constant { value } => {
            value.len() <= 40 && value.parse::<f64>().is_ok_and(f64::is_finite)
        }
        ReferenceKind::Percentile { percentile } => is_percent(percentile),
        ReferenceKind::Band { from, to } => is_percent(from) && is_percent(to),
        ReferenceKind::Average | ReferenceKind::Median | ReferenceKind::Trend => true,
    };
    (!holds).then(|| {
        let sentence = match &reference.line {
            ReferenceKind::Constant { .. } => "A reference line stands at no number.",
            _ => "The percentile of a reference line is not between 0 and 100.",
        };
        Diagnostic::error("CHART_REFERENCE", sentence)
            .with_hint("Change or remove the line, and write its number in digits.")
    })
}

fn of_annotations(spec: &ChartSpec) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (at, annotation) in spec.annotations.iter().enumerate() {
        if annotation.text.trim().is_empty() {
            let sentence = format!("Annotation {} has no text.", at + 1);
            found.push(
                Diagnostic::warning("CHART_ANNOTATION", sentence)
                    .with_hint("Write one, or remove it."),
            );
        }
        let earlier = spec.annotations.iter().take(at);
        if earlier.into_iter().any(|one| one.id == annotation.id) {
            let sentence = format!("Two annotations have the id {}.", annotation.id);
            found.push(
                Diagnostic::warning("CHART_ANNOTATION", sentence)
                    .with_hint("Give one of them another id: changing one changes both."),
            );
        }
    }
    found
}

fn of_calculation(spec: &ChartSpec, pill: &Pill, fields: &[Field]) -> Option<Diagnostic> {
    let calculation = pill.calculation.as_ref()?;
    let title = pill_title(&Pill {
        calculation: None,
        ..pill.clone()
    });
    let error = |code: &str, sentence: String, hint: &str| {
        Some(Diagnostic::error(code, sentence).with_hint(hint))
    };
    if !is_measure(pill) {
        let sentence = format!("{title} is no measure, so nothing can be calculated from it.");
        let hint = "Choose an aggregate, or remove the calculation.";
        return error("CHART_CALCULATION_NEEDS_MEASURE", sentence, hint);
    }
    let adds_up = matches!(pill.aggregate, Some(Aggregate::Sum | Aggregate::Count));
    match calculation {
        Calculation::Share { .. } | Calculation::Running if !adds_up => error(
            "CHART_DOES_NOT_ADD_UP",
            format!("{title} of several marks does not add up to that of all rows."),
            "Shares and running totals are made of sums and counts.",
        ),
        Calculation::MovingAverage { periods } if !(2..=MOST).contains(periods) => error(
            "CHART_MOVING_AVERAGE",
            format!("A moving average covers 2 to {MOST} periods."),
            "Choose another number of periods.",
        ),
        Calculation::Running if !has_position(spec) => error(
            "CHART_NEEDS_POSITION",
            "A running total needs a dimension on an axis to run along.".to_owned(),
            "Put a date on Columns.",
        ),
        Calculation::Difference { .. }
        | Calculation::Growth { .. }
        | Calculation::MovingAverage { .. }
            if period_of(spec, fields).is_none() =>
        {
            error(
                "CHART_NEEDS_PERIODS",
                format!("{title} is compared with earlier periods, and no axis shows periods."),
                "Put a date with a time unit, such as month, on Columns.",
            )
        }
        _ => None,
    }
}

fn has_position(spec: &ChartSpec) -> bool {
    spec.x.iter().chain(&spec.y).any(|pill| !is_measure(pill))
}

/// The time unit of the axes.
pub(crate) fn period_of(spec: &ChartSpec, fields: &[Field]) -> Option<TimeUnit> {
    spec.x.iter().chain(&spec.y).find_map(|pill| {
        let is_time = field_of(pill, fields).is_some_and(|field| field.data_type.is_temporal());
        pill.unit.filter(|_| is_time && !is_measure(pill))
    })
}
