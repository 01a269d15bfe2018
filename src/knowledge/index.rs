//! The index of all passages, read.
//!
//! It is made beforehand and is part of the program, `generated/knowledge.index`, because making it
//! on first use takes several times as long as the first search may. Making it in the build script
//! would have every clean build compile tantivy twice. One that was made of other documents than the
//! program has is not used: a new one is made on first use, so that a build between an edit and
//! `cargo bless` is slower and not wrong.

use std::sync::Arc;

use tantivy::index::{InvertedIndexReader, SegmentReader};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Index, Term};

use super::indexing::{self, ASKED, FIELDS};
use super::pack::{self, Asked, Files, Parts};
use super::stems::Stems;
use crate::generated::knowledge::FINGERPRINT;

/// The index as it was made last.
pub const MADE: &[u8] = include_bytes!("../../generated/knowledge.index");

/// The index.
pub(super) struct PassageIndex {
    fields: Vec<FieldIndex>,
    asked: FieldIndex,
    /// The questions that passages answer.
    pub(super) questions: Vec<Asked>,
    /// The words of all passages.
    pub(super) stems: Stems,
    /// How many passages there are.
    pub(super) passages: usize,
}

struct FieldIndex {
    field: Field,
    reader: Arc<InvertedIndexReader>,
    /// The length of the field in each passage over the mean; none of [`ASKED`].
    lengths: Vec<f32>,
}

/// Where a word stands in one field.
pub(super) struct Posting {
    /// Index of the passage.
    pub(super) passage: usize,
    /// How often it stands there.
    pub(super) count: f32,
    /// The length of that field over the mean.
    pub(super) length: f32,
}

impl PassageIndex {
    /// The index of the documents that the program has.
    ///
    /// # Errors
    /// What tantivy answers; nothing leads to it.
    pub(super) fn new(passages: usize) -> tantivy::Result<Self> {
        if let Some(parts) = pack::read(FINGERPRINT, MADE)
            && let Ok(index) = Self::open(parts, passages)
        {
            return Ok(index);
        }
        tracing::debug!("the index of the knowledge is out of date and is made again");
        let parts = pack::read(FINGERPRINT, indexing::make()?.leak()).unwrap_or_default();
        Self::open(parts, passages)
    }

    fn open(parts: Parts<&'static [u8]>, passages: usize) -> tantivy::Result<Self> {
        let index = Index::open(Files::new(parts.files))?;
        let segments = index.searchable_segments()?;
        let wrong = |what: &str| tantivy::TantivyError::InvalidArgument(what.to_owned());
        let segment = SegmentReader::open(segments.first().ok_or_else(|| wrong("there is no segment"))?)?;
        let documents = passages + parts.questions.len();
        if segment.max_doc() as usize != documents || parts.lengths.len() != passages * FIELDS.len() {
            return Err(wrong("it is of other passages"));
        }
        let schema = index.schema();
        let lengths = parts.lengths.chunks(passages.max(1));
        let field_index = |name: &str, lengths: &[u16]| {
            let field = schema.get_field(name)?;
            Ok(FieldIndex { field, reader: segment.inverted_index(field)?, lengths: over_mean(lengths) })
        };
        let fields = FIELDS.iter().zip(lengths).map(|(name, lengths)| field_index(name, lengths));
        let fields = fields.collect::<tantivy::Result<_>>()?;
        let asked = field_index(ASKED, &[])?;
        Ok(Self { fields, asked, questions: parts.questions, stems: Stems::read(parts.words), passages })
    }

    /// Every place of a word in one of [`FIELDS`]. What cannot be read is as if it were not there.
    pub(super) fn postings(&self, field: usize, word: &str, mut each: impl FnMut(Posting)) {
        let index = &self.fields[field];
        index.read(word, |passage, count| {
            #[expect(clippy::cast_precision_loss, reason = "a word stands in a passage a few hundred times")]
            let count = count as f32;
            if let Some(length) = index.lengths.get(passage) {
                each(Posting { passage, count, length: *length });
            }
        });
    }

    /// The places in [`Self::questions`] of those that say a word.
    pub(super) fn asked(&self, word: &str) -> Vec<usize> {
        let mut found = Vec::new();
        self.asked.read(word, |document, _| found.extend(document.checked_sub(self.passages)));
        found.retain(|question| *question < self.questions.len());
        found
    }
}

impl FieldIndex {
    /// Every document that has a word, and how often.
    fn read(&self, word: &str, mut each: impl FnMut(usize, u32)) {
        let term = Term::from_field_text(self.field, word);
        let Ok(Some(mut postings)) = self.reader.read_block_postings(&term, IndexRecordOption::WithFreqs) else {
            return;
        };
        while postings.block_len() > 0 {
            for (document, count) in postings.docs().iter().zip(postings.freqs()) {
                each(*document as usize, *count);
            }
            postings.advance();
        }
    }
}

fn over_mean(lengths: &[u16]) -> Vec<f32> {
    let lengths: Vec<f32> = lengths.iter().map(|length| f32::from(*length)).collect();
    #[expect(clippy::cast_precision_loss, reason = "there are a few hundred passages")]
    let mean = (lengths.iter().sum::<f32>() / lengths.len().max(1) as f32).max(1.0);
    lengths.into_iter().map(|length| length / mean).collect()
}
