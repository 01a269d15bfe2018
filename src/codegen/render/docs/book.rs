//! Which pages there are, and the table of contents.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::super::super::load::PAGES;
use super::super::super::model::Spec;
use super::super::{failures, variables};
use super::{catalog, coverage, errors, knowledge, operations, records, situations, text, tool, tools, workflows};

/// The table of contents, which is hand-written but for its two placeholders.
const SUMMARY: &str = "SUMMARY.md";

/// Every page by its path below `docs/`.
pub(in super::super) fn render(spec: &Spec) -> BTreeMap<String, String> {
    let mut pages = BTreeMap::new();
    for (name, page) in &spec.pages {
        let page = if name == SUMMARY { summary(spec, page) } else { variables::filled(spec, page) };
        pages.insert(name.clone(), text::header(&format!("{PAGES}{name}"), "book") + &page);
    }
    for tool in &spec.tools {
        pages.insert(format!("tools/{}.md", tool.name.value), tool::page(spec, tool));
    }
    for (folder, page) in knowledge::pages(spec) {
        pages.insert(format!("knowledge/{folder}.md"), page);
    }
    pages.insert("tools.md".to_owned(), tools::page(spec));
    pages.insert("errors.md".to_owned(), errors::page(spec));
    pages.insert("failures.md".to_owned(), failures::page(spec));
    pages.insert("service-types.md".to_owned(), catalog::page(spec));
    pages.insert("types.md".to_owned(), records::types(spec));
    pages.insert("records.md".to_owned(), records::records(spec));
    pages.insert("operations.md".to_owned(), operations::page(spec));
    pages.insert("workflows.md".to_owned(), workflows::page(spec));
    pages.insert("situations.md".to_owned(), situations::page(spec));
    pages.insert("coverage.md".to_owned(), coverage::page(spec));
    pages
}

fn summary(spec: &Spec, page: &str) -> String {
    let mut tools = String::new();
    for tool in &spec.tools {
        let _ = writeln!(tools, "  - [{0}](tools/{0}.md)", tool.name.value);
    }
    page.replace("{{tools}}\n", &tools).replace("{{knowledge}}\n", &knowledge::summary(spec))
}
