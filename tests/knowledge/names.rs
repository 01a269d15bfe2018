//! What documents name exists: tools, their parameters and actions, and error codes.

use std::collections::BTreeSet;

use regex_lite::Regex;
use zcp::domain::knowledge::Document;
use zcp::domain::params::Kind;
use zcp::domain::tool::ToolSpec;
use zcp::generated::{errors, registry};
use zcp::knowledge::documents::all;

use super::corpus::blocks;

/// Keys of zerops.yaml and import.yaml that are named like parameters; so are those of scaling.
const KEYS: &[&str] = &["port", "type"];
/// Names of variables, and statuses of the platform, that look like error codes.
const NO_CODES: &[&str] = &["API_KEY", "API_TOKEN", "API_URL", "SERVICE_ID"];

fn tool(name: &str) -> Option<&'static ToolSpec> {
    registry::TOOLS.iter().map(|tool| tool.spec).find(|spec| spec.name == name)
}

fn takes(spec: &ToolSpec, param: &str) -> bool {
    spec.params.fields.iter().any(|field| field.name == param)
}

fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern")
}

/// Every text in which a document may name something.
fn texts(document: &'static Document) -> Vec<&'static str> {
    let mut texts = vec![document.title, document.summary, document.body()];
    texts.extend(document.keywords);
    texts.extend(document.aliases);
    texts
}

#[test]
fn tools_exist() {
    let name = pattern(r"\bzerops_[a-z]+\b");
    for document in all() {
        for text in texts(document) {
            for found in name.find_iter(text) {
                let known = tool(found.as_str()).is_some();
                assert!(known, "{} names {}", document.path, found.as_str());
            }
        }
    }
}

#[test]
fn error_codes_exist() {
    let word = pattern(r"\b[A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+\b");
    let codes: BTreeSet<&str> = errors::ALL.iter().map(|error| error.code).collect();
    // Variables and statuses are written alike, so what looks like a code begins with two words of one.
    let begin = |code: &str| code.split('_').take(2).collect::<Vec<_>>().join("_");
    let begins: BTreeSet<String> = codes.iter().map(|code| begin(code)).collect();
    for document in all() {
        for found in word.find_iter(&without_code(document.body())) {
            let found = found.as_str();
            let is_excused = NO_CODES.contains(&found);
            let is_code = begins.contains(&begin(found)) && !is_excused;
            assert!(!is_code || codes.contains(found), "{} names {found}", document.path);
        }
    }
}

#[test]
fn parameters_are_of_the_tools_of_their_document() {
    let span = pattern(r"`([^`\n]+)`");
    let entry = pattern(r"^([a-z][A-Za-z]*)(?::\s*|=)(\S.*)$");
    for document in all() {
        let prose = without_code(document.body());
        let spans: Vec<&str> =
            span.captures_iter(&prose).filter_map(|found| found.get(1)).map(|found| found.as_str()).collect();
        let names: BTreeSet<&str> = spans.iter().copied().filter(|text| text.starts_with("zerops_")).collect();
        // What a tool that is still to come takes is not known.
        if names.is_empty() || names.iter().any(|name| tool(name).is_none()) {
            continue;
        }
        let tools: Vec<&ToolSpec> = names.iter().filter_map(|name| tool(name)).collect();
        for found in spans.iter().filter_map(|text| entry.captures(text)) {
            let (param, value) = (&found[1], &found[2]);
            let is_of_any = registry::TOOLS.iter().any(|row| takes(row.spec, param));
            let is_key = KEYS.contains(&param) || tool("zerops_scale").is_some_and(|spec| takes(spec, param));
            if !is_of_any || is_key || value.starts_with('{') {
                continue;
            }
            let fits = |spec: &&ToolSpec| {
                spec.params.fields.iter().filter(|field| field.name == param).any(|field| match field.kind {
                    Kind::Enum(values) => values.contains(&value),
                    _ => true,
                })
            };
            assert!(tools.iter().any(fits), "{}: no `{param}` of {names:?} is `{value}`", document.path);
        }
    }
}

#[test]
fn calls_in_blocks_are_calls() {
    let argument = pattern(r"\s([a-zA-Z]+)=");
    let mut count = 0;
    for document in all() {
        for block in blocks(document.body(), "text") {
            for line in block.lines().filter(|line| line.trim_start().starts_with("zerops_")) {
                let name = line.split_whitespace().next().unwrap_or_default();
                let Some(spec) = tool(name) else { continue };
                for found in argument.captures_iter(line.split(['"', '[']).next().unwrap_or(line)) {
                    assert!(takes(spec, &found[1]), "{}: {name} has no `{}`", document.path, &found[1]);
                    count += 1;
                }
            }
        }
    }
    assert!(count > 0, "no document shows a call");
}

fn without_code(body: &str) -> String {
    body.split("```").step_by(2).collect()
}
