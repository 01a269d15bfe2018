//! Writing lines as if a service had.

use std::collections::HashSet;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, de};

use super::{Control, ControlError, service_named};
use crate::sandbox::logs::lines::{fraction, source};
use crate::sandbox::logs::store::{APPLICATION, NewLine, Source, WEB_SERVER};

/// How far apart generated lines are.
pub(crate) const STEP: Duration = Duration::from_millis(100);

/// Bytes of a tag, and of the id of a container.
const LONGEST_NAME: usize = 256;
/// Tags and containers at most.
const MOST_NAMES: usize = 10_000;

/// A line to write.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct LogLine {
    /// The text.
    pub message: String,
    /// From 0, an emergency, to 7, debugging; 6 when absent.
    #[serde(default)]
    pub severity: Option<u8>,
    /// 16, an application, when absent.
    #[serde(default)]
    pub facility: Option<u8>,
    /// The present moment when absent.
    #[serde(default, deserialize_with = "timestamp")]
    pub timestamp: Option<Timestamp>,
    /// The hostname of the service when absent.
    #[serde(default)]
    pub tag: Option<String>,
    /// The first container of the service when absent.
    #[serde(default)]
    pub container_id: Option<String>,
}

fn timestamp<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Timestamp>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| text.parse().map_err(de::Error::custom)).transpose()
}

impl LogLine {
    /// An informational line of an application, written now.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), severity: None, facility: None, timestamp: None, tag: None, container_id: None }
    }
}

impl Control {
    /// Writes lines as a service.
    ///
    /// # Errors
    /// The service is unknown, a severity is above 7 or a facility above 23, or there are too many or too long names.
    pub fn write_logs(&self, hostname: &str, lines: &[LogLine]) -> Result<(), ControlError> {
        let mut world = self.shared.world();
        let found = service_named(&world, hostname)?;
        let first = source(&found);
        let wrong = |line: &LogLine| line.severity.is_some_and(|it| it > 7) || line.facility.is_some_and(|it| it > 23);
        if lines.iter().any(wrong) {
            return Err(ControlError("a severity is at most 7, a facility at most 23".to_owned()));
        }
        let mut names = lines.iter().flat_map(|line| line.tag.iter().chain(&line.container_id));
        if names.any(|name| name.len() > LONGEST_NAME) {
            return Err(ControlError(format!("a tag and the id of a container have at most {LONGEST_NAME} bytes")));
        }
        let tags: HashSet<_> = lines.iter().filter_map(|line| line.tag.as_ref()).collect();
        let containers: HashSet<_> = lines.iter().filter_map(|line| line.container_id.as_ref()).collect();
        // They stay known when their lines are gone.
        if world.logs.names() + tags.len() + containers.len() > MOST_NAMES {
            return Err(ControlError(format!("there are more than {MOST_NAMES} tags and containers")));
        }
        let now = world.now();
        for line in lines {
            let container = line.container_id.clone().unwrap_or_else(|| first.container.clone());
            let new = NewLine {
                time: line.timestamp.unwrap_or(now),
                severity: line.severity.unwrap_or(6),
                facility: line.facility.unwrap_or(APPLICATION),
                tag: line.tag.as_deref().unwrap_or(hostname),
                message: &line.message,
            };
            world.logs.push(&Arc::new(Source { container, ..first.clone() }), new);
        }
        Ok(())
    }

    /// Writes this many plausible lines, the newest of them now.
    ///
    /// # Errors
    /// The service is unknown.
    pub fn generate_logs(&self, hostname: &str, count: u32) -> Result<(), ControlError> {
        let mut world = self.shared.world();
        let source = Arc::new(source(&service_named(&world, hostname)?));
        let now = world.now();
        for index in 0..count {
            let time = now - STEP * (count - index);
            let time = fraction(time, world.logs.next_number());
            let (severity, facility, message) = generated(index);
            world.logs.push(&source, NewLine { time, severity, facility, tag: hostname, message: &message });
        }
        Ok(())
    }
}

/// The severity, the facility and the text of a generated line.
pub(crate) fn generated(index: u32) -> (u8, u8, String) {
    match index % 50 {
        49 => (3, APPLICATION, format!("request {index} failed: connection refused by db:5432")),
        24 => (4, APPLICATION, format!("request {index} took {} ms", 1000 + index % 900)),
        number if number % 5 == 2 => {
            (6, WEB_SERVER, format!("10.0.0.{} - - \"GET /items/{index} HTTP/1.1\" 200 512", index % 250))
        }
        number if number % 10 == 8 => (7, APPLICATION, format!("cache hit for item {index}")),
        _ => (6, APPLICATION, format!("GET /items/{index} 200 {}ms", 1 + index % 40)),
    }
}
