//! Object storages, and the shared storages that runtimes mount.

use super::super::codes;
use super::super::families;
use super::super::import_yaml::{ImportYaml, Policy, Service};
use super::super::preprocessor::is_dynamic;
use super::super::read::record::Record as _;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::types::Category;
use super::super::words::quoted;
use super::ranges;
use super::zerops_yaml::Check;
use crate::domain::nearest::nearest;

/// The sizes of an object storage in GB.
const SIZES: (f64, f64) = (1.0, 100.0);

pub(crate) fn check(check: &Check<'_>, document: &ImportYaml, service: &Spanned<Service>) {
    ranges::within(check.sink, service.object_storage_size.as_ref(), SIZES.0, SIZES.1, " GB");
    policy(check, service);
    for name in service.mount.iter().flat_map(|mount| mount.iter()).filter(|name| !is_dynamic(name)) {
        mount(check, document, name);
    }
}

fn policy(check: &Check<'_>, service: &Spanned<Service>) {
    if let Some(policy) = service.object_storage_policy.as_ref().filter(|policy| policy.value == Policy::Custom)
        && service.object_storage_raw_policy.is_none()
        && !service.is_unread("objectStorageRawPolicy")
    {
        let message = "a custom policy needs `objectStorageRawPolicy`";
        let finding = Finding::error(codes::MISSING_FIELD, &policy.path, &policy.span, message);
        check.sink.push(finding.fix("add `objectStorageRawPolicy`, or use another policy"));
    }
    if let Some(raw) = service.object_storage_raw_policy.as_ref().filter(|raw| !is_dynamic(raw))
        && serde_json::from_str::<serde::de::IgnoredAny>(raw).is_err()
    {
        let message = "the policy is no JSON";
        check.sink.push(Finding::error(codes::INVALID_VALUE, &raw.path, &raw.span, message));
    }
}

/// A mount names a shared storage of the document or of the project.
fn mount(check: &Check<'_>, document: &ImportYaml, name: &Spanned<String>) {
    let is_storage = |kind: &str| {
        check.context.known.types.resolve(kind).is_ok_and(|found| found.category == Category::SharedStorage)
            || matches!(families::family(kind), "shared-storage" | "sharedstorage" | "seaweedfs")
    };
    let here = document.services().iter().find(|service| service.name() == Some(name.as_str()));
    let kind = here.and_then(|service| service.kind.as_ref());
    let message = match kind {
        Some(kind) if is_storage(kind) || is_dynamic(kind) => return,
        Some(_) => format!("{} is no shared storage", quoted(name)),
        None if here.is_some() => return,
        None => {
            let Some(services) = check.services else { return };
            match services.iter().find(|service| service.hostname == name.as_str()) {
                Some(service) if service.family.as_deref().is_none_or(is_storage) => return,
                Some(_) => format!("{} is no shared storage", quoted(name)),
                None => format!("there is no shared storage {}", quoted(name)),
            }
        }
    };
    let storages = document
        .services()
        .iter()
        .filter_map(|service| service.kind.as_ref().filter(|kind| is_storage(kind)).and_then(|_| service.name()));
    let storages: Vec<&str> = storages.collect();
    let fix = match (nearest(name, storages.iter().copied()), storages.first()) {
        (Some(similar), _) => format!("did you mean `{similar}`?"),
        (None, Some(first)) => format!("a shared storage here is `{first}`"),
        (None, None) => "add a service of type `shared-storage`".to_owned(),
    };
    check.sink.push(Finding::error(codes::UNKNOWN_STORAGE, &name.path, &name.span, message).fix(fix));
}
