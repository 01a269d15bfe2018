//! Which lines a question selects, with the habits of the platform's backend.

use super::store::{Line, LogStore};
use crate::domain::ids::ProjectId;

/// How many lines an answer has when the question does not say. Guessed.
const DEFAULT_LIMIT: usize = 100;
/// Observed: 5,000 works, 50,000 answers nothing. Guessed: where in between it turns.
const MAX_LIMIT: usize = 10_000;

/// A question.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Query {
    limit: Option<usize>,
    newest_first: bool,
    service: Option<String>,
    facility: Option<u8>,
    /// The least grave severity that is wanted.
    severity: Option<u8>,
    tags: Vec<String>,
    container: Option<String>,
    /// The number of the line after which to go on.
    after: Option<u64>,
}

impl Query {
    /// Reads the parameters of an address.
    ///
    /// Observed: `since`, `search`, `fromDate`, `timestamp` and a date in `from` are ignored without
    /// a word, and so is a severity that is none.
    /// Guessed: other values that make no sense are ignored too; `from` matters only to a question
    /// for the oldest lines first, as only streams send it.
    pub(crate) fn read(parameters: &[(String, String)]) -> Self {
        let mut query = Self::default();
        let mut from = None;
        for (name, value) in parameters.iter().filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "limit" => query.limit = value.parse().ok(),
                "desc" => query.newest_first = value == "1",
                "serviceStackId" => query.service = Some(value.clone()),
                "facility" => query.facility = value.parse().ok(),
                "minimumSeverity" => query.severity = value.parse().ok().filter(|severity| *severity <= 7),
                "tags" => query.tags = value.split(',').map(str::to_owned).collect(),
                "containerId" => query.container = Some(value.clone()),
                "from" => from = line_number(value),
                _ => {}
            }
        }
        query.after = from.filter(|_| !query.newest_first);
        query
    }

    /// The lines of a project in the order that was asked for.
    pub(crate) fn select<'s>(&self, store: &'s LogStore, project: &ProjectId) -> Vec<&'s Line> {
        let limit = self.limit.unwrap_or(DEFAULT_LIMIT);
        if limit > MAX_LIMIT {
            return Vec::new();
        }
        let lines = store.lines();
        let start = self.select_after(store);
        let wanted = lines.iter().skip(start.map_or(0, |start| start + 1));
        let wanted = wanted.filter(|line| self.wants(store, line, project));
        if self.newest_first { wanted.rev().take(limit).collect() } else { wanted.take(limit).collect() }
    }

    /// The lines that a stream sends next, the oldest first, with the greatest number of all.
    ///
    /// Guessed: a stream begins with the newest lines, as many as its limit says, or with what came
    /// after the line that `from` names.
    pub(crate) fn follow<'s>(&self, store: &'s LogStore, project: &ProjectId, seen: Option<u64>) -> Vec<&'s Line> {
        let known = seen.or_else(|| self.after.filter(|_| self.select_after(store).is_some()));
        let fresh = store.lines().iter().filter(|line| known.is_none_or(|known| line.number > known));
        let mut lines: Vec<&Line> = fresh.filter(|line| self.wants(store, line, project)).collect();
        if known.is_none() {
            let most = self.limit.unwrap_or(DEFAULT_LIMIT).min(MAX_LIMIT);
            lines.drain(..lines.len().saturating_sub(most));
        }
        lines
    }

    /// The place of the line that `from` names, if it is still there.
    fn select_after(&self, store: &LogStore) -> Option<usize> {
        self.after.and_then(|after| store.lines().iter().rposition(|line| line.number == after))
    }

    /// The tags that are wanted; none for all.
    pub(crate) fn tags(&self) -> &[String] {
        &self.tags
    }

    /// The service that is wanted.
    pub(crate) fn service(&self) -> Option<&str> {
        self.service.as_deref()
    }

    fn wants(&self, store: &LogStore, line: &Line, project: &ProjectId) -> bool {
        let severe = self.severity.is_none_or(|severity| line.severity <= severity);
        let facility = self.facility.is_none_or(|facility| line.facility == facility);
        severe
            && facility
            && (self.tags.is_empty() || self.tags.iter().any(|tag| tag == store.tag(line.tag)))
            && store.source(line.source).is_some_and(|source| {
                source.project == *project
                    && self.service.as_ref().is_none_or(|service| source.service.as_str() == service)
                    && self.container.as_ref().is_none_or(|container| source.container == *container)
            })
    }
}

/// The id of a line in an answer.
///
/// Observed: a suffix that belongs to the answer. Guessed: what comes before it.
pub(crate) fn line_id(line: &Line, place: usize) -> String {
    format!("{}{:08}_{place}", line.time.as_millisecond(), line.number % NUMBERS)
}

const NUMBERS: u64 = 100_000_000;

/// The number of the line that an id means.
fn line_number(id: &str) -> Option<u64> {
    let (digits, suffix) = id.split_once('_')?;
    let good = digits.len() > 8 && [digits, suffix].iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
    if good { digits[digits.len() - 8..].parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Query {
        let pairs = text.split('&').map(|pair| pair.split_once('=').expect("pair"));
        Query::read(&pairs.map(|(key, value)| (key.to_owned(), value.to_owned())).collect::<Vec<_>>())
    }

    #[test]
    fn what_makes_no_sense_is_no_filter() {
        let silent =
            "since=1h&search=x&from=2026-01-02T03:04:05Z&fromDate=1&minimumSeverity=ERROR&facility=app&limit=all";
        assert_eq!(read(silent), Query::default());
        assert_eq!(read("minimumSeverity=8"), Query::default());
        assert_eq!(read("minimumSeverity=3").severity, Some(3));
        assert_eq!(read("tags=a,b").tags, ["a", "b"]);
    }

    #[test]
    fn an_id_says_where_to_go_on_unless_the_newest_come_first() {
        assert_eq!(read("from=17673230450000000042_7").after, Some(42));
        assert_eq!(read("desc=1&from=17673230450000000042_7").after, None);
    }
}
