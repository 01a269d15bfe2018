//! From a query to what is looked for: one concept for each thing it says, with every way that a
//! document may say it. What is added never replaces what was said, and counts for less.

use std::collections::HashMap;

use super::question_words;
use super::stems::Stems;
use super::typos::Vocabulary;
use super::words::{self, Word};
use crate::domain::knowledge::Synonym;

/// Bytes of a query that are read.
const LONGEST_QUERY: usize = 4_096;
/// Concepts of a query that are looked for.
const MOST_CONCEPTS: usize = 40;
/// What a name counts for that a query writes in several words.
const NAME: f32 = 0.5;
/// The most words of such a name.
const LONGEST_NAME: usize = 6;
/// The longest word of such a name.
const LONGEST_PART: usize = 24;
/// Words of a query that such names are looked for in.
const MOST_PARTS: usize = 48;
/// Words of a query that are looked for.
const MOST_WORDS: usize = 24;
/// Words of a synonym.
const LONGEST_SYNONYM: usize = 4;

/// What a word of [`question_words`] counts for.
const WEAK: f32 = 0.3;
/// What the kind of answer counts for that a query asks for.
const KIND: f32 = 0.5;

/// One thing that a query says.
#[derive(Debug)]
pub(super) struct Concept {
    /// What it counts for.
    pub(super) weight: f32,
    /// The ways to say it.
    pub(super) ways: Vec<Way>,
}

/// A way to say something.
#[derive(Debug)]
pub(super) struct Way {
    /// A stem or a name of several parts.
    pub(super) stem: String,
    /// What it counts for among the ways.
    pub(super) weight: f32,
}

/// What a query says.
#[derive(Debug, Default)]
pub(super) struct Query {
    /// The concepts in the order of the query.
    pub(super) concepts: Vec<Concept>,
    /// Words that no document has, with the one that was taken for each.
    pub(super) corrected: Vec<(String, String)>,
}

impl Query {
    /// Whether any way of any concept is this stem.
    fn says(&self, stem: &str) -> bool {
        self.concepts.iter().any(|concept| concept.ways.iter().any(|way| way.stem == stem))
    }
}

/// What turns a text into a query.
pub(super) struct Reader {
    vocabulary: Vocabulary,
    /// What is added for what was said, by its stems with blanks between them.
    synonyms: HashMap<String, Vec<Vec<String>>>,
}

/// A word of the query.
struct Said {
    word: String,
    /// Its stem, or that of the word that it was taken for.
    stem: String,
    weight: f32,
}

impl Reader {
    /// With the words of all documents and the synonyms.
    pub(super) fn new(stems: &Stems, table: &'static [Synonym]) -> Self {
        let mut synonyms: HashMap<String, Vec<Vec<String>>> = HashMap::new();
        let mut words = stems.words();
        for synonym in table {
            let meant = synonym.meant.iter().map(|text| stems_of(stems, text));
            synonyms.entry(stems_of(stems, synonym.said).join(" ")).or_default().extend(meant);
            words.push(synonym.said);
        }
        words.sort_unstable();
        words.dedup();
        Self { vocabulary: Vocabulary::new(&words), synonyms }
    }

    /// Reads a query.
    pub(super) fn read(&self, stems: &Stems, text: &str) -> Query {
        let mut query = Query::default();
        let text = text.get(..text.floor_char_boundary(LONGEST_QUERY)).unwrap_or_default();
        let mut said = said(stems, text);
        for word in &mut said {
            self.add(stems, word, &mut query);
        }
        self.add_synonyms(&said, &mut query);
        let words = words_of(text);
        Self::add_names(stems, &words, &mut query);
        Self::add_kind(stems, &words, &mut query);
        query.concepts.truncate(MOST_CONCEPTS);
        query
    }

    fn add(&self, stems: &Stems, said: &mut Said, query: &mut Query) {
        let mut ways = Vec::new();
        if stems.knows(&said.stem) {
            ways.push(Way { stem: said.stem.clone(), weight: 1.0 });
        } else if !self.synonyms.contains_key(&said.stem) {
            self.add_likely(stems, said, &mut ways, query);
        }
        // Something that no document says is asked for all the same: nothing covers it.
        query.concepts.push(Concept { weight: said.weight, ways });
    }

