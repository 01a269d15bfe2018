//! The settings that replace those of a profile.

use super::super::codes;
use super::super::import_yaml::Service;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::types::ServiceType;
use super::super::words::{is_field_like, list, quoted};
use crate::domain::nearest::nearest;

/// Checks the keys of a service of a known type.
pub(crate) fn check(sink: &Sink, service: &Service, kind: &ServiceType) {
    let known = kind.known.map(|family| family.override_keys).unwrap_or_default();
    if known.is_empty() {
        return;
    }
    for (key, value) in service.profile_overrides.iter().flat_map(|overrides| overrides.value.0.iter()) {
        if known.contains(&key.as_str()) {
            continue;
        }
        let shown = if is_field_like(&key.replace('-', "_")) { quoted(key) } else { "this key".to_owned() };
        let message = format!("{shown} is no setting that a profile of {} lets you replace", quoted(&kind.family));
        let fix = match nearest(key, known.iter().copied()) {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => format!("known: {}", list(known.iter().copied())),
        };
        sink.push(Finding::warning(codes::INVALID_PROFILE, &value.path, &value.key, message).fix(fix));
    }
}
