//! `zcp parity`: whether the platform is what this zcp was built for.
//!
//! [`probes`] lists the calls with what each should answer, [`shape`] compares an answer with a template,
//! [`documents`] compares types and schemas, [`compare`] runs them, [`command`] prints what differs.

pub(super) mod command;
pub(super) mod compare;
mod differences;
mod documents;
mod probes;
mod shape;
