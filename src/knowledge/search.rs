//! Finds the passages that answer a question.
//!
//! The engine is made on first use: making it costs a few milliseconds, which who never asks never
//! pays. It is read-only then, so that any number of searches run side by side.

use std::sync::LazyLock;

use super::index::PassageIndex;
use super::passages::{self, Passage};
use super::query::Reader;
use super::rank::{self, Tuning};
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
    /// What was looked for.
    pub stems: Sought,
}

/// The words that a query looks for.
#[derive(Debug, Default)]
pub struct Sought(Vec<(String, f32)>);

impl Sought {
    /// The stem of a word and what it counts for, if it is one of them.
    pub(super) fn find(&self, word: &str) -> Option<(&str, f32)> {
        let engine = ENGINE.as_ref()?;
        let is_of = |stem: &str| stem == word || engine.index.stems.known_stem(word) == Some(stem);
        self.0.iter().find(|(stem, _)| is_of(stem)).map(|(stem, weight)| (stem.as_str(), *weight))
    }
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

/// The best passages for a query, at most `limit`; of one folder, if one is given.
#[must_use]
pub fn search(query: &str, folder: Option<&str>, limit: usize) -> Found {
    search_with(query, folder, limit, &Tuning::DEFAULT)
}

/// The same with another ranking.
#[must_use]
pub fn search_with(query: &str, folder: Option<&str>, limit: usize, tuning: &Tuning) -> Found {
    let Some(engine) = &*ENGINE else { return Found::default() };
    let passages = passages::all();
    let query = engine.reader.read(&engine.index.stems, query);
    let is_of = |path: &str, folder: &str| path.split('/').next() == Some(folder);
    let wanted = |passage: &Passage| folder.is_none_or(|folder| is_of(passage.document().path, folder));
    let ranked = rank::rank(&engine.index, &query, tuning, passages, wanted, limit);
    let hit = |one: &rank::Ranked| Hit { passage: &passages[one.passage], score: one.score, covered: one.covered };
    let hits = ranked.iter().map(hit).collect();
    let ways = query
        .concepts
        .into_iter()
        .flat_map(|concept| concept.ways.into_iter().map(move |way| (way.stem, concept.weight * way.weight)));
    Found { hits, corrected: query.corrected, stems: Sought(ways.collect()) }
}
