//! Functions under the names, and with the orders of arguments, of other databases.

use super::super::entry::{Entry, entry};

pub(super) static ENTRIES: &[Entry] = &[
    entry("add_months(date, count)", "The day or instant moved by months.", "add_months(date '2024-01-31', 1) → 2024-02-29").form(),
    entry("timestamp_sub(date, interval)", "The day or instant moved back by an interval, as `-` does.", "timestamp_sub(date '2024-03-31', interval '1 month') → 2024-02-29")
        .form()
        .also(&["datetime_sub"]),
    entry("timestampdiff(unit, start, end)", "How many whole units lie between; also `(end, start, unit)`.", "timestampdiff(month, date '2024-01-31', date '2024-02-28') → 0")
        .form()
        .also(&["timestamp_diff"]),
    entry("datetime_diff(end, start, unit)", "How many borders of a unit lie between.", "datetime_diff(date '2024-02-01', date '2024-01-31', month) → 1").form(),
    entry("unix_timestamp([instant])", "Whole seconds since 1970; of now without an instant.", "unix_timestamp(timestamp '1970-01-02 00:00:00') → 86400").form(),
    entry("current_time()", "The time of day, in UTC; the parentheses may be left out.", "current_time() >= time '00:00:00' → true").form().also(&["curtime"]),
    entry("date(value)", "The day of an instant or of a text.", "date(timestamp '2024-05-19 10:20:30') → 2024-05-19").form(),
    entry("datetime(value)", "The instant of a day or of a text.", "datetime('2024-05-19 10:20:30') → 2024-05-19 10:20:30").form().also(&["timestamp"]),
    entry("julian(instant)", "Days since the beginning of the Julian calendar; days begin at midnight.", "julian(timestamp '2024-01-01 12:00:00') → 2460311.5").form(),
    entry("parse_date(form, text)", "The day that a text stands for, by a form as of `strptime`.", "parse_date('%d.%m.%Y', '19.05.2024') → 2024-05-19").form(),
    entry("parse_timestamp(form, text)", "The instant that a text stands for.", "parse_timestamp('%d.%m.%Y %H', '19.05.2024 10') → 2024-05-19 10:00:00")
        .form()
        .also(&["parse_datetime"]),
    entry("str_to_date(text, form)", "The day, or with hours the instant, of a text by a form of MySQL.", "str_to_date('19.05.2024 10:30', '%d.%m.%Y %H:%i') → 2024-05-19 10:30:00").form(),
    entry("charindex(part, text [, start])", "The place of a part, counted from 1, from a place on; 0 when it is not there.", "charindex('s', 'Assay', 3) → 3")
        .form()
        .also(&["locate"]),
    entry("space(count)", "So many blanks.", "length(space(3)) → 3").form(),
    entry("unhex(text)", "The bytes of hexadecimal digits.", "to_base64(unhex('4142')) → QUI=").form().also(&["from_hex"]),
    entry("quote_literal(text)", "The text in quotes, as SQL writes it.", "quote_literal('it''s') → 'it''s'").form(),
    entry("format_number(number, digits)", "The number with commas between thousands.", "format_number(1234567.891, 2) → 1,234,567.89").form(),
    entry("to_number(text [, form])", "The number in a text, without commas and signs of money; with the digits behind the point that a form has.", "to_number('$1,234.5', '9,999.99') = 1234.50 → true").form(),
    entry("zeroifnull(number)", "The number, or 0 when it is null.", "zeroifnull(null) → 0").form(),
    entry("nullifzero(number)", "The number; null when it is 0.", "nullifzero(0) → NULL").form(),
    entry("isnotnull(value)", "Whether the value is not null.", "isnotnull(1) → true").form(),
    entry("safe_divide(number, divisor)", "The quotient, as `/` gives it: null where the divisor is 0.", "safe_divide(7, 2) → 3.5")
        .form()
        .also(&["try_divide"]),
    entry("square(number)", "The number times itself.", "square(3) → 9").form(),
    entry("decode(value, from, to, … [, otherwise])", "The value behind the first that is the same, null too; `decode(text, 'hex')` gives bytes.", "decode(2, 1, 'a', 2, 'b', 'c') → b").form(),
    entry("sort_array(list [, rising])", "The items in order; with `false` falling.", "sort_array([3, 1, 2], false) → [3, 2, 1]").form(),
    entry("version()", "The name and version of this program.", "version() like 'Assay %' → true").form(),
];
