//! The causes of failures: their patterns can be matched quickly, their words and calls exist.

use super::super::causes::{CauseDef, literals};
use super::super::diagnostics::{At, Report};
use super::super::forms;
use super::super::model::Spec;
use super::calls::{Service, suggested};
use super::errors;

pub(super) fn check(spec: &Spec, decodable: &[&str], report: &Report) {
    let failures = &spec.failures;
    let known: Vec<&str> = failures.categories.iter().map(|(name, _)| name.as_str()).collect();
    for cause in &failures.causes {
        if !cause.category.is_empty() && !known.contains(&cause.category.as_str()) {
            report.unknown(&cause.category, "category", &known);
        }
        check_cause(spec, cause, decodable, report);
    }
    for (name, _) in &failures.categories {
        if failures.causes.iter().all(|cause| cause.category.value != name.value) {
            let message = format!("no cause has the category `{}`", name.value);
            report.fault(&name.place, message, "take it out, or give a cause this category");
        }
    }
    let names = failures.categories.iter().map(|(name, _)| name);
    for name in names.chain(failures.causes.iter().map(|cause| &cause.name)).filter(|name| !forms::snake_case(name)) {
        let message = format!("`{}` is not spelt as a name of a cause", name.value);
        report.fault(&name.place, message, "words in small letters with `_` between them");
    }
    for pattern in failures.ignored.iter().filter(|pattern| !compiles(pattern)) {
        report.fault(&pattern.place, "this is no regular expression", "write it for crate regex-lite");
    }
    let evidence = failures.causes.iter().flat_map(|cause| &cause.evidence);
    for pattern in failures.recovered.iter().chain(evidence) {
        if !compiles(pattern) {
            report.fault(&pattern.place, "this is no regular expression", "write it for crate regex-lite");
        } else if literals(pattern).is_none() {
            let label = "outside of groups and classes it, or one of its choices, has less than 4 plain characters";
            report.fault(&pattern.place, "this pattern cannot be looked for quickly", label);
        }
    }
}

fn check_cause(spec: &Spec, cause: &CauseDef, decodable: &[&str], report: &Report) {
    if cause.evidence.is_empty() {
        let message = format!("nothing proves `{}`", cause.name.value);
        report.fault(&cause.name.place, message, "give it `evidence: [ … ]`");
    }
    for advice in std::iter::once(&cause.advice).chain(&cause.building) {
        errors::mentions(spec, advice, "an advice", report);
    }
    if let Some(call) = &cause.next {
        suggested(spec, call, Service::Known, decodable, report);
    }
}

fn compiles(pattern: &At<String>) -> bool {
    regex_lite::Regex::new(pattern).is_ok()
}
