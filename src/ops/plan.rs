//! What an import would do to the services there are.

use crate::domain::documents::import_yaml;
use crate::domain::documents::preprocessor::is_dynamic;
use crate::domain::documents::types::{Category, Types};
use crate::generated::types::ImportedService;
use crate::platform::wire::Service;

/// The status of a service that will be gone.
pub(super) const DELETING: &str = "DELETING";

/// A service is made.
pub(super) const CREATE: &str = "create";
/// A runtime of this hostname is replaced.
pub(super) const REPLACE: &str = "replace";
/// A service is made as soon as the one of this hostname, which is being deleted, is gone.
pub(super) const WAIT: &str = "wait";
/// The hostname is taken.
pub(super) const REFUSE: &str = "refuse";

/// The hostnames of a valid document, in its order, but for those that only the preprocessor knows.
pub(super) fn named(text: &str) -> Vec<String> {
    let document = import_yaml::parse(text).unwrap_or_default();
    let names = document.services().iter().filter_map(|service| service.name());
    names.filter(|name| !is_dynamic(name)).map(str::to_owned).collect()
}

/// The services of a valid document, and what becomes of each beside those that exist.
pub(super) fn of(text: &str, existing: &[Service], types: &Types) -> Vec<ImportedService> {
    let document = import_yaml::parse(text).unwrap_or_default();
    document.services().iter().filter_map(|service| planned(service, existing, types)).collect()
}

fn planned(service: &import_yaml::Service, existing: &[Service], types: &Types) -> Option<ImportedService> {
    let hostname = service.name()?.to_owned();
    let kind = service.kind.as_ref().map(|kind| kind.raw.clone()).unwrap_or_default();
    let overrides = service.replaces.as_ref().is_some_and(|replaces| replaces.value);
    let is_runtime = types.resolve(&kind).is_some_and(|kind| kind.category == Category::Runtime);
    let plan = match existing.iter().find(|one| one.name == hostname) {
        None => CREATE,
        Some(one) if one.status == DELETING => WAIT,
        Some(one) if overrides && is_runtime && one.category() == "USER" => REPLACE,
        Some(_) => REFUSE,
    };
    Some(ImportedService { hostname, r#type: kind, plan: plan.to_owned() })
}

/// The hostnames whose plan this is.
pub(super) fn hostnames<'a>(services: &'a [ImportedService], plan: &str) -> Vec<&'a str> {
    services.iter().filter(|service| service.plan == plan).map(|service| service.hostname.as_str()).collect()
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_hostname_that_only_the_preprocessor_knows_is_not_asked_for() {
        let text = "#yamlPreprocessor=on\nservices:\n  - hostname: api\n  - hostname: <@pickRandom(<a>, <b>)>\n";
        assert_eq!(super::named(text), ["api"]);
    }
}
