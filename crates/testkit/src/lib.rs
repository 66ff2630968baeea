//! For tests only: made-up data, a temporary application, golden files.
