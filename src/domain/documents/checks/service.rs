//! A service of an import.

use super::super::codes;
use super::super::import_yaml::{ImportYaml, Service};
use super::super::preprocessor::is_dynamic;
use super::super::read::record::Record as _;
use super::super::read::sink::Sink;
use super::super::report::Finding;
use super::super::spanned::Spanned;
use super::super::words::{has_spaces, list, quoted};
use super::check::Check;
use super::scope::Vaults;
use super::variables::{self, Kind, Place};
use super::zerops_yaml;
use super::{fits, isolation, kind, profile_overrides, retired, scaling, scope, storage, twice};
use crate::domain::hostname;
use crate::domain::nearest::nearest;

pub(crate) fn check(check: &Check<'_>, document: &ImportYaml, service: &Spanned<Service>) {
    let sink = check.sink;
    if let Some(name) = &service.hostname {
        named(sink, name);
    }
    let kind = kind::check(check, service);
    if let Some(kind) = &kind {
        fits::check(sink, service, kind);
        profile_overrides::check(sink, service, kind);
    }
    scaling::check(sink, service, kind.as_ref());
    storage::check(check, service, kind.as_ref());
    repository(sink, service);
    setup(check, service);
    replaced_code(check, service);
    retired::service(sink, service);
    isolation::ssh(sink, service.ssh_isolation.as_ref());
    isolation::env(sink, service.env_isolation.as_ref());
    twice::check(sink, service);
    let vaults = Vaults::of(document.project.as_deref(), service);
    let shared = document.project.iter().flat_map(|project| scope::of_new_project(project));
    let own =
        scope::own_variables(service).chain(shared.flat_map(|all| all.iter()).map(|variable| variable.name.as_str()));
    let place = Place { own: own.collect(), ..check.place(Kind::Stored) };
    for stored in scope::of_service(service) {
        variables::check(&place, stored);
    }
    for text in [&service.dot_env_secrets, &service.dot_env_variables].into_iter().flatten() {
        variables::check_dot_env(sink, text);
    }
    if let Some(inline) = &service.zerops_yaml {
        zerops_yaml::check(&Check { vaults: &vaults, ..*check }, inline);
    }
}

fn named(sink: &Sink, name: &Spanned<String>) {
    if is_dynamic(name) {
        return;
    }
    let good = hostname::is_spelled(name);
    let length = name.chars().count();
    if !good {
        let message = format!("{} is no hostname: lower-case letters and digits, a letter first", quoted(name));
        let clean: String = name.to_lowercase().chars().filter(char::is_ascii_alphanumeric).collect();
        let clean = clean.trim_start_matches(|c: char| c.is_ascii_digit());
        let fix = (!has_spaces(name) && !clean.is_empty() && clean.len() <= hostname::MOST)
            .then(|| format!("write `{clean}`"));
        sink.push(Finding::error(codes::INVALID_HOSTNAME, &name.path, &name.span, message).maybe_fix(fix));
    } else if length > hostname::MOST {
        let message = format!("a hostname has at most {} characters, this has {length}", hostname::MOST);
        sink.push(Finding::error(codes::INVALID_HOSTNAME, &name.path, &name.span, message).fix("shorten it"));
    } else if length > hostname::DOCUMENTED {
        let message = format!("this has {length} characters; {} are documented as the most", hostname::DOCUMENTED);
        sink.push(Finding::warning(codes::LONG_HOSTNAME, &name.path, &name.span, message).fix("shorten it"));
    }
}

fn repository(sink: &Sink, service: &Spanned<Service>) {
    let Some(url) = service.build_from_git.as_ref().filter(|url| !is_dynamic(url)) else { return };
    let authority = url.strip_prefix("https://").and_then(|rest| rest.split('/').next()).unwrap_or_default();
    let host = authority.rsplit('@').next().and_then(|rest| rest.split(':').next()).unwrap_or_default();
    let host = host.to_ascii_lowercase();
    let (message, fix) = if !url.starts_with("https://") {
        ("only the https address of a public repository is built", "write `https://github.com/OWNER/NAME`")
    } else if !["github.com", "gitlab.com", "www.github.com", "www.gitlab.com"].contains(&host.as_str()) {
        let fix = "use a public repository there, or leave it out and deploy with `zerops_deploy`";
        ("the platform builds from github.com and gitlab.com; of another host the build was seen to fail", fix)
    } else if !is_repository(url, &host) {
        let fix = "write `https://HOST/OWNER/NAME`, and `@BRANCH` after it for another branch than `main`";
        ("this is no address of a repository, but one of a page of its host", fix)
    } else {
        return;
    };
    sink.push(Finding::warning(codes::INVALID_VALUE, &url.path, &url.span, message).fix(fix));
}

/// Whether an address ends with the name of a repository; groups of gitlab.com stand in each other.
fn is_repository(url: &str, host: &str) -> bool {
    let path = url.strip_prefix("https://").and_then(|rest| rest.split_once('/')).map_or("", |(_, path)| path);
    let path = path.split('@').next().unwrap_or_default().trim_end_matches('/');
    let parts: Vec<&str> = path.split('/').collect();
    let depth = if host.ends_with("gitlab.com") { 2..=20 } else { 2..=2 };
    let is_name = |part: &&str| !part.is_empty() && *part != "-" && !part.contains([' ', '#', '?']);
    depth.contains(&parts.len()) && parts.iter().all(is_name)
}

/// Of a service that exists `override` changes nothing but this: without code there is an empty
/// version, which takes the place of the one that runs.
fn replaced_code(check: &Check<'_>, service: &Spanned<Service>) {
    let (Some(replaces), Some(name), Some(services)) =
        (&service.replaces, service.name(), &check.context.known.services)
    else {
        return;
    };
    let without_code = service.start_without_code.as_ref().is_some_and(|given| given.value);
    if replaces.value && without_code && services.iter().any(|known| known.hostname == name) {
        let message = format!("an empty version takes the place of the code of {}, which exists", quoted(name));
        let finding = Finding::warning(codes::REPLACES_CODE, &replaces.path, &replaces.key, message);
        check.sink.push(finding.fix("leave `startWithoutCode` out; then `override` changes nothing of what exists"));
    }
}

/// A setup is chosen for a build: without a repository there is none, unless the configuration
/// comes with the document.
fn setup_without_build(sink: &Sink, service: &Spanned<Service>) {
    let unread = service.is_unread("buildFromGit") || service.is_unread("zeropsYaml");
    if let Some(setup) = &service.zerops_setup
        && service.build_from_git.is_none()
        && service.zerops_yaml.is_none()
        && !unread
    {
        let message = "`zeropsSetup` is refused without `buildFromGit`: nothing is built";
        let finding = Finding::error(codes::CONFLICTING_FIELDS, &setup.path, &setup.key, message);
        sink.push(finding.fix("add `buildFromGit`, or remove it and name the setup when you deploy"));
    }
}

/// The setup that is built has to be there, where it is known which there are.
fn setup(check: &Check<'_>, service: &Spanned<Service>) {
    setup_without_build(check.sink, service);
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
