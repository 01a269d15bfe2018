//! The files of a spec and the order they are read in.

use std::collections::BTreeMap;

use super::super::diagnostics::{At, Place, Report};
use super::super::model::Spec;
use super::super::reader::Reader;
use super::syntax;
use super::{
    catalog, errors, failures, knowledge, platform, released, sandbox, server, situations, tools, types, workflow,
};
use crate::domain::yaml::Node;

/// The text of every file by its path below the crate, such as `spec/types.yaml`.
pub type Files = BTreeMap<String, String>;

const TOOLS: &str = "spec/tools/";
const KNOWLEDGE: &str = "knowledge/";
const SYNONYMS: &str = "knowledge/synonyms.yaml";
/// Where the hand-written pages of the site are.
pub(crate) const PAGES: &str = "templates/site/";
const SANDBOX: &str = "spec/sandbox.yaml";
const WORKFLOW: &str = "spec/workflow.yaml";
const SITUATIONS: &str = "spec/situations.yaml";
const RELEASED: &str = "spec/released.json";
const BREAKING: &str = "spec/breaking.yaml";
/// Files that a spec may do without.
const OPTIONAL: [&str; 5] = [SANDBOX, WORKFLOW, SITUATIONS, RELEASED, BREAKING];
const SINGLE: [&str; 6] = [
    "spec/catalog.yaml",
    "spec/errors.yaml",
    "spec/failures.yaml",
    "spec/platform.yaml",
    "spec/server.yaml",
    "spec/types.yaml",
];

/// Reads all files. What cannot be read is reported and left out.
pub(crate) fn load(files: &Files, report: &mut Report) -> Spec {
    let mut spec = Spec::default();
    let mut roots: Vec<(&str, usize, Node)> = Vec::new();
    for (path, text) in files {
        if let Some(name) = path.strip_prefix(PAGES) {
            spec.pages.insert(name.to_owned(), text.trim_start_matches('\u{feff}').replace("\r\n", "\n"));
            continue;
        }
        let file = report.add_source(path.clone(), text.clone());
        if !is_of_spec(path, file, report) {
            continue;
        }
        if let Some(name) = knowledge::path_of(path) {
            match knowledge::document(name, text, file, report) {
                Some(document) => spec.documents.push(document),
                None => spec.unread.push(path.clone()),
            }
            continue;
        }
        match syntax::read(text, file, report) {
            Some(root) => roots.push((path, file, root)),
            None => spec.unread.push(path.clone()),
        }
    }
    for path in SINGLE.into_iter().filter(|path| !files.contains_key(*path)) {
        let file = report.add_source(path, "");
        report.fault(&Place { file, span: 0..0 }, format!("there is no `{path}`"), "every spec has it");
        spec.unread.push(path.to_owned());
    }
    for (path, file, root) in &roots {
        let reader = Reader::new(report, *file);
        let before = report.count();
        match *path {
            "spec/platform.yaml" => (spec.operations, spec.effects) = platform::load(reader, root),
            "spec/types.yaml" => spec.types = types::load(reader, root),
            "spec/errors.yaml" => (spec.errors, spec.groups) = errors::load(reader, root),
            "spec/failures.yaml" => spec.failures = failures::load(reader, root),
            "spec/server.yaml" => spec.server = server::load(reader, root),
            "spec/catalog.yaml" => spec.catalog = catalog::load(reader, root),
            SANDBOX => spec.coverage = sandbox::load(reader, root),
            WORKFLOW => spec.workflows = workflow::load(reader, root),
            SITUATIONS => spec.situations = situations::load(reader, root),
            RELEASED => spec.released = released::load(reader, root),
            BREAKING => spec.breaking = released::breaking(reader, root),
            SYNONYMS => spec.synonyms = knowledge::synonyms(reader, root),
            _ => continue,
        }
        if report.count() > before && root.entries().is_empty() {
            spec.unread.push((*path).to_owned());
        }
    }
    for (path, file, root) in roots.iter().filter(|(path, ..)| path.starts_with(TOOLS)) {
        match tools::load(Reader::new(report, *file), root, *file, &spec.server) {
            Some(tool) => spec.tools.push(tool),
            None => spec.unread.push((*path).to_owned()),
        }
    }
    // By path without the ending: a reader looks them up by that.
    spec.documents.sort_by(|a, b| a.path.value.cmp(&b.path.value));
    spec.tools.sort_by(|a, b| a.name.value.cmp(&b.name.value));
    spec
}

/// Whether anything reads a file of this path.
fn is_of_spec(path: &str, file: usize, report: &Report) -> bool {
    let is_tool = |name: &str| name.strip_suffix(".yaml").is_some_and(|stem| !stem.contains('/'));
    let is_knowledge = path == SYNONYMS || knowledge::path_of(path).is_some();
    let is_single = SINGLE.contains(&path) || OPTIONAL.contains(&path);
    if is_single || path.strip_prefix(TOOLS).is_some_and(is_tool) || is_knowledge {
        return true;
    }
    let place = Place { file, span: 0..0 };
    if path.starts_with(KNOWLEDGE) {
        let folders: Vec<&str> = knowledge::FOLDERS.iter().map(|(folder, _)| *folder).collect();
        let label = format!("a document is `knowledge/<folder>/<name>.md`; the folders: {}", folders.join(", "));
        report.fault(&place, format!("`{path}` is not a document of the knowledge"), label);
        return false;
    }
    let message = format!("`{path}` is not a file of the spec");
    if path.starts_with(TOOLS) {
        report.fault(&place, message, "a tool is `spec/tools/<tool>.yaml`");
    } else {
        let (value, known) = (path.to_owned(), SINGLE.to_vec());
        match crate::domain::nearest::nearest(&value, known.iter().copied()) {
            Some(near) => report.fault(&place, message, format!("did you mean `{near}`?")),
            None => report.unknown(&At { value, place }, "file", &known),
        }
    }
    false
}
