//! `knowledge/`: the front matter of its documents and the table of synonyms. What a document says
//! below its front matter is not read here: tests hold it to its rules.

use super::super::diagnostics::{At, Diagnostic, Place, Report};
use super::super::model::{Document, Synonym};
use super::super::reader::Reader;
use super::syntax;
use crate::domain::yaml::Node;

/// The folders of documents, each with the kind of what is in it.
pub(crate) const FOLDERS: &[(&str, &str)] =
    &[("services", "service"), ("config", "config"), ("topics", "topic"), ("problems", "problem"), ("stacks", "stack")];

const MARK: &str = "---";

/// The path of a document below `knowledge/` without its ending, if this is the path of one.
pub(super) fn path_of(path: &str) -> Option<&str> {
    let path = path.strip_prefix("knowledge/")?.strip_suffix(".md")?;
    let (folder, name) = path.split_once('/')?;
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
    (is_name && FOLDERS.iter().any(|(known, _)| *known == folder)).then_some(path)
}

/// Reads the front matter of a document.
pub(super) fn document(path: &str, text: &str, file: usize, report: &Report) -> Option<Document> {
    let root = syntax::read(front_matter(text, file, report)?, file, report)?;
    let reader = Reader::new(report, file);
    let fields = reader.fields(&root, "the front matter")?;
    let title = fields.text("title");
    let summary = fields.text("summary");
    let kinds: Vec<(&str, &'static str)> = FOLDERS.iter().map(|(_, kind)| (*kind, *kind)).collect();
    let kind = fields.required("kind").and_then(|node| {
        let kind = reader.word(node, "kind", &kinds)?;
        in_its_folder(path, kind, &reader.place(node), report);
        Some(kind)
    });
    // Where it came from matters to `zcp sync` alone.
    let _ = fields.optional_text("source");
    let document = Document {
        path: At { value: path.to_owned(), place: title.place.clone() },
        title,
        summary,
        kind: kind.unwrap_or_default(),
        keywords: fields.texts("keywords"),
        aliases: fields.texts("aliases"),
        types: fields.texts("types"),
        related: fields.texts("related"),
        questions: fields.optional("questions").map(|node| questions(reader, node)).unwrap_or_default(),
        source: text.trim_start_matches('\u{feff}').replace("\r\n", "\n"),
    };
    fields.finish();
    Some(document)
}

/// What each passage answers, by its heading.
fn questions(reader: Reader<'_>, node: &Node) -> Vec<(At<String>, Vec<At<String>>)> {
    let entries = reader.entries(node, "questions").unwrap_or_default().into_iter();
    entries.map(|(heading, node)| (heading, reader.texts(node, "the questions of a passage"))).collect()
}

/// The text up to the mark that ends the front matter; the mark that begins it is one of YAML too.
fn front_matter<'a>(text: &'a str, file: usize, report: &Report) -> Option<&'a str> {
    let mut at = 0;
    for (number, line) in text.split_inclusive('\n').enumerate() {
        // A mark of the encoding, which some editors write, is none of YAML.
        let is_mark = line.trim_start_matches('\u{feff}').trim_end() == MARK;
        if number == 0 && !is_mark {
            let place = Place { file, span: 0..line.trim_end().len() };
            report.fault(&place, "a document begins with its front matter", "expected a line of `---`");
            return None;
        }
        if number > 0 && is_mark {
            return text.get(..at);
        }
        at += line.len();
    }
    report.fault(&Place { file, span: 0..MARK.len() }, "the front matter does not end", "no line of `---` follows");
    None
}

fn in_its_folder(path: &str, kind: &str, place: &Place, report: &Report) {
    let folder = path.split('/').next().unwrap_or_default();
    if let Some((expected, _)) = FOLDERS.iter().find(|(_, of)| *of == kind)
        && *expected != folder
    {
        let message = format!("a document of kind `{kind}` is in `knowledge/{folder}`");
        report.fault(place, message, format!("it belongs in `knowledge/{expected}`"));
    }
}

/// Reads the synonyms: what users say, and what the documents say instead.
pub(super) fn synonyms(reader: Reader<'_>, root: &Node) -> Vec<Synonym> {
    let entries = reader.entries(root, "synonyms.yaml").unwrap_or_default();
    let mut read: Vec<Synonym> = Vec::new();
    for (said, node) in entries {
        let meant = reader.texts(node, &format!("`{}`", said.value));
        if let Some(same) = meant.iter().find(|word| word.value == said.value) {
            let fault =
                Diagnostic::new(&same.place, format!("`{}` is a synonym of itself", said.value), "leave it out");
            reader.report().add(fault);
        }
        read.push(Synonym { said: said.value, meant: meant.into_iter().map(|word| word.value).collect() });
    }
    read
}
