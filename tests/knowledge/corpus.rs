//! What every document must be.

use std::collections::BTreeSet;

use zcp::domain::documents::types::Types;
use zcp::domain::documents::{self, Context, DocumentKind, Known};
use zcp::domain::knowledge::Document;
use zcp::generated::catalog::CATALOG;
use zcp::knowledge::documents::{SCHEME, all, by_path, by_uri};
use zcp::knowledge::passages::{self, Passage, slug};
use zcp::knowledge::search::{Hit, search};

/// Characters of a passage with its heading; an answer has room for so many.
const LONGEST_PASSAGE: usize = 4_000;

#[test]
fn there_are_many_and_each_says_what_it_is() {
    assert!(all().len() >= 70, "{} documents", all().len());
    for document in all() {
        let path = document.path;
        assert!((2..=80).contains(&document.title.len()), "the title of {path}");
        assert!((20..=200).contains(&document.summary.len()), "the summary of {path}: {}", document.summary.len());
        assert!(!document.keywords.is_empty() && !document.related.is_empty(), "{path}");
        assert!(passages_of(document).count() >= 2, "{path} has no sections");
    }
}

fn passages_of(document: &'static Document) -> impl Iterator<Item = &'static Passage> {
    passages::all().iter().filter(move |passage| passage.document().path == document.path)
}

#[test]
fn every_type_has_its_document() {
    let families = CATALOG.iter().flat_map(|section| section.families);
    for family in families.filter(|family| !family.hidden && !family.is_retired()) {
        let versions = family.versions.iter().map(|version| format!("{}@{version}", family.name));
        for name in versions.chain([family.name.to_owned()]) {
            let document = by_uri(&format!("{SCHEME}services/{name}"));
            assert!(document.is_some_and(|document| document.types.contains(&family.name)), "{name}");
        }
    }
}

#[test]
fn passages_fit_into_an_answer_and_say_something() {
    for passage in passages::all() {
        let length = passage.markdown().chars().count();
        assert!(length <= LONGEST_PASSAGE, "{} has {length} characters", passage.uri());
        assert!(passage.body.chars().count() >= 80, "{} says nothing", passage.uri());
        assert_eq!(passage.body.matches("\n```").count() % 2, usize::from(passage.body.starts_with("```")));
    }
}

#[test]
fn every_yaml_block_is_a_valid_document() {
    let known = Known { types: Types::from_sections(CATALOG), ..Known::default() };
    let context = Context { known, ..Context::default() };
    let mut count = 0;
    for document in all() {
        for block in blocks(document.body(), "yaml") {
            let kind = documents::detect(block)
                .unwrap_or_else(|| panic!("{}: neither zerops.yaml nor import.yaml:\n{block}", document.path));
            let report = documents::validate(kind, block, &context);
            assert!(report.is_valid(), "{}", report.render(document.path, block));
            count += usize::from(kind == DocumentKind::ZeropsYaml || kind == DocumentKind::ImportYaml);
        }
        for line in document.body().lines().filter(|line| line.trim_start().starts_with("```")) {
            let language = line.trim().trim_start_matches('`');
            assert!(language != "yml", "{}: write ```yaml, which is validated", document.path);
        }
    }
    assert!(count >= 100, "{count} blocks of YAML");
}

/// The blocks of code in this language.
pub(super) fn blocks<'a>(body: &'a str, language: &str) -> Vec<&'a str> {
    let open = format!("```{language}\n");
    let ends = body.split(open.as_str()).skip(1);
    ends.map(|rest| rest.split("\n```").next().unwrap_or_default()).collect()
}

#[test]
fn every_link_leads_to_a_passage() {
    for document in all() {
        for path in document.related {
            assert!(by_path(path).is_some(), "{} is related to {path}", document.path);
        }
        for link in links(document.body()) {
            let target = by_uri(&link).unwrap_or_else(|| panic!("{} links to {link}", document.path));
            if let Some((_, anchor)) = link.split_once('#') {
                let found = passages_of(target).any(|passage| slug(passage.heading) == anchor);
                assert!(found, "{} links to {link}", document.path);
            }
        }
    }
}

fn links(body: &str) -> Vec<String> {
    let is_end = |c: char| c.is_whitespace() || matches!(c, ')' | '`' | '>' | '"' | ',' | ';');
    let starts = body.match_indices(SCHEME).map(|(at, _)| &body[at..]);
    let links = starts.map(|rest| rest.split(is_end).next().unwrap_or_default().trim_end_matches('.'));
    // `zerops://docs/services/{type}` is no link but the form of one.
    links.filter(|link| !link.contains(['{', '\u{2026}']) && *link != SCHEME).map(str::to_owned).collect()
}

#[test]
fn no_document_stands_alone() {
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for document in all() {
        named.extend(document.related);
        let linked = links(document.body()).into_iter().filter_map(|link| by_uri(&link));
        named.extend(linked.map(|target| target.path).filter(|path| *path != document.path));
    }
    let alone: Vec<&str> = all().iter().map(|document| document.path).filter(|path| !named.contains(path)).collect();
    assert!(alone.is_empty(), "no document names {alone:?}");
}

#[test]
fn every_passage_is_found_by_its_heading_and_title() {
    const AMONG: usize = 3;
    let mut lost = Vec::new();
    for passage in passages::all() {
        let document = passage.document();
        let begin: Vec<&str> = passage.body.split_whitespace().take(60).collect();
        // What introduces a document is about what its sections are about: its own words find it.
        let begin = begin.join(" ");
        let queries = [
            format!("{} {}", document.title, passage.heading),
            format!("{} {} {begin}", document.title, document.summary),
            begin,
        ];
        // Who asks for a document as a whole is answered by what it has of it.
        let is_it = |hit: &Hit| {
            std::ptr::eq(hit.passage, passage)
                || (passage.heading.is_empty() && hit.passage.document == passage.document)
        };
        let finds = |query: &String| search(query, None, AMONG).hits.iter().any(is_it);
        if !queries.iter().any(finds) {
            lost.push(passage.uri());
        }
    }
    assert!(lost.is_empty(), "{} passages are not found: {lost:#?}", lost.len());
}
