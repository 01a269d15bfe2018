//! What an import would do to the services there are.
//!
//! What `override` does differs: the platform of today leaves an existing service as it is and ignores what
//! the document changes, unless `startWithoutCode` says to deploy an empty version; the one of May 2026
//! replaces a runtime with its files. zcp does not know which one it talks to, so both are at stake.

use crate::domain::documents::import_yaml;
use crate::domain::documents::preprocessor::is_dynamic;
use crate::domain::failure::Stake;
use crate::domain::ids::ServiceId;
use crate::domain::status::Category;
use crate::generated::types::ImportedService;
use crate::platform::wire::Service;

/// The status of a service that will be gone.
pub(crate) const DELETING: &str = "DELETING";

/// A service is made.
pub(crate) const CREATE: &str = "create";
/// An existing service stays as it is: `override` says only that it may exist.
pub(crate) const KEEP: &str = "keep";
/// An empty version is deployed over the code of an existing runtime.
pub(crate) const OVERWRITE: &str = "overwrite";
/// An older platform has replaced a runtime; only its answer says so.
pub(crate) const REPLACE: &str = "replace";
/// A service is made as soon as the one of this hostname, which is being deleted, is gone.
pub(crate) const WAIT: &str = "wait";
/// The hostname is taken.
pub(crate) const REFUSE: &str = "refuse";

/// Categories of services that no platform replaces, so that over them nobody is asked: today's accepts `override` there and
/// does nothing, with `startWithoutCode` too, since there is no code (measured 2026-08); its documentation of May 2026
/// has it for runtimes alone. A category that is not known is asked for.
const MANAGED: [Category; 3] = [Category::Standard, Category::SharedStorage, Category::ObjectStorage];

/// What a document would do.
#[derive(Clone, Debug, Default)]
pub(crate) struct Plan {
    /// The services of the document and what becomes of each.
    pub(crate) services: Vec<ImportedService>,
    /// The existing ones that could lose something.
    pub(crate) at_stake: Vec<AtStake>,
}

/// An existing service that could lose something.
#[derive(Clone, Debug)]
pub(crate) struct AtStake {
    pub(crate) id: ServiceId,
    pub(crate) hostname: String,
    /// Its type, for the human.
    pub(crate) kind: String,
    /// The version that runs.
    version: Option<String>,
    /// Whether an empty version is deployed over that.
    pub(crate) overwritten: bool,
}

impl Plan {
    /// What a yes to this plan is good for.
    pub(crate) fn stake(&self) -> Stake {
        Stake::new(self.at_stake.iter().map(|one| {
            let version = one.version.as_deref().unwrap_or_default();
            format!("{}/{version}/{}", one.id, one.overwritten)
        }))
    }
}

/// The hostnames of a valid document, in its order, but for those that only the preprocessor knows.
pub(crate) fn named(text: &str) -> Vec<String> {
    let document = import_yaml::parse(text).unwrap_or_default();
    let names = document.services().iter().filter_map(|service| service.name());
    names.filter(|name| !is_dynamic(name)).map(str::to_owned).collect()
}

/// Services that a document wants to be public and does not build. The platform switches public access on where an
/// import also builds, and not for certain elsewhere (measured 2026-09).
pub(crate) fn hoping_to_be_public(text: &str) -> Vec<String> {
    let document = import_yaml::parse(text).unwrap_or_default();
    let hopes = |service: &import_yaml::Service| {
        service.enable_subdomain_access.as_ref().is_some_and(|wanted| wanted.value)
            && service.build_from_git.is_none()
            && !service.unread.contains(&"buildFromGit")
    };
    document.services().iter().filter(|one| hopes(one)).filter_map(|one| one.name().map(str::to_owned)).collect()
}

