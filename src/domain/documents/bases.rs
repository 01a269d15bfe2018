//! What `build.base` and `run.base` can be.

use super::codes;
use super::judge::{Beside, Fit, Remark, fit, nearest_names, retired};
use super::names::Names;
use super::report::Severity;
use super::types::{Phase, Types};
use super::words::{has_spaces, list, quoted};
use crate::domain::catalog::Family;
use crate::domain::nearest::nearest;
use crate::domain::service_type::{System, TypeName};

/// The system that a base means: the one it names, else Alpine where its family has it. None where the base
/// is a system itself or has none.
#[must_use]
pub fn system(base: &str, types: &Types) -> Option<System> {
    let name = TypeName::parse(base);
    let known = types.family(&name);
    name.system.or_else(|| {
        let systems = known.map(|family| family.systems).unwrap_or_default();
        systems.iter().copied().find(|system| *system == System::Alpine).or_else(|| systems.first().copied())
    })
}

/// The system that a bare type of an import means: Ubuntu where its family has it.
pub(crate) fn of_import(name: &TypeName<'_>, types: &Types) -> Option<System> {
    let systems = types.family(name).map(|family| family.systems).unwrap_or_default();
    let ubuntu = systems.iter().copied().find(|system| *system == System::Ubuntu);
    name.system.or(ubuntu).or_else(|| systems.first().copied())
}

/// What a deploy with this base changes of a service of this type, in words: it moves to another system, or to
/// another runtime. None where it stays what it is.
#[must_use]
pub fn moves(service_type: &str, base: &str, types: &Types) -> Option<String> {
    let (from, to) = (TypeName::parse(service_type), TypeName::parse(base));
    if from.known_family() != to.known_family() {
        let known = |name| types.family(name).is_some_and(|family| family.run);
        let message = format!("a deploy makes this service {} instead of {}", quoted(base), quoted(service_type));
        return (known(&from) && known(&to)).then_some(message);
    }
    // A server of files is the same on either system.
    if types.family(&from).is_some_and(|family| family.bare) {
        return None;
    }
    let (was, will) = (of_import(&from, types)?, system(base, types)?);
    let why = if to.system.is_none() { " names no system and" } else { "" };
    (was != will).then(|| {
        format!(
            "its system is {} ({}), and a deploy makes it {}: the base {}{why} means {}",
            was.title(),
            quoted(service_type),
            will.title(),
            quoted(base),
            will.title()
        )
    })
}

impl Types {
    /// Whether a base of this name exists in any spelling, retired ones included.
    pub(crate) fn is_base(&self, phase: Phase, base: &str) -> bool {
        let name = TypeName::parse(base);
        matches!(fit(self.names_of(phase), &name, self.family(&name)), Fit::Listed | Fit::Bare(_))
            || self.judge_base(phase, base).is_some_and(|remark| remark.code == codes::RETIRED_TYPE)
    }

    /// Whether the list has a base, in full or without its system.
    pub(crate) fn is_listed_base(&self, phase: Phase, base: &str) -> bool {
        let name = TypeName::parse(base);
        matches!(fit(self.names_of(phase), &name, self.family(&name)), Fit::Listed | Fit::Bare(_))
    }

    /// What there is to say of a base.
    pub(crate) fn judge_base(&self, phase: Phase, base: &str) -> Option<Remark> {
        self.judge_base_beside(phase, base, None)
    }

    /// The same where `os` beside it names its system: what is advised keeps that.
    pub(crate) fn judge_base_beside(&self, phase: Phase, base: &str, os: Option<System>) -> Option<Remark> {
        let (names, other) = (self.names_of(phase), self.names_of(phase.other()));
        if names.is_empty() {
            return None;
        }
        if let Some(many) = several(phase, base) {
            return Some(many);
        }
        let name = TypeName::parse(base);
        let known = self.family(&name);
        let meant = Beside { system: os.or_else(|| system(base, self)), variant: None }.with(&name);
        let remark = |severity, message| Remark::new(severity, codes::UNKNOWN_BASE, message);
        let field = phase.field();
        let fit = match fit(names, &name, known) {
            Fit::Listed | Fit::Bare(_) if phase == Phase::Build && is_left_out(names, &name, known) => Fit::NoVersion,
            fit => fit,
        };
        match fit {
            Fit::Listed => None,
            Fit::Bare(full) => Some(bare(&name, &full)),
            Fit::WrongForm => {
                let message = match name.system {
                    Some(system) if name.variant.is_none() => {
                        format!("{} does not run on {}", quoted(name.family), system.title())
                    }
                    _ => format!("{} is no `{field}`: bases have no mode", quoted(base)),
                };
                Some(remark(Severity::Error, message).fix(format!("known: {}", nearest_names(names, &name))))
            }
            Fit::NeedsVersion => {
                let message = format!("{} names no version, and no list of bases has it so", quoted(base));
                Some(remark(Severity::Warning, message).fix(format!("known: {}", nearest_names(names, &name))))
            }
            Fit::NoVersion => Some(retired(base, &meant, known).unwrap_or_else(|| {
                let message = format!("{} is no `{field}` in the list of bases", quoted(base));
                let near = Beside { system: os, variant: None }.with(&name);
                remark(Severity::Warning, message).fix(format!("known: {}", nearest_names(names, &near)))
            })),
            Fit::NoFamily => Some(self.no_base(phase, base, &name, other)),
        }
    }

