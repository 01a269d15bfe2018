//! A project.

use serde::{Deserialize, Serialize};

use super::blank::{blank, blank_if_null};
use super::lenient::{readable, readable_items};
use super::variable::EnvEntry;
use crate::domain::ids::{ClientId, ProjectId};

/// A project.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Project {
    /// Its id.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: ProjectId,
    /// The organisation it belongs to.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub client_id: ClientId,
    /// Its name.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub name: String,
    /// `ACTIVE`, `CREATING`, `DELETING`, `STOPPED`, …
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub status: String,
    /// `LIGHT`, `SERIOUS` or `LEGACY`.
    #[serde(default)]
    pub mode: Option<String>,
    /// What the public addresses of its services are made with: a bare prefix such as `26a7`, or
    /// `<prefix>.<domain>`; nothing for about 20 s after the project was made.
    #[serde(default)]
    pub zerops_subdomain_host: Option<String>,
    /// Its DNS zone, such as `26a7.prg1-zerops.zone`, which tells the region.
    #[serde(default)]
    pub public_zone: Option<String>,
    /// Where it runs.
    #[serde(default, deserialize_with = "readable")]
    pub primary_instance_location: Option<Location>,
    /// What its owner called it by besides.
    #[serde(default = "blank", deserialize_with = "readable_items")]
    pub tag_list: Vec<String>,
    /// Its environment variables; only a search answers them.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub env_list: Vec<EnvEntry>,
}

/// The variable of a project that says what it is for.
const ENVIRONMENT: &str = "ZCP_ENVIRONMENT";

fn is_word(word: &str) -> bool {
    word.eq_ignore_ascii_case("prod") || word.eq_ignore_ascii_case("production")
}

/// A location of the platform.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Location {
    /// Its name, with the region in parentheses: `EU Central (prg1)`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub name: String,
}

impl Project {
    /// The prefix and the domain of the public addresses of its services, such as `26a7` and
    /// `prg1.zerops.app`; nothing where the project does not tell one of them.
    #[must_use]
    pub fn subdomain(&self) -> Option<(&str, String)> {
        let host = self.zerops_subdomain_host.as_deref().filter(|host| !host.is_empty())?;
        match host.split_once('.') {
            Some((prefix, domain)) => Some((prefix, domain.to_owned())),
            None => Some((host, format!("{}.zerops.app", self.region()?))),
        }
    }

    /// The region, such as `prg1`.
    fn region(&self) -> Option<&str> {
        let zone = self.public_zone.as_deref().unwrap_or_default().trim_end_matches('.');
        let of_zone = zone.strip_suffix("-zerops.zone").and_then(|start| start.rsplit('.').next());
        let name = self.primary_instance_location.as_ref().map_or("", |location| location.name.trim());
        let of_name = name.strip_suffix(')').and_then(|start| start.rsplit_once('(')).map(|(_, region)| region);
        // It becomes part of an address.
        let good = |region: &&str| {
            let plain = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
            !region.is_empty() && region.bytes().all(plain) && !region.starts_with('-')
        };
        [of_zone, of_name].into_iter().flatten().find(good)
    }

    /// Why it looks like production, if it does. A project that says what it is by a variable is believed;
    /// else its name and its tags are looked at, word by word.
    #[must_use]
    pub fn production(&self) -> Option<String> {
        if let Some(entry) = self.env_list.iter().find(|entry| entry.key == ENVIRONMENT) {
            let is_it = is_word(entry.content.trim());
            return is_it.then(|| format!("its variable {ENVIRONMENT} says so"));
        }
        let says = |text: &str| text.split(|c: char| !c.is_ascii_alphanumeric()).any(is_word);
        if says(&self.name) {
            return Some("its name says so".to_owned());
        }
        self.tag_list.iter().any(|tag| says(tag)).then(|| "a tag of it says so".to_owned())
    }

    /// Whether the project is about to be gone.
    #[must_use]
    pub fn is_leaving(&self) -> bool {
        matches!(self.status.as_str(), "DELETING" | "DELETED")
    }
}

#[cfg(test)]
mod tests {
    use super::Project;

    #[test]
    fn production_is_told_by_a_word_and_better_by_a_variable() {
        for (json, is_it) in [
            (r#"{"name":"shop"}"#, false),
            (r#"{"name":"shop-production"}"#, true),
            (r#"{"name":"Shop PROD"}"#, true),
            (r#"{"name":"products"}"#, false),
            (r#"{"name":"reproduction"}"#, false),
            (r#"{"name":"shop","tagList":["team:a","env:prod"]}"#, true),
            (r#"{"name":"shop","tagList":["product"]}"#, false),
            (r#"{"name":"shop","tagList":"odd"}"#, false),
            (r#"{"name":"shop","envList":[{"key":"ZCP_ENVIRONMENT","content":"Production"}]}"#, true),
            (r#"{"name":"prod-copy","envList":[{"key":"ZCP_ENVIRONMENT","content":"staging"}]}"#, false),
        ] {
            let project: Project = serde_json::from_str(json).expect(json);
            assert_eq!(project.production().is_some(), is_it, "{json}");
        }
    }

    #[test]
    fn an_address_is_made_of_a_prefix_and_a_region() {
        for (json, expected) in [
            (r#"{"zeropsSubdomainHost":"26a7","publicZone":"26a7.prg1-zerops.zone"}"#, Some("26a7 prg1.zerops.app")),
            (r#"{"zeropsSubdomainHost":"26a7","publicZone":"prg1-zerops.zone."}"#, Some("26a7 prg1.zerops.app")),
            (
                r#"{"zeropsSubdomainHost":"26a7","publicZone":null,"primaryInstanceLocation":{"name":"EU Central (prg1)"}}"#,
                Some("26a7 prg1.zerops.app"),
            ),
            (r#"{"zeropsSubdomainHost":"1df2.prg1.zerops.app","publicZone":"prg1"}"#, Some("1df2 prg1.zerops.app")),
            (r#"{"zeropsSubdomainHost":"26a7","primaryInstanceLocation":{"name":"Europe (Prague)"}}"#, None),
            (r#"{"zeropsSubdomainHost":"26a7","primaryInstanceLocation":"odd"}"#, None),
            (r#"{"zeropsSubdomainHost":"26a7","publicZone":"x.a@b-zerops.zone"}"#, None),
            (r#"{"zeropsSubdomainHost":null,"publicZone":"x.prg1-zerops.zone"}"#, None),
        ] {
            let project: Project = serde_json::from_str(json).expect(json);
            let found = project.subdomain().map(|(prefix, domain)| format!("{prefix} {domain}"));
            assert_eq!(found.as_deref(), expected, "{json}");
        }
    }
}
