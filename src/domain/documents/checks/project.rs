//! The project of an import.

use super::super::codes;
use super::super::import_yaml::Project;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::check::Check;
use super::variables::{self, Kind, Place};
use super::{isolation, retired, scope};

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
    let own = scope::of_new_project(project).flat_map(|all| all.iter()).map(|variable| variable.name.as_str());
    let place = Place { own: own.collect(), ..check.place(Kind::Stored) };
    for given in scope::of_new_project(project) {
        variables::check(&place, given);
    }
    retired::project(check.sink, project);
    isolation::ssh(check.sink, project.ssh_isolation.as_ref());
    isolation::env(check.sink, project.env_isolation.as_ref());
}
