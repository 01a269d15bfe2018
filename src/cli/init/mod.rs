//! `zcp init`: what a coding agent needs to know of and to reach the project, put into the files of
//! its client. Everything is merged: what is not ours keeps its bytes, and can be had back.
//!
//! Absent: a record of what was put where. A file says itself what is ours in it.

mod args;
mod block;
mod brought;
mod clients;
mod command;
mod content;
mod diff;
mod done;
mod file;
mod form;
mod inputs;
mod json_file;
mod jsonc;
mod overlay;
mod plan;
mod reference;
mod server;
mod settings;
mod skill_file;
mod skills;
mod ssh;
mod target;
mod text;
mod toml;
mod toml_text;
mod tracked;
mod trust;
mod variables;
mod word;

pub(super) use args::InitArgs;
pub(super) use command::init;
pub(super) use reference::{connections, instructions, settings};
