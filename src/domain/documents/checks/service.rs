//! A service of an import.

use super::super::codes;
use super::super::families;
use super::super::import_yaml::{ImportYaml, Mode, Service};
use super::super::preprocessor::is_dynamic;
use super::super::read::record::Record as _;
use super::super::read::sink::Sink;
use super::super::report::{Finding, Severity};
use super::super::spanned::Spanned;
use super::super::types::{Category, ServiceType};
use super::super::words::{has_spaces, list, quoted};
use super::variables::{self, Place};
use super::zerops_yaml::{self, Check};
use super::{fits, project, scaling, scope, storage};
use crate::domain::nearest::nearest;

/// The documented length of a hostname, and the one that the platform enforces.
const LENGTHS: (usize, usize) = (25, 40);

pub(crate) fn check(check: &Check<'_>, document: &ImportYaml, service: &Spanned<Service>) {
    let sink = check.sink;
    if let Some(name) = &service.hostname {
        hostname(sink, name);
    }
    let kind = service.kind.as_ref().and_then(|kind| resolve(check, kind));
    if let Some(kind) = &kind {
        fits::check(sink, service, kind);
        mode(sink, service, kind);
        profile(sink, service, kind);
    }
    scaling::check(sink, service, kind.as_ref());
    storage::check(check, document, service);
    repository(sink, service);
    setup(check, service);
    project::ssh_isolation(sink, service.ssh_isolation.as_ref());
    if let Some(secrets) = &service.env_secrets {
        let own = scope::own_variables(service);
        let project = document.project.iter().filter_map(|project| project.env_variables.as_ref());
        let own = own.chain(project.flat_map(|all| all.iter()).map(|variable| variable.name.as_str()));
        variables::check(&Place { sink, services: check.services, own: own.collect(), stored: true }, secrets);
    }
    if let Some(text) = &service.dot_env_secrets {
        variables::check_dot_env(sink, text);
    }
    if let Some(inline) = &service.zerops_yaml {
        zerops_yaml::check(check, inline);
    }
}

fn hostname(sink: &Sink, name: &Spanned<String>) {
    if is_dynamic(name) {
        return;
    }
    let good = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    let length = name.chars().count();
    if !good {
        let message = format!("{} is no hostname: lower-case letters and digits, a letter first", quoted(name));
        let clean: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let clean = clean.trim_start_matches(|c: char| c.is_ascii_digit());
        let fix =
            (!has_spaces(name) && !clean.is_empty() && clean.len() <= LENGTHS.1).then(|| format!("write `{clean}`"));
        sink.push(Finding::error(codes::INVALID_HOSTNAME, &name.path, &name.span, message).maybe_fix(fix));
    } else if length > LENGTHS.1 {
        let message = format!("a hostname has at most {} characters, this has {length}", LENGTHS.1);
        sink.push(Finding::error(codes::INVALID_HOSTNAME, &name.path, &name.span, message).fix("shorten it"));
    } else if length > LENGTHS.0 {
        let message = format!("this has {length} characters; {} are documented as the most", LENGTHS.0);
        sink.push(Finding::warning(codes::LONG_HOSTNAME, &name.path, &name.span, message).fix("shorten it"));
    }
}

fn resolve(check: &Check<'_>, kind: &Spanned<String>) -> Option<ServiceType> {
    if is_dynamic(kind) || check.sink.is_full(Severity::Error) {
        return None;
    }
    match check.context.known.types.resolve(kind) {
        Ok(found) => Some(found),
        Err(unknown) => {
            let finding = Finding::error(codes::UNKNOWN_TYPE, &kind.path, &kind.span, unknown.message);
            check.sink.push(finding.maybe_fix(unknown.fix));
            None
        }
    }
}