/// What a valid document would do beside the services that exist.
pub(crate) fn of(text: &str, existing: &[Service]) -> Plan {
    let document = import_yaml::parse(text).unwrap_or_default();
    let mut plan = Plan::default();
    for service in document.services() {
        let Some(hostname) = service.name() else { continue };
        let kind = service.kind.as_ref().map(|kind| kind.raw.clone()).unwrap_or_default();
        let existing = existing.iter().find(|one| one.name == hostname);
        let becomes = becomes(service, existing);
        if let Some(existing) =
            existing.filter(|one| matches!(becomes, KEEP | OVERWRITE) && !MANAGED.contains(&one.kind()))
        {
            plan.at_stake.push(AtStake {
                id: existing.id.clone(),
                hostname: hostname.to_owned(),
                kind: existing.type_name().to_owned(),
                version: existing.active_app_version.as_ref().map(|version| version.id.as_str().to_owned()),
                overwritten: becomes == OVERWRITE,
            });
        }
        plan.services.push(ImportedService { hostname: hostname.to_owned(), r#type: kind, plan: becomes.to_owned() });
    }
    plan
}

fn becomes(service: &import_yaml::Service, existing: Option<&Service>) -> &'static str {
    match existing {
        None => CREATE,
        Some(one) if one.status == DELETING => WAIT,
        Some(_) if !overrides(service) => REFUSE,
        Some(one) if starts_empty(service) && !MANAGED.contains(&one.kind()) => OVERWRITE,
        Some(_) => KEEP,
    }
}

/// Whether a service may stand over an existing one. What only the preprocessor knows may say so.
pub(crate) fn overrides(service: &import_yaml::Service) -> bool {
    service.replaces.as_ref().map_or_else(|| service.unread.contains(&"override"), |replaces| replaces.value)
}

fn starts_empty(service: &import_yaml::Service) -> bool {
    let given = service.start_without_code.as_ref();
    given.map_or_else(|| service.unread.contains(&"startWithoutCode"), |starts| starts.value)
}

/// The hostnames whose plan this is.
pub(crate) fn hostnames<'a>(services: &'a [ImportedService], plan: &str) -> Vec<&'a str> {
    services.iter().filter(|service| service.plan == plan).map(|service| service.hostname.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_hostname_that_only_the_preprocessor_knows_is_not_asked_for() {
        let text = "#yamlPreprocessor=on\nservices:\n  - hostname: api\n  - hostname: <@pickRandom(<a>, <b>)>\n";
        assert_eq!(named(text), ["api"]);
    }

    #[test]
    fn what_is_not_built_only_hopes_to_be_public() {
        let text = "services:\n  - hostname: web\n    enableSubdomainAccess: true\n  - hostname: db\n    enableSubdomainAccess: false\n  \
                    - hostname: api\n    enableSubdomainAccess: true\n    buildFromGit: https://github.com/a/b\n";
        assert_eq!(hoping_to_be_public(text), ["web"]);
    }

    #[test]
    fn what_an_existing_service_could_lose_goes_by_its_category_and_its_version() {
        let service = |name: &str, category: &str, status: &str, version: &str| -> Service {
            let kind = json!({ "serviceStackTypeCategory": category, "serviceStackTypeVersionName": "nodejs@22" });
            let json = json!({ "id": format!("id-{name}"), "projectId": "p", "name": name, "status": status,
                "serviceStackTypeInfo": kind, "activeAppVersion": { "id": version } });
            serde_json::from_value(json).expect("a service")
        };
        let existing = |version: &str| {
            [
                service("api", "USER", "ACTIVE", version),
                service("db", "STANDARD", "ACTIVE", "none"),
                service("odd", "NEVER_HEARD_OF", "ACTIVE", "none"),
                service("old", "USER", DELETING, "none"),
            ]
        };
        let plan = |text: &str, version: &str| of(&format!("services: [{text}]"), &existing(version));
        let becomes = |text: &str| {
            let plan = plan(text, "v1");
            (plan.services[0].plan.clone(), plan.at_stake.len())
        };
        for (text, wanted, at_stake) in [
            ("{hostname: new, type: nodejs@22, override: true}", CREATE, 0),
            ("{hostname: api, type: nodejs@22}", REFUSE, 0),
            ("{hostname: api, type: nodejs@22, override: false}", REFUSE, 0),
            ("{hostname: api, type: nodejs@22, override: yes}", KEEP, 1),
            ("{hostname: api, type: nodejs@22, override: <@pickRandom(<true>)>}", KEEP, 1),
            ("{hostname: api, type: nodejs@22, override: true, startWithoutCode: true}", OVERWRITE, 1),
            ("{hostname: api, type: nodejs@22, override: true, startWithoutCode: <@getVar(a)>}", OVERWRITE, 1),
            ("{hostname: api, type: postgresql@16, override: true}", KEEP, 1),
            ("{hostname: db, type: nodejs@22, override: true, startWithoutCode: true}", KEEP, 0),
            ("{hostname: odd, type: nodejs@22, override: true}", KEEP, 1),
            ("{hostname: old, type: nodejs@22, override: true}", WAIT, 0),
        ] {
            assert_eq!(becomes(text), (wanted.to_owned(), at_stake), "{text}");
        }
        let stake = |extra: &str, version: &str| {
            plan(&format!("{{hostname: api, type: nodejs@22, override: true{extra}}}"), version).stake()
        };
        assert_eq!(stake("", "v1"), stake(", priority: 1", "v1"));
        assert_ne!(stake("", "v1"), stake("", "v2"));
        assert_ne!(stake("", "v1"), stake(", startWithoutCode: true", "v1"));
    }
}
