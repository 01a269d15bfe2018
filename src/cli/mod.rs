//! The commands of the `zcp` program: one file each.
//!
//! A command answers an exit code or a `Problem`. What people read goes through
//! the `output` module alone, so that colours and closed pipes are treated in one place.

pub mod client;
pub mod reference;

mod answer;
mod args;
mod arguments;
mod audit;
mod beside;
mod build_log;
mod call;
mod checks;
mod colour;
mod command_line;
mod commands;
mod completions;
mod connect;
mod demo;
mod doctor;
mod examples;
mod failure;
mod follow_log;
mod help;
mod hostnames;
mod http;
mod human;
mod init;
mod inside;
mod issuer;
mod json;
mod local;
mod man;
mod offer_args;
mod open;
mod out;
mod output;
mod page;
mod parity;
mod people;
mod place;
mod problem;
mod progress;
mod run;
mod sandbox;
mod serve;
mod setup;
mod ssh;
mod status;
mod sync;
mod table;
mod terminal;
mod tools;
mod view;
mod words;
mod wrap;

pub use run::run;
