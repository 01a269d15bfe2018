//! What there is to say of the `type` of a service: nothing, a note, or why it is refused.

use super::codes;
use super::names::{Listed, Names, is_rolling, is_short_of};
use super::report::Severity;
use super::types::{ServiceType, Types};
use super::words::{list, quoted};
use crate::domain::catalog::Family;
use crate::domain::nearest::nearest;
use crate::domain::service_type::{System, TypeName, Variant};

/// Names that a fix lists.
const NAMED: usize = 6;
/// Types of which nobody has said on which system a bare name of an import runs.
const UNSAID: &[&str] = &["nginx", "static"];

/// A name and what there is to say of it.
pub(crate) struct Judgement {
    /// What it means, when that is known.
    pub(crate) found: Option<ServiceType>,
    /// What to say.
    pub(crate) remark: Option<Remark>,
}

/// A finding without its place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Remark {
    pub(crate) severity: Severity,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    pub(crate) fix: Option<String>,
}

impl Remark {
    pub(crate) fn new(severity: Severity, code: &'static str, message: String) -> Self {
        Self { severity, code, message, fix: None }
    }

    pub(crate) fn fix(self, fix: impl Into<String>) -> Self {
        Self { fix: Some(fix.into()), ..self }
    }
}

/// What other fields say that a name can leave out.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Beside {
    pub(crate) system: Option<System>,
    pub(crate) variant: Option<Variant>,
}

impl Beside {
    /// A name with what it leaves out.
    pub(crate) fn with<'a>(self, name: &TypeName<'a>) -> TypeName<'a> {
        TypeName { system: name.system.or(self.system), variant: name.variant.or(self.variant), ..*name }
    }
}

/// What a name is beside a list.
pub(crate) enum Fit {
    /// It is there.
    Listed,
    /// It is there with a system or a mode before or behind its family; these are the names.
    Bare(Vec<String>),
    /// The family never has this system or mode.
    WrongForm,
    /// Its version is not there.
    NoVersion,
    /// It needs a version.
    NeedsVersion,
    /// Its family is not there.
    NoFamily,
}

/// Looks a name up. `known` is what the built-in catalog says of its family.
pub(crate) fn fit(names: &Names, name: &TypeName<'_>, known: Option<&Family>) -> Fit {
    let Some(all) = names.of(name) else {
        let wrong = known.is_some() && has_wrong_form(&[], name, known);
        return if wrong { Fit::WrongForm } else { Fit::NoFamily };
    };
    if has_wrong_form(all, name, known) {
        return Fit::WrongForm;
    }
    let version = |listed: &&Listed| same_version(listed, name, known);
    let found: Vec<&Listed> = all.iter().filter(version).collect();
    if found.is_empty() {
        let unversioned = name.version.is_none() && all.iter().all(|listed| listed.version.is_some());
        return if unversioned { Fit::NeedsVersion } else { Fit::NoVersion };
    }
    let bare = found.iter().any(|listed| listed.system.is_none() && listed.variant.is_none());
    if name.is_bare() {
        if bare && name.version.is_none() && known.is_some_and(|family| family.bare) {
            return Fit::Listed;
        }
        let mut full = Vec::new();
        for listed in found.iter().filter(|listed| listed.system.is_some() || listed.variant.is_some()) {
            let system = listed.system;
            let name = TypeName { system, variant: listed.variant, ..*name }.to_string();
            if !full.contains(&name) {
                full.push(name);
            }
        }
        return if full.is_empty() { Fit::Listed } else { Fit::Bare(full) };
    }
    let exact = found.iter().any(|listed| (listed.system, listed.variant) == (name.system, name.variant));
    if exact || bare { Fit::Listed } else { Fit::NoVersion }
}

/// Whether the family has the system or mode in no version: neither in the list nor in the catalog.
fn has_wrong_form(all: &[Listed], name: &TypeName<'_>, known: Option<&Family>) -> bool {
    let no_system = |system: System| {
        let said = all.iter().any(|listed| listed.system == Some(system));
        let open = all.iter().any(|listed| listed.system.is_none()) && !all.iter().any(|l| l.variant.is_some());
        !said && known.map_or(!open, |family| !family.systems.contains(&system))
    };
    let no_variant = |variant: Variant| {
        let said = all.iter().any(|listed| listed.variant == Some(variant));
        let open = all.iter().any(|listed| listed.variant.is_none()) && !all.iter().any(|l| l.system.is_some());
        !said && known.map_or(!open, |family| !family.modes.contains(&variant))
    };
    (name.system.is_some() && name.variant.is_some())
        || name.version.is_some_and(|version| version.contains(':'))
        || name.system.is_some_and(no_system)
        || name.variant.is_some_and(no_variant)
}

