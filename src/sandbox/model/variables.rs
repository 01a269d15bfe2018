//! The variables that users set: which keys may be, and what a container boots with.

use std::cell::Cell;
use std::collections::BTreeMap;

use super::data::Data;
use super::env::{EnvKind, EnvVariable};
use super::service::Service;
use crate::domain::documents::references::replaced;
use crate::sandbox::platform_date::PlatformDate;

/// How deep a reference may lead to another one. Guessed.
const MAX_REFERENCES: usize = 8;
/// What resolving the references of a service may cost: bytes, and as many again as there are references. Guessed; a
/// container takes no larger environment.
const MAX_EFFORT: usize = 4 * 1024 * 1024;

/// Why a key may not be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum KeyFault {
    Invalid,
    /// The platform keeps it for itself.
    System,
    /// It begins as the platform's own keys do.
    Prefix,
    /// It is there already, apart from upper and lower case.
    Duplicate,
}

/// The keys that every service has from the platform, beside those of its type.
const SYSTEM_KEYS: &[&str] = &["PATH", "hostname", "projectId", "serviceId", "zeropsSubdomain", "zeropsSubdomainHost"];

/// How the platform's own keys begin.
const PREFIX: &str = "ZEROPS_";

/// The one key with the prefix that users set, to have metrics read.
const PROMETHEUS_KEY: &str = "ZEROPS_PROMETHEUS_PORT";

/// Whether a key may be set beside others.
///
/// Observed: the pattern, that keys are unique whatever their case, that only the prefix `ZEROPS_` is
/// refused, in any case; formerly `ZEROPS`. Derived: that `PATH` is refused. Guessed: which further
/// keys count as the system's.
pub(crate) fn check_key<'a>(
    key: &str,
    platform: PlatformDate,
    mut others: impl Iterator<Item = &'a EnvVariable>,
) -> Result<(), KeyFault> {
    let mut bytes = key.bytes();
    let good = bytes.next().is_some_and(|first| first.is_ascii_alphabetic() || first == b'_')
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    if !good {
        return Err(KeyFault::Invalid);
    }
    if SYSTEM_KEYS.contains(&key) {
        return Err(KeyFault::System);
    }
    if let Some(other) = others.find(|other| other.key.eq_ignore_ascii_case(key)) {
        let system = matches!(other.kind, EnvKind::System | EnvKind::Credential | EnvKind::Address);
        return Err(if system { KeyFault::System } else { KeyFault::Duplicate });
    }
    let is_reserved = if platform.is_former() {
        key.starts_with("ZEROPS")
    } else {
        key.get(..PREFIX.len()).is_some_and(|start| start.eq_ignore_ascii_case(PREFIX))
    };
    if is_reserved && key != PROMETHEUS_KEY {
        return Err(KeyFault::Prefix);
    }
    Ok(())
}

/// The environment that containers of a service would boot with now, without what the platform
/// adds: the stored variables with their references resolved.
///
/// Derived: the order of precedence; that a reference without a target stays as it is written, as
/// does one to itself.
pub(crate) fn environment(data: &Data, service: &Service) -> BTreeMap<String, String> {
    let project = data.project(&service.project).map_or(&[][..], |project| &project.env);
    let secrets = service.env.iter().filter(|variable| variable.kind.is_users());
    let templates: BTreeMap<&str, &str> = project
        .iter()
        .chain(secrets)
        .chain(&service.runtime_env)
        .map(|variable| (variable.key.as_str(), variable.content.as_str()))
        .collect();
    let resolver = Resolver { data, service, templates: &templates, left: Cell::new(MAX_EFFORT) };
    let resolved = templates.iter().map(|(key, content)| ((*key).to_owned(), resolver.text(content, &mut vec![*key])));
    resolved.collect()
}

struct Resolver<'a> {
    data: &'a Data,
    service: &'a Service,
    templates: &'a BTreeMap<&'a str, &'a str>,
    /// What may still be done. References that multiply stay as they are written once it is used up.
    left: Cell<usize>,
}

impl<'a> Resolver<'a> {
    fn text(&self, template: &'a str, seen: &mut Vec<&'a str>) -> String {
        replaced(template, |name, out| match self.target(name) {
            Some(target) if !seen.contains(&name) && seen.len() < MAX_REFERENCES && self.affords(target) => {
                seen.push(name);
                out.push_str(&self.text(target, seen));
                seen.pop();
            }
            None if let Some(content) = self.of_the_platform(name) => out.push_str(&content),
            _ => out.extend(["${", name, "}"]),
        })
    }

    /// Whether there is room for what a reference stands for.
    fn affords(&self, target: &str) -> bool {
        let left = self.left.get().checked_sub(target.len() + 1);
        left.inspect(|left| self.left.set(*left)).is_some()
    }

    /// What every service has without its being stored, its own or another one's.
    fn of_the_platform(&self, name: &str) -> Option<String> {
        let of = |service: &Service, key: &str| match key {
            "projectId" => Some(service.project.to_string()),
            "serviceId" => Some(service.id.to_string()),
            "hostname" => Some(service.hostname.clone()),
            "zeropsSubdomain" => addresses(self.data, service),
            _ => None,
        };
        if let Some(content) = of(self.service, name) {
            return Some(content);
        }
        let (hostname, key) = name.split_once('_')?;
        of(self.data.service_named(&self.service.project, hostname)?, key)
    }

    fn project(&self) -> &'a [EnvVariable] {
        self.data.project(&self.service.project).map_or(&[], |project| &project.env)
    }

    /// What a name stands for: an own variable, then `PROJECT_key` of the project, also where an own one
    /// hides it, then `hostname_key` of another service.
    ///
    /// Observed: the alias, on today's platform.
    fn target(&self, name: &str) -> Option<&'a str> {
        if let Some(content) = self.templates.get(name) {
            return Some(content);
        }
        if let Some(own) = self.service.env.iter().find(|variable| variable.key == name) {
            return Some(&own.content);
        }
        let (hostname, key) = name.split_once('_')?;
        if hostname == "PROJECT"
            && let Some(shared) = self.project().iter().find(|variable| variable.key == key)
        {
            return Some(&shared.content);
        }
        let other = self.data.service_named(&self.service.project, hostname)?;
        if key == "hostname" {
            return Some(&other.hostname);
        }
        let found = other.env.iter().chain(&other.runtime_env).find(|variable| variable.key == key);
        found.map(|variable| variable.content.as_str())
    }
}

/// The public addresses of a service, one a line for each HTTP port; one for port 80 where there is none.
///
/// Observed: there are none before a version was deployed, an empty one counts. Formerly there was one
/// from the beginning on, of the first port.
pub(crate) fn addresses(data: &Data, service: &Service) -> Option<String> {
    let project = data.project(&service.project)?;
    let url = |port: u16| project.subdomain_url(&service.hostname, port);
    if data.platform.is_former() {
        return Some(url(service.http_port().map_or(80, |port| port.number)));
    }
    service.active_version.as_ref()?;
    let urls: Vec<String> = service.ports.iter().filter(|port| port.http).map(|port| url(port.number)).collect();
    Some(urls.join("\n")).filter(|urls| !urls.is_empty())
}

/// Whether what a service booted with is no longer what is stored.
///
/// Derived: a running container keeps the environment it booted with.
pub(crate) fn restart_required(data: &Data, service: &Service) -> bool {
    service.booted.as_ref().is_some_and(|booted| **booted != environment(data, service))
}
