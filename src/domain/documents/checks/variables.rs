//! Names and values of variables. No message has a word of a value in it.

use std::collections::HashSet;

use super::super::codes;
use super::super::preprocessor::is_dynamic;
use super::super::read::sink::Sink;
use super::super::references::{self, Form, Reference};
use super::super::report::{Finding, Severity};
use super::super::spanned::Spanned;
use super::super::values::{PROMETHEUS_KEY, SecretText, Variable, Variables, is_variable_name};
use super::super::words::list;
use super::scope::{Referable, Services, Vaults};
use crate::domain::catalog::{Family, Section};
use crate::domain::hostname::Hostname;
use crate::domain::nearest::nearest;

/// Where variables stand.
pub(crate) struct Place<'a> {
    pub(crate) sink: &'a Sink,
    pub(crate) services: &'a Services,
    /// Names that are variables of the service itself.
    pub(crate) own: HashSet<&'a str>,
    pub(crate) kind: Kind,
    /// Names that come from other setups and refer to themselves there.
    pub(crate) shadowed: HashSet<&'a str>,
    /// What is known of types.
    pub(crate) catalog: &'static [Section],
    /// What the vaults hold, as far as the document says.
    pub(crate) vaults: &'a Vaults,
}

/// What becomes of variables.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// The platform stores them one by one, and so refuses some names and values.
    Stored,
    /// The build has them.
    Build,
    /// The containers of a version have them.
    Run,
}

/// What every service has by itself.
const EVERYWHERE: &[&str] = &["hostname", "projectId", "serviceId", "zeropsSubdomain"];

/// Parts of the names of variables that only some services get, at some time.
const SOMETIMES: &[&str] = &["CdnUrl", "Isolation", "appVersion", "zerops", "ZEROPS_"];

impl Place<'_> {
    /// Whether the platform gives variables this name; with a hostname before it, it is no coincidence.
    fn is_generated(&self, name: &str) -> bool {
        let mut families = self.catalog.iter().flat_map(|section| section.families);
        EVERYWHERE.contains(&name) || families.any(|family| family.variables.contains(&name))
    }

    /// What is known of the family of a service.
    fn family_of(&self, service: &Referable) -> Option<&'static Family> {
        let family = service.family.as_deref()?;
        let mut families = self.catalog.iter().flat_map(|section| section.families);
        families.find(|known| known.name == family || known.other_names.contains(&family))
    }

    fn is_stored(&self) -> bool {
        self.kind == Kind::Stored
    }
}

/// Checks variables.
pub(crate) fn check(place: &Place<'_>, variables: &Variables) {
    let mut seen = HashSet::new();
    let shadowed = variables.iter().filter(|variable| is_own_reference(variable));
    let shadowed: HashSet<&str> = shadowed.map(|it| it.name.as_str()).chain(place.shadowed.iter().copied()).collect();
    for variable in variables.iter() {
        name(place, variable);
        content(place, variable);
        if variable.is_null && place.is_stored() {
            let message = "this variable has no value: the platform's schema has no null here";
            let finding = Finding::warning(codes::INVALID_VALUE, &variable.path, &variable.key, message);
            place.sink.push(finding.fix("give it a value, `\"\"` for an empty one"));
        }
        if !seen.insert(variable.name.to_ascii_lowercase()) {
            let severity = if place.is_stored() { Severity::Error } else { Severity::Warning };
            let message = "another variable has the same name but for the case of its letters";
            let finding = Finding::new(severity, codes::DUPLICATE_KEY, &variable.path, &variable.key, message);
            place.sink.push(finding.fix("names are unique whatever their case: keep one"));
        }
        if is_own_reference(variable) {
            // Measured in October 2026, in what a process reads; nobody has looked at builds and vaults.
            let message = match place.kind {
                Kind::Run => {
                    "this variable refers to itself, so its value is that very text, here and in every value that \
                     refers to it"
                }
                Kind::Build | Kind::Stored => {
                    "this variable refers to itself; in `run.envVariables` the value of such a one is that very text"
                }
            };
            let finding = Finding::warning(codes::SELF_SHADOWING, &variable.path, &variable.span, message);
            place.sink.push(finding.fix("give it another name on the left, such as `APP_KEY: ${KEY}`"));
            continue;
        }
        value(place, variable);
        let references = references::parse(&variable.value);
        let spoilt = |reference: &&Reference<'_>| place.kind == Kind::Run && shadowed.contains(reference.name);
        if let Some(reference) = references.iter().find(spoilt) {
            let message = format!("`{}` refers to itself, so what refers to it stays a text here too", reference.name);
            let finding = Finding::warning(codes::SELF_SHADOWING, &variable.path, &variable.span, message);
            place.sink.push(finding.fix("give that variable another name on the left"));
        }
    }
    passed_on(place, variables);
}

