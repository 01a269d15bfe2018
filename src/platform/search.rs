//! Searches: all pages of them, with an end even where the API has none.

use std::collections::HashSet;

use serde::de::DeserializeOwned;

use super::client::{Call, Client};
use super::error::{Error, ErrorKind};
use super::retry::Budget;
use super::wire::{AppVersion, Condition, Page, Process, Project, SearchRequest, Service, Sort};
use crate::generated::operations::Operation;

/// Entries asked for at once.
const PAGE: u64 = 200;
/// Pages read at most.
const PAGES: usize = 50;
/// Entries read at most, also of an API that answers more than it was asked for.
const MOST: usize = 10_000;

/// Entries asked for at once when only the newest are of interest.
const NEWEST_PAGE: u64 = 100;
/// Pages of them read at most.
const NEWEST_PAGES: usize = 20;

/// An entry of a search.
pub(super) trait Entry: DeserializeOwned {
    /// What tells it from the others.
    fn id(&self) -> &str;
}

impl Entry for Service {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl Entry for Project {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl Entry for Process {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl Entry for AppVersion {
    fn id(&self) -> &str {
        self.id.as_str()
    }
}

impl Client {
    /// The first entries that are kept, so many at most, each once, and whether there are no more.
    /// It stops after some pages: who looks for what is rare does not read everything.
    pub(super) async fn newest<T: Entry>(
        &self,
        operation: Operation,
        mut request: SearchRequest,
        wanted: usize,
        keep: impl Fn(&T) -> bool,
        budget: &mut Budget,
    ) -> Result<(Vec<T>, bool), Error> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        let mut offset = 0;
        for _ in 0..NEWEST_PAGES {
            (request.offset, request.limit) = (Some(offset), Some(NEWEST_PAGE));
            let body = serde_json::to_value(&request).unwrap_or_default();
            let page: Page<T> = self.call_within(Call { body: &body, ..Call::new(operation, &[]) }, budget).await?;
            let count = page.items.len() as u64;
            found.extend(page.items.into_iter().filter(|entry| seen.insert(entry.id().to_owned()) && keep(entry)));
            offset += count;
            let more = count > 0 && page.total_hits.map_or(count >= NEWEST_PAGE, |total| offset < total);
            if found.len() >= wanted || !more {
                let complete = !more && found.len() <= wanted;
                found.truncate(wanted);
                return Ok((found, complete));
            }
        }
        Ok((found, false))
    }

    /// All entries that meet the conditions, each once: pages shift while the index changes.
    pub(super) async fn search<T: Entry>(
        &self,
        operation: Operation,
        conditions: &[Condition],
        budget: &mut Budget,
    ) -> Result<Vec<T>, Error> {
        let mut seen = HashSet::new();
        let mut found = Vec::new();
        let mut offset = 0;
        for _ in 0..PAGES {
            let request = SearchRequest {
                search: conditions.to_vec(),
                sort: vec![Sort { name: "created".to_owned(), ascending: Some(true) }],
                offset: Some(offset),
                limit: Some(PAGE),
                ..SearchRequest::default()
            };
            let body = serde_json::to_value(&request).unwrap_or_default();
            let page: Page<T> = self.call_within(Call { body: &body, ..Call::new(operation, &[]) }, budget).await?;
            let count = page.items.len() as u64;
            let before = found.len();
            found.extend(page.items.into_iter().filter(|entry| seen.insert(entry.id().to_owned())));
            if found.len() > MOST {
                return Err(endless(operation));
            }
            offset += count;
            // The API may give less at once than it was asked for; its total decides where it says one.
            let more = page.total_hits.map_or(count >= PAGE, |total| offset < total);
            if !more || count == 0 {
                return Ok(found);
            }
            if found.len() == before {
                return Err(endless(operation));
            }
        }
        Err(endless(operation))
    }
}

fn endless(operation: Operation) -> Error {
    Error::of(operation.info(), ErrorKind::Api, "the list that the API answers does not end", true)
}