fn same_version(listed: &Listed, name: &TypeName<'_>, known: Option<&Family>) -> bool {
    let built_in = |version: &str| known.is_some_and(|family| family.versions.contains(&version));
    let is_left = |version: &str| known.is_some_and(|family| family.has_retired(version));
    match (name.version, listed.version.as_deref()) {
        (None, None) => true,
        (None, Some(_)) => {
            known.is_some_and(|family| family.unversioned || (family.versions.is_empty() && !family.is_retired()))
        }
        (Some(_), None) => false,
        (Some(asked), Some(there)) => {
            asked == there
                // The platform's own client has every beginning of a version. One that has left the lists is not that of
                // a version that is in them.
                || (is_short_of(asked, there) && !(is_left(asked) && built_in(there)))
                // A rolling word, and an exact form of what the list has in short, are known by the catalog.
                || ((is_rolling(asked) || is_short_of(there, asked))
                    && built_in(asked)
                    && known.is_some_and(|family| family.has_on(name.version, listed.system)))
        }
    }
}

impl Types {
    /// What a `type` means, if the list has it, in full or without its system and mode.
    pub(crate) fn listed(&self, text: &str) -> Option<ServiceType> {
        let judged = self.judge(text);
        judged.found.filter(|_| judged.remark.is_none_or(|remark| remark.code == codes::BARE_TYPE))
    }

    /// What there is to say of a `type`.
    pub(crate) fn judge(&self, text: &str) -> Judgement {
        self.judge_beside(text, Beside::default())
    }

    /// The same where fields beside the `type` say what it leaves out: what is advised keeps that.
    pub(crate) fn judge_beside(&self, text: &str, beside: Beside) -> Judgement {
        let name = TypeName::parse(text);
        let meant = beside.with(&name);
        let known = self.family(&name);
        if self.names.is_empty() {
            return Judgement { found: known.map(|_| self.service_type(&name)), remark: None };
        }
        let found = Some(self.service_type(&name));
        let remark = match fit(&self.names, &name, known) {
            Fit::Listed => None,
            Fit::Bare(full) => Some(bare(&name, &full)),
            Fit::WrongForm => return Judgement { found: None, remark: Some(self.wrong_form(text, &name)) },
            Fit::NeedsVersion => {
                let message = format!("{} needs a version", quoted(text));
                let remark = Remark::new(Severity::Error, codes::UNKNOWN_TYPE, message);
                return Judgement { found: None, remark: Some(remark.fix(self.near(&name))) };
            }
            Fit::NoVersion => Some(retired(text, &meant, known).unwrap_or_else(|| {
                let message = format!("{} is no version of {} in the list of types", quoted(text), quoted(name.family));
                Remark::new(Severity::Warning, codes::UNKNOWN_TYPE, message).fix(self.near(&meant))
            })),
            Fit::NoFamily => return self.no_family(text, &name, &meant, known),
        };
        Judgement { found, remark }
    }

    /// The version of a system alone, such as `22.04`: the lists had it until May 2026.
    pub(super) fn number_alone(&self, text: &str, name: &TypeName<'_>) -> Option<Remark> {
        let alone = name.is_bare() && name.version.is_none();
        let family = System::ALL.map(System::word).into_iter().find_map(|system| {
            let family = self.family(&TypeName { family: system, ..*name })?;
            let retired = family.retired.iter().any(|(version, _)| *version == text);
            (alone && (retired || family.versions.contains(&text)) && !is_rolling(text)).then_some(family)
        })?;
        let named = TypeName { family: family.name, version: Some(text), ..*name };
        let successor = family.successor(&named).unwrap_or_else(|| named.to_string());
        let message = format!("{} without the name of its system has left the platform's list", quoted(text));
        Some(Remark::new(Severity::Warning, codes::RETIRED_TYPE, message).fix(format!("use `{successor}`")))
    }

