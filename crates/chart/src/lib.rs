//! From a dropped field to a chart that can be painted: placing pills, choosing the mark, and the
//! question a chart asks. Pure; rows and pixels are elsewhere.

mod annotations;
mod check;
mod compile;
mod crowd;
mod drill;
mod events;
mod facts;
mod fit;
mod implied;
mod layers;
mod pivot;
mod place;
mod places;
mod positions;
mod question;
mod records;
mod references;
mod rows;
mod text;
mod thin;
mod vega;
mod words;

pub use annotations::{annotations, takes_annotations};
pub use compile::{Encoded, Resolved, resolve};
pub use crowd::{Crowd, crowd};
pub use drill::{DrillDown, drill_notes, drilled, kept, ways_down};
pub use events::{MOST_EVENTS, TimeAxis, events_problem, has_time_axis, takes_events};
pub use facts::adds_up;
pub use fit::MarkFit;
pub use place::{PillPosition, Placement, place};
pub use records::{notes, records};
pub use references::{Line, least_squares, reference_words, references, sides, takes_references};
pub use rows::Rows;
pub use text::{SPEC_VERSION, read_text, write_text};
pub use thin::thinned;
pub use vega::{from_vega, to_vega};
pub use words::{describe, pill_title};

/// Most lines and most columns of a pivot table that are sent to be painted, totals not counted;
/// views say "n of N" beyond it.
pub const MOST_PIVOT_LINES: u32 = 1_000;
pub const MOST_PIVOT_COLUMNS: u32 = 60;

/// Columns of pixels that lines are thinned to: as wide as pictures are.
pub const PIXELS: u32 = 2_000;

/// Most rows that are sent to be painted; views say "n of N" beyond it.
pub const MOST_MARKS: u32 = 20_000;

/// Whether a pill carries an amount: it has an aggregate, or counts rows.
pub(crate) fn is_measure(pill: &model::Pill) -> bool {
    pill.aggregate.is_some()
}

/// The column that a pill names, exactly.
pub(crate) fn field_of<'a>(
    pill: &model::Pill,
    fields: &'a [model::Field],
) -> Option<&'a model::Field> {
    fields.iter().find(|field| field.name == pill.field)
}
