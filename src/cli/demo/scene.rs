//! What goes on during a call: its progress, and the question to the human, who is played.

use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use super::lines::paragraph;
use crate::cli::client::{Human, OnProgress};
use crate::cli::output;
use crate::cli::output::{DIM, WARN, painted};
use crate::cli::progress::{Display, Mode};

/// What is shown of the call under way.
#[derive(Clone, Default)]
pub(super) struct Scene {
    display: Arc<Mutex<Option<Arc<Display>>>>,
}

impl fmt::Debug for Scene {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Scene").finish_non_exhaustive()
    }
}

impl Scene {
    /// A scene in which nothing is called yet.
    pub(super) fn new() -> Self {
        Self::default()
    }

    fn display(&self) -> Option<Arc<Display>> {
        self.display.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Begins a call; on a terminal a line is kept up to date until the display is closed.
    pub(super) fn begin(&self, tool: &str) -> Arc<Display> {
        let mode = if Mode::suitable(false, false) == Mode::Live { Mode::Live } else { Mode::Off };
        let display = Display::new(mode, tool);
        *self.display.lock().unwrap_or_else(PoisonError::into_inner) = Some(Arc::clone(&display));
        display
    }

    /// Where the client's reports go: the line of a terminal, else a line each.
    pub(super) fn progress(&self) -> OnProgress {
        let scene = self.clone();
        Arc::new(move |report| match scene.display() {
            Some(display) if display.is_live() => display.show(report),
            // What cannot be shown is no reason to end a call.
            _ => drop(output::line(&paragraph("   … ", DIM, report.message))),
        })
    }

    /// The human: sees the question and types what it asks for.
    pub(super) fn human(&self) -> Human {
        let scene = self.clone();
        Human::Asks(Arc::new(move |asked| {
            let agree = || {
                let _ = output::line(&paragraph("   ? ", WARN, &asked.text));
                let answer = painted(DIM, "(the human; played here)");
                let _ = output::line(&paragraph("     ", WARN, &asked.title));
                let _ =
                    output::line(&format!("   {} {} {answer}", painted(WARN, "!"), output::printable(asked.word())));
                Some(asked.word().to_owned())
            };
            match scene.display() {
                Some(display) => display.without(agree),
                None => agree(),
            }
        }))
    }
}
