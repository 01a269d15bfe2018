//! The progress of a call on standard error: one line that is rewritten for a person, a line per
//! report for everything else.

use std::sync::{Arc, Mutex, PoisonError};

use super::client::OnProgress;
use super::output;

/// Where reports go until the call is over.
#[derive(Debug)]
pub(super) struct Display {
    rewrites: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    is_closed: bool,
    has_line: bool,
}

impl Display {
    /// A display that suits standard error.
    pub(super) fn new() -> Arc<Self> {
        Arc::new(Self { rewrites: output::is_error_terminal(), state: Mutex::default() })
    }

    /// What a client hands its reports to.
    pub(super) fn reports(self: &Arc<Self>) -> OnProgress {
        let display = Arc::clone(self);
        Arc::new(move |_, message| display.show(message))
    }

    /// Takes the line away; what is reported later is not shown.
    pub(super) fn close(&self) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        state.is_closed = true;
        if std::mem::take(&mut state.has_line) {
            output::error_text("\r\x1b[2K");
        }
    }

    fn show(&self, message: &str) {
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        if state.is_closed {
            return;
        }
        let message = output::painted(output::DIM, output::printable(message).replace('\n', " "));
        if self.rewrites {
            state.has_line = true;
            output::error_text(&format!("\r\x1b[2K{message}"));
        } else {
            output::error_line(&message);
        }
    }
}
