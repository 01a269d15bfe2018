//! What no single file can get wrong: names that must exist elsewhere, names that Rust must be able
//! to say, and what must be covered. What follows from a fault already reported is not reported.

mod calls;
mod catalog;
mod errors;
mod failures;
mod identifiers;
mod knowledge;
mod lookup;
mod operations;
mod params;
mod sandbox;
mod situations;
mod surface;
mod tools;
mod types;
mod whole;
mod words;
mod workflow;

pub(super) use lookup::call;
pub(crate) use whole::check;
