//! The words of the documents, each with its stem: every word is stemmed once, when the index is
//! made, and what a query says that no document does can be compared with all of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use tantivy::tokenizer::{Language, RawTokenizer, Stemmer, TextAnalyzer, TokenStream as _};

/// Shorter words are their own stems.
const SHORTEST: usize = 4;
/// Acronyms that the stemmer leaves in the plural: it takes `-us` for no plural and an `s` off no word that is short or
/// has no other vowel.
const ACRONYMS: [&str; 9] = ["cdn", "cpu", "db", "gpu", "id", "ip", "vcpu", "vm", "vpn"];

/// Collects words while an index is made.
pub(super) struct Learner {
    stems: BTreeMap<Box<str>, Box<str>>,
    names: BTreeSet<Box<str>>,
    stemmer: TextAnalyzer,
}

/// The words of all documents.
pub(super) struct Stems {
    by_word: HashMap<&'static str, &'static str>,
    known: HashSet<&'static str>,
    stemmer: TextAnalyzer,
}

impl Default for Learner {
    fn default() -> Self {
        Self { stems: BTreeMap::new(), names: BTreeSet::new(), stemmer: stemmer() }
    }
}

impl Learner {
    /// The stem of a word, which is remembered.
    pub(super) fn learn(&mut self, word: &str) -> &str {
        if !self.stems.contains_key(word) {
            self.stems.insert(word.into(), stem(&mut self.stemmer, word).into());
        }
        self.stems.get(word).map_or("", |stem| stem)
    }

    /// A name of several parts, which is remembered and is its own stem.
    pub(super) fn learn_name<'a>(&mut self, name: &'a str) -> &'a str {
        if !self.names.contains(name) {
            self.names.insert(name.into());
        }
        name
    }

    /// All words as lines: a word and its stem, or a name alone.
    pub(super) fn write(&self) -> Vec<u8> {
        let words = self.stems.iter().map(|(word, stem)| format!("{word} {stem}\n"));
        words.chain(self.names.iter().map(|name| format!("{name}\n"))).collect::<String>().into_bytes()
    }
}

impl Stems {
    /// Reads what [`Learner::write`] wrote.
    pub(super) fn read(words: &'static [u8]) -> Self {
        let text = std::str::from_utf8(words).unwrap_or_default();
        let mut by_word = HashMap::with_capacity(text.len() / 16);
        let mut known = HashSet::with_capacity(text.len() / 16);
        for line in text.lines() {
            match line.split_once(' ') {
                Some((word, stem)) => {
                    by_word.insert(word, stem);
                    known.insert(stem);
                }
                None => {
                    known.insert(line);
                }
            }
        }
        Self { by_word, known, stemmer: stemmer() }
    }

    /// The stem of any word.
    pub(super) fn stem(&self, word: &str) -> String {
        match self.by_word.get(word) {
            Some(stem) => (*stem).to_owned(),
            None => stem(&mut self.stemmer.clone(), word),
        }
    }

    /// The stem of a word of the documents.
    pub(super) fn known_stem(&self, word: &str) -> Option<&'static str> {
        self.by_word.get(word).copied()
    }

    /// Whether any document has this stem or name.
    pub(super) fn knows(&self, stem: &str) -> bool {
        self.known.contains(stem)
    }

    /// Every word of the documents, in the order of the alphabet.
    pub(super) fn words(&self) -> Vec<&'static str> {
        let mut words: Vec<&str> = self.by_word.keys().copied().collect();
        words.sort_unstable();
        words
    }
}

fn stemmer() -> TextAnalyzer {
    TextAnalyzer::builder(RawTokenizer::default()).filter(Stemmer::new(Language::English)).build()
}

fn stem(stemmer: &mut TextAnalyzer, word: &str) -> String {
    if let Some(acronym) = word.strip_suffix('s').filter(|word| ACRONYMS.contains(word)) {
        return acronym.to_owned();
    }
    let is_plain = word.bytes().all(|byte| byte.is_ascii_lowercase());
    if word.len() < SHORTEST || !is_plain {
        return word.to_owned();
    }
    let mut stream = stemmer.token_stream(word);
    if stream.advance() { stream.token().text.clone() } else { word.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_plural_of_an_acronym_has_the_stem_of_its_singular() {
        let mut stems = Learner::default();
        for acronym in ACRONYMS {
            let stem = stems.learn(acronym).to_owned();
            assert_eq!(stems.learn(&format!("{acronym}s")), stem);
        }
        for word in ["dns", "tls", "css", "aws", "status", "k8s"] {
            assert!(stems.learn(word).ends_with('s'), "{word} is no plural");
        }
    }

    #[test]
    fn words_are_read_as_they_were_written() {
        let mut learner = Learner::default();
        learner.learn("deploying");
        learner.learn("vms");
        let stems = Stems::read(learner.write().leak());
        assert_eq!(stems.known_stem("vms"), Some("vm"));
        assert_eq!(stems.stem("deployed"), "deploy");
        assert!(stems.knows("vm") && stems.knows("deploy") && !stems.knows("build"));
    }
}
