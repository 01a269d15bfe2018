//! The lines themselves: the newest ones, in the order of their times, each as small as it can be.

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use jiff::Timestamp;

use crate::domain::ids::{ProjectId, ServiceId};

/// How many lines are kept.
const MAX_LINES: usize = 200_000;
/// How many bytes of messages are kept.
const MAX_BYTES: usize = 32 * 1024 * 1024;

/// The facility of daemons.
pub(crate) const DAEMON: u8 = 3;
/// The facility of applications.
pub(crate) const APPLICATION: u8 = 16;
/// The facility of web servers.
pub(crate) const WEB_SERVER: u8 = 17;

/// Where lines come from: a container.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Source {
    pub(crate) project: ProjectId,
    pub(crate) service: ServiceId,
    /// The name of the container.
    pub(crate) hostname: String,
    pub(crate) container: String,
}

/// A line to add.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NewLine<'a> {
    pub(crate) time: Timestamp,
    /// 0 is the gravest, 7 the least.
    pub(crate) severity: u8,
    pub(crate) facility: u8,
    pub(crate) tag: &'a str,
    pub(crate) message: &'a str,
}

/// A line as it is kept.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) time: Timestamp,
    /// Counts the lines since the start; no two have the same.
    pub(crate) number: u64,
    pub(crate) source: u32,
    pub(crate) tag: u32,
    pub(crate) severity: u8,
    pub(crate) facility: u8,
    pub(crate) message: Box<str>,
}

/// Every line that is kept.
#[derive(Debug, Default)]
pub(crate) struct LogStore {
    lines: VecDeque<Line>,
    sources: Names<Source>,
    tags: Names<str>,
    bytes: usize,
    written: u64,
    /// Whether a line came that is older than one before it.
    unordered: bool,
}

impl LogStore {
    /// Adds a line; the oldest ones give way.
    pub(crate) fn push(&mut self, source: &Arc<Source>, line: NewLine<'_>) {
        self.written += 1;
        self.unordered |= self.lines.back().is_some_and(|last| last.time > line.time);
        self.bytes += line.message.len();
        self.lines.push_back(Line {
            time: line.time,
            number: self.written,
            source: self.sources.number(source),
            tag: self.tags.number(&Arc::from(line.tag)),
            severity: line.severity,
            facility: line.facility,
            message: line.message.into(),
        });
        if self.lines.len() > MAX_LINES || self.bytes > MAX_BYTES {
            self.order();
            while self.lines.len() > MAX_LINES || self.bytes > MAX_BYTES {
                let Some(oldest) = self.lines.pop_front() else { break };
                self.bytes -= oldest.message.len();
            }
        }
    }

    /// Tags and containers that are known.
    pub(crate) fn names(&self) -> usize {
        self.tags.list.len() + self.sources.list.len()
    }

    /// The number of the next line.
    pub(crate) fn next_number(&self) -> u64 {
        self.written + 1
    }

    /// Every line in the order of their times; of equal times the one written first is first.
    pub(crate) fn lines(&self) -> &VecDeque<Line> {
        &self.lines
    }

    pub(crate) fn source(&self, number: u32) -> Option<&Source> {
        self.sources.get(number)
    }

    pub(crate) fn tag(&self, number: u32) -> &str {
        self.tags.get(number).unwrap_or_default()
    }

    /// Puts the lines in order; to be called before they are read.
    pub(crate) fn order(&mut self) {
        if std::mem::take(&mut self.unordered) {
            self.lines.make_contiguous().sort_unstable_by_key(|line| (line.time, line.number));
        }
    }
}

/// Values that many lines share, by number.
#[derive(Debug)]
struct Names<T: ?Sized> {
    list: Vec<Arc<T>>,
    numbers: HashMap<Arc<T>, u32>,
}

impl<T: ?Sized> Default for Names<T> {
    fn default() -> Self {
        Self { list: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: ?Sized + Eq + std::hash::Hash> Names<T> {
    fn number(&mut self, value: &Arc<T>) -> u32 {
        if let Some(number) = self.numbers.get(value) {
            return *number;
        }
        let number = u32::try_from(self.list.len()).unwrap_or(u32::MAX);
        self.list.push(Arc::clone(value));
        self.numbers.insert(Arc::clone(value), number);
        number
    }

    fn get(&self, number: u32) -> Option<&T> {
        self.list.get(usize::try_from(number).ok()?).map(AsRef::as_ref)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_stand_in_the_order_of_their_times_and_the_oldest_give_way() {
        let source = Arc::new(Source {
            project: ProjectId::new("p"),
            service: ServiceId::new("s"),
            hostname: "app-1".into(),
            container: "c".into(),
        });
        let mut store = LogStore::default();
        let mut add = |second: i64, message: &str| {
            let time = Timestamp::from_second(second).expect("time");
            let line = NewLine { time, severity: 6, facility: APPLICATION, tag: "app", message };
            store.push(&source, line);
        };
        for second in [3, 1, 2] {
            add(second, "short");
        }
        let long = "x".repeat(MAX_BYTES / 2);
        add(4, &long);
        add(0, &long);
        store.order();
        let seconds: Vec<i64> = store.lines().iter().map(|line| line.time.as_second()).collect();
        assert_eq!(seconds, [1, 2, 3, 4]);
        assert_eq!((store.sources.list.len(), store.tags.list.len()), (1, 1));
    }
}
