//! The typed tree to Polars, and sources to scans; builds assay-engine.
