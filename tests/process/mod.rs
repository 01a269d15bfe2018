//! The program as its users start it: a process with arguments, an environment and pipes.

mod call;
mod commands;
#[cfg(target_os = "linux")]
mod demo;
#[cfg(unix)]
mod doctor;
mod guidance;
mod parity;
mod program;
#[cfg(unix)]
mod pty;
mod serve;
mod shells;
#[cfg(target_os = "linux")]
mod story;
#[cfg(unix)]
mod terminal;
#[cfg(unix)]
mod words;
