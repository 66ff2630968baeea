//! What the segments of a mark contribute to its amount, or to its difference from the rest.

/// A figure and the rows that it is of.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Part {
    pub value: f64,
    pub rows: f64,
}

/// How the figures of parts make that of the whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Adds {
    /// Sums and counts: the parts are the whole.
    Amounts,
    /// Averages: the parts, weighed by their rows, make the difference from the rest.
    Averages,
}

/// What each segment contributes; `segments` are its part of the mark and its part of the rest.
///
/// Of amounts the contributions add up to the mark. Of averages they add up to the mark less the rest:
/// each is how far the segment lies from the rest's average, weighed by its share of the mark's rows, less the
/// same of the rest. Where there is no rest, the mark's own average stands for it.
pub fn contributions(adds: Adds, mark: Part, rest: Part, segments: &[(Part, Part)]) -> Vec<f64> {
    let share = |part: &Part, whole: Part| {
        if whole.rows > 0.0 {
            part.rows / whole.rows
        } else {
            0.0
        }
    };
    let from = if rest.rows > 0.0 {
        rest.value
    } else {
        mark.value
    };
    let weighed = |part: &Part, whole: Part| {
        let share = share(part, whole);
        if share > 0.0 {
            share * (part.value - from)
        } else {
            0.0
        }
    };
    segments
        .iter()
        .map(|(here, there)| match adds {
            Adds::Amounts => here.value,
            Adds::Averages => weighed(here, mark) - weighed(there, rest),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(value: f64, rows: f64) -> Part {
        Part { value, rows }
    }

    #[test]
    fn amounts_add_up_to_the_mark() {
        let segments = [
            (part(30.0, 2.0), part(5.0, 1.0)),
            (part(-10.0, 1.0), part(0.0, 0.0)),
        ];
        let found = contributions(Adds::Amounts, part(20.0, 3.0), part(5.0, 1.0), &segments);
        assert_eq!(found, [30.0, -10.0]);
    }

    #[test]
    fn averages_add_up_to_the_difference_from_the_rest() {
        // Mark: 2 rows at 10 and 2 at 30, mean 20. Rest: 3 at 10 and 1 at 20, mean 12.5.
        let segments = [
            (part(10.0, 2.0), part(10.0, 3.0)),
            (part(30.0, 2.0), part(20.0, 1.0)),
        ];
        let (mark, rest) = (part(20.0, 4.0), part(12.5, 4.0));
        let found = contributions(Adds::Averages, mark, rest, &segments);
        assert_eq!(found, [-1.25 + 1.875, 8.75 - 1.875]);
        assert!((found.iter().sum::<f64>() - 7.5).abs() < 1e-12);
    }

    #[test]
    fn a_mark_that_is_everything_is_compared_with_itself() {
        let segments = [
            (part(10.0, 1.0), Part::default()),
            (part(30.0, 1.0), Part::default()),
        ];
        let found = contributions(Adds::Averages, part(20.0, 2.0), Part::default(), &segments);
        assert_eq!(found, [-5.0, 5.0]);
    }
}
