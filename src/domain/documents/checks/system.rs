//! The system that `os` names beside a type or a base: the old way to say it.

use super::super::codes;
use super::super::judge::Beside;
use super::super::report::{Finding, Severity};
use super::super::spanned::Spanned;
use super::super::types::{Phase, Types};
use super::super::words::{list, quoted};
use super::super::zerops_yaml::build::Os;
use super::check::Check;
use crate::domain::catalog::Family;
use crate::domain::service_type::{System, TypeName};

/// What a phase of a setup says of its system, by itself and with what it takes from others.
pub(crate) struct Phrase<'a> {
    pub(crate) phase: Phase,
    pub(crate) own_os: Option<&'a Spanned<Os>>,
    pub(crate) os: Option<&'a Spanned<Os>>,
    pub(crate) own_bases: &'a [Spanned<String>],
    pub(crate) bases: &'a [Spanned<String>],
}

/// Checks `os` and `base` of a phase beside each other. What becomes of the two where one of them comes through
/// `extends` nobody has measured, so there it is a warning.
pub(crate) fn check(check: &Check<'_>, said: &Phrase<'_>) {
    let field = said.phase.field();
    if let Some(os) = said.own_os {
        let names: Vec<&str> = said.bases.iter().map(|base| base.as_str()).collect();
        let finding = beside(os, &names, &check.context.known.types, field);
        let severity = if said.own_bases.is_empty() { Severity::Warning } else { finding.severity };
        check.sink.push(Finding { severity, ..finding });
        return;
    }
    let Some(os) = said.os else { return };
    let other = |base: &&Spanned<String>| TypeName::parse(base).system.is_some_and(|it| it != os.value.system());
    for base in said.own_bases.iter().filter(other) {
        let message = format!("the `os` that `extends` brings contradicts the system that `{field}` names");
        let finding = Finding::warning(codes::CONFLICTING_FIELDS, &base.path, &base.span, message);
        check.sink.push(finding.fix("remove that `os`, and name the system in every base"));
    }
}

/// What to say of `os` beside names of types or bases.
pub(crate) fn beside(os: &Spanned<Os>, names: &[&str], types: &Types, field: &str) -> Finding {
    let wanted = os.value.system();
    let old = |message: String| Finding::warning(codes::DEPRECATED_FIELD, &os.path, &os.key, message);
    let names: Vec<TypeName<'_>> = names.iter().copied().map(TypeName::parse).collect();
    let named = |name: &TypeName<'_>| name.system.or_else(|| System::of(name.family));
    let advice = || {
        let full: Option<Vec<String>> = names.iter().map(|name| written(name, wanted, types, field)).collect();
        match full.unwrap_or_default().as_slice() {
            [] => None,
            [one] => Some(format!("write `{one}` in `{field}`")),
            all => Some(format!("write `[{}]` in `{field}`", list(all.iter().map(String::as_str)))),
        }
    };
    if let Some(other) = names.iter().find(|name| named(name).is_some_and(|system| system != wanted)) {
        // Of a prefix it is certain; nobody has looked at `alpine@…` and `ubuntu@…`.
        let severity = if other.system.is_some() { Severity::Error } else { Severity::Warning };
        let message = format!("`os` contradicts the system that `{field}` names");
        let finding = Finding::new(severity, codes::CONFLICTING_FIELDS, &os.path, &os.span, message);
        return finding.fix(match advice() {
            Some(advice) => format!("remove `os`; if it is the right one, {advice}"),
            None => "remove `os`".to_owned(),
        });
    }
    if !names.is_empty() && names.iter().all(|name| named(name).is_some()) {
        return old(format!("`os` repeats what `{field}` says")).fix("remove `os`");
    }
    let fix = match (advice(), names.as_slice()) {
        (Some(advice), _) => format!("{advice} and remove `os`"),
        (None, [only]) if runs_elsewhere(only, wanted, types) => {
            format!("remove `os`: {} is not there on {}", quoted(&only.bare().to_string()), wanted.title())
        }
        (None, _) => format!("name the system in `{field}` and remove `os`"),
    };
    old(format!("`os` is the old way to say it: `{field}` names its system")).fix(fix)
}

/// A name with the system that is wanted, if there is one; what has left the lists as what to take instead.
fn written(name: &TypeName<'_>, wanted: System, types: &Types, field: &str) -> Option<String> {
    // What no list has is no advice.
    let remark = |full: &str| match field {
        "build.base" => types.judge_base(Phase::Build, full),
        "run.base" => types.judge_base(Phase::Run, full),
        _ => types.judge(full).remark,
    };
    let is_listed = |full: &String| remark(full).is_none();
    if System::of(name.family).is_some() {
        return Some(name.to_string()).filter(|full| System::of(name.family) == Some(wanted) && is_listed(full));
    }
    let full = Beside { system: Some(wanted), variant: None }.with(&TypeName { system: None, ..*name });
    let known = types.family(&full).filter(|family| family.systems.contains(&wanted))?;
    Some(full.to_string()).filter(is_listed).or_else(|| known.successor(&full).filter(is_listed))
}

fn runs_elsewhere(name: &TypeName<'_>, wanted: System, types: &Types) -> bool {
    let is_there = |family: &Family| family.systems.contains(&wanted) && family.has_on(name.version, Some(wanted));
    types.family(name).is_some_and(|family| !family.systems.is_empty() && !is_there(family))
}
