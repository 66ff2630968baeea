//! The words of Assay. Every other room, the file format and the screen use these names.
//!
//! Deliberately absent: behaviour beyond trivial accessors, I/O, clocks, async, Polars, Tauri.

mod annotation;
mod chart;
mod conventions;
mod diagnostic;
mod document;
mod drill;
mod edit;
mod environment;
mod event;
mod id;
mod lineage;
mod mark;
mod overlay;
mod page;
mod picked;
mod pill;
mod pivot;
mod profile;
mod query;
mod reference;
mod result;
mod schema;
mod source;
mod value;

pub use annotation::{
    Annotation, AnnotationAt, AnnotationPlace, AxisSpot, DrawnAnnotation, MarkMember,
};
pub use chart::{ChartSpec, Shelf, SortBy, SortKey};
pub use conventions::Conventions;
pub use diagnostic::{Diagnostic, Fix, Severity, Span, TextChange};
pub use document::{
    Cell, CellBody, ChoiceOptions, FORMAT_VERSION, Parameter, ParameterValue, RunMode, Workbook,
};
pub use drill::{DrillStep, Hierarchy};
pub use edit::Edit;
pub use environment::Environment;
pub use event::{DrawnEvent, DrawnEvents, EventSwitch, EventTable};
pub use id::{
    AnnotationId, CellId, EventTableId, HierarchyId, JobId, PageId, ResultId, SessionId, SourceId,
    TileId,
};
pub use lineage::{ColumnLineage, FilterKind, Lineage, Made, Origin, RowFilter};
pub use mark::{Mark, PillMark, Stack};
pub use overlay::Overlays;
pub use page::{Effect, FieldControl, Page, Place, Tile, TileContent, TileLink, TilePlace};
pub use picked::{Picked, RelativeRange};
pub use pill::{
    Aggregate, Calculation, DatePart, Earlier, Pick, PickPart, Pill, TimeUnit, Top, Within,
};
pub use pivot::{CellFormat, Levels, LineOrder, PivotLook};
pub use profile::{Bin, ColumnProfile, TopValue};
pub use query::{Compare, Filter, Key, Measure, Member, Order, Query, Selected, Thinned, TopKey};
pub use reference::{DrawnReference, Reference, ReferenceAt, ReferenceKind, Side};
pub use result::{AskedAt, InputStamp, ResultHead, TruthStamp};
pub use schema::{DataType, Field, Kind, TimePrecision};
pub use source::{
    DateOrder, DecimalMark, FileKind, ImportOptions, ImportPreview, RejectedRow, SourceShape,
    SourceSpec, SourceState, TableInfo, TableShape,
};
pub use value::Value;
