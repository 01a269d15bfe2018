//! What a service of an import is: its type with mode, profile and the system that it runs on.

use super::super::bases;
use super::super::codes;
use super::super::import_yaml::{Mode, Service};
use super::super::judge::Beside;
use super::super::preprocessor::is_dynamic;
use super::super::read::record::Record as _;
use super::super::read::sink::Sink;
use super::super::report::{Finding, Severity};
use super::super::spanned::Spanned;
use super::super::types::{ServiceType, Types};
use super::super::words::{list, quoted};
use super::check::Check;
use super::system;
use crate::domain::nearest::nearest;
use crate::domain::service_type::{TypeName, Variant};
use crate::domain::status::Category;

/// Checks what a service says that it is, and answers what that is.
pub(crate) fn check(check: &Check<'_>, service: &Spanned<Service>) -> Option<ServiceType> {
    let given = service.kind.as_ref().filter(|kind| !is_dynamic(kind))?;
    if check.sink.is_full(Severity::Error) {
        return None;
    }
    let types = &check.context.known.types;
    let beside =
        Beside { system: service.os.as_ref().map(|os| os.value.system()), variant: service.mode.as_ref().map(wanted) };
    let judged = types.judge_beside(given, beside);
    let mut list = List { is_decorated: types.names.is_decorated(), is_noted: false };
    if let Some(remark) = judged.remark {
        // `mode` and `os` say what the type does not.
        let has_nodes = |kind: &ServiceType| matches!(kind.category, Category::Standard | Category::SharedStorage);
        let has_nodes = judged.found.as_ref().is_some_and(has_nodes);
        let is_said =
            if has_nodes { service.mode.is_some() || service.is_unread("mode") } else { service.os.is_some() };
        if remark.code != codes::BARE_TYPE || !is_said {
            let finding = Finding::new(remark.severity, remark.code, &given.path, &given.span, remark.message);
            check.sink.push(finding.maybe_fix(remark.fix));
            list.is_noted = true;
        }
    }
    let kind = judged.found?;
    mode(check, service, given, &kind, list);
    if let Some(os) = service.os.as_ref().filter(|_| kind.category.is_runtime()) {
        check.sink.push(system::beside(os, &[given.as_str()], types, "type"));
    }
    profile(check.sink, service, &kind);
    base(check, service, given, types);
    Some(kind)
}

/// What the list of types says.
#[derive(Clone, Copy)]
struct List {
    /// Whether it names systems and modes, so that `mode` is the old way.
    is_decorated: bool,
    /// Whether something was said of the type already.
    is_noted: bool,
}

/// What a `mode` is called in a type.
fn wanted(mode: &Spanned<Mode>) -> Variant {
    if mode.value == Mode::Ha { Variant::Ha } else { Variant::Single }
}

/// Whether `mode` decides how many nodes a service of the type has.
fn takes_mode(kind: &ServiceType) -> bool {
    kind.category == Category::Standard
}

