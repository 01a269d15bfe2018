//! Object storages.

use super::super::codes;
use super::super::import_yaml::{Policy, Service};
use super::super::preprocessor::is_dynamic;
use super::super::read::record::Record as _;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::types::ServiceType;
use super::check::Check;
use super::ranges;
use crate::domain::status::Category;

/// The sizes of an object storage in GB.
const SIZES: (f64, f64) = (1.0, 100.0);

pub(crate) fn check(check: &Check<'_>, service: &Spanned<Service>, kind: Option<&ServiceType>) {
    ranges::within(check.sink, service.object_storage_size.as_ref(), SIZES.0, SIZES.1, " GB");
    policy(check, service);
    if kind.is_some_and(|kind| kind.category == Category::ObjectStorage)
        && service.object_storage_size.is_none()
        && !service.is_unread("objectStorageSize")
    {
        let path = service.path.key("objectStorageSize");
        let place = service.kind.as_ref().map_or(&service.key, |kind| &kind.key);
        let finding = Finding::error(codes::MISSING_FIELD, &path, place, "an object storage needs a size");
        check.sink.push(finding.fix("add `objectStorageSize`: 1 to 100 GB"));
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
