//! What every other module may use and what uses none of them: values with their rules, the shapes
//! of results and failures, the argument decoder and the clock. Nothing here does I/O.

pub mod call;
pub mod catalog;
pub mod causes;
pub mod clock;
pub mod documents;
pub mod environment;
pub mod failure;
pub mod hostname;
pub mod ids;
pub mod knowledge;
pub mod network;
pub mod number;
pub mod operation;
pub mod outcome;
pub mod recipe;
pub mod room;
pub mod scaling;
pub mod scope;
pub mod service_type;
pub mod status;
pub mod terminal;
pub mod tool;
pub mod tracked;
pub mod unseen;
pub mod workflow;
pub mod zcli;

pub use zcp_table::{control, decode, faults, hints, nearest, once, params, ranges, situation, yaml};
