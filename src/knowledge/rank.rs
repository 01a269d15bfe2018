//! What a passage is worth for a query.
//!
//! BM25 over fields: the places of a word are counted by the boost of their field and the field's
//! length, and saturate together, so that a word in the title and in the body is one match and not
//! two. Of the ways to say a concept the best one counts. A passage gains from what the rest of its
//! document covers, and loses what it leaves out. After the first, passages that cover what the ones
//! before them do not come first: a question about two things gets both.

use super::index::PassageIndex;
use super::indexing::FIELDS;
use super::passages::Passage;
use super::query::Query;

/// What the ranking is made of.
#[derive(Clone, Debug)]
pub struct Tuning {
    /// What a place in each field counts for: title, keywords, heading, body.
    pub boosts: [f32; FIELDS.len()],
    /// How much the length of each field counts.
    pub lengths: [f32; FIELDS.len()],
    /// How soon more places of a word count no more.
    pub saturation: f32,
    /// The share of a document's worth that each of its passages has.
    pub document: f32,
    /// How much is left of a passage that covers next to nothing.
    pub uncovered: f32,
    /// How much a later passage is worth for what it adds.
    pub diversity: f32,
    /// What is left of a passage that has no heading: it introduces and seldom answers.
    pub introduction: f32,
}

impl Tuning {
    /// Found on the questions of `tests/knowledge`.
    pub const DEFAULT: Self = Self {
        boosts: [2.0, 1.5, 1.8, 1.0],
        lengths: [0.5, 0.3, 0.3, 0.2],
        saturation: 1.2,
        document: 0.1,
        uncovered: 0.1,
        diversity: 0.15,
        introduction: 0.8,
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
    pool.sort_by(|a, b| b.score.total_cmp(&a.score).then(a.passage.cmp(&b.passage)));
    pool.truncate(POOL.max(limit));
    scores.diversify(pool, tuning.diversity, limit)
}

/// What every concept is worth in every passage.
struct Scores {
    concepts: usize,
    passages: usize,
    /// By concept, then by passage.
    shares: Vec<f32>,
    /// The most that each concept can be worth.
    most: Vec<f32>,
}

impl Scores {
    fn new(index: &PassageIndex, query: &Query, tuning: &Tuning) -> Self {
        let passages = index.passages;
        let mut shares = vec![0.0_f32; passages * query.concepts.len()];
        let mut most = Vec::with_capacity(query.concepts.len());
        let mut counted = vec![0.0_f32; passages];
        let mut touched: Vec<usize> = Vec::with_capacity(passages);
        for (concept, share) in query.concepts.iter().zip(shares.chunks_mut(passages.max(1))) {
            // What no document says is worth as much as what one of them says.
            let mut worth = if concept.ways.is_empty() { rarity(passages, 1) } else { 0.0_f32 };
            for way in &concept.ways {
                for field in 0..FIELDS.len() {
                    let (boost, length) = (tuning.boosts[field], tuning.lengths[field]);
                    index.postings(field, &way.stem, |posting| {
                        let so_far = &mut counted[posting.passage];
                        if *so_far == 0.0 {
                            touched.push(posting.passage);
                        }
                        let full = tuning.saturation * (1.0 - length + length * posting.length);
                        *so_far += boost * posting.count * (tuning.saturation + 1.0) / (posting.count + full);
                    });
                }
                let most = concept.weight * way.weight * rarity(passages, touched.len());
                if !touched.is_empty() {
                    worth = worth.max(most);
                }
                for passage in touched.drain(..) {
                    let count = std::mem::take(&mut counted[passage]);
                    share[passage] = share[passage].max(most * count);
                }
            }
            most.push(worth);
        }
        Self { concepts: query.concepts.len(), passages, shares, most }
    }

    fn share(&self, concept: usize, passage: usize) -> f32 {
        self.shares[concept * self.passages + passage]
    }

    /// Every passage that says anything of the query.
    fn pool(&self, tuning: &Tuning, passages: &[Passage], wanted: impl Fn(&Passage) -> bool) -> Vec<Ranked> {
        let whole: f32 = self.most.iter().sum::<f32>().max(f32::MIN_POSITIVE);
        let mut of_document = vec![0.0_f32; passages.last().map_or(0, |last| last.document + 1)];
        let mut best = vec![0.0_f32; of_document.len()];
        let mut own = vec![(0.0_f32, 0.0_f32); self.passages];
        for concept in 0..self.concepts {
            let shares = &self.shares[concept * self.passages..(concept + 1) * self.passages];
            best.fill(0.0);
            for ((share, own), passage) in shares.iter().zip(&mut own).zip(passages) {
                if *share > 0.0 {
                    own.0 += share;
                    own.1 += self.most[concept];
                    best[passage.document] = best[passage.document].max(*share);
                }
            }
            for (sum, best) in of_document.iter_mut().zip(&best) {
                *sum += best;
            }
        }
        let worth = own.iter().zip(passages).enumerate();
        worth
            .filter(|(_, ((score, _), passage))| *score > 0.0 && wanted(passage))
            .map(|(at, ((score, covered), passage))| {
                let covered = covered / whole;
                let kept = tuning.uncovered + (1.0 - tuning.uncovered) * covered;
                let kept = if passage.heading.is_empty() { kept * tuning.introduction } else { kept };
                let score = score * kept + tuning.document * of_document[passage.document];
                Ranked { passage: at, score, covered }
            })
            .collect()
    }

    /// Takes the best one, then each time the one that is best by itself and by what it adds.
    fn diversify(&self, mut pool: Vec<Ranked>, diversity: f32, limit: usize) -> Vec<Ranked> {
        let tops: Vec<f32> = (0..self.concepts)
            .map(|concept| pool.iter().map(|one| self.share(concept, one.passage)).fold(0.0, f32::max))
            .collect();
        let mut open = vec![1.0_f32; self.concepts];
        let mut taken = Vec::with_capacity(limit);
        while taken.len() < limit && !pool.is_empty() {
            let value = |one: &Ranked| {
                let adds: f32 =
                    (0..self.concepts).map(|concept| open[concept] * self.share(concept, one.passage)).sum();
                (1.0 - diversity) * one.score + diversity * adds
            };
            let mut best = 0;
            let mut best_value = f32::MIN;
            for (at, one) in pool.iter().enumerate() {
                let value = value(one);
                if (taken.is_empty() && at == 0) || (!taken.is_empty() && value > best_value) {
                    (best, best_value) = (at, value);
                }
            }
            let one = pool.remove(best);
            for (concept, open) in open.iter_mut().enumerate() {
                if tops[concept] > 0.0 {
                    *open = open.min(1.0 - self.share(concept, one.passage) / tops[concept]);
                }
            }
            taken.push(one);
        }
        taken
    }
}

/// What a word is worth that stands in so many of all passages.
#[expect(clippy::cast_precision_loss, reason = "there are a few hundred passages")]
fn rarity(all: usize, with: usize) -> f32 {
    let (all, with) = (all as f32, with as f32);
    (1.0 + (all - with + 0.5) / (with + 0.5)).ln()
}
