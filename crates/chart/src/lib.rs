//! Shelves to chart spec, spec to query, and which chart suits which fields.
