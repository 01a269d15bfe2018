//! The settings that replace those of a profile.

use super::super::codes;
use super::super::import_yaml::Service;
use super::super::preprocessor::is_dynamic;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::types::ServiceType;
use super::super::words::{is_field_like, list, quoted};
use crate::domain::nearest::nearest;

/// The settings that are words; all others are numbers.
const WORDS: &[&str] = &["wal_compression", "maxmemory-policy", "lazyfree-lazy-user-del"];
/// The numbers that need not be whole.
const FRACTIONS: &[&str] =
    &["autovacuum_analyze_scale_factor", "autovacuum_vacuum_scale_factor", "jit_above_cost", "random_page_cost"];

/// Checks the keys of a service of a known type.
pub(crate) fn check(sink: &Sink, service: &Service, kind: &ServiceType) {
    let known = kind.known.map(|family| family.override_keys).unwrap_or_default();
    if known.is_empty() {
        return;
    }
    for (key, value) in service.profile_overrides.iter().flat_map(|overrides| overrides.value.0.iter()) {
        if known.contains(&key.as_str()) {
            number(sink, key, value);
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

/// What the schema has for numbers.
fn number(sink: &Sink, key: &str, value: &Spanned<String>) {
    let text = value.as_str();
    let (fits, expected) = if FRACTIONS.contains(&key) {
        (text.parse::<f64>().is_ok(), "a number")
    } else {
        (text.parse::<i64>().is_ok(), "a whole number")
    };
    if !fits && !WORDS.contains(&key) && !is_dynamic(text) {
        let message = format!("the platform's schema has {expected} for `{key}`");
        let finding = Finding::warning(codes::WRONG_TYPE, &value.path, &value.span, message);
        sink.push(finding.fix("write the number alone, without a unit"));
    }
}
