//! `zcp demo`: an agent's session against a local sandbox, told as it happens.
//!
//! Nothing is staged: a real server process is spoken to over its pipes, and whatever goes
//! differently than told ends the demo with an error.

mod app;
mod folder;
mod lines;
mod run;
mod scene;
mod stage;
mod story;

pub(super) use run::demo;
