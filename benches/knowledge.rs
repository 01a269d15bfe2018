//! What a search in the knowledge costs: the first one, which makes the engine, those after it, and
//! the memory; beside it a linear scan of the same passages.
//!
//! `cargo bench --bench knowledge`

use std::io::Write as _;
use std::time::{Duration, Instant};

use zcp::knowledge::passages::{self, Passage};
use zcp::knowledge::search::search;

#[path = "serve/memory.rs"]
mod memory;

/// How often every question is asked.
const ROUNDS: usize = 50;
/// Passages that are asked for.
const LIMIT: usize = 5;

fn main() -> std::io::Result<()> {
    let mut out = std::io::stdout().lock();
    // The scan reads the passages too; they are no part of the index.
    let bytes: usize = passages::all().iter().map(|passage| passage.body.len()).sum();
    let (resident, anonymous) = memory::of(std::process::id());
    let begun = Instant::now();
    let found = search("how do I connect to postgresql", None, LIMIT);
    let first = begun.elapsed();
    let (resident_after, anonymous_after) = memory::of(std::process::id());
    writeln!(out, "{} passages, {bytes} bytes; {} found", passages::all().len(), found.hits.len())?;
    writeln!(out, "first search     {:>9.1} µs", micros(first))?;
    let (resident, anonymous) = (resident_after - resident, anonymous_after - anonymous);
    writeln!(out, "memory           {resident:>9.1} MiB more, {anonymous:.1} of it anonymous")?;
    let questions = questions();
    writeln!(out, "{} questions     {:>9} {:>9} {:>9}", questions.len(), "p50 µs", "p99 µs", "most µs")?;
    for (name, times) in [
        ("search", times(&questions, |question| search(question, None, LIMIT).hits.len())),
        ("linear scan", times(&questions, |question| scan(question).len())),
    ] {
        let at = |share: usize| micros(times[(times.len() - 1) * share / 100]);
        writeln!(out, "{name:<16} {:>9.1} {:>9.1} {:>9.1}", at(50), at(99), at(100))?;
    }
    Ok(())
}

/// The questions of the tests.
fn questions() -> Vec<&'static str> {
    let lines = include_str!("../tests/knowledge/questions.yaml").lines();
    lines.filter_map(|line| line.split_once("q: \"")?.1.split('"').next()).collect()
}

fn micros(time: Duration) -> f64 {
    time.as_secs_f64() * 1e6
}

/// The time of every search, the shortest first.
fn times(questions: &[&str], mut find: impl FnMut(&str) -> usize) -> Vec<Duration> {
    let mut times = Vec::with_capacity(questions.len() * ROUNDS);
    for _ in 0..ROUNDS {
        for question in questions {
            let begun = Instant::now();
            std::hint::black_box(find(question));
            times.push(begun.elapsed());
        }
    }
    times.sort();
    times
}

/// What one would write without an index: the passages that have the most words of the question.
fn scan(question: &str) -> Vec<&'static Passage> {
    let words: Vec<String> = question.split_whitespace().map(str::to_lowercase).collect();
    let mut counts: Vec<(usize, &Passage)> = passages::all()
        .iter()
        .map(|passage| {
            let text = passage.body.to_lowercase();
            (words.iter().map(|word| text.matches(word.as_str()).count().min(3)).sum(), passage)
        })
        .collect();
    counts.sort_by_key(|(count, _)| std::cmp::Reverse(*count));
    counts.into_iter().take(LIMIT).map(|(_, passage)| passage).collect()
}
