//! The engine as a whole: what SQL means, TPC-H against a second engine, windows, the process.

mod ask;
mod conformance;
mod process;
mod tpch;
mod tpch_data;
mod windows;
