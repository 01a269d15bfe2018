//! The timers of probes: durations as Go writes them, such as `1m30s`.

use std::borrow::Cow;
use std::ops::Deref;
use std::time::Duration;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};

use super::codes;
use super::path::Path;
use super::preprocessor::is_dynamic;
use super::read::reader::Reader;
use super::read::shape::Shape;
use super::report::Finding;
use crate::domain::yaml::Node;

/// The shortest and the longest time that the platform takes.
pub(crate) const RANGE: (Duration, Duration) = (Duration::from_secs(10), Duration::from_secs(3600));

/// A timer of a probe.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct ProbeTime(pub Duration);

impl Deref for ProbeTime {
    type Target = Duration;

    fn deref(&self) -> &Duration {
        &self.0
    }
}

/// A number without a unit is an error, but its meaning is clear.
impl Shape for ProbeTime {
    fn read(reader: &Reader<'_>, node: &Node, path: &Path) -> Option<Self> {
        let Some(text) = node.text() else {
            reader.wrong_type_with(node, path, "a duration", Some("write `60s`".to_owned()));
            return None;
        };
        if is_dynamic(text) {
            return None;
        }
        if let Some(time) = parse(text) {
            return Some(Self(time));
        }
        let push = |message: &str, fix: String| {
            reader.sink.push(Finding::error(codes::INVALID_DURATION, path, &node.span, message).fix(fix));
        };
        match text.trim().parse::<f64>().ok().and_then(|number| Duration::try_from_secs_f64(number).ok()) {
            Some(time) => {
                let nearest = time.clamp(RANGE.0, RANGE.1).as_secs();
                push("a duration has a unit; the platform refuses a number alone", format!("write `{nearest}s`"));
                Some(Self(time))
            }
            None => {
                let fix = "write a number and its unit, 10s to 1h: `30s`, `1m30s`, `5m`".to_owned();
                push("this is no duration", fix);
                None
            }
        }
    }
}

impl JsonSchema for ProbeTime {
    fn inline_schema() -> bool {
        true
    }

    fn schema_name() -> Cow<'static, str> {
        "ProbeTime".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({ "type": "string", "pattern": r"^([0-9]+(\.[0-9]+)?(ns|us|µs|μs|ms|s|m|h))+$" })
    }
}

/// The nanoseconds of the units that Go has; a longer name before those that it starts with.
const UNITS: &[(&str, f64)] =
    &[("ns", 1.0), ("us", 1e3), ("µs", 1e3), ("μs", 1e3), ("ms", 1e6), ("s", 1e9), ("m", 6e10), ("h", 3.6e12)];

/// Reads numbers with units one after another, such as `1h0m30.5s`; no sign, since no time to wait
/// is negative.
#[must_use]
pub fn parse(text: &str) -> Option<Duration> {
    let mut rest = text;
    let mut nanos = 0.0;
    while !rest.is_empty() {
        let digits = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        let number: f64 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let (name, unit) = UNITS.iter().find(|(name, _)| rest.starts_with(name))?;
        rest = &rest[name.len()..];
        nanos += number * unit;
    }
    (!text.is_empty()).then(|| Duration::try_from_secs_f64(nanos / 1e9).ok()).flatten()
}

/// A duration in whole seconds, as Go prints it: `1h0m0s`, `1m30s`, `10s`.
#[must_use]
pub fn format(time: Duration) -> String {
    let seconds = time.as_secs();
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    match (hours, minutes) {
        (0, 0) => format!("{seconds}s"),
        (0, _) => format!("{minutes}m{seconds}s"),
        _ => format!("{hours}h{minutes}m{seconds}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Duration, format, parse};

    #[test]
    fn durations_are_read_as_go_reads_them() {
        for (text, seconds) in
            [("30s", 30), ("1m30s", 90), ("1h", 3600), ("1h0m0s", 3600), ("1.5m", 90), ("0.5h", 1800)]
        {
            assert_eq!(parse(text), Some(Duration::from_secs(seconds)), "{text}");
        }
        assert_eq!(parse("1500ms"), Some(Duration::from_millis(1500)));
        for text in ["", "60", "s", "1 s", "1d", "-5s", "1m30", "..s", "10S"] {
            assert_eq!(parse(text), None, "{text}");
        }
        assert_eq!([10, 90, 3600].map(|it| format(Duration::from_secs(it))), ["10s", "1m30s", "1h0m0s"]);
    }
}
