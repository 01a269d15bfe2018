//! Which fields a service of which category can have.

use super::super::codes;
use super::super::import_yaml::Service;
use super::super::read::record::Record as _;
use super::super::read::sink::Sink;
use super::super::report::{Finding, Severity};
use super::super::spanned::Spanned;
use super::super::types::ServiceType;
use crate::domain::status::Category;

use Category::{LocalStorage, ObjectStorage, SharedStorage, Standard, User};
use Severity::{Error, Warning};

/// A field, who can have it, what the platform does when somebody else has it, and what to do.
struct Rule {
    field: &'static str,
    only: &'static [Category],
    otherwise: Severity,
    fix: &'static str,
}

const fn rule(field: &'static str, only: &'static [Category], otherwise: Severity, fix: &'static str) -> Rule {
    Rule { field, only, otherwise, fix }
}

const REMOVE: &str = "remove it";

const RULES: &[Rule] = &[
    rule(
        "verticalAutoscaling",
        &[User, Standard, SharedStorage, LocalStorage],
        Error,
        "remove it; its size is `objectStorageSize`",
    ),
    rule("objectStorageSize", &[ObjectStorage], Error, REMOVE),
    rule("objectStoragePolicy", &[ObjectStorage], Error, REMOVE),
    rule("objectStorageRawPolicy", &[ObjectStorage], Error, REMOVE),
    rule("enableCdn", &[ObjectStorage], Warning, REMOVE),
    rule("buildFromGit", &[User], Error, REMOVE),
    rule("zeropsSetup", &[User], Warning, REMOVE),
    rule("zeropsYaml", &[User], Warning, REMOVE),
    rule("os", &[User], Warning, REMOVE),
    rule("enableSubdomainAccess", &[User, Standard], Warning, REMOVE),
    rule("profile", &[Standard], Warning, REMOVE),
    rule("profileOverrides", &[Standard], Warning, REMOVE),
];

pub(crate) fn check(sink: &Sink, service: &Spanned<Service>, kind: &ServiceType) {
    for given in service.given() {
        let Some(rule) = RULES.iter().find(|rule| rule.field == given.key) else { continue };
        let profile = given.key.starts_with("profile")
            && kind.known.is_none_or(|known| known.limits.iter().all(|limits| limits.profiles.is_empty()));
        if rule.only.contains(&kind.category) && !profile {
            continue;
        }
        let who = if profile { format!("`{}`", kind.family) } else { kind.category.words().to_owned() };
        let message = match rule.otherwise {
            Error => format!("{who} cannot have `{}`", rule.field),
            Warning if profile => format!("the platform's schema forbids `{}` on {who}", rule.field),
            Warning => format!("`{}` has no effect on {who}", rule.field),
        };
        let code = codes::FIELD_NOT_FOR_TYPE;
        sink.push(Finding::new(rule.otherwise, code, given.path, given.span, message).fix(rule.fix));
    }
}

#[cfg(test)]
mod tests {
    use super::RULES;
    use crate::domain::documents::import_yaml::Service;
    use crate::domain::documents::read::record::Record as _;

    #[test]
    fn every_rule_is_of_a_field() {
        for rule in RULES {
            assert!(Service::FIELDS.iter().any(|field| field.key == rule.field), "{}", rule.field);
        }
    }
}
