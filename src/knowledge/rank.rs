//! What a passage is worth for a query.
//!
//! BM25 on two levels. A passage is worth what its heading and its body say, the more the more of
//! the query it covers. Its document, found by title, keywords and the best that any of its
//! passages says, lends a share of its own worth to all of them: it decides between documents and
//! never within one. Of the ways to say a concept the best one counts. Beside that a passage is worth how much the query
//! and the nearest question that it answers say the same, less where it is about a technology that the query does not
//! name. After the first, passages that cover what the ones before them do not come first: a question about two things
//! gets both.

use super::index::PassageIndex;
use super::indexing::{FIELDS, MORE};
use super::passages::Passage;
use super::query::{Query, Way};
use super::rarity::rarity;

/// What the ranking is made of.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// What each field counts for: title, keywords, heading, questions, body.
    pub boosts: [f32; FIELDS.len()],
    /// How much the length of each field counts.
    pub lengths: [f32; FIELDS.len()],
    /// How soon more places of a word count no more.
    pub saturation: f32,
    /// The share of a document's worth that each of its passages has.
    pub document: f32,
    /// How much a concept counts as covered that only the document's title or keywords have.
    pub lent: f32,
    /// How much is left of a passage that covers next to nothing.
    pub uncovered: f32,
    /// How much a later passage is worth for what it adds.
    pub diversity: f32,
    /// What is left of a passage that has no heading: it introduces and seldom answers.
    pub introduction: f32,
    /// What it is worth to answer just this question.
    pub asked: f32,
    /// What is left of that where the question names nothing of the document's title, and the document is about one
    /// technology: who asks how to speed up builds does not ask it of one framework.
    pub unnamed: f32,
}

impl Tuning {
    /// Found on the questions of `tests/knowledge`.
    pub const DEFAULT: Self = Self {
        boosts: [2.0, 1.5, 1.8, 0.3, 1.0],
        lengths: [0.3, 0.3, 0.4, 0.4, 0.4],
        saturation: 1.2,
        document: 0.2,
        lent: 0.5,
        uncovered: 0.1,
        diversity: 0.4,
        introduction: 0.6,
        asked: 30.0,
        unnamed: 0.65,
    };
}

/// A passage and what it is worth.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Ranked {
    /// Index of the passage.
    pub(super) passage: usize,
    /// What it is worth; between queries this compares nothing.
    pub(super) score: f32,
    /// The share of the query that it covers.
    pub(super) covered: f32,
}

/// The field with the title of a passage's document and its other names.
const TITLE: usize = 0;
/// The folders whose documents are about one technology each.
const TECHNOLOGIES: [&str; 2] = ["services/", "stacks/"];
/// The fields that a passage shares with its whole document.
const OF_DOCUMENT: usize = 2;
/// Passages that are considered for an answer.
const POOL: usize = 32;

/// The best passages, best first; those that are not `wanted` are left out.
pub(super) fn rank(
    index: &PassageIndex,
    query: &Query,
    tuning: &Tuning,
    passages: &[Passage],
    wanted: impl Fn(&Passage) -> bool,
    limit: usize,
) -> Vec<Ranked> {
    let scores = Scores::new(index, query, tuning);
    let mut pool = scores.pool(tuning, passages, wanted);
    let asked = asked(index, query);
    for one in &mut pool {
        let kept = if scores.is_unnamed(&passages[one.passage], one.passage) { tuning.unnamed } else { 1.0 };
        one.score += tuning.asked * kept * asked[one.passage];
    }
    let order = |a: &Ranked, b: &Ranked| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage));
    let most = POOL.max(limit);
    if pool.len() > most {
        pool.select_nth_unstable_by(most, order);
        pool.truncate(most);
    }
    pool.sort_unstable_by(order);
    scores.diversify(pool, tuning.diversity, limit)
}

/// What every concept is worth in every passage.
struct Scores {
    passages: usize,
    /// By concept, then by passage: what the passage says itself, and what its document lends it.
    shares: Vec<(f32, f32)>,
    /// What each concept counts for.
    weights: Vec<f32>,
    /// Whether the query says a word of the title, or of another name, of each passage's document.
    named: Vec<bool>,
}

impl Scores {
    fn new(index: &PassageIndex, query: &Query, tuning: &Tuning) -> Self {
        let passages = index.passages;
        let mut shares = vec![(0.0_f32, 0.0_f32); passages * query.concepts.len()];
        let mut weights = Vec::with_capacity(query.concepts.len());
        let counts = vec![(0.0, 0.0); passages];
        let mut counter = Counter { counts, touched: Vec::with_capacity(passages), named: vec![false; passages] };
        for (concept, shares) in query.concepts.iter().zip(shares.chunks_mut(passages.max(1))) {
            let mut heaviest = 0.0_f32;
            for way in &concept.ways {
                counter.count(index, way, tuning);
                if counter.touched.is_empty() {
                    continue;
                }
                let weight = concept.weight * way.weight * rarity(passages, counter.touched.len());
                heaviest = heaviest.max(weight);
                for passage in counter.touched.drain(..) {
                    let (own, lent) = std::mem::take(&mut counter.counts[passage]);
                    let share = &mut shares[passage];
                    *share = (share.0.max(weight * own), share.1.max(weight * lent));
                }
            }
            // What no document says is worth as much as what one of them says.
            weights.push(if heaviest > 0.0 { heaviest } else { concept.weight * rarity(passages, 1) });
        }
        Self { passages, shares, weights, named: counter.named }
    }

    /// Whether a passage is about one technology and the query does not name it.
    fn is_unnamed(&self, passage: &Passage, at: usize) -> bool {
        let path = passage.document().path;
        !self.named[at] && TECHNOLOGIES.iter().any(|folder| path.starts_with(folder))
    }

