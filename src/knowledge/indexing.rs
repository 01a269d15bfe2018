//! Makes the index of all passages.
//!
//! Each passage is a document of one segment, in their order; each field is its words, stemmed, with
//! blanks between them. Behind them stands each question that a passage answers. Deliberately absent: stored texts and positions. The texts are part of the
//! program, and the score of a passage is the one of [`super::rank`].

use std::collections::{BTreeSet, HashMap};

use tantivy::directory::{Directory as _, RamDirectory};
use tantivy::schema::{IndexRecordOption, Schema, TextFieldIndexing, TextOptions};
use tantivy::{Index, IndexSettings, TantivyDocument};

use super::pack::{self, Asked, Parts};
use super::passages::{self, Passage};
use super::rarity::rarity;
use super::stems::Learner;
use super::words::{self, Word};
use crate::generated::knowledge::FINGERPRINT;

/// The field of a question that a passage answers. Each question is a document of its own, behind those of the
/// passages.
pub(super) const ASKED: &str = "asked";

/// The fields of a passage.
pub(super) const FIELDS: [&str; 5] = ["title", "keywords", "heading", "questions", "body"];

/// Bytes that tantivy may use.
const MEMORY: usize = 16_000_000;
/// The name of the segment, which tantivy would draw by lot.
const SEGMENT: &str = "00000000000000000000000000000000";
const SEGMENT_ID: &str = "00000000-0000-0000-0000-000000000000";

/// The index as one run of bytes, the same for the same documents.
///
/// # Errors
/// What tantivy answers; nothing leads to it.
pub fn make() -> tantivy::Result<Vec<u8>> {
    let mut schema = Schema::builder();
    let indexing = TextFieldIndexing::default().set_tokenizer("whitespace").set_fieldnorms(false);
    let options = TextOptions::default().set_indexing_options(indexing.set_index_option(IndexRecordOption::WithFreqs));
    let fields = FIELDS.map(|name| schema.add_text_field(name, options.clone()));
    let asked = schema.add_text_field(ASKED, options.clone());
    let directory = RamDirectory::create();
    let settings = IndexSettings { docstore_compress_dedicated_thread: false, ..IndexSettings::default() };
    let builder = Index::builder().schema(schema.build()).settings(settings);
    let mut writer = builder.single_segment_index_writer::<TantivyDocument>(directory.clone(), MEMORY)?;
    let mut stems = Learner::default();
    let mut lengths: [Vec<u16>; FIELDS.len()] = Default::default();
    let mut words = String::new();
    for passage in passages::all() {
        let mut document = TantivyDocument::new();
        for (at, texts) in texts(passage).iter().enumerate() {
            words.clear();
            lengths[at].push(texts.iter().map(|text| normalise(text, &mut stems, &mut words)).sum());
            document.add_text(fields[at], &words);
        }
        writer.add_document(document)?;
    }
    let questions = questions(&mut stems);
    for (_, stems) in &questions {
        let mut document = TantivyDocument::new();
        document.add_text(asked, stems.iter().fold(String::new(), |text, stem| text + stem + " "));
        writer.add_document(document)?;
    }
    let index = writer.finalize()?;
    let parts = Parts {
        lengths: lengths.concat(),
        questions: weighed(&questions),
        words: stems.write(),
        files: files(&index, &directory)?,
    };
    Ok(pack::write(FINGERPRINT, &parts))
}

/// What tantivy wrote, with a fixed name for the segment.
fn files(index: &Index, directory: &RamDirectory) -> tantivy::Result<Vec<(String, Vec<u8>)>> {
    let id = index.searchable_segment_ids()?.first().map(tantivy::index::SegmentId::uuid_string).unwrap_or_default();
    let mut hyphenated = id.clone();
    for at in [20, 16, 12, 8] {
        if hyphenated.is_char_boundary(at) {
            hyphenated.insert(at, '-');
        }
    }
    let meta = directory.atomic_read("meta.json".as_ref())?;
    let meta = String::from_utf8_lossy(&meta).replace(&hyphenated, SEGMENT_ID);
    let mut files = vec![("meta.json".to_owned(), meta.into_bytes())];
    for path in index.directory().list_managed_files() {
        let name = path.to_string_lossy().into_owned();
        if name.contains(&id) {
            files.push((name.replace(&id, SEGMENT), directory.open_read(&path)?.read_bytes()?.to_vec()));
        }
    }
    files.sort();
    Ok(files)
}

/// What stands in each field of a passage.
fn texts(passage: &Passage) -> [Vec<&'static str>; FIELDS.len()] {
    let document = passage.document();
    let names = [document.title].into_iter().chain(document.aliases.iter().copied()).collect();
    let keywords = document.keywords.iter().chain(document.types).copied().collect();
    let body = if passage.heading.is_empty() { vec![document.summary, passage.body] } else { vec![passage.body] };
    [names, keywords, vec![passage.heading], asked_of(passage).collect(), body]
}

/// Every question that a passage answers, its heading or its document's title among them: the passage, and each stem once.
fn questions(stems: &mut Learner) -> Vec<(usize, BTreeSet<String>)> {
    let mut questions = Vec::new();
    for (at, passage) in passages::all().iter().enumerate() {
        // What stands before the first heading is about the document as a whole.
        let heading = if passage.heading.is_empty() { passage.document().title } else { passage.heading };
        for question in asked_of(passage).chain([heading]) {
            let mut words = String::new();
            normalise(question, stems, &mut words);
            let words: BTreeSet<String> = words.split_whitespace().map(str::to_owned).collect();
            if !words.is_empty() {
                questions.push((at, words));
            }
        }
    }
    questions
}

/// How much it harms that the question of a passage says more than the query, from 0 to 1. Found on the questions of
/// `tests/knowledge`, as [`super::rank::Tuning`]; it is here since the power of each question is kept in the index.
pub(super) const MORE: f32 = 0.2;

/// What a question is worth by itself: the passage, and the weight of all that it says.
fn weighed(questions: &[(usize, BTreeSet<String>)]) -> Vec<Asked> {
    let mut with: HashMap<&str, usize> = HashMap::new();
    for stem in questions.iter().flat_map(|(_, stems)| stems) {
        *with.entry(stem).or_default() += 1;
    }
    let worth = |stem: &String| rarity(questions.len(), with.get(stem.as_str()).copied().unwrap_or_default());
    let asked = |(passage, stems): &(usize, BTreeSet<String>)| Asked {
        passage: u16::try_from(*passage).unwrap_or(u16::MAX),
        weight: stems.iter().map(worth).sum::<f32>().max(1.0).powf(MORE),
    };
    questions.iter().map(asked).collect()
}

/// The questions that a passage answers, beside its heading.
fn asked_of(passage: &Passage) -> impl Iterator<Item = &'static str> {
    let mut heading = "";
    passage.document().questions.lines().filter(move |line| match line.strip_prefix("# ") {
        Some(next) => {
            heading = next;
            false
        }
        None => heading == passage.heading,
    })
}

/// Appends the words of a text and says how many they are.
fn normalise(text: &str, stems: &mut Learner, into: &mut String) -> u16 {
    let mut count = 0;
    words::split(text, |word| {
        match word {
            Word::Whole(name) => into.push_str(stems.learn_name(name)),
            Word::Joined(word) | Word::Part(word) => into.push_str(stems.learn(word)),
        }
        into.push(' ');
        count += 1;
    });
    count
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_same_documents_have_the_same_index() {
        assert_eq!(super::make().expect("an index"), super::make().expect("an index"));
    }
}
