//! Variables of one service that stand in several places.
//!
//! Names are unique whatever their case. That an import drops one of a vault and of `run.envVariables` without a word is
//! measured (2026-10); of the other places nobody has looked which one is kept.

use std::collections::HashMap;
use std::ops::Range;

use super::super::codes;
use super::super::import_yaml::Service;
use super::super::path::Path;
use super::super::preprocessor::is_dynamic;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::values::Variables;
use super::{scope, variables};

/// Checks the variables of a service against each other.
pub(crate) fn check(sink: &Sink, service: &Service) {
    let mut seen: HashMap<String, &'static str> = HashMap::new();
    let mut stored = |place: &'static str, names: &mut dyn Iterator<Item = (&str, &Path, &Range<usize>)>| {
        for (name, path, span) in names.filter(|(name, ..)| !is_dynamic(name)) {
            let first = *seen.entry(name.to_ascii_lowercase()).or_insert(place);
            if first != place {
                let message =
                    format!("`{first}` has a variable of this name too; nobody has measured which one is kept");
                let finding = Finding::warning(codes::DUPLICATE_KEY, path, span, message);
                sink.push(finding.fix("names are unique whatever their case: keep one"));
            }
        }
    };
    if let Some(vault) = &service.vault {
        stored("vault", &mut placed(&vault.value.0));
    }
    for (place, given) in [("envSecrets", &service.env_secrets), ("envVariables", &service.env_variables)] {
        if let Some(given) = given {
            stored(place, &mut placed(given));
        }
    }
    let texts = [("dotEnvSecrets", &service.dot_env_secrets), ("dotEnvVariables", &service.dot_env_variables)];
    for (place, text) in texts {
        if let Some(text) = text {
            stored(place, &mut scope::names_of_lines(&text.0).map(|name| (name, &text.path, &text.key)));
        }
    }
    let chosen = service.zerops_setup.as_deref().or(service.hostname.as_deref());
    let Some(inline) = service.zerops_yaml.as_ref().zip(chosen).and_then(|(yaml, name)| yaml.resolved(name)) else {
        return;
    };
    let run = inline.run.as_ref().and_then(|run| run.env_variables.as_ref());
    // One that refers to itself has a finding of its own.
    for variable in run.iter().flat_map(|all| all.iter()).filter(|it| !variables::is_own_reference(it) && !it.is_null) {
        if let Some(place) = seen.get(&variable.name.to_ascii_lowercase()) {
            let message = format!(
                "`{place}` of the service has a variable of this name too; an import drops one of them silently"
            );
            let finding = Finding::warning(codes::DUPLICATE_KEY, &variable.path, &variable.key, message);
            sink.push(finding.fix("keep one, or give this one another name"));
        }
    }
}

fn placed(variables: &Variables) -> impl Iterator<Item = (&str, &Path, &Range<usize>)> {
    variables.iter().map(|variable| (variable.name.as_str(), &variable.path, &variable.key))
}
