//! Types of delimited text: days, numbers, codes, and values that come late.

use model::{DataType, DateOrder, DecimalMark, ImportOptions};

use crate::support::{Folder, check, check_with};

#[test]
fn f10_impossible_days_are_listed_and_ambiguous_ones_asked() {
    check(
        "d.csv",
        "d,t\n2024-02-28,2024-01-01 23:00\n2024-02-30,2024-01-01 24:00\n0000-01-01,2024-01-02 01:00\n",
        "d date | t datetime(mi)
        2024-02-28 | 2024-01-01T23:00:00
        · | ·
        · | 2024-01-02T01:00:00
        ! 3 d: `2024-02-30` is not a day of the calendar
        ! 3 t: `2024-01-01 24:00` is not a moment of the calendar and the clock
        ! 4 d: `0000-01-01` is not a day of the calendar",
    );
    check(
        "a.csv",
        "d,n\n03/04/05,1\n",
        "d date | n int64
        2005-03-04 | 1
        * Dates may be day first or month first; they are read as month first. Choose the date order if that is wrong.
        * Years are written with two digits; 70 to 99 are read as 1970 to 1999, others as 2000 to 2069.",
    );
    let options = ImportOptions {
        date_order: Some(DateOrder::DayMonthYear),
        ..ImportOptions::default()
    };
    check_with(
        "a.csv",
        "d,n\n03/04/2005,1\n",
        options,
        "d date | n int64\n2005-04-03 | 1",
    );
    check(
        "s.csv",
        "d,n\n03/04/2005,1\n25/04/2005,2\n",
        "d date | n int64\n2005-04-03 | 1\n2005-04-25 | 2",
    );
    check(
        "z.csv",
        "t,n\n2024-01-05T10:00:00+02:00,1\n2024-01-05T10:00:00-05:30,2\n",
        "t datetime(mi, UTC) | n int64\n2024-01-05T08:00:00Z | 1\n2024-01-05T15:30:00Z | 2",
    );
}

#[test]
fn f11_a_late_text_widens_the_column_or_is_listed() {
    let numbers = |last: &str, count: usize| {
        let mut text = String::from("n,x\n");
        (0..300_000)
            .for_each(|at| text.push_str(&format!("{at},some words to fill the line up\n")));
        (0..count).for_each(|_| text.push_str(&format!("{last},y\n")));
        text
    };
    let folder = Folder::new();
    for (last, count, expected, rejected) in [
        ("seven", 3, DataType::Int64, 3),
        ("seven", 20_000, DataType::Text, 0),
        ("0.5", 1, DataType::Float64, 0),
        ("007", 1, DataType::Text, 0),
        ("12345678901234567890", 1, DataType::Text, 0),
        ("NA", 2, DataType::Int64, 0),
    ] {
        let path = folder.write("late.csv", numbers(last, count));
        let opened = folder.open(&path, ImportOptions::default()).unwrap();
        let table = &opened.tables[0];
        assert_eq!(
            (&table.fields()[0].data_type, table.info.rejected),
            (&expected, rejected),
            "{last} x {count}"
        );
        assert_eq!(table.info.rows, Some(300_000 + count as u64));
        if rejected > 0 {
            let (rows, _) = table.rejected(1, 1).unwrap();
            assert_eq!((rows[0].line, rows[0].text.as_str()), (300_003, "seven"));
        }
        let frame = table.scan().unwrap().collect().unwrap();
        let nulls = frame.columns()[0].null_count() as u64;
        assert_eq!(
            nulls,
            if last == "NA" { 2 } else { rejected },
            "never silently null"
        );
    }
}

#[test]
fn leading_zeros_long_digits_and_phone_numbers_stay_text() {
    check(
        "c.csv",
        "zip,id,phone,v\n00123,123456789012345678901,+491712345678,1\n99999,1,+491712345679,2\n",
        "zip text | id text | phone text | v int64
        \"00123\" | \"123456789012345678901\" | \"+491712345678\" | 1
        \"99999\" | \"1\" | \"+491712345679\" | 2",
    );
}

#[test]
fn decimal_comma_and_thousands_follow_the_file() {
    check(
        "e.csv",
        "a;b\n1.234,5;-0,5\n2;3,25\n",
        "a float64 | b float64\n1234.5 | -0.5\n2 | 3.25",
    );
    check(
        "u.csv",
        "a,b\n\"1,234.5\",x\n\"1,000\",y\n",
        "a float64 | b text\n1234.5 | \"x\"\n1000 | \"y\"",
    );
    check(
        "q.csv",
        "a;b\n1,234;x\n",
        "a int64 | b text
        1234 | \"x\"
        * “1,234” may be a thousand or a fraction; it is read as a thousand. Choose the decimal mark if that is wrong.",
    );
    let options = ImportOptions {
        decimal_mark: Some(DecimalMark::Comma),
        ..ImportOptions::default()
    };
    check_with(
        "q.csv",
        "a;b\n1,234;x\n",
        options,
        "a float64 | b text\n1.234 | \"x\"",
    );
}
