//! The commands of the `zcp` program: one file each.

pub mod client;
