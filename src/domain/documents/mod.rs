//! The two documents that every user of the platform writes: zerops.yaml, which says how a service
//! is built and run, and import.yaml, which says which services there are.
//!
//! Both are read into typed models that keep every position and the text as it was written. One
//! validator answers all findings at once. Deliberately absent: anything that needs the network.
//! What services, types and setups exist is passed in as [`Known`].

pub mod bases;
pub mod codes;
pub mod context;
pub mod cron;
pub mod detect;
pub mod document_kind;
pub mod import_yaml;
pub mod path;
pub mod preprocessor;
pub mod probe_time;
pub mod published;
pub mod references;
pub mod report;
pub mod schema;
pub mod spanned;
pub mod types;
pub mod validate;
pub mod values;
pub mod vault;
pub mod zerops_yaml;

mod advice;
mod checks;
mod homes;
mod judge;
mod lines;
mod mask;
mod names;
pub(crate) mod read;
mod slip_values;
mod slips;
mod source;
pub(crate) mod words;

pub use context::{Context, Known, KnownService, Target};
pub use detect::detect;
pub use document_kind::DocumentKind;
pub use report::{Finding, Report, Severity};
pub use spanned::Spanned;
pub use validate::validate;
