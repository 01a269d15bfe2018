//! A published recipe: a worked example with an import document for each tier.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A recipe as it is kept. Every text of it was written by others.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Recipe {
    /// What names it.
    pub slug: String,
    /// Its name for people.
    pub name: String,
    /// What it is, in a sentence or two.
    pub intro: String,
    /// The languages and frameworks that it shows.
    pub uses: Vec<String>,
    /// The groups that it is in.
    pub categories: Vec<String>,
    /// Its tiers in their order.
    pub tiers: Vec<Tier>,
    /// The zerops.yaml of each repository, as far as it is known.
    pub sources: BTreeMap<String, String>,
}

/// One size of a recipe, such as that for an agent or for production.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Tier {
    /// What names it in a call, such as `small-production`.
    pub key: String,
    /// Its name for people, such as `Small Production`.
    pub name: String,
    /// What it is for.
    pub intro: String,
    /// The import document, byte for byte.
    pub import: String,
}

/// The tier that is meant where none is named: it has a service to develop on.
const USUAL: &str = "ai-agent";

impl Recipe {
    /// The tier of a key; without one that for an agent, or the first.
    #[must_use]
    pub fn tier(&self, key: Option<&str>) -> Option<&Tier> {
        match key {
            Some(key) => self.tiers.iter().find(|tier| tier.key == key),
            None => self.tiers.iter().find(|tier| tier.key == USUAL).or(self.tiers.first()),
        }
    }
}

/// Key and name of a tier by the name of its folder, such as `4 — Small Production`.
#[must_use]
pub fn named(folder: &str) -> (String, String) {
    let name = folder.trim_start_matches(|c: char| c.is_ascii_digit());
    let name = if name.len() == folder.len() { folder } else { name.trim_start_matches([' ', '—', '–', '-', '_']) };
    let mut key = String::new();
    for c in name.chars() {
        if c.is_ascii_alphanumeric() {
            key.push(c.to_ascii_lowercase());
        } else if !key.is_empty() && !key.ends_with('-') {
            key.push('-');
        }
    }
    (key.trim_end_matches('-').to_owned(), name.trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_says_key_and_name() {
        for (folder, key, name) in [
            ("0 — AI Agent", "ai-agent", "AI Agent"),
            ("1 — Remote (CDE)", "remote-cde", "Remote (CDE)"),
            ("3 - Stage", "stage", "Stage"),
            ("4_Small Production", "small-production", "Small Production"),
            ("5 — Highly-available Production", "highly-available-production", "Highly-available Production"),
            ("Local", "local", "Local"),
        ] {
            assert_eq!(named(folder), (key.to_owned(), name.to_owned()), "{folder}");
        }
    }

    #[test]
    fn without_a_key_the_tier_for_an_agent_is_meant() {
        let tier = |key: &str| Tier { key: key.to_owned(), ..Tier::default() };
        let recipe = Recipe { tiers: vec![tier("stage"), tier("ai-agent")], ..Recipe::default() };
        let key = |named| recipe.tier(named).map(|tier| tier.key.as_str());
        assert_eq!([key(None), key(Some("stage")), key(Some("nope"))], [Some("ai-agent"), Some("stage"), None]);
        let recipe = Recipe { tiers: vec![tier("stage")], ..Recipe::default() };
        assert_eq!(recipe.tier(None).map(|tier| tier.key.as_str()), Some("stage"));
    }
}
