//! What is known of the terminal: whether there is one, how wide it is, what it understands.

use std::env;
use std::io::{self, IsTerminal};
#[cfg(unix)]
use std::os::fd::AsFd;

/// The width of a terminal that does not say it.
const USUAL: usize = 80;
/// Narrower than this nothing is laid out.
const LEAST: usize = 20;

/// The columns of the terminal that standard output goes to; none where it goes elsewhere.
pub(super) fn width() -> Option<usize> {
    width_of(&io::stdout())
}

/// The same of standard error.
pub(super) fn error_width() -> Option<usize> {
    width_of(&io::stderr())
}

fn width_of(out: &(impl IsTerminal + AsFd)) -> Option<usize> {
    if !out.is_terminal() {
        return None;
    }
    let told = columns(out).or_else(|| env::var("COLUMNS").ok()?.trim().parse().ok());
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
fn columns(out: &impl AsFd) -> Option<usize> {
    let size = rustix::termios::tcgetwinsize(out).ok()?;
    Some(usize::from(size.ws_col)).filter(|columns| *columns > 0)
}

#[cfg(not(unix))]
fn columns(_: &impl AsFd) -> Option<usize> {
    None
}

/// What has a descriptor is anything where there are none.
#[cfg(not(unix))]
trait AsFd {}

#[cfg(not(unix))]
impl<T> AsFd for T {}
