//! Services that are built by the import itself and refer to others that may not be there yet.

use super::super::codes;
use super::super::import_yaml::{ImportYaml, Service};
use super::super::read::record::Record as _;
use super::super::references;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::words::{list, shown};
use super::check::Check;
use super::scope;
use crate::domain::status::Category;

/// Above nothing, this leaves room for others between.
const FIRST: i64 = 10;

/// Checks which services are made first: those of the higher priority. A reference that cannot be resolved yet was seen
/// to become a text that stays (measured 2026-09); that a priority keeps it from that is documented.
pub(crate) fn check(check: &Check<'_>, document: &ImportYaml) {
    let is_built = |service: &&Spanned<Service>| service.build_from_git.is_some() && !service.is_unread("priority");
    let built = document.services().iter().filter(is_built);
    let built: Vec<(&str, i64, Vec<String>)> =
        built.filter_map(|service| Some((service.name()?, priority(service), referred(service)))).collect();
    for service in document.services().iter().filter(|service| !service.is_unread("priority")) {
        let Some(hostname) = service.hostname.as_ref() else { continue };
        let kind = service.kind.as_ref().and_then(|kind| check.context.known.types.resolve(kind));
        if kind.is_none_or(|kind| kind.category != Category::Standard) {
            continue;
        }
        let is_late = |(name, own, referred): &&(&str, i64, Vec<String>)| {
            *name != hostname.as_str() && *own >= priority(service) && referred.contains(hostname)
        };
        let late: Vec<_> = built.iter().filter(is_late).collect();
        let Some(highest) = late.iter().map(|(_, own, _)| *own).max() else { continue };
        let names: Vec<String> = late.iter().map(|(name, ..)| shown(name)).collect();
        let names = list(names.iter().map(String::as_str));
        let above = if highest < FIRST { FIRST } else { highest.saturating_add(FIRST) };
        let path = service.path.key("priority");
        let what = format!("what is built with references to it ({names})");
        let rest = "where its variables are not there yet, the references stay texts";
        check.sink.push(match &service.priority {
            None => {
                let message = format!("no `priority` makes this service before {what}: {rest}");
                Finding::warning(codes::MISSING_FIELD, &path, &hostname.span, message)
                    .fix(format!("add `priority: {above}` here"))
            }
            Some(given) => {
                let message = format!("this `priority` makes the service no sooner than {what}: {rest}");
                Finding::warning(codes::CONFLICTING_FIELDS, &path, &given.span, message)
                    .fix(format!("write `priority: {above}`, above {highest}"))
            }
        });
    }
}

/// The place of a service in the order; the schema names no other default.
fn priority(service: &Service) -> i64 {
    service.priority.as_ref().map_or(0, |priority| priority.value)
}

/// The hostnames that the variables of a service refer to.
fn referred(service: &Service) -> Vec<String> {
    let chosen = service.zerops_setup.as_deref().or(service.hostname.as_deref());
    let setup = service.zerops_yaml.as_ref().zip(chosen).and_then(|(yaml, name)| yaml.resolved(name));
    let run = setup.as_ref().and_then(|setup| setup.run.as_ref()?.env_variables.as_ref());
    let build = setup.as_ref().and_then(|setup| setup.build.as_ref()?.env_variables.as_ref());
    let inline = run.into_iter().chain(build).flat_map(|all| all.iter());
    let all = scope::of_service(service).flat_map(|all| all.iter()).chain(inline);
    let of_value = |value: &str| {
        let names =
            references::parse(value).into_iter().filter_map(|it| it.of_service().map(|(host, _)| host.to_owned()));
        names.collect::<Vec<_>>()
    };
    all.flat_map(|variable| of_value(&variable.value)).collect()
}