    fn no_family(
        &self,
        text: &str,
        name: &TypeName<'_>,
        meant: &TypeName<'_>,
        known: Option<&'static Family>,
    ) -> Judgement {
        let severity = if self.is_live { Severity::Error } else { Severity::Warning };
        if let Some(number) = self.number_alone(text, name) {
            return Judgement { found: None, remark: Some(number) };
        }
        match known {
            Some(family) if family.is_retired() => {
                let remark = retired(text, meant, known).map(|remark| Remark { severity, ..remark });
                Judgement { found: Some(self.service_type(name)), remark }
            }
            Some(family) if !family.is_importable() => {
                let message = format!("{} is a base for builds and no type", quoted(text));
                let remark = Remark::new(Severity::Error, codes::UNKNOWN_TYPE, message);
                let remark = remark.fix("use `php-nginx` or `php-apache` in the same version");
                Judgement { found: None, remark: Some(remark) }
            }
            Some(_) => {
                let message = format!("the platform's list does not have {}", quoted(name.family));
                let remark = Remark::new(Severity::Warning, codes::UNKNOWN_TYPE, message);
                let remark = remark.fix("import it all the same: the list may be older than the type");
                Judgement { found: Some(self.service_type(name)), remark: Some(remark) }
            }
            None => {
                let message = format!("there is no type {}", quoted(text));
                let mut remark = Remark::new(severity, codes::UNKNOWN_TYPE, message);
                let lower = text.to_ascii_lowercase();
                let is_listed = lower != text && self.listed(&lower).is_some();
                remark.fix = if is_listed { Some(format!("write `{lower}`")) } else { self.meant(name) };
                Judgement { found: None, remark: Some(remark) }
            }
        }
    }

    fn wrong_form(&self, text: &str, name: &TypeName<'_>) -> Remark {
        let family = quoted(name.family);
        let (code, message) = match (name.system, name.variant) {
            _ if name.version.is_some_and(|version| version.contains(':')) => {
                (codes::UNKNOWN_TYPE, format!("the mode in {} stands after the version", quoted(text)))
            }
            (Some(_), Some(_)) => (codes::UNKNOWN_TYPE, format!("{} names both a system and a mode", quoted(text))),
            (Some(system), _) => (codes::UNKNOWN_TYPE, format!("{family} does not run on {}", system.title())),
            (_, Some(Variant::Ha)) if self.family(name).is_some_and(|known| !known.modes.is_empty()) => {
                (codes::INVALID_MODE, format!("{family} has no `:ha`"))
            }
            _ => (codes::INVALID_MODE, format!("{family} has no modes")),
        };
        Remark::new(Severity::Error, code, message).fix(self.near(name))
    }

    /// What a misspelt family may mean.
    fn meant(&self, name: &TypeName<'_>) -> Option<String> {
        let meant = self.called(name.family).or_else(|| nearest(name.family, self.names.families()))?;
        let versions = self.names.versions(&TypeName { family: meant, system: None, variant: None, version: None });
        Some(match versions.as_slice() {
            [only] => format!("did you mean `{only}`?"),
            all => format!("did you mean one of {}?", list(all.iter().take(NAMED).map(String::as_str))),
        })
    }

    /// The nearest names of a family: those of the system or mode that is asked for, if there are any.
    fn near(&self, name: &TypeName<'_>) -> String {
        format!("known: {}", nearest_names(&self.names, name))
    }
}

pub(crate) fn nearest_names(names: &Names, name: &TypeName<'_>) -> String {
    let all = names.versions(name);
    let same = all.iter().filter(|other| {
        let other = TypeName::parse(other);
        (name.system.is_none() || other.system == name.system)
            && (name.variant.is_none() || other.variant == name.variant)
    });
    let same: Vec<&str> = same.map(String::as_str).take(NAMED).collect();
    if same.is_empty() { list(all.iter().take(NAMED).map(String::as_str)) } else { list(same) }
}

/// A version or family that left the lists.
pub(crate) fn retired(text: &str, name: &TypeName<'_>, known: Option<&Family>) -> Option<Remark> {
    let successor = known?.successor(name)?;
    let message = format!("{} has left the platform's list: no new service should have it", quoted(text));
    Some(Remark::new(Severity::Warning, codes::RETIRED_TYPE, message).fix(format!("use `{successor}`")))
}

/// A type without its system or mode.
fn bare(name: &TypeName<'_>, full: &[String]) -> Remark {
    let text = quoted(&name.to_string());
    let systems: Vec<System> = full.iter().filter_map(|name| TypeName::parse(name).system).collect();
    let message = match systems.as_slice() {
        [] => format!("{text} does not say how many nodes it has"),
        [only] => format!("{text} names no system; it runs on {} only", only.title()),
        _ if UNSAID.contains(&name.family) => format!("{text} names no system, and which one an import takes is open"),
        _ => format!("{text} names no system: an import makes it Ubuntu, a deploy with a bare `run.base` Alpine"),
    };
    let mut order: Vec<&String> = full.iter().collect();
    order.sort_by_key(|name| {
        let name = TypeName::parse(name);
        (std::cmp::Reverse(name.system), name.variant)
    });
    let names: Vec<String> = order.into_iter().map(|name| format!("`{name}`")).collect();
    Remark::new(Severity::Warning, codes::BARE_TYPE, message).fix(format!("write {}", names.join(" or ")))
}
