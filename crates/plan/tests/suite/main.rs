//! What planning promises, one module per promise.

mod support;
mod tpch;
