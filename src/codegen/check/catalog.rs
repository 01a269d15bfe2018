//! The service types: what has to be known of each.

use super::super::diagnostics::Report;
use super::super::model::{CatalogFamily, Spec};

/// What the values of variables can name.
const NAMES: [&str; 3] = ["hostname", "password", "prefix"];

pub(super) fn check(spec: &Spec, report: &Report) {
    for family in spec.catalog.iter().flat_map(|section| &section.families) {
        if family.category == "Standard" {
            complete(family, report);
        }
        if let Some((port, _)) = &family.traits.sign
            && !family.traits.ports.iter().any(|known| known.number.value == port.value)
        {
            report.fault(&port.place, "this is none of its `ports`", "a server is recognised at a port that it has");
        }
        values(family, report);
        links(family, report);
    }
}

/// A managed service is reached, recognised and made in a mode.
fn complete(family: &CatalogFamily, report: &Report) {
    let name = &family.name.value;
    let traits = &family.traits;
    let missing = [
        (traits.ports.is_empty(), "`ports`", "give it `ports: { 5432: postgresql }`"),
        (traits.sign.is_none(), "sign of its server", "give it `greeting: …` or `answers: { … }`"),
        (family.modes.is_empty(), "`modes`", "give it `modes: [single]` or `modes: [single, ha]`"),
    ];
    for (_, what, label) in missing.iter().filter(|(is_missing, ..)| *is_missing) {
        report.fault(&family.name.place, format!("the managed type `{name}` has no {what}"), *label);
    }
}

fn values(family: &CatalogFamily, report: &Report) {
    let has_password = family.traits.values.iter().any(|one| one.name.value == "password" && one.value.is_none());
    for value in family.traits.values.iter().filter_map(|one| one.value.as_ref()) {
        for name in value.value.split("${").skip(1).map(|rest| rest.split('}').next().unwrap_or_default()) {
            if !NAMES.contains(&name) {
                report.fault(&value.place, format!("`${{{name}}}` is nothing"), "it can be hostname, password, prefix");
            } else if name == "password" && !has_password {
                report.fault(&value.place, "there is no password", "give it `password: secret` too");
            }
        }
    }
}

/// What leads to a service names variables that it has, where all of them are known.
fn links(family: &CatalogFamily, report: &Report) {
    for (link, value) in family.traits.links.iter().flatten() {
        for name in value.split("${@").skip(1).map(|rest| rest.split('}').next().unwrap_or_default()) {
            if !family.variables.is_empty() && !family.variables.iter().any(|known| known == name) {
                let message = format!("`{}` has no variable `{name}`", family.name.value);
                report.fault(&link.place, message, "`variables` lists all that it has");
            }
        }
    }
}