fn mode(check: &Check<'_>, service: &Spanned<Service>, given: &Spanned<String>, kind: &ServiceType, list: List) {
    let sink = check.sink;
    if service.is_unread("mode") {
        return;
    }
    let family = quoted(&kind.family);
    let name = TypeName::parse(given);
    let Some(mode) = &service.mode else {
        if !list.is_noted && takes_mode(kind) && kind.variant.is_none() && service.profile.is_none() {
            let message = format!("neither `type` nor `mode` says how many nodes {family} has");
            let finding = Finding::warning(codes::MISSING_FIELD, &service.path.key("mode"), &given.key, message);
            let single = TypeName { variant: Some(Variant::Single), ..name };
            sink.push(finding.fix(format!("write `type: {single}`")));
        }
        return;
    };
    let wanted = wanted(mode);
    let error = |message: String| Finding::error(codes::INVALID_MODE, &mode.path, &mode.span, message);
    let old = |message: String| Finding::warning(codes::DEPRECATED_FIELD, &mode.path, &mode.key, message);
    let only_single = kind.known.is_some_and(|known| known.modes == [Variant::Single]);
    let meant = TypeName { variant: Some(wanted), ..name };
    let is_listed = |name: &String| check.context.known.types.judge(name).remark.is_none();
    let successor = || kind.known.and_then(|known| known.successor(&meant)).filter(is_listed);
    // What no list has is no advice; then the mode alone is certain.
    let instead = match Some(meant.to_string()).filter(is_listed).or_else(successor) {
        Some(instead) => format!("write `type: {instead}`"),
        None => format!("write `:{}` after the family in `type`", wanted.word()),
    };
    let contrary = match kind.variant {
        Some(_) if !only_single => format!("remove `mode`; if it is the right one, {instead}"),
        _ => "remove `mode`".to_owned(),
    };
    let instead = format!("{instead} and remove `mode`");
    let finding = match kind.variant {
        Some(variant) if variant != wanted => {
            error("`mode` contradicts the mode that `type` names".to_owned()).fix(contrary)
        }
        Some(_) => old("`mode` repeats what `type` says".to_owned()).fix("remove `mode`"),
        None if kind.category == Category::ObjectStorage => {
            error(format!("the platform refuses `mode` on {}", kind.category.words())).fix("remove it")
        }
        // Recipes in use have it; the platform's own client says that it is refused (2026-07).
        None if kind.category == Category::SharedStorage => {
            old("`mode` beside a shared storage was reported to be refused: the type names its mode".to_owned())
                .fix(instead)
        }
        None if only_single && wanted == Variant::Ha => {
            error(format!("{family} has no HA")).fix("write `:single` in `type`")
        }
        None if !list.is_decorated => return,
        None if kind.category.is_runtime() => {
            old("`mode` has no effect on a runtime; `minContainers` says how many there are".to_owned())
                .fix("remove it")
        }
        None => old("`mode` is the old way to say it: the type names its mode".to_owned()).fix(instead),
    };
    sink.push(finding);
}

fn profile(sink: &Sink, service: &Spanned<Service>, kind: &ServiceType) {
    let variant = kind.variant.or_else(|| service.mode.as_ref().map(wanted));
    let (Some(limits), Some(known)) = (kind.limits(variant), kind.known) else { return };
    if limits.profiles.is_empty() {
        return;
    }
    let name = TypeName { system: None, family: &kind.family, variant, version: None }.to_string();
    // Without a mode either list may apply.
    let allowed = |profile: &str| match variant {
        Some(_) => limits.profiles.contains(&profile),
        None => known.limits.iter().any(|limits| limits.profiles.contains(&profile)),
    };
    let given = service.profile.as_ref().filter(|given| !is_dynamic(given));
    if let Some(given) = given.filter(|given| !allowed(given)) {
        let message = format!("{} is no profile of {}", quoted(given), quoted(&name));
        let fix = match nearest(given, limits.profiles.iter().copied()) {
            Some(similar) => format!("did you mean `{similar}`? known: {}", list(limits.profiles.iter().copied())),
            None => format!("known: {}", list(limits.profiles.iter().copied())),
        };
        sink.push(Finding::error(codes::INVALID_PROFILE, &given.path, &given.span, message).fix(fix));
    }
    let Some(overrides) = &service.profile_overrides else { return };
    let chosen = service.profile.as_deref().map(String::as_str).or(limits.profile);
    if let Some(needed) = known.override_profile
        && chosen != Some(needed)
        && !service.profile.as_ref().is_some_and(|given| is_dynamic(given))
    {
        let message = format!("`profileOverrides` needs `profile: {needed}`");
        let finding = Finding::error(codes::CONFLICTING_FIELDS, &overrides.path, &overrides.key, message);
        sink.push(finding.fix(format!("add `profile: {needed}`")));
    }
}

/// A deploy gives the service the type that `run.base` names. The setup that an import builds is known where it
/// stands in the same document.
fn base(check: &Check<'_>, service: &Spanned<Service>, given: &Spanned<String>, types: &Types) {
    let Some(inline) = &service.zerops_yaml else { return };
    let Some(chosen) = service.zerops_setup.as_deref().or(service.hostname.as_deref()) else { return };
    let Some(setup) = inline.resolved(chosen) else { return };
    let Some(base) = setup.run.as_ref().and_then(|run| run.base.as_ref()).filter(|base| !is_dynamic(base)) else {
        return;
    };
    if service.os.is_some() || setup.run.as_ref().is_some_and(|run| run.os.is_some()) {
        return;
    }
    if let Some(message) = bases::moves(given, base, types).filter(|_| types.names.is_decorated()) {
        let finding = Finding::warning(codes::OTHER_SYSTEM, &given.path, &given.span, message);
        check.sink.push(finding.fix("name the same system and runtime in `type` and in `run.base`"));
    }
}