    fn no_base(&self, phase: Phase, base: &str, name: &TypeName<'_>, other: &Names) -> Remark {
        let remark = |severity, message| Remark::new(severity, codes::UNKNOWN_BASE, message);
        if let Some(number) = self.number_alone(base, name) {
            return number;
        }
        let known = self.family(name);
        let category = known.and_then(|family| family.category.of_import());
        let category = category.or_else(|| self.resolve(base).map(|found| found.category));
        if let Some(category) = category.filter(|category| !category.is_runtime()) {
            let message = format!("{} is {} and no base", quoted(base), category.words());
            return remark(Severity::Error, message).fix("use the runtime of your code");
        }
        let version = name.version.filter(|version| !has_spaces(version));
        let in_form = |family: &str| {
            let instead = TypeName { system: name.system, family, variant: None, version };
            version.map(|_| format!("use `{instead}`"))
        };
        if other.of(name).is_some() || matches!((phase, name.family), (Phase::Run, "php")) {
            let mut wrong = remark(Severity::Error, format!("{} cannot be `{}`", quoted(base), phase.field()));
            wrong.fix = match (phase, name.known_family()) {
                (Phase::Build, "php-nginx" | "php-apache") => in_form("php"),
                (Phase::Run, "php") => in_form("php-nginx"),
                (Phase::Build, "static" | "nginx") => {
                    Some("build with what makes the files, such as `alpine/nodejs@22`".into())
                }
                _ => None,
            };
            return wrong;
        }
        let severity = if self.is_live { Severity::Error } else { Severity::Warning };
        if let Some(gone) = retired(base, name, known) {
            return Remark { severity, ..gone };
        }
        if known.is_some_and(|family| if phase == Phase::Build { family.build } else { family.run }) {
            let message = format!("the platform's list of bases does not have {}", quoted(name.family));
            return remark(Severity::Warning, message)
                .fix("deploy it all the same: the list may be older than the base");
        }
        let names = self.names_of(phase);
        let meant = self.called(name.family).or_else(|| nearest(name.family, names.families()));
        let mut unknown = remark(severity, format!("{} is no `{}`", quoted(base), phase.field()));
        unknown.fix = meant.map(|family| {
            let all = nearest_names(names, &TypeName { family, variant: None, ..*name });
            format!("did you mean one of {all}?")
        });
        unknown
    }
}

/// What to say of several bases in one text.
fn several(phase: Phase, base: &str) -> Option<Remark> {
    let names: Vec<&str> = base.split(',').map(str::trim).collect();
    if names.len() < 2 || names.iter().any(|name| name.is_empty() || has_spaces(name)) {
        return None;
    }
    let fix = match phase {
        Phase::Build => format!("write a list: `base: [{}]`", list(names)),
        Phase::Run => "keep the one that runs the application".to_owned(),
    };
    let message = format!("`{}` is one text with several bases in it", phase.field());
    Some(Remark::new(Severity::Error, codes::UNKNOWN_BASE, message).fix(fix))
}

/// Whether a name cannot build although it follows from others of its family that can.
fn is_left_out(names: &Names, name: &TypeName<'_>, known: Option<&Family>) -> bool {
    let bare = name.bare().to_string();
    let there = names.of(name).unwrap_or_default().iter().any(|listed| listed.version.as_deref() == name.version);
    !there && known.is_some_and(|family| family.not_build.contains(&bare.as_str()))
}

/// A base without its system.
fn bare(name: &TypeName<'_>, full: &[String]) -> Remark {
    let text = quoted(&name.to_string());
    let systems: Vec<System> = full.iter().filter_map(|name| TypeName::parse(name).system).collect();
    let message = match systems.as_slice() {
        [only] => format!("{text} names no system; it runs on {} only", only.title()),
        _ => format!("{text} names no system: as a base it is Alpine, whatever the import made"),
    };
    let mut names: Vec<String> = full.iter().map(|name| format!("`{name}`")).collect();
    names.sort();
    Remark::new(Severity::Warning, codes::BARE_TYPE, message).fix(format!("write {}", names.join(" or ")))
}
