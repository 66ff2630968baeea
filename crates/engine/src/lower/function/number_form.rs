//! Numbers as texts by a form, as `to_char(1234.5, 'FM9,999.00')` writes them in PostgreSQL.

use polars::prelude::*;

use super::{Call, Collect, rows};
use crate::error::raise;
use crate::fault::Fault;
use crate::lower::number;

/// Lowers `to_char` of a number; none for anything else.
pub(super) fn lower(call: &Call<'_>) -> Result<Option<Expr>, Fault> {
    if call.name == "to_char" && call.types.first() == Some(&DataType::Null) {
        return Ok(Some(crate::lower::literal::missing(DataType::String)));
    }
    let is_number = call
        .types
        .first()
        .is_some_and(|of| of.is_integer() || of.is_float() || of.is_decimal());
    if call.name != "to_char" || !is_number {
        return Ok(None);
    }
    if let Some(form) = call.literal_text(1) {
        Form::read(form).map_err(|sign| unknown(&sign))?;
    }
    let args = vec![call.text_arg(0)?, call.text_arg(1)?];
    Ok(Some(rows(args, DataType::String, |columns| {
        let (numbers, forms) = (columns[0].str()?, columns[1].str()?);
        let mut known = (String::new(), Form::default());
        let mut texts = Vec::with_capacity(numbers.len());
        for (number, form) in numbers.iter().zip(forms.iter()) {
            let (Some(number), Some(form)) = (number, form) else {
                texts.push(None);
                continue;
            };
            if known.0 != form {
                known = (
                    form.to_owned(),
                    Form::read(form).map_err(|sign| unknown(&sign))?,
                );
            }
            texts.push(Some(known.1.write(number)));
        }
        Series::collected(texts, &DataType::String)
    })))
}

fn unknown(sign: &str) -> PolarsError {
    raise(
        "SQL_VALUE",
        &format!(
            "The form has the sign `{sign}`, which is not known for numbers. Signs are 9 0 . , D G S MI PR FM $ % and blanks."
        ),
    )
}

/// What a form asks for.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
struct Form {
    /// Places before the point, with what stands between them.
    whole: Vec<Place>,
    /// How many digits stand behind the point, and how many of them always.
    behind: (usize, usize),
    has_point: bool,
    /// Without blanks in front and zeros behind that nothing asks for.
    is_filled: bool,
    sign: Sign,
    before: String,
    after: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Place {
    /// A digit; a blank where there is none.
    Nine,
    /// A digit; a zero where there is none.
    Zero,
    Comma,
}

#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// In front of the digits, only when negative.
    #[default]
    Near,
    /// `S` in front: plus or minus.
    Front,
    /// `S` behind.
    Back,
    /// `MI` behind: minus or a blank.
    Minus,
    /// `PR`: angles around.
    Angles,
}

impl Form {
    fn read(form: &str) -> Result<Self, String> {
        let mut read = Self::default();
        let mut rest = form;
        while let Some(sign) = rest.chars().next() {
            let upper: String = rest.chars().take(2).collect::<String>().to_uppercase();
            let mut length = sign.len_utf8();
            match (sign, upper.as_str()) {
                (_, "FM") => {
                    read.is_filled = true;
                    length = 2;
                }
                (_, "MI") => {
                    read.sign = Sign::Minus;
                    length = 2;
                }
                (_, "PR") => {
                    read.sign = Sign::Angles;
                    length = 2;
                }
                ('9' | '0', _) if read.has_point => {
                    read.behind.0 += 1;
                    if sign == '0' {
                        read.behind.1 = read.behind.0;
                    }
                }
                ('9', _) => read.whole.push(Place::Nine),
                ('0', _) => read.whole.push(Place::Zero),
                (',' | 'G' | 'g', _) if !read.has_point => read.whole.push(Place::Comma),
                ('.' | 'D' | 'd', _) if !read.has_point => read.has_point = true,
                ('S' | 's', _) => {
                    read.sign = if read.whole.is_empty() {
                        Sign::Front
                    } else {
                        Sign::Back
                    };
                }
                ('$' | '%' | ' ' | '€' | '£', _) => {
                    if read.whole.is_empty() && !read.has_point {
                        read.before.push(sign);
                    } else {
                        read.after.push(sign);
                    }
                }
                _ => return Err(sign.to_string()),
            }
            rest = &rest[length..];
        }
        Ok(read)
    }

