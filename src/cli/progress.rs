//! The progress of a call on standard error: a line that is kept up to date for a person, a line
//! for each report everywhere else, or nothing.

use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::client::{Human, OnProgress, Report};
use super::{output, terminal};

/// A call that takes no longer than this shows nothing.
const PATIENCE: Duration = Duration::from_millis(500);
const TICK: Duration = Duration::from_millis(125);
/// The steps of a bar.
const STEPS: f64 = 1000.0;

/// How progress is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// One line that is rewritten.
    Live,
    /// A line for each report.
    Lines,
    /// Not at all.
    Off,
}

impl Mode {
    /// What suits standard error. Whoever wants JSON reads no lines beside it.
    pub(super) fn suitable(is_quiet: bool, is_json: bool) -> Self {
        match (is_quiet, terminal::rewrites_errors()) {
            (true, _) => Self::Off,
            (false, true) => Self::Live,
            (false, false) if is_json => Self::Off,
            (false, false) => Self::Lines,
        }
    }
}

/// Where reports go until the call is over.
pub(super) struct Display {
    mode: Mode,
    /// What is called, until there is a report.
    name: String,
    began: Instant,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    is_over: bool,
    is_asking: bool,
    bar: Option<ProgressBar>,
}

impl fmt::Debug for Display {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Display").field("mode", &self.mode).finish_non_exhaustive()
    }
}

impl Display {
    /// A display for a call that begins now.
    pub(super) fn new(mode: Mode, name: &str) -> Arc<Self> {
        Arc::new(Self { mode, name: name.to_owned(), began: Instant::now(), state: Mutex::default() })
    }

    /// What a client hands its reports to.
    pub(super) fn reports(self: &Arc<Self>) -> OnProgress {
        let display = Arc::clone(self);
        Arc::new(move |report| display.show(report))
    }

    /// The same human, for whose answer the line is taken away.
    pub(super) fn aside(self: &Arc<Self>, human: Human) -> Human {
        let Human::Asks(ask) = human else { return human };
        let display = Arc::clone(self);
        Human::Asks(Arc::new(move |asked| display.without(|| ask(asked))))
    }

    /// Does something while the line is away.
    pub(super) fn without<T>(&self, action: impl FnOnce() -> T) -> T {
        {
            let mut state = self.state();
            state.is_asking = true;
            clear(&mut state);
        }
        let done = action();
        self.state().is_asking = false;
        done
    }

    /// Writes something above the line.
    pub(super) fn above(&self, write: impl FnOnce()) {
        let bar = self.state().bar.clone();
        match bar {
            Some(bar) => bar.suspend(write),
            None => write(),
        }
    }

    /// Whether a line is kept up to date.
    pub(super) fn is_live(&self) -> bool {
        self.mode == Mode::Live
    }

    /// Shows what is called once that takes long enough to wonder. It never ends.
    pub(super) async fn show_name(&self) -> Infallible {
        tokio::time::sleep(PATIENCE).await;
        if self.mode == Mode::Live {
            let mut state = self.state();
            if state.bar.is_none() {
                let report = Report { done: 0.0, total: None, message: &self.name };
                self.draw(&mut state, &report);
            }
        }
        std::future::pending().await
    }

    /// Takes the line away; what is reported later is not shown.
    pub(super) fn close(&self) {
        let mut state = self.state();
        state.is_over = true;
        clear(&mut state);
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Shows a report.
    pub(super) fn show(&self, report: &Report<'_>) {
        let mut state = self.state();
        match self.mode {
            Mode::Off => {}
            Mode::Live => self.draw(&mut state, report),
            Mode::Lines if state.is_over => {}
            Mode::Lines => output::error_line(&output::painted(output::DIM, in_one_line(report.message))),
        }
    }

    fn draw(&self, state: &mut State, report: &Report<'_>) {
        if state.is_over || state.is_asking {
            return;
        }
        let began = self.began;
        let bar = state.bar.get_or_insert_with(|| {
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::stderr()).with_elapsed(began.elapsed());
            bar.enable_steady_tick(TICK);
            bar
        });
        match report.total.filter(|total| *total > 0.0) {
            Some(total) => {
                bar.set_style(style("{bar:20} {elapsed:>4}  {wide_msg}"));
                bar.set_length(steps(1.0));
                bar.set_position(steps(report.done / total));
            }
            None => bar.set_style(style("{spinner} {elapsed:>4}  {wide_msg}")),
        }
        bar.set_message(timeless(&in_one_line(report.message)));
    }
}

fn clear(state: &mut State) {
    if let Some(bar) = state.bar.take() {
        bar.finish_and_clear();
    }
}

fn style(template: &str) -> ProgressStyle {
    ProgressStyle::with_template(template).unwrap_or_else(|_| ProgressStyle::default_spinner())
}

/// A share as steps of a bar.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the share is held between 0 and 1")]
fn steps(share: f64) -> u64 {
    (share.clamp(0.0, 1.0) * STEPS) as u64
}

/// A message without the time that it says: on a line that shows the time it would stand still.
fn timeless(message: &str) -> String {
    let is_time = |word: &str| word.ends_with(" s") && word.trim_end_matches(" s").bytes().all(|b| b.is_ascii_digit());
    let found = message.split_once(" (").and_then(|(before, rest)| Some((before, rest.split_once(')')?)));
    match found {
        Some((before, (time, after))) if is_time(time) => format!("{before}{after}"),
        _ => message.to_owned(),
    }
}

fn in_one_line(message: &str) -> String {
    output::printable(message).replace(['\n', '\t'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::client::Asked;

    #[test]
    fn what_is_quiet_shows_nothing() {
        assert_eq!(Mode::suitable(true, false), Mode::Off);
        assert_eq!(Mode::suitable(true, true), Mode::Off);
    }

    #[test]
    fn a_share_is_a_step_whatever_it_is() {
        assert_eq!([0.0, 0.5, 2.0, -1.0, f64::NAN].map(steps), [0, 500, 1000, 0, 0]);
    }

    #[test]
    fn a_time_that_would_stand_still_is_not_shown() {
        assert_eq!(timeless("web: BUILDING (2 s): npm ci"), "web: BUILDING: npm ci");
        assert_eq!(timeless("restart of api: RUNNING (12 s)"), "restart of api: RUNNING");
        for message in ["a (b) c", "a (2 s", "(s)", "web: npm (ci) (2 s)"] {
            assert_eq!(timeless(message), message);
        }
    }

    #[test]
    fn every_template_is_one() {
        for template in ["{bar:20} {elapsed:>4}  {wide_msg}", "{spinner} {elapsed:>4}  {wide_msg}"] {
            assert!(ProgressStyle::with_template(template).is_ok(), "{template}");
        }
    }

    #[test]
    fn nothing_is_drawn_while_a_human_is_asked_or_after_the_end() {
        let display = Display::new(Mode::Live, "a call");
        let inner = Arc::clone(&display);
        let asks = Human::Asks(Arc::new(move |_| {
            inner.show(&Report { done: 1.0, total: None, message: "working" });
            Some(inner.state().bar.is_none().to_string())
        }));
        let Human::Asks(ask) = display.aside(asks) else { panic!("it still asks") };
        let asked = Asked { text: "sure?".to_owned(), title: String::new() };
        assert_eq!(ask(&asked).as_deref(), Some("true"));
        display.close();
        display.show(&Report { done: 1.0, total: None, message: "working" });
        assert!(display.state().bar.is_none());
    }
}
