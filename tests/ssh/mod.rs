//! The SSH server of the sandbox, used by the real programs.

mod abuse;
mod commands;
mod files;
mod streams;