    /// A number, given by its digits, as text.
    fn write(&self, digits: &str) -> String {
        let places = self.whole.iter().filter(|place| **place != Place::Comma);
        let places = places.count();
        let Some((is_negative, whole, behind)) = self.rounded(digits) else {
            return digits.to_owned();
        };
        let fits = whole.trim_start_matches('0').len() <= places;
        let mut text = String::new();
        if fits {
            self.write_whole(&mut text, &whole, places);
        } else {
            let hashes = self.whole.iter().map(|place| match place {
                Place::Comma => ',',
                _ => '#',
            });
            text.extend(hashes);
        }
        if self.has_point {
            let mut behind = if fits {
                behind
            } else {
                "#".repeat(self.behind.0)
            };
            if self.is_filled && fits {
                while behind.len() > self.behind.1 && behind.ends_with('0') {
                    behind.pop();
                }
            }
            text.push('.');
            text.push_str(&behind);
        }
        self.signed(is_negative, &text)
    }

    fn write_whole(&self, text: &mut String, whole: &str, places: usize) {
        let shown = whole.trim_start_matches('0');
        let missing = places - shown.len();
        let first_zero = self
            .whole
            .iter()
            .filter(|place| **place != Place::Comma)
            .position(|place| *place == Place::Zero)
            .unwrap_or(places);
        // A number below one shows a zero only where the form, or nothing behind it, asks for it.
        let first = missing.min(first_zero);
        let first = if first == places && self.behind.0 == 0 && places > 0 {
            places - 1
        } else {
            first
        };
        let mut at = 0;
        for place in &self.whole {
            match place {
                Place::Comma if at > first => text.push(','),
                Place::Comma => text.push(' '),
                _ => {
                    let digit = at
                        .checked_sub(missing)
                        .and_then(|at| shown.chars().nth(at))
                        .unwrap_or('0');
                    text.push(if at < first { ' ' } else { digit });
                    at += 1;
                }
            }
        }
    }

    fn signed(&self, is_negative: bool, text: &str) -> String {
        let blanks = text.len() - text.trim_start_matches(' ').len();
        let digits = text.trim_start_matches(' ');
        let (front, back) = match (self.sign, is_negative) {
            (Sign::Near | Sign::Front, true) => ("-", ""),
            (Sign::Front, false) => ("+", ""),
            (Sign::Back | Sign::Minus, true) => ("", "-"),
            (Sign::Back, false) => ("", "+"),
            (Sign::Angles, true) => ("<", ">"),
            (Sign::Near, false) => (" ", ""),
            (Sign::Minus, false) => ("", " "),
            (Sign::Angles, false) => (" ", " "),
        };
        let whole = format!(
            "{}{front}{}{digits}{back}{}",
            " ".repeat(blanks),
            self.before,
            self.after
        );
        if self.is_filled {
            whole.trim().to_owned()
        } else {
            whole
        }
    }

    /// Whether the number is below zero, and its digits before and behind the point as the form
    /// rounds them; none for what is no number.
    fn rounded(&self, digits: &str) -> Option<(bool, String, String)> {
        let value = number::parse_decimal(digits, self.behind.0).or_else(|| {
            let double: f64 = digits.parse().ok()?;
            let shown = format!("{double:.*}", self.behind.0);
            number::parse_decimal(&shown, self.behind.0)
        })?;
        let text = format!(
            "{:0>width$}",
            value.unsigned_abs(),
            width = self.behind.0 + 1
        );
        let (whole, behind) = text.split_at(text.len() - self.behind.0);
        Some((value < 0, whole.to_owned(), behind.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Form;

    #[test]
    fn numbers_are_written_as_postgresql_does() {
        for (number, form, wanted) in [
            ("1234.5", "FM9,999.00", "1,234.50"),
            ("1234.5", "9,999.99", " 1,234.50"),
            ("-1234.5", "9999.9", "-1234.5"),
            ("12", "0000", " 0012"),
            ("12", "FM0000", "0012"),
            ("0.5", "FM990.0", "0.5"),
            ("0.5", "9.99", "  .50"),
            ("12345", "999", " ###"),
            ("-5", "9MI", "5-"),
            ("-5", "FM9PR", "<5>"),
            ("5", "S9", "+5"),
            ("0", "9", " 0"),
            ("0", "FM999", "0"),
            ("1234567.891", "FM999,999,999,990.00", "1,234,567.89"),
            ("0.1", "FM999,990.00", "0.10"),
            ("12.5", "FM$999.00", "$12.50"),
        ] {
            assert_eq!(
                Form::read(form).unwrap().write(number),
                wanted,
                "{number} {form}"
            );
        }
        assert_eq!(Form::read("9x"), Err("x".to_owned()));
    }
}
