//! Days and times as other databases write them.

use sqlparser::ast::{BinaryOperator, DataType, Expr, TimezoneInfo};
use sqlparser::tokenizer::Span;

use super::{number, written};
use crate::functions::UNITS;
use crate::tree;

/// Short names of units, as in SQL Server and Oracle.
const SHORT_UNITS: [(&str, &str); 25] = [
    ("yyyy", "year"),
    ("yyy", "year"),
    ("yy", "year"),
    ("y", "year"),
    ("syyyy", "year"),
    ("qq", "quarter"),
    ("q", "quarter"),
    ("mon", "month"),
    ("mm", "month"),
    ("month", "month"),
    ("ww", "week"),
    ("wk", "week"),
    ("iw", "week"),
    ("w", "week"),
    ("dd", "day"),
    ("ddd", "day"),
    ("d", "day"),
    ("hh", "hour"),
    ("hh24", "hour"),
    ("mi", "minute"),
    ("n", "minute"),
    ("ss", "second"),
    ("s", "second"),
    ("ms", "millisecond"),
    ("mcs", "microsecond"),
];

/// The unit that a word means: `month`, `months`, `mm`; none for other words.
pub(in crate::resolve::expr) fn unit_word(word: &str) -> Option<String> {
    let lower = word.to_lowercase();
    if let Some((_, unit)) = SHORT_UNITS.iter().find(|(short, _)| *short == lower) {
        return Some((*unit).to_owned());
    }
    let one = lower.strip_suffix('s').unwrap_or(&lower);
    [one, lower.as_str()]
        .into_iter()
        .find(|word| UNITS.contains(word))
        .map(str::to_owned)
}

pub(super) fn of_dates(name: &str, args: &[Expr], span: Span) -> Option<Expr> {
    let unit_at = |at: usize| args.get(at).and_then(written).and_then(unit_word);
    let call = |name: &str, args: Vec<Expr>| Some(tree::call(name, args, span));
    match (name, args) {
        (
            "date_add" | "dateadd" | "timestampadd" | "timestamp_add" | "datetime_add",
            [_, count, date],
        ) => Some(moved(date, BinaryOperator::Plus, count, &unit_at(0)?, span)),
        ("date_sub" | "timestamp_sub" | "datetime_sub", [date, by]) => {
            Some(tree::nested(tree::binary(
                tree::nested(date.clone()),
                BinaryOperator::Minus,
                tree::nested(by.clone()),
            )))
        }
        ("add_months", [date, count]) => {
            Some(moved(date, BinaryOperator::Plus, count, "month", span))
        }
        ("date_diff" | "datediff", [later, earlier]) => call(
            "date_diff",
            vec![tree::text("day", span), earlier.clone(), later.clone()],
        ),
        ("date_diff" | "datediff" | "datetime_diff", [later, earlier, _])
            if unit_at(0).is_none() || unit_at(2).is_some() =>
        {
            let unit = tree::text(&unit_at(2)?, span);
            call("date_diff", vec![unit, earlier.clone(), later.clone()])
        }
        ("date_diff" | "datediff" | "date_sub" | "datesub", [unit, start, end])
            if written(unit).is_some_and(|unit| !is_plain_unit(unit)) =>
        {
            let name = if name.contains("sub") {
                "date_sub"
            } else {
                "date_diff"
            };
            let unit = tree::text(&unit_at(0)?, span);
            call(name, vec![unit, start.clone(), end.clone()])
        }
        ("timestampdiff" | "timestamp_diff", [first, second, third]) => {
            let (unit, end) = match unit_at(2) {
                Some(unit) => (unit, first),
                None => (unit_at(0)?, third),
            };
            let unit = tree::text(&unit, span);
            call("date_sub", vec![unit, second.clone(), end.clone()])
        }
        ("trunc", [date, form]) => {
            let unit = unit_word(written(form)?)?;
            call("date_trunc", vec![tree::text(&unit, span), date.clone()])
        }
        ("date_trunc", [unit, moment, zone]) => {
            let clock = tree::call("timezone", vec![zone.clone(), moment.clone()], span);
            let first = tree::call("date_trunc", vec![unit.clone(), clock], span);
            call("timezone", vec![zone.clone(), first])
        }
        ("time_bucket" | "date_bin", [width, rest @ ..]) => {
            let mut args = vec![tree::interval(written(width)?, span)];
            args.extend_from_slice(rest);
            call("time_bucket", args)
        }
        ("age", [date]) => {
            let today = tree::call("current_date", Vec::new(), span);
            call("age", vec![today, date.clone()])
        }
        ("unix_timestamp", []) => {
            let now = tree::call("now", Vec::new(), span);
            call("to_unixtime", vec![now])
        }
        ("unix_timestamp", [moment]) => call("to_unixtime", vec![moment.clone()]),
        ("make_timestamp", [micros]) => call("to_timestamp_micros", vec![micros.clone()]),
        // Digits behind the second: there are always six.
        (
            "now" | "current_timestamp" | "localtimestamp" | "sysdate" | "getdate",
            [Expr::Value(_)],
        ) => call("now", Vec::new()),
        ("current_time" | "curtime" | "localtime", _) if args.len() < 2 => {
            let now = tree::call("now", Vec::new(), span);
            let none = TimezoneInfo::None;
            Some(tree::cast(now, DataType::Time(None, none)))
        }
        ("date", [moment]) => Some(tree::cast(moment.clone(), DataType::Date)),
        ("time", [moment]) => Some(tree::cast(
            moment.clone(),
            DataType::Time(None, TimezoneInfo::None),
        )),
        ("timestamp" | "datetime", [moment]) => Some(tree::cast(
            moment.clone(),
            DataType::Timestamp(Some(6), TimezoneInfo::None),
        )),
        ("julian", [moment]) => Some(julian(moment, span)),
        _ => of_forms(name, args, span),
    }
}

