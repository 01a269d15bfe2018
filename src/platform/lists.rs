//! Direct lists. What they say is as it is now; the index behind a search lags by seconds.

use std::collections::HashSet;

use super::client::{Call, Client};
use super::error::{Error, ErrorKind};
use super::retry::Budget;
use super::search::Entry;
use super::wire::List;
use crate::generated::operations::Operation;

/// Entries asked for at once where all are wanted. Pages are small by default, and 500 are taken
/// (measured 2026-10).
const PAGE: u64 = 500;
/// Entries asked for at once where some are wanted.
const SOME: u64 = 100;
/// Pages read at most.
const PAGES: u64 = 40;

impl Client {
    /// The first entries that are kept, so many at most, each once, and whether there are no more. Of
    /// the order nothing is assumed; processes and app versions come the newest first.
    pub(super) async fn list<T: Entry>(
        &self,
        operation: Operation,
        arguments: &[&str],
        wanted: usize,
        keep: impl Fn(&T) -> bool,
        budget: &mut Budget,
    ) -> Result<(Vec<T>, bool), Error> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        let mut offset = 0;
        let limit = if wanted == usize::MAX { PAGE } else { SOME };
        for _ in 0..PAGES {
            let query = format!("limit={limit}&offset={offset}");
            let call = Call { query: &query, ..Call::new(operation, arguments) };
            let page: List<T> = self.call_within(call, budget).await?;
            let count = page.entries.len() as u64;
            let before = seen.len();
            found.extend(page.entries.into_iter().filter(|entry| seen.insert(entry.id().to_owned()) && keep(entry)));
            offset += count;
            // A count of the API was seen to be 0 beside entries, so it can only ask for more.
            let more = count >= limit || (count > 0 && page.total.is_some_and(|total| offset < total));
            if found.len() >= wanted || !more {
                let complete = !more && found.len() <= wanted;
                found.truncate(wanted);
                return Ok((found, complete));
            }
            if seen.len() == before || offset > PAGE * PAGES {
                break;
            }
        }
        Err(Error::of(operation.info(), ErrorKind::Api, "the list that the API answers does not end", true))
    }
}
