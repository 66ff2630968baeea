//! What planning promises, one module per promise.

mod complete;
mod diagnostics;
mod fuzz;
mod gestures;
mod guard;
mod parameters;
mod plans;
mod show;
mod support;
mod tpch;