/// Days and times as texts, and texts as days and times.
fn of_forms(name: &str, args: &[Expr], span: Span) -> Option<Expr> {
    let call = |name: &str, args: Vec<Expr>| Some(tree::call(name, args, span));
    match (name, args) {
        ("strftime" | "format_date" | "format_timestamp" | "format_datetime", [form, date])
            if written(form).is_some_and(|form| form.contains('%')) && !has_form(date) =>
        {
            call("strftime", vec![date.clone(), form.clone()])
        }
        ("parse_date", [form, text]) => {
            let read = tree::call("strptime", vec![text.clone(), form.clone()], span);
            Some(tree::cast(read, DataType::Date))
        }
        ("parse_timestamp" | "parse_datetime", [form, text]) => {
            call("strptime", vec![text.clone(), form.clone()])
        }
        ("str_to_date", [text, form]) => {
            let form = written(form)?;
            let read = tree::text(&percent_form(form), span);
            let read = tree::call("strptime", vec![text.clone(), read], span);
            let has_clock = ["%H", "%h", "%i", "%s", "%S", "%T", "%k", "%l", "%r", "%f"]
                .iter()
                .any(|place| form.contains(place));
            Some(if has_clock {
                read
            } else {
                tree::cast(read, DataType::Date)
            })
        }
        ("strptime" | "try_strptime", [text, Expr::Array(forms)]) => {
            let last = forms.elem.len().checked_sub(1)?;
            let each = forms.elem.iter().enumerate().map(|(at, form)| {
                let name = if at == last { name } else { "try_strptime" };
                tree::call(name, vec![text.clone(), form.clone()], span)
            });
            call("coalesce", each.collect())
        }
        _ => None,
    }
}

fn has_form(expr: &Expr) -> bool {
    written(expr).is_some_and(|text| text.contains('%'))
}

/// Whether the engine knows a unit as it is written.
fn is_plain_unit(unit: &str) -> bool {
    let lower = unit.to_lowercase();
    let one = lower.strip_suffix('s').unwrap_or(&lower);
    let is_long = ["decade", "century", "centurie", "millennium", "millennia"].contains(&one);
    is_long || UNITS.contains(&one) || UNITS.contains(&lower.as_str())
}

/// A day or instant moved by so many units.
fn moved(date: &Expr, op: BinaryOperator, count: &Expr, unit: &str, span: Span) -> Expr {
    let one = match unit {
        "quarter" => "3 month".to_owned(),
        "week" | "isoweek" => "7 day".to_owned(),
        unit => format!("1 {unit}"),
    };
    let times = tree::binary(
        tree::nested(count.clone()),
        BinaryOperator::Multiply,
        tree::interval(&one, span),
    );
    tree::nested(tree::binary(
        tree::nested(date.clone()),
        op,
        tree::nested(times),
    ))
}

/// The days since the beginning of the Julian calendar, where a day begins at midnight.
fn julian(moment: &Expr, span: Span) -> Expr {
    let seconds = tree::call(
        "date_part",
        vec![tree::text("epoch", span), moment.clone()],
        span,
    );
    let seconds = tree::cast(seconds, DataType::DoublePrecision);
    let days = tree::binary(seconds, BinaryOperator::Divide, number("86400"));
    tree::nested(tree::binary(
        tree::nested(days),
        BinaryOperator::Plus,
        number("2440588"),
    ))
}

/// A form of MySQL with the letters of `strftime`.
fn percent_form(form: &str) -> String {
    let mut text = String::with_capacity(form.len());
    let mut signs = form.chars();
    while let Some(sign) = signs.next() {
        text.push(sign);
        if sign != '%' {
            continue;
        }
        match signs.next() {
            Some('i') => text.push('M'),
            Some('s' | 'S') => text.push('S'),
            Some('M') => text.push('B'),
            Some('c') => text.push('m'),
            Some('e') => text.push('d'),
            Some('k') => text.push('H'),
            Some('h' | 'l') => text.push('I'),
            Some('W') => text.push('A'),
            Some('T') => text.push_str("H:%M:%S"),
            Some('r') => text.push_str("I:%M:%S %p"),
            Some(other) => text.push(other),
            None => {}
        }
    }
    text
}
