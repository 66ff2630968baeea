//! Forms that are filled with values: `format('{} of {}', …)` and `printf('%5.2f', …)`.

use polars::prelude::*;

use super::{Call, Collect, rows};
use crate::error::raise;
use crate::fault::Fault;

/// Lowers the functions of this module; none for others.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    let fill: Fill = match call.name {
        "format" => braces,
        "printf" => percents,
        "bar" => return Ok(Some(bars(call)?)),
        _ => return Ok(None),
    };
    let mut args = Vec::with_capacity(call.args.len());
    for at in 0..call.args.len() {
        args.push(call.text_arg(at)?);
    }
    Ok(Some(rows(args, DataType::String, move |columns| {
        let columns: Vec<&StringChunked> = columns
            .iter()
            .map(Series::str)
            .collect::<PolarsResult<_>>()?;
        let mut texts = Vec::with_capacity(columns[0].len());
        for row in 0..columns[0].len() {
            let Some(form) = columns[0].get(row) else {
                texts.push(None);
                continue;
            };
            let values: Vec<Option<&str>> =
                columns[1..].iter().map(|column| column.get(row)).collect();
            texts.push(fill(form, &values)?);
        }
        Series::collected(texts, &DataType::String)
    })))
}

fn bars(call: &Call<'_>) -> Result<Expr, Fault> {
    let width = if call.args.len() > 3 {
        call.float_arg(3)?
    } else {
        lit(80.0)
    };
    let args = vec![
        call.float_arg(0)?,
        call.float_arg(1)?,
        call.float_arg(2)?,
        width,
    ];
    Ok(rows(args, DataType::String, |columns| {
        let columns: Vec<&Float64Chunked> = columns
            .iter()
            .map(Series::f64)
            .collect::<PolarsResult<_>>()?;
        let mut texts: Vec<Option<String>> = Vec::with_capacity(columns[0].len());
        for row in 0..columns[0].len() {
            let known: Option<Vec<f64>> = columns.iter().map(|column| column.get(row)).collect();
            texts.push(match known.as_deref() {
                Some([number, low, high, width]) => Some(bar(*number, (*low, *high), *width)?),
                _ => None,
            });
        }
        Series::collected(texts, &DataType::String)
    }))
}

/// A bar as long as a number is between two others, in eighths of a block.
fn bar(number: f64, (low, high): (f64, f64), width: f64) -> PolarsResult<String> {
    const PARTS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if !(1.0..=1000.0).contains(&width) || low.is_nan() || high <= low {
        return Err(raise(
            "SQL_VALUE",
            "bar() takes a smallest and a larger number, and a width from 1 to 1000.",
        ));
    }
    let share = ((number - low) / (high - low)).clamp(0.0, 1.0);
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "at most 8000 eighths, not below zero"
    )]
    let (eighths, width) = ((share * width * 8.0) as usize, width as usize);
    let mut text = "█".repeat(eighths / 8);
    text.push_str(PARTS[eighths % 8]);
    let shown = text.chars().count();
    text.push_str(&" ".repeat(width.saturating_sub(shown)));
    Ok(text)
}

/// Fills a form; missing when a value that it asks for is.
type Fill = fn(&str, &[Option<&str>]) -> PolarsResult<Option<String>>;

fn odd(form: &str, what: &str) -> PolarsError {
    let shown: String = form.chars().take(60).collect();
    raise("SQL_VALUE", &format!("The form `{shown}` {what}."))
}

fn braces(form: &str, values: &[Option<&str>]) -> PolarsResult<Option<String>> {
    let mut text = String::new();
    let mut next = 0;
    let mut rest = form;
    while let Some(at) = rest.find(['{', '}']) {
        text.push_str(&rest[..at]);
        rest = &rest[at..];
        if let Some(tail) = rest.strip_prefix("{{") {
            text.push('{');
            rest = tail;
            continue;
        }
        if let Some(tail) = rest.strip_prefix("}}") {
            text.push('}');
            rest = tail;
            continue;
        }
        let inner = rest
            .strip_prefix('{')
            .and_then(|inner| inner.split_once('}'))
            .ok_or_else(|| {
                odd(
                    form,
                    "has a brace without its other half; write {{ for a brace",
                )
            })?;
        let place = if inner.0.is_empty() {
            next += 1;
            next - 1
        } else {
            inner.0.parse::<usize>().map_err(|_| {
                odd(
                    form,
                    "says more in braces than a place; use printf() for widths and digits",
                )
            })?
        };
        match values.get(place) {
            None => return Err(odd(form, "asks for more values than there are")),
            Some(None) => return Ok(None),
            Some(Some(value)) => text.push_str(value),
        }
        rest = inner.1;
    }
    text.push_str(rest);
    Ok(Some(text))
}

