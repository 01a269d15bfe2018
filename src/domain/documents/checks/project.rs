//! The project of an import.

use super::super::codes;
use super::super::import_yaml::Project;
use super::super::preprocessor::is_dynamic;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::variables::{self, Place};
use super::zerops_yaml::Check;

/// Names and descriptions are no longer.
const LONGEST: usize = 255;

pub(crate) fn check(check: &Check<'_>, project: &Spanned<Project>) {
    for text in [&project.name, &project.description].into_iter().flatten() {
        if text.chars().count() > LONGEST {
            let message = format!("longer than {LONGEST} characters");
            check.sink.push(Finding::error(codes::OUT_OF_RANGE, &text.path, &text.span, message));
        }
    }
    if let Some(name) = project.name.as_ref().filter(|name| name.trim().is_empty()) {
        check.sink.push(Finding::error(codes::INVALID_VALUE, &name.path, &name.span, "the name is empty"));
    }
    if let Some(given) = &project.env_variables {
        let own = given.iter().map(|variable| variable.name.as_str()).collect();
        variables::check(&Place { sink: check.sink, services: check.services, own, stored: true }, given);
    }
    ssh_isolation(check.sink, project.ssh_isolation.as_ref());
}

/// Words are `vpn`, `project`, `service` and `service@name`, each with an optional `-` before it.
pub(crate) fn ssh_isolation(sink: &Sink, field: Option<&Spanned<String>>) {
    let Some(field) = field.filter(|field| !is_dynamic(field)) else { return };
    for (index, word) in field.split_whitespace().enumerate() {
        let plain = word.strip_prefix('-').unwrap_or(word);
        let named = plain.strip_prefix("service@").is_some_and(|name| !name.is_empty());
        if !named && !matches!(plain, "vpn" | "project" | "service" | "none") {
            // A line that lost its key is folded into these words, so they are only counted.
            let message = format!("word {} is none that `sshIsolation` has", index + 1);
            let finding = Finding::warning(codes::INVALID_VALUE, &field.path, &field.span, message);
            sink.push(finding.fix("known: vpn, project, service, service@NAME, each with `-` before it to deny"));
        }
    }
}
