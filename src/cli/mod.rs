//! The commands of the `zcp` program: one file each.
//!
//! A command answers an exit code or a `Problem`. What people read goes through
//! the `output` module alone, so that colours and closed pipes are treated in one place.

pub mod client;
pub mod reference;

mod answer;
mod args;
mod arguments;
mod call;
mod checks;
mod colour;
mod completions;
mod connect;
mod demo;
mod doctor;
mod examples;
mod help;
mod http;
mod human;
mod init;
mod inside;
mod json;
mod local;
mod man;
mod output;
mod page;
mod parity;
mod place;
mod problem;
mod progress;
mod run;
mod sandbox;
mod serve;
mod setup;
mod status;
mod table;
mod terminal;
mod tools;
mod view;
mod wrap;

pub use run::run;
