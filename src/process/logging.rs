//! The log: standard error, plain text, a level of our own.
//!
//! Libraries are held at warnings whatever the level: theirs would show whole requests and results.
//! The MCP library also warns of every call that a client got wrong, which is the client's affair and
//! answered to it, so of that one only errors are kept.

use std::io;

use tracing_subscriber::filter::{LevelFilter, Targets};
use tracing_subscriber::fmt::MakeWriter;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use crate::domain::environment::given;
use crate::domain::unseen;
use crate::generated::variables::ZCP_LOG_LEVEL;

const LEVELS: &[(&str, LevelFilter)] = &[
    ("off", LevelFilter::OFF),
    ("error", LevelFilter::ERROR),
    ("warn", LevelFilter::WARN),
    ("info", LevelFilter::INFO),
    ("debug", LevelFilter::DEBUG),
    ("trace", LevelFilter::TRACE),
];

/// Starts logging at the level of the environment. Where a log exists already, it stays.
pub fn init() {
    let value = given(std::env::var_os(ZCP_LOG_LEVEL)).map(|value| value.to_string_lossy().into_owned());
    let level = level(value.as_deref());
    let lines = tracing_subscriber::fmt::layer().with_writer(Clean(std::io::stderr)).with_ansi(false);
    let filter = targets(level.unwrap_or(LevelFilter::WARN));
    let started = tracing_subscriber::registry().with(lines).with(filter).try_init().is_ok();
    if started && level.is_none() {
        let names: Vec<&str> = LEVELS.iter().map(|(name, _)| *name).collect();
        tracing::warn!("{ZCP_LOG_LEVEL} is not a level; using warn. Valid: {}", names.join(", "));
    }
}

/// The level that a value names, in any case; nothing when it names none.
fn level(value: Option<&str>) -> Option<LevelFilter> {
    let value = value.map(str::trim).filter(|value| !value.is_empty()).unwrap_or("warn");
    LEVELS.iter().find(|(name, _)| name.eq_ignore_ascii_case(value)).map(|(_, level)| *level)
}

/// The filter: our own level, and for everything else the same but never more than warnings.
#[must_use]
pub fn targets(level: LevelFilter) -> Targets {
    Targets::new()
        .with_default(level.min(LevelFilter::WARN))
        .with_target("rmcp", level.min(LevelFilter::ERROR))
        .with_target("zcp", level)
}

/// Makes writers of one line each, in which nothing is that nobody sees or that a terminal obeys: what a line quotes
/// can neither hide in it nor look like another line.
#[derive(Clone, Copy, Debug)]
pub struct Clean<M>(pub M);

impl<'a, M: MakeWriter<'a>> MakeWriter<'a> for Clean<M> {
    type Writer = CleanWriter<M::Writer>;

    fn make_writer(&'a self) -> Self::Writer {
        CleanWriter(self.0.make_writer())
    }
}

/// Writes each line without what nobody sees.
#[derive(Debug)]
pub struct CleanWriter<W>(W);

impl<W: io::Write> io::Write for CleanWriter<W> {
    /// A line comes as a whole.
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let text = String::from_utf8_lossy(bytes);
        let mut line: String = text.trim_end_matches('\n').chars().filter_map(unseen::in_one_line).collect();
        line.push('\n');
        self.0.write_all(line.as_bytes()).map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use tracing::Level;

    use super::*;

    #[test]
    fn libraries_never_say_more_than_warnings() {
        let filter = targets(LevelFilter::TRACE);
        assert!(filter.would_enable("zcp::platform", &Level::TRACE));
        assert!(filter.would_enable("hyper", &Level::WARN) && !filter.would_enable("hyper", &Level::INFO));
        assert!(filter.would_enable("rmcp::service", &Level::ERROR));
        assert!(!filter.would_enable("rmcp::service", &Level::WARN));
        assert!(!targets(LevelFilter::OFF).would_enable("zcp", &Level::ERROR));
    }

    #[test]
    fn a_line_is_one_line_in_which_nothing_hides() {
        use std::io::Write as _;
        let mut written = Vec::new();
        let line = "WARN a\u{1b}[2J\u{9b}\u{202e}b\nERROR forged\u{e0041}\n";
        CleanWriter(&mut written).write_all(line.as_bytes()).expect("written");
        assert_eq!(String::from_utf8(written).expect("text"), "WARN a[2Jb ERROR forged\n");
    }

    #[test]
    fn a_level_is_known_in_any_case_and_nothing_else_is() {
        assert_eq!(level(None), Some(LevelFilter::WARN));
        assert_eq!(level(Some(" ")), Some(LevelFilter::WARN));
        assert_eq!(level(Some("Debug")), Some(LevelFilter::DEBUG));
        assert_eq!(level(Some("loud")), None);
    }
}
