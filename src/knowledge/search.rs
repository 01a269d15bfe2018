//! Finds the passages that answer a question.
//!
//! The engine is made on first use: making it costs a few milliseconds, which who never asks never
//! pays. It is read-only then, so that any number of searches run side by side.

use std::sync::LazyLock;

use super::index::PassageIndex;
use super::passages::{self, Passage};
use super::query::Reader;
use super::rank::{self, Tuning};
use crate::domain::knowledge::Kind;
use crate::generated::knowledge::SYNONYMS;

static ENGINE: LazyLock<Option<Engine>> = LazyLock::new(Engine::new);

struct Engine {
    index: PassageIndex,
    reader: Reader,
}

/// A passage that was found.
#[derive(Clone, Copy, Debug)]
pub struct Hit {
    /// The passage.
    pub passage: &'static Passage,
    /// What it is worth; between queries this compares nothing.
    pub score: f32,
    /// The share of the query that it covers, from 0 to 1.
    pub covered: f32,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// The passages, best first.
    pub hits: Vec<Hit>,
    /// Words of the query that no document has, with the one that was taken for each.
    pub corrected: Vec<(String, String)>,
}

impl Engine {
    fn new() -> Option<Self> {
        let index = PassageIndex::new(passages::all().len())
            .inspect_err(|error| tracing::error!(%error, "the index of the knowledge cannot be made"))
            .ok()?;
        let reader = Reader::new(&index.stems, SYNONYMS);
        Some(Self { index, reader })
    }
}

/// The best passages for a query, at most `limit`; of one kind, if one is given.
#[must_use]
pub fn search(query: &str, kind: Option<Kind>, limit: usize) -> Found {
    search_with(query, kind, limit, &Tuning::DEFAULT)
}

/// The same with another ranking.
#[must_use]
pub fn search_with(query: &str, kind: Option<Kind>, limit: usize, tuning: &Tuning) -> Found {
    let Some(engine) = &*ENGINE else { return Found::default() };
    let passages = passages::all();
    let query = engine.reader.read(&engine.index.stems, query);
    let wanted = |passage: &Passage| kind.is_none_or(|kind| passage.document().kind == kind);
    let ranked = rank::rank(&engine.index, &query, tuning, passages, wanted, limit);
    let hit = |one: &rank::Ranked| Hit { passage: &passages[one.passage], score: one.score, covered: one.covered };
    Found { hits: ranked.iter().map(hit).collect(), corrected: query.corrected }
}