fn mode(sink: &Sink, service: &Spanned<Service>, kind: &ServiceType) {
    let single_only = families::is_single_only(&kind.family);
    if single_only
        && kind.variant == Some(true)
        && let Some(given) = &service.kind
    {
        let message = format!("{} has no HA", quoted(&kind.family));
        sink.push(Finding::error(codes::INVALID_MODE, &given.path, &given.span, message).fix("use `:single`"));
    }
    if service.is_unread("mode") {
        return;
    }
    let Some(given) = &service.mode else {
        let severity = match kind.category {
            Category::Managed => Severity::Error,
            Category::SharedStorage => Severity::Warning,
            _ => return,
        };
        // A profile comes with the newer spelling, which the variant is a part of.
        if kind.variant.is_none() && service.profile.is_none() {
            let message = format!("`mode` is missing: {} needs one", quoted(&kind.family));
            let finding =
                Finding::new(severity, codes::MISSING_FIELD, &service.path.key("mode"), type_key(service), message);
            let fix = if single_only {
                "add `mode: NON_HA`"
            } else {
                "add `mode: NON_HA`, or `mode: HA` for several containers"
            };
            sink.push(finding.fix(fix));
        }
        return;
    };
    let high = given.value == Mode::Ha;
    let (message, fix) = if single_only && high {
        (format!("{} has no HA", quoted(&kind.family)), "write NON_HA")
    } else if kind.variant.is_some_and(|variant| variant != high) {
        ("`mode` contradicts the variant that `type` names".to_owned(), "remove `mode`")
    } else {
        return;
    };
    sink.push(Finding::error(codes::INVALID_MODE, &given.path, &given.span, message).fix(fix));
}

fn type_key(service: &Spanned<Service>) -> &std::ops::Range<usize> {
    service.kind.as_ref().map_or(&service.key, |kind| &kind.key)
}

fn profile(sink: &Sink, service: &Spanned<Service>, kind: &ServiceType) {
    let Some(profiles) = families::profiles(&kind.family) else { return };
    if let Some(given) = service.profile.as_ref().filter(|given| !is_dynamic(given))
        && !profiles.contains(&given.as_str())
    {
        let message = format!("{} is no known profile of {}", quoted(given), quoted(&kind.family));
        let fix = match nearest(given, profiles.iter().copied()) {
            Some(similar) => format!("did you mean `{similar}`?"),
            None => format!("known: {}", list(profiles.iter().copied())),
        };
        sink.push(Finding::warning(codes::INVALID_PROFILE, &given.path, &given.span, message).fix(fix));
    }
    let custom = service.profile.as_ref().is_some_and(|given| given.as_str() == "custom" || is_dynamic(given));
    if let Some(overrides) = &service.profile_overrides
        && kind.family == "postgresql"
        && !custom
    {
        let message = "`profileOverrides` needs `profile: custom`";
        let finding = Finding::warning(codes::CONFLICTING_FIELDS, &overrides.path, &overrides.key, message);
        sink.push(finding.fix("add `profile: custom`"));
    }
}

fn repository(sink: &Sink, service: &Spanned<Service>) {
    let Some(url) = service.build_from_git.as_ref().filter(|url| !is_dynamic(url)) else { return };
    let (message, fix) = if !url.starts_with("https://") {
        ("only the https address of a public repository is built", "write `https://github.com/OWNER/NAME`")
    } else if url.trim_end_matches('/').strip_suffix(".git").is_some() {
        ("an address that ends with `.git` fails without a build log", "remove `.git`")
    } else {
        return;
    };
    sink.push(Finding::warning(codes::INVALID_VALUE, &url.path, &url.span, message).fix(fix));
}

/// The setup that is built has to be there, where it is known which there are.
fn setup(check: &Check<'_>, service: &Spanned<Service>) {
    let inline = service.zerops_yaml.as_ref().map(|yaml| yaml.names().map(str::to_owned).collect::<Vec<_>>());
    let Some(setups) = inline.as_ref().or(check.context.known.setups.as_ref()) else { return };
    let chosen = match (&service.zerops_setup, &service.hostname, inline.is_some()) {
        (Some(setup), _, _) => setup,
        (None, Some(hostname), true) => hostname,
        _ => return,
    };
    if setups.iter().any(|setup| setup == chosen.as_str()) || is_dynamic(chosen) {
        return;
    }
    let message = format!("there is no setup {}", quoted(chosen));
    let names = || setups.iter().map(String::as_str);
    let fix = match nearest(chosen, names().collect::<Vec<_>>()) {
        Some(similar) => format!("use `zeropsSetup: {similar}`"),
        None => format!("name one of them in `zeropsSetup`: {}", list(names())),
    };
    check.sink.push(Finding::error(codes::UNKNOWN_SETUP, &chosen.path, &chosen.span, message).fix(fix));
}
