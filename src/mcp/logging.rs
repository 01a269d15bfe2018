//! The log: standard error, plain text, a level of our own.
//!
//! Libraries are held at warnings whatever the level: theirs would show whole requests and results.

use tracing_subscriber::EnvFilter;

/// The environment variable that sets the level.
pub const VARIABLE: &str = "ZCP_LOG_LEVEL";

const LEVELS: &[&str] = &["off", "error", "warn", "info", "debug", "trace"];

/// Starts logging at the level of the environment. Where a log exists already, it stays.
pub fn init() {
    let value = std::env::var(VARIABLE).ok();
    let level = level(value.as_deref());
    let filter = EnvFilter::new(directives(level.unwrap_or("warn")));
    let started = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr)
        .with_ansi(false)
        .try_init()
        .is_ok();
    if started && level.is_none() {
        tracing::warn!("{VARIABLE} is not a level; using warn. Valid: {}", LEVELS.join(", "));
    }
}

/// The level that a value names, in any case; nothing when it names none.
fn level(value: Option<&str>) -> Option<&'static str> {
    let value = value.map(str::trim).filter(|value| !value.is_empty()).unwrap_or("warn");
    LEVELS.iter().copied().find(|level| level.eq_ignore_ascii_case(value))
}

/// The filter: our own level, and for everything else the same but never more than warnings.
fn directives(level: &str) -> String {
    let others = if matches!(level, "off" | "error") { level } else { "warn" };
    format!("{others},rmcp={others},zcp={level}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_never_say_more_than_warnings() {
        assert_eq!(directives("trace"), "warn,rmcp=warn,zcp=trace");
        assert_eq!(directives("off"), "off,rmcp=off,zcp=off");
    }

    #[test]
    fn a_level_is_known_in_any_case_and_nothing_else_is() {
        assert_eq!(level(None), Some("warn"));
        assert_eq!(level(Some(" ")), Some("warn"));
        assert_eq!(level(Some("Debug")), Some("debug"));
        assert_eq!(level(Some("loud")), None);
    }
}
