//! What lies in memory behind a missing value. A condition only marks values as missing; before
//! rows leave this process for a file that others may get, what was marked is taken out.

use polars::prelude::*;

/// The column with the same values and nothing behind those that are missing: zero, no text, no
/// list. Fails only where the memory for it is refused.
///
/// # Errors
/// Those of the engine when it gathers values.
pub fn blank_missing(column: &Column) -> PolarsResult<Column> {
    let blank = blank_series(column.as_materialized_series())?;
    Ok(blank.with_name(column.name().clone()).into_column())
}

fn blank_series(series: &Series) -> PolarsResult<Series> {
    let series = if series.null_count() == 0 {
        series.clone()
    } else {
        series.take(&present(series))?
    };
    match series.dtype() {
        DataType::List(_) => Ok(series
            .list()?
            .apply_to_inner(&|inner| blank_series(&inner))?
            .into_series()),
        DataType::Struct(_) => Ok(series
            .struct_()?
            .try_apply_fields(blank_series)?
            .into_series()),
        _ => Ok(series),
    }
}

/// The place of every value that is there; none for the others.
fn present(series: &Series) -> IdxCa {
    let there = series.is_not_null();
    (0..)
        .zip(there.iter())
        .map(|(place, there): (IdxSize, _)| (there == Some(true)).then_some(place))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(values: &Column) -> Column {
        let frame = DataFrame::new(values.len(), vec![values.clone()]).unwrap();
        let odd = (col("v").is_not_null()).and(lit(false));
        let made = frame
            .lazy()
            .select([when(odd).then(col("v")).otherwise(lit(NULL))]);
        made.collect().unwrap().columns()[0].clone()
    }

    /// The bytes of a file in the form that exports have.
    fn file(column: &Column) -> Vec<u8> {
        let mut frame = DataFrame::new(column.len(), vec![column.clone()]).unwrap();
        let mut bytes = Vec::new();
        IpcWriter::new(&mut bytes)
            .with_compat_level(CompatLevel::oldest())
            .finish(&mut frame)
            .unwrap();
        bytes
    }

    fn holds(bytes: &[u8], secret: &[u8]) -> bool {
        bytes.windows(secret.len()).any(|window| window == secret)
    }

    #[test]
    fn x08_nothing_is_left_behind_values_that_are_missing() {
        let number = 7_318_236_501_234_567_i64;
        let long = "a text that must not be found in the file";
        let numbers = Column::new("v".into(), [number, number + 1]);
        let texts = Column::new("v".into(), [long, "short"]);
        let lists = Column::new(
            "v".into(),
            [
                Series::new("".into(), [number]),
                Series::new("".into(), [1_i64]),
            ],
        );
        for (column, secret) in [
            (numbers, &number.to_le_bytes()[..]),
            (texts, long.as_bytes()),
            (lists, &number.to_le_bytes()),
        ] {
            assert!(
                holds(&file(&column), secret),
                "the test itself finds nothing"
            );
            let masked = masked(&column);
            assert_eq!(masked.null_count(), 2);
            let blank = blank_missing(&masked).unwrap();
            assert_eq!(blank.null_count(), 2);
            assert_eq!(blank.dtype(), column.dtype());
            assert!(!holds(&file(&blank), secret), "{column:?}");
        }
    }

    #[test]
    fn values_that_are_there_stay() {
        let texts = Column::new("v".into(), [Some("a"), None, Some("c")]);
        assert_eq!(blank_missing(&texts).unwrap(), texts);
        let lists = Column::new(
            "v".into(),
            [Some(Series::new("".into(), [Some(1_i64), None])), None],
        );
        assert_eq!(blank_missing(&lists).unwrap(), lists);
        let empty = Column::new_empty("v".into(), &DataType::Int64);
        assert_eq!(blank_missing(&empty).unwrap(), empty);
    }
}