    /// What may be meant by a word that no document has.
    fn add_likely(&self, stems: &Stems, said: &mut Said, ways: &mut Vec<Way>, query: &mut Query) {
        for (near, faults) in self.vocabulary.nearest(&said.word) {
            let stem = stems.stem(near);
            if ways.is_empty() {
                said.stem.clone_from(&stem);
            }
            ways.push(Way { stem, weight: if faults == 1 { 0.9 } else { 0.7 } });
            query.corrected.push((said.word.clone(), near.to_owned()));
        }
        if ways.is_empty()
            && let Some((left, right)) = halves(stems, &said.word)
        {
            query.concepts.push(Concept { weight: said.weight, ways: vec![Way { stem: left, weight: 0.9 }] });
            ways.push(Way { stem: right, weight: 0.9 });
        }
        if ways.is_empty() {
            let begun = self.vocabulary.longer(&said.word).into_iter();
            ways.extend(begun.map(|longer| Way { stem: stems.stem(longer), weight: 0.7 }));
        }
    }

    /// Words that stand together in a query may be one name: `health check` is `healthCheck`, and an
    /// error in words is the code of that error.
    fn add_names(stems: &Stems, words: &[String], query: &mut Query) {
        for start in 0..words.len() {
            for length in 2..=LONGEST_NAME.min(words.len() - start) {
                let parts = &words[start..start + length];
                let mut names = vec![stems.stem(&parts.concat())];
                if length <= 3 {
                    names.extend(["-", "_", "."].map(|mark| parts.join(mark)));
                }
                names.retain(|name| stems.knows(name) && !query.says(name));
                if !names.is_empty() {
                    let ways = names.into_iter().map(|stem| Way { stem, weight: 1.0 }).collect();
                    query.concepts.push(Concept { weight: NAME, ways });
                }
            }
        }
    }

    /// What a question asks for by words that are left out: `how big` asks for a size.
    fn add_kind(stems: &Stems, words: &[String], query: &mut Query) {
        let kinds = question_words::kind_of_answer(words).into_iter().flatten();
        let kinds = kinds.map(|word| stems.stem(word)).filter(|stem| stems.knows(stem) && !query.says(stem));
        let ways: Vec<Way> = kinds.map(|stem| Way { stem, weight: 1.0 }).collect();
        if !ways.is_empty() {
            query.concepts.push(Concept { weight: KIND, ways });
        }
    }

    fn add_synonyms(&self, said: &[Said], query: &mut Query) {
        const ALIKE: f32 = 0.8;
        const RELATED: f32 = 0.4;
        for start in 0..said.len() {
            for length in 1..=LONGEST_SYNONYM.min(said.len() - start) {
                let words: Vec<&str> = said[start..start + length].iter().map(|word| word.stem.as_str()).collect();
                let Some(meant) = self.synonyms.get(&words.join(" ")) else { continue };
                let weight = said[start..start + length].iter().map(|word| word.weight).fold(0.0, f32::max);
                let is_new = |stem: &String| said.iter().all(|word| word.stem != *stem) && !query.says(stem);
                let (single, several): (Vec<_>, Vec<_>) = meant
                    .iter()
                    .filter(|stems| stems.iter().all(is_new))
                    .cloned()
                    .partition(|stems: &Vec<String>| stems.len() == 1);
                let ways = single.into_iter().flatten().map(|stem| Way { stem, weight: ALIKE });
                match (length, query.concepts.get_mut(start)) {
                    (1, Some(concept)) => concept.ways.extend(ways),
                    _ => query.concepts.push(Concept { weight, ways: ways.collect() }),
                }
                for stem in several.into_iter().flatten() {
                    let ways = vec![Way { stem, weight: 1.0 }];
                    query.concepts.push(Concept { weight: weight * RELATED, ways });
                }
            }
        }
    }
}