/// Whether a value is a reference to the variable itself and nothing else.
pub(crate) fn is_own_reference(variable: &Variable) -> bool {
    let inside = variable.value.trim().strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
    inside == Some(&variable.name) && is_variable_name(&variable.name)
}

/// The generated variable that was seen to lose its protection, and what the vaults flag.
const PRIVILEGED: &str = "superUserPassword";

/// What a version has has no flag, so a secret that is passed on is one no more.
fn passed_on(place: &Place<'_>, variables: &Variables) {
    if place.kind != Kind::Run {
        return;
    }
    let is_secret = |reference: &Reference<'_>| {
        place.vaults.sensitive.contains(reference.name)
            || reference.of_service().is_some_and(|(_, name)| name == PRIVILEGED && !place.own.contains(reference.name))
    };
    for variable in variables.iter().filter(|variable| !is_own_reference(variable)) {
        if references::parse(&variable.value).iter().any(is_secret) {
            let message = "this passes on a secret, and everybody who may read the project can read it here";
            let finding = Finding::warning(codes::READABLE_SECRET, &variable.path, &variable.span, message);
            let fix = "write the reference into the `vault` of the service instead: \
                       `KEY: {value: \"${…}\", sensitive: true}`";
            place.sink.push(finding.fix(fix));
        }
    }
}

/// Values that the platform refuses, or that no process can have.
fn content(place: &Place<'_>, variable: &Variable) {
    let (message, fix) = if variable.value.contains('\0') {
        ("a value cannot hold a NUL byte: no process starts with one", "remove it, or encode the value")
    } else if place.is_stored() && !variable.value.is_ascii() {
        ("the platform stores ASCII characters only", "encode the value, or set it in `run.envVariables`")
    } else {
        return;
    };
    place.sink.push(Finding::error(codes::INVALID_VALUE, &variable.path, &variable.span, message).fix(fix));
}

/// Checks the lines of a text that is read as a `.env` file.
pub(crate) fn check_dot_env(sink: &Sink, text: &Spanned<SecretText>) {
    for (index, line) in text.0.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') || is_dynamic(line) {
            continue;
        }
        let line = line.strip_prefix("export ").unwrap_or(line);
        let name = line.split_once('=').map(|(name, _)| name.trim());
        let message = match name {
            Some(name) if is_variable_name(name) => continue,
            Some(_) => format!("line {} of this text has no name of a variable before `=`", index + 1),
            None => format!("line {} of this text is no `KEY=value`", index + 1),
        };
        sink.push(Finding::error(codes::INVALID_VARIABLE_NAME, &text.path, &text.key, message));
    }
}

fn name(place: &Place<'_>, variable: &Variable) {
    let name = variable.name.as_str();
    if is_dynamic(name) {
        return;
    }
    let message = if !is_variable_name(name) {
        "the name of a variable has letters, digits and `_`, and no digit at the start"
    } else if place.is_stored() && name == "PATH" {
        "`PATH` is the platform's own"
    } else if place.is_stored() && name.to_ascii_uppercase().starts_with("ZEROPS_") && name != PROMETHEUS_KEY {
        "names that start with `ZEROPS_`, in any case, are the platform's own"
    } else {
        return;
    };
    let finding = Finding::error(codes::INVALID_VARIABLE_NAME, &variable.path, &variable.key, message);
    place.sink.push(finding.fix("give it another name"));
}

fn value(place: &Place<'_>, variable: &Variable) {
    let references = references::parse(&variable.value);
    let many = references.len() > 1;
    for (index, reference) in references.iter().enumerate() {
        let which = if many { format!("reference {} of this value", index + 1) } else { "this reference".to_owned() };
        if let Some((code, message, fix)) = fault(place, reference, &which) {
            place.sink.push(Finding::warning(code, &variable.path, &variable.span, message).fix(fix));
        }
    }
}

