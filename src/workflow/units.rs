//! Which services belong together: what the notebook says, and what hostnames say where it says nothing.

use std::collections::{BTreeMap, BTreeSet};

use super::envelope::{Service, Unit};
use super::source::{is_dev, stage_of};

/// Makes the units of a project so that every runtime is in exactly one. What is known comes first; a known
/// half that the project does not have is left out, and a unit without any service with it.
#[must_use]
pub fn complete(services: &BTreeMap<String, Service>, known: BTreeMap<String, Unit>) -> BTreeMap<String, Unit> {
    let runtimes: BTreeSet<&str> =
        services.iter().filter(|(_, service)| service.is_runtime()).map(|(hostname, _)| hostname.as_str()).collect();
    let mut units: BTreeMap<String, Unit> = BTreeMap::new();
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for (name, mut unit) in known {
        let is_free = |hostname: &str| runtimes.contains(hostname) && !taken.contains(hostname);
        let stage = unit.stage.take().filter(|stage| *stage != name && is_free(stage));
        let (name, stage) = match (is_free(&name), stage) {
            (true, stage) => (name, stage),
            (false, Some(stage)) => {
                unit.is_dev = false;
                (stage, None)
            }
            (false, None) => continue,
        };
        taken.extend(std::iter::once(name.clone()).chain(stage.clone()));
        units.insert(name, Unit { stage, ..unit });
    }
    // A unit that was never adopted does not say that its service is alone, and the other half may be such a one too.
    let apart: Vec<String> = units
        .iter()
        .filter(|(_, unit)| !unit.is_adopted && unit.stage.is_none())
        .map(|(name, _)| name.clone())
        .collect();
    for name in &apart {
        let is_free = |hostname: &str| {
            let is_apart = || apart.iter().any(|one| one == hostname) && units.contains_key(hostname);
            hostname != name && (!taken.contains(hostname) || is_apart())
        };
        let stage = stage_of(name, &runtimes.iter().copied().filter(|hostname| is_free(hostname))).map(str::to_owned);
        let other = stage.as_ref().and_then(|stage| units.remove(stage));
        taken.extend(stage.clone());
        if let Some(unit) = units.get_mut(name) {
            unit.is_dev |= is_dev(name);
            let other = other.unwrap_or_default();
            unit.proofs.extend(other.proofs);
            unit.deployed.extend(other.deployed);
            unit.stage = stage;
        }
    }
    let free: Vec<&str> = runtimes.iter().copied().filter(|hostname| !taken.contains(*hostname)).collect();
    for hostname in free.iter().copied().filter(|hostname| is_dev(hostname)) {
        let stage = stage_of(hostname, &free.iter().copied().filter(|one| !taken.contains(*one)));
        taken.extend(std::iter::once(hostname.to_owned()).chain(stage.map(str::to_owned)));
        units.insert(hostname.to_owned(), Unit { stage: stage.map(str::to_owned), is_dev: true, ..Unit::default() });
    }
    for hostname in free.into_iter().filter(|hostname| !taken.contains(*hostname)) {
        units.insert(hostname.to_owned(), Unit::default());
    }
    units
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::ids::AppVersionId;
    use crate::domain::status::{Category, ServiceStatus};
    use crate::workflow::envelope::{Proof, Variables, Verdict};

    fn services(hostnames: &[&str]) -> BTreeMap<String, Service> {
        let service = |hostname: &&str| {
            let category = if *hostname == "db" { Category::Standard } else { Category::User };
            let service = Service {
                type_name: "nodejs@22".to_owned(),
                category,
                status: ServiceStatus::Active,
                is_workspace: *hostname == "zcp",
                doing: None,
                versions: Vec::new(),
                speaks_http: true,
                is_public: false,
                variables: Variables::default(),
            };
            ((*hostname).to_owned(), service)
        };
        hostnames.iter().map(service).collect()
    }

    fn shown(units: &BTreeMap<String, Unit>) -> Vec<String> {
        let one = |(name, unit): (&String, &Unit)| match &unit.stage {
            Some(stage) => format!("{name}+{stage}"),
            None => name.clone(),
        };
        units.iter().map(one).collect()
    }

    fn pair(stage: &str) -> Unit {
        Unit { stage: Some(stage.to_owned()), is_adopted: true, is_dev: true, ..Unit::default() }
    }

    #[test]
    fn hostnames_say_what_nothing_else_says() {
        let all = services(&["api", "appdev", "appstage", "db", "workerdev", "zcp"]);
        assert_eq!(shown(&complete(&all, BTreeMap::new())), ["api", "appdev+appstage", "workerdev"]);
    }

    #[test]
    fn the_notebook_says_it_better() {
        let all = services(&["appdev", "appstage", "next"]);
        let known = [("appdev".to_owned(), pair("next"))].into();
        assert_eq!(shown(&complete(&all, known)), ["appdev+next", "appstage"]);
        let seen = [("appdev".to_owned(), Unit::default())].into();
        assert_eq!(shown(&complete(&all, seen)), ["appdev+appstage", "next"], "it was verified and never adopted");
    }

    #[test]
    fn a_pair_of_which_both_were_verified_stays_together() {
        let proof = |service: &str| {
            let at = jiff::Timestamp::UNIX_EPOCH;
            let proof = Proof { version: AppVersionId::new("v"), at, verdict: Verdict::Passed, checks: Vec::new() };
            let proofs = [(service.to_owned(), vec![proof])].into();
            (service.to_owned(), Unit { proofs, ..Unit::default() })
        };
        let units = complete(&services(&["appdev", "appstage"]), [proof("appdev"), proof("appstage")].into());
        assert_eq!(shown(&units), ["appdev+appstage"]);
        assert_eq!(units["appdev"].proofs.keys().collect::<Vec<_>>(), ["appdev", "appstage"]);
        assert!(units["appdev"].is_dev);
        // Somebody said of this one that it is alone.
        let alone = ("appstage".to_owned(), Unit { is_adopted: true, ..Unit::default() });
        let units = complete(&services(&["appdev", "appstage"]), [proof("appdev"), alone].into());
        assert_eq!(shown(&units), ["appdev", "appstage"]);
    }

    #[test]
    fn a_half_that_is_gone_leaves_a_single() {
        let stage = services(&["appstage"]);
        let known = BTreeMap::from([("appdev".to_owned(), pair("appstage")), ("old".to_owned(), Unit::default())]);
        let units = complete(&stage, known.clone());
        assert_eq!(shown(&units), ["appstage"]);
        assert!(!units["appstage"].is_dev);
        assert_eq!(shown(&complete(&services(&["appdev"]), known)), ["appdev"]);
        let odd = BTreeMap::from([("a".to_owned(), pair("b")), ("b".to_owned(), pair("a"))]);
        assert_eq!(shown(&complete(&services(&["a", "b"]), odd)), ["a+b"]);
    }
}
