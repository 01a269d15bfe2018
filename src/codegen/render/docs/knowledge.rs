//! The documents of the knowledge: a list for each folder. The build of the site adds the documents.

use std::fmt::Write as _;

use super::super::super::model::{Document, Spec};
use super::text::{cell, finished, header};

/// The enum whose values are the folders.
const FOLDERS: &str = "KnowledgeTopic";

/// The folders with what they are about, in the order of the spec.
fn folders(spec: &Spec) -> Vec<(&str, &str)> {
    let values = spec.types.enumeration(FOLDERS).map(|set| set.values.as_slice()).unwrap_or_default();
    let folders = values.iter().map(|(folder, doc)| (folder.value.as_str(), doc.trim_end_matches('.')));
    folders.filter(|(folder, _)| documents(spec, folder).next().is_some()).collect()
}

fn documents<'s>(spec: &'s Spec, folder: &'s str) -> impl Iterator<Item = &'s Document> {
    let is_in =
        move |document: &&Document| document.path.strip_prefix(folder).is_some_and(|name| name.starts_with('/'));
    spec.documents.iter().filter(is_in)
}

/// The list of each folder.
pub(super) fn pages(spec: &Spec) -> Vec<(String, String)> {
    let mut pages = Vec::new();
    for (folder, title) in folders(spec) {
        let mut page = header(&format!("knowledge/{folder}/*.md"), "knowledge");
        let _ = writeln!(page, "# {title}\n\nDocuments that `zerops_knowledge` searches and that clients can read ");
        page.push_str("as resources.\n\n| Document | What it answers |\n|---|---|\n");
        for document in documents(spec, folder) {
            let _ = writeln!(
                page,
                "| [{}]({}.md) | {} |",
                cell(&document.title),
                document.path.value,
                cell(&document.summary)
            );
        }
        pages.push((folder.to_owned(), finished(&page)));
    }
    pages
}

/// The entries of the table of contents.
pub(super) fn summary(spec: &Spec) -> String {
    let mut entries = String::new();
    for (folder, title) in folders(spec) {
        let _ = writeln!(entries, "- [{title}](knowledge/{folder}.md)");
        for document in documents(spec, folder) {
            let _ = writeln!(entries, "  - [{}](knowledge/{}.md)", document.title.value, document.path.value);
        }
    }
    entries
}