fn fault(place: &Place<'_>, reference: &Reference<'_>, which: &str) -> Option<(&'static str, String, String)> {
    match reference.form {
        // Recipes in use have defaults as a shell does, `${NAME:-default}`; nobody measured what becomes of them.
        Form::ShellDefault => return None,
        Form::Unclosed => {
            let message = format!("{which} has no `}}`; it stays as it is");
            return Some((codes::INVALID_REFERENCE, message, "close it".to_owned()));
        }
        _ => {}
    }
    if place.kind == Kind::Build
        && place.vaults.own.contains(reference.name)
        && !place.vaults.project.contains(reference.name)
        && !place.own.contains(reference.name)
    {
        let message =
            format!("{which} names a variable of the service, which a build does not have; it stays as it is");
        return Some((codes::INVALID_REFERENCE, message, format!("write `${{RUNTIME_{}}}`", reference.name)));
    }
    let services = place.services.as_ref()?;
    if let Some(meant) = misspelt(place, services, reference) {
        let message =
            format!("{which} has not the form of one, a hostname and a variable joined by `_`; it stays as it is");
        return Some((codes::INVALID_REFERENCE, message, format!("write `${{{meant}}}`")));
    }
    let (hostname, variable) = reference.of_service().filter(|_| !place.own.contains(reference.name))?;
    if let Some(service) = services.iter().find(|service| service.hostname == hostname) {
        return unknown_variable(place, service, variable, which);
    }
    // A variable of the service's own may look like a reference to another one.
    let certain = place.is_generated(variable) || variable.bytes().any(|byte| byte.is_ascii_uppercase());
    if !certain {
        return None;
    }
    let hostnames = || services.iter().map(|service| service.hostname.as_str());
    let full = place.sink.is_full(Severity::Warning);
    let similar = if full { None } else { nearest(hostname, hostnames().collect::<Vec<_>>()) };
    let fix = match similar {
        Some(similar) => format!("did you mean the service `{similar}`?"),
        None if services.is_empty() => "there is no service to refer to".to_owned(),
        None => format!("services here: {}", list(hostnames())),
    };
    // What is generated under such a name is no part of a secret, so it may be repeated.
    let is_plain = place.is_generated(variable) && Hostname::parse(hostname).is_some();
    let which = if is_plain { format!("`${{{}}}`", reference.name) } else { which.to_owned() };
    let message = format!("{which} names a service that is not there; it stays as it is");
    Some((codes::UNKNOWN_SERVICE_REFERENCE, message, fix))
}

/// What another system's spelling means, such as `${db.hostname}` and `${{db_hostname}}`: only for a service that is
/// there and a variable that it may have is it certain.
fn misspelt(place: &Place<'_>, services: &[Referable], reference: &Reference<'_>) -> Option<String> {
    let name = reference.name.trim_start_matches('{').trim();
    let (hostname, variable) = name.split_once(['_', '.']).filter(|_| reference.form == Form::Other)?;
    let service = services.iter().find(|service| service.hostname == hostname)?;
    let has = match place.family_of(service) {
        Some(family) if !family.variables.is_empty() => has_by_itself(family, variable),
        _ => place.is_generated(variable),
    };
    (has || service.variables.contains(variable)).then(|| format!("{hostname}_{variable}"))
}

/// Whether a service of a family has a variable without anybody's doing. Recipes in use have some that the list of
/// names lacks; the sandbox makes them too.
fn has_by_itself(family: &Family, variable: &str) -> bool {
    let is_made = family.traits.values.iter().any(|(name, _)| *name == variable);
    family.variables.contains(&variable) || EVERYWHERE.contains(&variable) || is_made
}

fn unknown_variable(
    place: &Place<'_>,
    service: &Referable,
    variable: &str,
    which: &str,
) -> Option<(&'static str, String, String)> {
    let family = place.family_of(service)?;
    let known = family.variables;
    let has = has_by_itself(family, variable) || service.variables.contains(variable);
    if has || known.is_empty() || SOMETIMES.iter().any(|part| variable.contains(part)) {
        return None;
    }
    let full = place.sink.is_full(Severity::Warning);
    let fix = match if full { None } else { nearest(variable, known.iter().copied()) } {
        Some(similar) => format!("did you mean its `{similar}`?"),
        None if service.is_new => format!("its variables: {}", list(known.iter().copied())),
        // Somebody may have given it more than it has by itself.
        None => return None,
    };
    let message = format!("{which} names a variable that `{}` does not have; it stays as it is", service.hostname);
    Some((codes::UNKNOWN_VARIABLE_REFERENCE, message, fix))
}
