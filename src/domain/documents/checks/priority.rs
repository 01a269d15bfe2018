//! Services that are built by the import itself and refer to others that may not be there yet.

use super::super::codes;
use super::super::import_yaml::{ImportYaml, Service};
use super::super::read::record::Record as _;
use super::super::references;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::words::quoted;
use super::check::Check;
use super::scope;
use crate::domain::status::Category;

/// Checks which services are made first. A reference that cannot be resolved yet was seen to become a text that stays
/// (measured 2026-09); that a priority keeps it from that is documented.
pub(crate) fn check(check: &Check<'_>, document: &ImportYaml) {
    let is_built = |service: &&Spanned<Service>| {
        let last = service.priority.as_ref().is_none_or(|priority| priority.value >= 0);
        service.build_from_git.is_some() && last && !service.is_unread("priority")
    };
    for built in document.services().iter().filter(is_built) {
        let Some(name) = built.name() else { continue };
        let referred = referred(built);
        for service in document.services() {
            let is_referred =
                service.name().is_some_and(|other| other != name && referred.iter().any(|it| it == other));
            let is_open = service.priority.is_none() && !service.is_unread("priority");
            let kind = service.kind.as_ref().and_then(|kind| check.context.known.types.resolve(kind));
            if let Some(hostname) = service.hostname.as_ref().filter(|_| is_referred && is_open)
                && kind.is_some_and(|kind| kind.category == Category::Standard)
            {
                let message = format!(
                    "{} is built at once and refers to this service, which no `priority` makes first: where its variables \
                     are not there yet, the references stay texts",
                    quoted(name)
                );
                let path = service.path.key("priority");
                let finding = Finding::warning(codes::MISSING_FIELD, &path, &hostname.span, message);
                check.sink.push(finding.fix("add `priority: 10` here"));
            }
        }
    }
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
