//! Texts merged line by line.

use std::borrow::Cow;

use diffy::{ConflictStyle, MergeOptions};

/// Stands before the lines of this workbook where both sides changed the same lines.
pub const MARK_OURS: &str = "-- this workbook:";
/// Stands before the lines of the other file; the line after them is [`MARK_END`].
pub const MARK_THEIRS: &str = "-- the other file:";
/// Ends what both sides changed.
const MARK_END: &str = "-- end of what differs";

/// Marks are longer than any line that a person draws, so that none is taken for one.
const MARK_LENGTH: usize = 61;

/// The merged text, or the text with both versions of what differs between comment lines.
pub(super) fn merged_text(base: &str, ours: &str, theirs: &str) -> Result<String, String> {
    let merged = MergeOptions::new()
        .set_conflict_marker_length(MARK_LENGTH)
        .set_conflict_style(ConflictStyle::Merge)
        .merge(&ended(base), &ended(ours), &ended(theirs));
    // Every text was ended by a line break; the merged one is, unless a side took it away.
    let is_ended = |text: &str| text.is_empty() || text.ends_with('\n');
    let keeps_end = match (is_ended(base), is_ended(ours), is_ended(theirs)) {
        (true, ours, theirs) => ours && theirs,
        (false, ours, theirs) => ours || theirs,
    };
    match merged {
        Ok(text) if keeps_end => Ok(text),
        Ok(text) => Ok(text.strip_suffix('\n').unwrap_or(&text).to_owned()),
        Err(marked) => Err(marked
            .split_inclusive('\n')
            .flat_map(|line| match mark_of(line) {
                Some(mark) => [mark, "\n"],
                None => [line, ""],
            })
            .collect()),
    }
}

/// The text with a line break at its end, as lines are told apart.
fn ended(text: &str) -> Cow<'_, str> {
    if text.is_empty() || text.ends_with('\n') {
        Cow::Borrowed(text)
    } else {
        Cow::Owned(format!("{text}\n"))
    }
}

fn mark_of(line: &str) -> Option<&'static str> {
    let sign = line.chars().next()?;
    let mark = match sign {
        '<' => MARK_OURS,
        '=' => MARK_THEIRS,
        '>' => MARK_END,
        _ => return None,
    };
    let length = line.chars().take_while(|next| *next == sign).count();
    (length == MARK_LENGTH).then_some(mark)
}

#[cfg(test)]
mod tests {
    use super::merged_text;

    #[test]
    fn changes_of_different_lines_are_joined() {
        let base = "select a\nfrom t\nwhere x\norder by 1\n";
        let ours = "select a, b\nfrom t\nwhere x\norder by 1\n";
        let theirs = "select a\nfrom t\nwhere x\norder by 2\n";
        let expected = "select a, b\nfrom t\nwhere x\norder by 2\n";
        assert_eq!(merged_text(base, ours, theirs), Ok(expected.to_owned()));
    }

    #[test]
    fn both_versions_of_one_line_stay_between_comments() {
        let marked = merged_text("select 1", "select 2", "select 3").unwrap_err();
        assert_eq!(
            marked,
            "-- this workbook:\nselect 2\n-- the other file:\nselect 3\n-- end of what differs\n"
        );
        assert_eq!(
            merged_text("a\nb", "a\nb\nc", "x\nb"),
            Ok("x\nb\nc".to_owned())
        );
        let heading = "Title\n=======\none\n";
        let marked = merged_text(heading, "Title\n=======\ntwo\n", "Title\n=======\nthree\n");
        assert!(
            marked
                .unwrap_err()
                .starts_with("Title\n=======\n-- this workbook:\ntwo\n")
        );
    }
}
