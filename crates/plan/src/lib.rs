//! SQL text or a query to a typed tree, with diagnostics, completion and printing.