/// The words of a query, each once. A name that some document has counts for more than its parts.
fn said(stems: &Stems, text: &str) -> Vec<Said> {
    const PART: f32 = 0.4;
    const WHOLE: f32 = 1.5;
    let mut said: Vec<Said> = Vec::new();
    for token in text.split_whitespace() {
        let (mut of_name, mut of_joined) = (1.0, 1.0);
        words::split(token, |word| {
            let (word, stem, weight) = match word {
                Word::Whole(name) if stems.knows(name) => {
                    of_name = PART;
                    (name, name.to_owned(), WHOLE)
                }
                Word::Whole(_) => return,
                Word::Joined(word) => {
                    let stem = stems.stem(word);
                    if !stems.knows(&stem) {
                        of_joined = 1.0;
                        return;
                    }
                    of_joined = PART;
                    (word, stem, of_name * WHOLE)
                }
                Word::Part(word) => {
                    let stem = stems.stem(word);
                    let weak = if question_words::contains(word, &stem) { WEAK } else { 1.0 };
                    (word, stem, of_name * of_joined * weak)
                }
            };
            if let Some(other) = said.iter_mut().find(|other| other.stem == stem) {
                other.weight = other.weight.max(weight);
            } else if said.len() < MOST_WORDS {
                said.push(Said { word: word.to_owned(), stem, weight });
            }
        });
    }
    said
}

/// The words of a query in their order, in small letters, those that mean nothing among them.
fn words_of(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && word.len() <= LONGEST_PART)
        .take(MOST_PARTS)
        .map(str::to_lowercase)
        .collect()
}

/// The stems of two words that are written as one, such as `loadbalancer` or `node22`.
fn halves(stems: &Stems, word: &str) -> Option<(String, String)> {
    if word.len() > LONGEST_PART {
        return None;
    }
    (3..word.len().saturating_sub(1)).filter_map(|at| word.split_at_checked(at)).find_map(|(left, right)| {
        let (left, right) = (stems.stem(left), stems.stem(right));
        (stems.knows(&left) && stems.knows(&right)).then_some((left, right))
    })
}

fn stems_of(stems: &Stems, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut name = None;
    words::split(text, |word| match word {
        Word::Whole(whole) if stems.knows(whole) => name = Some(whole.to_owned()),
        Word::Whole(_) | Word::Joined(_) => {}
        Word::Part(word) => found.push(stems.stem(word)),
    });
    match name {
        Some(name) if !text.contains(char::is_whitespace) => vec![name],
        _ => found,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::knowledge::stems::Learner;

    fn read(text: &str) -> Query {
        let mut learner = Learner::default();
        for word in ["bucket", "size", "maximum", "value", "see", "cpu", "ram"] {
            learner.learn(word);
        }
        let stems = Stems::read(learner.write().leak());
        Reader::new(&stems, &[]).read(&stems, text)
    }

    fn weight(query: &Query, stem: &str) -> Option<f32> {
        let mut concepts = query.concepts.iter();
        concepts.find(|one| one.ways.iter().any(|way| way.stem == stem)).map(|one| one.weight)
    }

    #[test]
    fn a_verb_of_questions_counts_for_less_in_every_form() {
        for text in ["see value", "sees value", "seeing value"] {
            let query = read(text);
            assert_eq!((weight(&query, "see"), weight(&query, "valu")), (Some(WEAK), Some(1.0)), "{text}");
        }
    }

    #[test]
    fn how_big_asks_for_a_size() {
        let query = read("How big can a bucket be?");
        assert_eq!((weight(&query, "size"), weight(&query, "maximum")), (Some(KIND), Some(KIND)));
        assert_eq!(weight(&read("Which bucket is big?"), "size"), None);
        let query = read("How large is the maximum size?");
        assert_eq!((weight(&query, "size"), weight(&query, "maximum")), (Some(1.0), Some(1.0)));
    }

    #[test]
    fn the_plural_of_an_acronym_is_the_acronym() {
        assert_eq!(weight(&read("dedicated CPUs"), "cpu"), Some(1.0));
        assert!(read("CPUs").corrected.is_empty());
    }
}
