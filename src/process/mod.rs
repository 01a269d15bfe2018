//! The process itself, whatever it does: its runtime, the signals that end it, and its log.

pub mod logging;
pub mod runtime;
