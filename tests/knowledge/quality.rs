//! How good the answers are: questions with what answers them, scored, with a ratchet.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::json;
use zcp::knowledge::search::search;

use crate::harness::world::{Setting, World, block_on};

/// The questions that the search was tuned with.
const QUESTIONS: &str = include_str!("questions.yaml");
/// The least that passages by themselves score; raise it when the search or the documents get
/// better.
const PASSAGES: Score = Score { first: 0.925, three: 0.985, reciprocal: 0.955 };
/// The least that they score for sentences that nothing was written or tuned for.
const SENTENCES: Score = Score { first: 0.815, three: 0.95, reciprocal: 0.885 };
/// The least that the whole answers of `detail: full` score.
const ANSWERS: Score = Score { first: 0.96, three: 0.99, reciprocal: 0.975 };
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

/// A passage as an answer shows it.
struct Shown {
    /// Its document, heading and text, in small letters.
    text: String,
    /// Its path with its heading.
    path: String,
}

fn shown(title: &str, heading: &str, uri: &str, text: &str) -> Shown {
    let read: String = text.chars().take(READ).collect();
    let path = uri.trim_start_matches("zerops://docs/").to_owned();
    Shown { text: format!("{title}\n{heading}\n{read}").to_lowercase(), path }
}

impl Shown {
    fn says(&self, what: &str) -> bool {
        what.split('|').any(|word| self.text.contains(&word.trim().to_lowercase()))
    }

    fn answers(&self, question: &Question) -> bool {
        let document = self.path.split('#').next();
        let is_of = |within: &String| match within.strip_suffix('*') {
            Some(begin) => self.path.starts_with(begin),
            None => self.path == *within || document == Some(within),
        };
        (question.within.is_empty() || question.within.iter().any(is_of))
            && question.has.iter().all(|what| self.says(what))
    }
}

/// The place of the first passage that answers.
fn place(question: &Question, passages: &[Shown]) -> Option<usize> {
    let place = passages.iter().position(|passage| passage.answers(question))?;
    let three = &passages[..passages.len().min(3)];
    let all = question.each.iter().all(|what| three.iter().any(|passage| passage.says(what)));
    Some(if all { place } else { place.max(3) })
}

/// Scores the passages that `ask` gives for each question, and shows the score of every kind.
#[expect(clippy::print_stdout, reason = "who changes the ranking wants to see what became of every question")]
fn score(name: &str, questions: &str, least: Score, mut ask: impl FnMut(&str) -> Vec<Shown>) {
    let questions: Vec<Question> = serde_saphyr::from_str(questions).expect("the questions");
    assert!(questions.len() >= 150, "{} questions", questions.len());
    let mut kinds: BTreeMap<&str, (Score, f32)> = BTreeMap::new();
    for question in &questions {
        let passages = ask(&question.q);
        let place = place(question, &passages);
        #[expect(clippy::cast_precision_loss, reason = "it is at most ten")]
        let reciprocal = place.map_or(0.0, |place| 1.0 / (place + 1) as f32);
        if place != Some(0) {
            let got = passages.first().map_or("nothing", |passage| &passage.path);
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
    println!("{name:<10} questions success@1 success@3  MRR@10");
    for (kind, (score, count)) in &kinds {
        let [first, three, reciprocal] = [score.first, score.three, score.reciprocal].map(|sum| sum / count);
        println!("{kind:<10} {count:>9} {first:>9.3} {three:>9.3} {reciprocal:>7.3}");
    }
    let (score, count) = kinds["all"];
    for (what, sum, least) in [
        ("success@1", score.first, least.first),
        ("success@3", score.three, least.three),
        ("MRR@10", score.reciprocal, least.reciprocal),
    ] {
        assert!(sum / count >= least, "{what} of {name} is {} and was {least}", sum / count);
    }
}

/// The passages that the search finds.
fn found(question: &str) -> Vec<Shown> {
    let hits = search(question, None, LOOKED_AT).hits;
    let passages = hits.iter().map(|hit| hit.passage);
    passages.map(|one| shown(one.document().title, one.heading, &one.uri(), one.body)).collect()
}

#[test]
fn passages_answer_questions() {
    score("passages", QUESTIONS, PASSAGES, found);
}

#[test]
fn passages_answer_sentences() {
    score("sentences", include_str!("sentences.yaml"), SENTENCES, found);
}

#[test]
fn full_answers_answer_questions() {
    block_on(async {
        let world = World::start(&Setting::default()).await;
        let mut answers = BTreeMap::new();
        let questions: Vec<Question> = serde_saphyr::from_str(QUESTIONS).expect("the questions");
        for question in questions {
            let arguments = json!({ "query": question.q, "detail": "full" });
            let arguments = arguments.as_object().expect("an object").clone();
            let result = world.call("zerops_knowledge", arguments).await;
            answers.insert(question.q, result.structured_content.expect("a record"));
        }
        score("answers", QUESTIONS, ANSWERS, |question| {
            let passages = answers[question]["passages"].as_array().expect("passages");
            let text = |passage: &serde_json::Value, key: &str| passage[key].as_str().expect("text").to_owned();
            let all = passages
                .iter()
                .map(|one| shown(&text(one, "title"), &text(one, "heading"), &text(one, "uri"), &text(one, "text")));
            all.collect()
        });
    });
}