    fn of_concept(&self, concept: usize) -> &[(f32, f32)] {
        &self.shares[concept * self.passages..(concept + 1) * self.passages]
    }

    /// Every passage that says anything of the query.
    fn pool(&self, tuning: &Tuning, passages: &[Passage], wanted: impl Fn(&Passage) -> bool) -> Vec<Ranked> {
        let whole: f32 = self.weights.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let mut of_documents = vec![0.0_f32; passages.last().map_or(0, |last| last.document + 1)];
        let mut best = of_documents.clone();
        let mut worth = vec![(0.0_f32, 0.0_f32); self.passages];
        for (concept, weight) in self.weights.iter().enumerate() {
            best.fill(0.0);
            for (((own, lent), worth), passage) in self.of_concept(concept).iter().zip(&mut worth).zip(passages) {
                if *own > 0.0 {
                    worth.0 += own;
                    worth.1 += weight;
                } else if *lent > 0.0 {
                    worth.1 += weight * tuning.lent;
                }
                best[passage.document] = best[passage.document].max(own + lent);
            }
            for (sum, best) in of_documents.iter_mut().zip(&best) {
                *sum += best;
            }
        }
        let worth = worth.iter().zip(passages).enumerate();
        worth
            .filter(|(_, ((_, covered), passage))| *covered > 0.0 && wanted(passage))
            .map(|(at, ((own, covered), passage))| {
                let covered = covered / whole;
                let kept = tuning.uncovered + (1.0 - tuning.uncovered) * covered;
                let kept = if passage.heading.is_empty() { kept * tuning.introduction } else { kept };
                let score = own * kept + tuning.document * of_documents[passage.document];
                Ranked { passage: at, score, covered }
            })
            .collect()
    }

    /// Takes the best one, then each time the one that is best by itself and by what it adds.
    fn diversify(&self, mut pool: Vec<Ranked>, diversity: f32, limit: usize) -> Vec<Ranked> {
        let share = |concept: usize, passage: usize| self.shares[concept * self.passages + passage].0;
        let concepts = 0..self.weights.len();
        let top = |concept: usize| pool.iter().map(|one| share(concept, one.passage)).fold(0.0, f32::max);
        let tops: Vec<f32> = concepts.clone().map(top).collect();
        let mut open = vec![1.0_f32; tops.len()];
        let mut taken: Vec<Ranked> = Vec::with_capacity(limit);
        while taken.len() < limit && !pool.is_empty() {
            let mut best = (0, f32::MIN);
            for (at, one) in pool.iter().enumerate() {
                let adds: f32 = concepts.clone().map(|concept| open[concept] * share(concept, one.passage)).sum();
                let value = (1.0 - diversity) * one.score + diversity * adds;
                if value > best.1 {
                    best = (at, value);
                }
                if taken.is_empty() {
                    break;
                }
            }
            let one = pool.remove(best.0);
            for concept in concepts.clone().filter(|concept| tops[*concept] > 0.0) {
                open[concept] = open[concept].min(1.0 - share(concept, one.passage) / tops[concept]);
            }
            taken.push(one);
        }
        taken
    }
}

/// Counts the places of one word in every passage.
struct Counter {
    counts: Vec<(f32, f32)>,
    touched: Vec<usize>,
    /// Of all words so far, whether any stands in [`TITLE`] of each passage.
    named: Vec<bool>,
}

impl Counter {
    fn count(&mut self, index: &PassageIndex, way: &Way, tuning: &Tuning) {
        let saturation = tuning.saturation;
        for field in 0..FIELDS.len() {
            let (boost, length) = (tuning.boosts[field], tuning.lengths[field]);
            index.postings(field, &way.stem, |posting| {
                let count = &mut self.counts[posting.passage];
                if count.0 + count.1 == 0.0 {
                    self.touched.push(posting.passage);
                }
                let full = saturation * (1.0 - length + length * posting.length);
                let value = boost * posting.count * (saturation + 1.0) / (posting.count + full);
                self.named[posting.passage] |= field == TITLE;
                if field < OF_DOCUMENT { count.1 += value } else { count.0 += value }
            });
        }
    }
}

/// How much the query and the nearest question of each passage say the same, from 0 to about 1.
fn asked(index: &PassageIndex, query: &Query) -> Vec<f32> {
    let all = index.questions.len();
    let mut same = vec![0.0_f32; all];
    let mut whole = 0.0;
    // Of the ways to say a concept the best one counts, so they are held against each other before they are added.
    let mut of_concept = vec![0.0_f32; all];
    let mut touched = Vec::new();
    for concept in &query.concepts {
        let mut most = if concept.ways.is_empty() { rarity(all, 1) } else { 0.0 };
        for way in &concept.ways {
            let found = index.asked(&way.stem);
            let worth = way.weight * rarity(all, found.len().max(1));
            most = worth.max(most);
            for question in found {
                let share = &mut of_concept[question];
                if *share == 0.0 {
                    touched.push(question);
                }
                *share = worth.max(*share);
            }
        }
        whole += concept.weight * most;
        for question in touched.drain(..) {
            same[question] += concept.weight * std::mem::take(&mut of_concept[question]);
        }
    }
    let whole = whole.powf(1.0 - MORE);
    let mut best = vec![0.0_f32; index.passages];
    for (same, question) in same.iter().zip(&index.questions).filter(|(same, _)| **same > 0.0) {
        let alike = same / (whole * question.weight);
        if let Some(best) = best.get_mut(usize::from(question.passage)) {
            *best = alike.max(*best);
        }
    }
    best
}
