//! A line as it is shown, and which lines are.

use jiff::Timestamp;

use super::window::Window;
use crate::domain::terminal::clean;
use crate::generated::types::LogSeverity;
use crate::platform::wire::LogItem;

/// Daemons of the platform write below this facility, applications and web servers from it on.
const FIRST_FACILITY: u8 = 16;

/// A line.
#[derive(Clone, Debug)]
pub(super) struct Entry {
    pub(super) time: Option<Timestamp>,
    pub(super) severity: LogSeverity,
    /// Id and name of its container.
    pub(super) container: (String, String),
    pub(super) message: String,
}

/// What the log backend does not filter by.
#[derive(Debug)]
pub(super) struct Filter {
    pub(super) window: Window,
    /// In small letters.
    pub(super) search: Option<String>,
    /// Id or name of a container.
    pub(super) container: Option<String>,
}

impl Filter {
    /// Whether it may leave out most of what the backend answers.
    pub(super) fn is_narrow(&self) -> bool {
        let Window { since, until, .. } = self.window;
        since.is_some() || until.is_some() || self.search.is_some() || self.container.is_some()
    }

    /// The line, if it is wanted.
    pub(super) fn take(&self, item: &LogItem) -> Option<Entry> {
        let of_user = item.facility.is_none_or(|facility| facility >= FIRST_FACILITY);
        let here = self.container.as_ref().is_none_or(|name| *name == item.container_id || *name == item.hostname);
        if !(of_user && here && self.window.contains(item.timestamp)) {
            return None;
        }
        let message = clean(&item.message);
        let found = self.search.as_ref().is_none_or(|text| message.to_lowercase().contains(text.as_str()));
        found.then(|| Entry {
            time: item.timestamp,
            severity: severity(item.severity.unwrap_or(INFO)),
            container: (clean(&item.container_id), clean(&item.hostname)),
            message,
        })
    }
}

const INFO: u8 = 6;

const SEVERITIES: [LogSeverity; 8] = [
    LogSeverity::Emergency,
    LogSeverity::Alert,
    LogSeverity::Critical,
    LogSeverity::Error,
    LogSeverity::Warning,
    LogSeverity::Notice,
    LogSeverity::Info,
    LogSeverity::Debug,
];

/// The number of a severity; the gravest is 0.
pub(super) fn level(severity: LogSeverity) -> u8 {
    let place = SEVERITIES.iter().position(|one| *one == severity);
    place.and_then(|place| u8::try_from(place).ok()).unwrap_or(INFO)
}

fn severity(level: u8) -> LogSeverity {
    SEVERITIES.get(usize::from(level)).copied().unwrap_or(LogSeverity::Debug)
}
