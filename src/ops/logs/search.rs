//! Looking for lines: in more and more of the newest ones, because nothing else can be asked of the
//! backend.

use jiff::Timestamp;

use super::entry::{Entry, Filter};
use crate::platform::error::Error;
use crate::platform::logs::{LogQuery, LogReader, MOST_LINES};

/// Lines read first when most of them may be of no interest.
const MANY: usize = 1000;
/// Lines of daemons that are expected among the others.
const SPARE: usize = 50;

/// What was found.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// The newest that are wanted, the oldest first.
    pub(super) entries: Vec<Entry>,
    /// Whether there are older ones that are wanted too.
    pub(super) older: bool,
    /// When the newest of those was written.
    pub(super) before: Option<Timestamp>,
    /// What to say of where it was looked.
    pub(super) note: Option<String>,
}

/// The newest lines that pass the filter, at most so many.
pub(super) async fn newest(
    reader: &mut LogReader<'_>,
    query: &LogQuery,
    filter: &Filter,
    limit: usize,
) -> Result<Found, Error> {
    let first = if filter.is_narrow() { MANY.max(limit + SPARE) } else { limit + SPARE };
    let mut entries: Vec<Entry> = Vec::new();
    let mut seen = None;
    let mut failed = None;
    let mut complete = false;
    for count in [first, MANY, MOST_LINES] {
        if seen.is_some_and(|(before, _)| count <= before) {
            continue;
        }
        let items = match reader.newest(query, count).await {
            Ok(items) => items,
            // What was found before is worth more than the error.
            Err(error) if seen.is_some() => {
                failed = Some(error);
                break;
            }
            Err(error) => return Err(error),
        };
        let oldest = items.iter().filter_map(|item| item.timestamp).min();
        let reached = filter.window.since.zip(oldest).is_some_and(|(since, oldest)| oldest < since);
        complete = items.len() < count || reached;
        seen = Some((items.len(), oldest));
        entries = items.into_iter().rev().filter_map(|item| filter.take(&item)).collect();
        entries.sort_by_key(|entry| entry.time);
        entries.truncate(filter.window.wanted(&entries, |entry| entry.time));
        if complete || entries.len() > limit {
            break;
        }
    }
    let enough = entries.len() > limit;
    let before = entries.drain(..entries.len().saturating_sub(limit)).next_back().and_then(|entry| entry.time);
    let note = match seen {
        Some((count, oldest)) if !complete && !enough => Some(searched(count, oldest, failed.as_ref())),
        _ => None,
    };
    Ok(Found { entries, older: enough, before, note })
}

fn searched(count: usize, oldest: Option<Timestamp>, failed: Option<&Error>) -> String {
    let back = oldest
        .map(|oldest| format!(", back to {}", crate::ops::support::wire_to_view::moment(oldest)))
        .unwrap_or_default();
    let why = match failed {
        Some(error) => format!("reading more failed: {error}"),
        None => "the backend gives no more".to_owned(),
    };
    format!("Only the newest {count} lines were searched{back}; {why}.")
}
