//! What is known of the terminal: whether there is one, how wide it is, what it understands.

use std::env;
use std::io::{self, IsTerminal};

/// The width of a terminal that does not say it.
const USUAL: usize = 80;
/// Narrower than this nothing is laid out.
const LEAST: usize = 20;

/// The columns of the terminal that standard output goes to; none where it goes elsewhere.
pub(super) fn width() -> Option<usize> {
    let out = io::stdout();
    if !out.is_terminal() {
        return None;
    }
    let told = columns(&out).or_else(|| env::var("COLUMNS").ok()?.trim().parse().ok());
    Some(told.filter(|columns| *columns > 0).unwrap_or(USUAL).max(LEAST))
}

/// Whether a person watches standard error on a terminal that can take a line back.
pub(super) fn rewrites_errors() -> bool {
    is_error_terminal() && env::var_os("TERM").is_some_and(|term| !term.is_empty() && term != "dumb")
}

/// Whether a person reads standard error as it is written.
pub(super) fn is_error_terminal() -> bool {
    io::stderr().is_terminal()
}

#[cfg(unix)]
fn columns(out: &io::Stdout) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(out).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

#[cfg(not(unix))]
fn columns(_: &io::Stdout) -> Option<usize> {
    None
}
