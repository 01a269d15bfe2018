//! Running what is deployed: containers made of Linux namespaces, builds, applications, managed
//! servers and their checks.
//!
//! Everything runs as the user who started the sandbox. No privileges are needed where the kernel
//! lets users make namespaces; elsewhere, and on other systems, plain processes stand in for
//! containers. Programs do the system's part (`unshare`, `nsenter`, `ip`, `mount`); the rest of it
//! is this program, run again inside.
//!
//! Deliberately absent: a way out of a project's network for its services, images, and limits of
//! CPU, RAM and disk.

pub mod inside;

mod backup;
pub(crate) mod balancer;
pub(crate) mod engine;

mod addresses;
mod bases;
pub(crate) mod build;
mod checks;
mod commands;
mod container;
mod deploy;
mod guard;
mod hosts;
mod instance;
mod isolation;
mod launch;
mod machines;
mod managed;
mod network;
mod output;
mod placeholders;
mod repository;
mod snapshot;
mod tasks;
pub(crate) mod usage;