/// What stands between `%` and the letter.
#[derive(Debug, Default)]
struct Shape {
    to_left: bool,
    with_sign: bool,
    with_zeros: bool,
    width: usize,
    digits: Option<usize>,
}

fn percents(form: &str, values: &[Option<&str>]) -> PolarsResult<Option<String>> {
    let mut text = String::new();
    let mut values = values.iter();
    let mut characters = form.chars().peekable();
    while let Some(character) = characters.next() {
        if character != '%' {
            text.push(character);
            continue;
        }
        let mut shape = Shape::default();
        while let Some(flag) = characters.next_if(|flag| "-+0".contains(*flag)) {
            shape.to_left |= flag == '-';
            shape.with_sign |= flag == '+';
            shape.with_zeros |= flag == '0';
        }
        shape.width = number(&mut characters).unwrap_or(0).min(1000);
        if characters.next_if_eq(&'.').is_some() {
            shape.digits = Some(number(&mut characters).unwrap_or(0).min(100));
        }
        while characters.next_if_eq(&'l').is_some() {}
        let letter = characters.next().ok_or_else(|| {
            odd(
                form,
                "ends in the middle of a place; write %% for a percent sign",
            )
        })?;
        if letter == '%' {
            text.push('%');
            continue;
        }
        match values.next() {
            None => return Err(odd(form, "asks for more values than there are")),
            Some(None) => return Ok(None),
            Some(Some(value)) => text.push_str(&shown(form, letter, &shape, value)?),
        }
    }
    Ok(Some(text))
}

fn number(characters: &mut std::iter::Peekable<std::str::Chars<'_>>) -> Option<usize> {
    let mut digits = String::new();
    while let Some(digit) = characters.next_if(char::is_ascii_digit) {
        digits.push(digit);
    }
    digits.parse().ok()
}

fn shown(form: &str, letter: char, shape: &Shape, value: &str) -> PolarsResult<String> {
    let no_number = || {
        odd(
            form,
            &format!(
                "asks for a number and was given `{}`",
                value.chars().take(40).collect::<String>()
            ),
        )
    };
    let whole = || {
        let cut = value.split_once('.').map_or(value, |(whole, _)| whole);
        cut.parse::<i128>().map_err(|_| no_number())
    };
    let double = || value.parse::<f64>().map_err(|_| no_number());
    let body = match letter {
        's' => match shape.digits {
            Some(most) => value.chars().take(most).collect(),
            None => value.to_owned(),
        },
        'd' | 'i' | 'u' => whole()?.to_string(),
        'x' => format!("{:x}", whole()?),
        'X' => format!("{:X}", whole()?),
        'o' => format!("{:o}", whole()?),
        'c' => value.chars().take(1).collect(),
        'f' | 'F' => format!("{:.*}", shape.digits.unwrap_or(6), double()?),
        'e' | 'E' => exponent(double()?, shape.digits.unwrap_or(6), letter),
        'g' | 'G' => double()?.to_string(),
        other => {
            return Err(odd(
                form,
                &format!("has a place of the unknown kind `%{other}`"),
            ));
        }
    };
    let is_number = !"sc".contains(letter);
    let body = if shape.with_sign && is_number && !body.starts_with('-') {
        format!("+{body}")
    } else {
        body
    };
    let missing = shape.width.saturating_sub(body.chars().count());
    if shape.to_left {
        return Ok(body + &" ".repeat(missing));
    }
    if shape.with_zeros && is_number {
        let (sign, digits) = body.split_at(usize::from(body.starts_with(['-', '+'])));
        return Ok(format!("{sign}{}{digits}", "0".repeat(missing)));
    }
    Ok(" ".repeat(missing) + &body)
}

/// `1.5e+03`: at least two digits of exponent, as everybody else writes.
fn exponent(value: f64, digits: usize, letter: char) -> String {
    let text = format!("{value:.digits$e}");
    let Some((mantissa, power)) = text.split_once('e') else {
        return text;
    };
    let (sign, power) = power
        .strip_prefix('-')
        .map_or(('+', power), |power| ('-', power));
    format!("{mantissa}{letter}{sign}{power:0>2}")
}
