//! A plan held against a recipe: each of its services is one of the recipe's, and none is left out.
//!
//! Runtimes may have other hostnames. Databases may not: the code of a recipe refers to them by theirs.

use std::collections::BTreeMap;

use super::document::{Document, Part};
use crate::domain::recipe::Recipe;
use crate::domain::service_type::family;
use crate::generated::types::{Layout, PlannedService};
use crate::workflow::plan::{Checked, Finding, Resolved, Role};

/// The plan that makes a recipe as it is.
#[must_use]
pub fn proposed(document: &Document) -> Vec<PlannedService> {
    let runtimes: Vec<&Part> = document.services.iter().filter(|part| part.is_runtime()).collect();
    let stage_of = |dev: &Part| {
        let same = |part: &&&Part| !part.is_dev() && part.repository.is_some() && part.repository == dev.repository;
        let stages: Vec<&&Part> = runtimes.iter().filter(same).collect();
        let base = dev.hostname.strip_suffix("dev").unwrap_or(&dev.hostname);
        let named = |part: &&&&Part| part.hostname == format!("{base}stage");
        // A pair has one type: a static stage of a Node.js dev service is planned by itself.
        let fits = |part: &&&Part| family(&part.type_name) == family(&dev.type_name);
        let only = if stages.len() == 1 { stages.first() } else { None };
        stages.iter().find(named).or(only).copied().filter(fits).map(|part| part.hostname.clone())
    };
    let stages: Vec<String> = runtimes.iter().filter(|part| part.is_dev()).filter_map(|part| stage_of(part)).collect();
    let plain = |part: &Part, layout, stage_hostname| PlannedService {
        hostname: part.hostname.clone(),
        r#type: part.type_name.clone(),
        layout,
        stage_hostname,
        ha: None,
        existing: None,
    };
    let parts = document.services.iter().filter(|part| !stages.contains(&part.hostname));
    let planned = parts.map(|part| match stage_of(part).filter(|_| part.is_runtime() && part.is_dev()) {
        Some(stage) => plain(part, None, Some(stage)),
        None if part.is_runtime() && part.is_dev() => plain(part, Some(Layout::Dev), None),
        None => plain(part, None, None),
    });
    planned.collect()
}

/// The runtimes that a recipe refers to by their hostnames, in its document or in its code.
#[must_use]
pub fn referred(recipe: &Recipe, import: &str, document: &Document) -> Vec<String> {
    let runtimes = document.services.iter().filter(|part| part.is_runtime());
    let is_named = |hostname: &&String| {
        let reference = reference(hostname);
        let mut texts = std::iter::once(import).chain(recipe.sources.values().map(String::as_str));
        texts.any(|text| text.contains(&reference))
    };
    runtimes.map(|part| &part.hostname).filter(is_named).cloned().collect()
}

/// How a reference to a variable of a service begins.
fn reference(hostname: &str) -> String {
    format!("${{{hostname}_")
}

/// Which hostname each service of the recipe gets. Those of `referred` keep theirs.
///
/// # Errors
/// Everything in which the plan is no plan of this recipe.
pub fn fit(
    document: &Document,
    referred: &[String],
    plan: &[PlannedService],
    checked: &Checked,
) -> Result<BTreeMap<String, String>, Vec<Finding>> {
    let mut names: BTreeMap<String, String> = BTreeMap::new();
    let mut findings = Vec::new();
    let mut left: Vec<&Part> = document.services.iter().collect();
    let mut open: Vec<&Resolved> = Vec::new();
    // What has its own name first, so that no other one takes its place.
    for service in &checked.services {
        let same = |part: &&Part| part.hostname == service.hostname && suits(part, service);
        match left.iter().position(same) {
            Some(at) => {
                names.insert(left.remove(at).hostname.clone(), service.hostname.clone());
            }
            None => open.push(service),
        }
    }
    for service in open {
        let suiting = |part: &&Part| service.role != Role::Managed && suits(part, service);
        match left.iter().position(suiting) {
            Some(at) => {
                names.insert(left.remove(at).hostname.clone(), service.hostname.clone());
            }
            None => findings.push(stranger(plan, service, &left)),
        }
    }
    let missing = left.iter().map(|part| Finding {
        field: "services".to_owned(),
        reason: format!("leave out `{}` ({}) of the recipe", part.hostname, part.type_name),
    });
    findings.extend(missing);
    let renamed = names.iter().filter(|(before, after)| before != after && referred.contains(before));
    findings.extend(renamed.map(|(before, after)| Finding {
        field: field_of(plan, after),
        reason: format!("must stay `{before}`: the recipe refers to it as {}…}}", reference(before)),
    }));
    if findings.is_empty() { Ok(names) } else { Err(findings) }
}

/// Whether a service of the recipe can be the planned one.
fn suits(part: &Part, service: &Resolved) -> bool {
    let same = family(&part.type_name) == family(&service.type_name);
    match service.role {
        Role::Managed => same && !part.is_runtime(),
        Role::Dev => same && part.is_runtime() && part.is_dev(),
        Role::Stage | Role::Single => same && part.is_runtime() && !part.is_dev(),
    }
}

/// What is said of a service that the recipe has not.
fn stranger(plan: &[PlannedService], service: &Resolved, left: &[&Part]) -> Finding {
    let kind = |part: &&&Part| part.is_runtime() == (service.role != Role::Managed);
    let of_kind: Vec<String> =
        left.iter().filter(kind).map(|part| format!("{} {}", part.hostname, part.type_name)).collect();
    let rest = if of_kind.is_empty() { "nothing more of this kind".to_owned() } else { of_kind.join(", ") };
    let setup = if service.role == Role::Dev { " with the setup dev" } else { "" };
    let reason = format!("is no service{setup} of the recipe, which has: {rest}");
    Finding { field: field_of(plan, &service.hostname), reason }
}

/// Where a plan names a hostname.
fn field_of(plan: &[PlannedService], hostname: &str) -> String {
    let place = |(at, one): (usize, &PlannedService)| {
        if one.hostname == hostname {
            Some(format!("services[{at}].hostname"))
        } else {
            (one.stage_hostname.as_deref() == Some(hostname)).then(|| format!("services[{at}].stageHostname"))
        }
    };
    plan.iter().enumerate().find_map(place).unwrap_or_else(|| "services".to_owned())
}
