//! How good the answers are: questions with what answers them, scored, with a ratchet.

use std::collections::BTreeMap;

use serde::Deserialize;
use zcp::knowledge::passages::Passage;
use zcp::knowledge::search::{Hit, search};

/// The least that is scored; raise it when the search or the documents get better.
const LEAST: Score = Score { first: 0.90, three: 0.97, reciprocal: 0.93 };
/// Passages that are looked at.
const LOOKED_AT: usize = 10;
/// Characters of a passage that are looked at.
const READ: usize = 4_000;

#[derive(Deserialize)]
struct Question {
    q: String,
    kind: String,
    /// Documents or passages that answer it; `*` at the end stands for anything.
    #[serde(default, rename = "in")]
    within: Vec<String>,
    /// What the passage must say, each one or one of several.
    #[serde(default)]
    has: Vec<String>,
    /// For a question about several things: what the first three passages must say together.
    #[serde(default)]
    each: Vec<String>,
}

#[derive(Clone, Copy, Default)]
struct Score {
    first: f32,
    three: f32,
    reciprocal: f32,
}

fn questions() -> Vec<Question> {
    serde_saphyr::from_str(include_str!("questions.yaml")).expect("the questions")
}

fn says(passage: &Passage, what: &str) -> bool {
    let text: String = passage.markdown().chars().take(READ).collect();
    let text = format!("{}\n{text}", passage.document().title).to_lowercase();
    what.split('|').any(|word| text.contains(&word.trim().to_lowercase()))
}

fn answers(question: &Question, passage: &Passage) -> bool {
    let uri = passage.uri();
    let path = uri.trim_start_matches("zerops://docs/");
    let is_of = |within: &String| match within.strip_suffix('*') {
        Some(begin) => path.starts_with(begin),
        None => path == within || passage.document().path == within,
    };
    (question.within.is_empty() || question.within.iter().any(is_of))
        && question.has.iter().all(|what| says(passage, what))
}

/// The place of the first passage that answers.
fn place(question: &Question, hits: &[Hit]) -> Option<usize> {
    let place = hits.iter().position(|hit| answers(question, hit.passage))?;
    let three = &hits[..hits.len().min(3)];
    let all = question.each.iter().all(|what| three.iter().any(|hit| says(hit.passage, what)));
    Some(if all { place } else { place.max(3) })
}

#[test]
fn questions_are_answered() {
    let questions = questions();
    assert!(questions.len() >= 150, "{} questions", questions.len());
    let mut kinds: BTreeMap<&str, (Score, f32)> = BTreeMap::new();
    for question in &questions {
        let hits = search(&question.q, None, LOOKED_AT).hits;
        let place = place(question, &hits);
        #[expect(clippy::cast_precision_loss, reason = "it is at most ten")]
        let reciprocal = place.map_or(0.0, |place| 1.0 / (place + 1) as f32);
        if place != Some(0) {
            let got = hits.first().map_or_else(String::new, |hit| hit.passage.uri());
            println!("{:?} {}: {} got {got}", place.map(|place| place + 1), question.kind, question.q);
        }
        for kind in [question.kind.as_str(), "all"] {
            let (score, count) = kinds.entry(kind).or_default();
            score.first += f32::from(u8::from(place == Some(0)));
            score.three += f32::from(u8::from(place.is_some_and(|place| place < 3)));
            score.reciprocal += reciprocal;
            *count += 1.0;
        }
    }
    for (kind, (score, count)) in &kinds {
        let [first, three, reciprocal] = [score.first, score.three, score.reciprocal].map(|sum| sum / count);
        println!("{kind:<10} {count:>4} questions: success@1 {first:.3}, success@3 {three:.3}, MRR@10 {reciprocal:.3}");
    }
    let (score, count) = kinds["all"];
    let is_good = |sum: f32, least: f32| sum / count >= least;
    assert!(is_good(score.first, LEAST.first), "success@1 {} of {}", score.first / count, LEAST.first);
    assert!(is_good(score.three, LEAST.three), "success@3 {} of {}", score.three / count, LEAST.three);
    assert!(is_good(score.reciprocal, LEAST.reciprocal), "MRR {} of {}", score.reciprocal / count, LEAST.reciprocal);
}
