//! Names of setups and what they extend.

use std::collections::{HashMap, HashSet};

use super::super::codes;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::words::{list, quoted};
use super::super::zerops_yaml::{Setup, ZeropsYaml};
use crate::domain::nearest::nearest;

pub(crate) fn check(sink: &Sink, document: &ZeropsYaml, index: &HashMap<&str, &Setup>) {
    if document.zerops.as_ref().is_some_and(|setups| setups.is_empty())
        && let Some(setups) = &document.zerops
    {
        let message = "there is no setup";
        sink.push(
            Finding::error(codes::MISSING_FIELD, &setups.path, &setups.key, message).fix("add a `- setup: NAME`"),
        );
    }
    let mut seen = HashSet::new();
    for name in document.setups().iter().filter_map(|setup| setup.setup.as_ref()) {
        if name.trim().is_empty() {
            let message = "the name of a setup is empty";
            sink.push(Finding::error(codes::INVALID_VALUE, &name.path, &name.span, message));
        } else if !seen.insert(name.as_str()) {
            let message = format!("another setup is named {}", quoted(name));
            sink.push(
                Finding::warning(codes::DUPLICATE_NAME, &name.path, &name.span, message).fix("rename one of them"),
            );
        }
    }
    for parent in document.setups().iter().flat_map(|setup| extends(setup)) {
        if !index.contains_key(parent.as_str()) && !sink.is_full(super::super::report::Severity::Error) {
            let message = format!("there is no setup {} to extend", quoted(parent));
            let fix = match nearest(parent, document.names()) {
                Some(similar) => format!("did you mean `{similar}`?"),
                None => format!("setups here: {}", list(document.names())),
            };
            sink.push(Finding::error(codes::UNKNOWN_SETUP, &parent.path, &parent.span, message).fix(fix));
        }
    }
    circles(sink, document, index);
}

fn extends(setup: &Setup) -> impl Iterator<Item = &Spanned<String>> {
    setup.extends.iter().flat_map(|extends| extends.iter())
}

/// Reports the step that closes a circle, once for each circle found on the way.
fn circles<'a>(sink: &Sink, document: &'a ZeropsYaml, index: &HashMap<&'a str, &'a Setup>) {
    let mut done: HashSet<&str> = HashSet::new();
    for start in document.names() {
        let mut open: Vec<(&str, Vec<&Spanned<String>>)> = Vec::new();
        let mut inside: HashSet<&str> = HashSet::new();
        let parents = |name: &str| index.get(name).map_or_else(Vec::new, |setup| extends(setup).collect());
        if done.contains(start) {
            continue;
        }
        open.push((start, parents(start)));
        inside.insert(start);
        while let Some((name, rest)) = open.last_mut() {
            let Some(parent) = rest.pop() else {
                inside.remove(*name);
                done.insert(*name);
                open.pop();
                continue;
            };
            if inside.contains(parent.as_str()) {
                let message = "setups extend each other in a circle";
                let finding = Finding::error(codes::EXTENDS_CYCLE, &parent.path, &parent.span, message);
                sink.push(finding.fix("take this one out of `extends`"));
            } else if !done.contains(parent.as_str()) && index.contains_key(parent.as_str()) {
                inside.insert(parent.as_str());
                open.push((parent.as_str(), parents(parent)));
            }
        }
    }
}
