//! The catalogue of recipes, in the shape of its content management (seen in the sources of its clients, June 2026).
//!
//! What a recipe is made of comes as it is: documents have to stay what they are. Whoever reads it cleans the rest.

use serde::{Deserialize, Deserializer, Serialize};

use super::blank::{blank, blank_if_null};
use super::lenient::readable_items;
use super::marks::{VERBATIM, loose};

/// A page of the catalogue.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct RecipePage {
    /// The recipes. Without the key the answer is no page.
    #[serde(deserialize_with = "blank_if_null")]
    pub data: Vec<RecipeItem>,
}

/// A recipe.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RecipeItem {
    /// What names it.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub slug: String,
    /// Its name for people.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub name: String,
    /// The groups that it is in.
    #[serde(default = "blank", deserialize_with = "readable_items")]
    pub recipe_categories: Vec<RecipeTag>,
    /// Languages and frameworks.
    #[serde(default = "blank", deserialize_with = "readable_items")]
    pub recipe_language_frameworks: Vec<RecipeTag>,
    /// What it is made of; an odd one is absent, so that it takes no other recipe with it.
    #[serde(default, deserialize_with = "source")]
    pub source_data: Option<RecipeSource>,
}

/// A group, a language or a framework.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecipeTag {
    /// Its name in addresses.
    pub slug: String,
}

/// What a recipe is made of.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecipeSource {
    /// Its texts.
    pub extracts: RecipeExtracts,
    /// Its tiers.
    pub environments: Vec<RecipeTier>,
}

/// Texts for people.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecipeExtracts {
    /// What it is.
    pub intro: Option<String>,
}

/// A tier.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct RecipeTier {
    /// The name of its folder, such as `4 — Small Production`.
    pub name: String,
    /// Its texts.
    pub extracts: RecipeExtracts,
    /// Its import document.
    pub import: Option<String>,
    /// Its services.
    pub services: Vec<RecipeService>,
}

/// A service of a tier.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct RecipeService {
    /// Where its code is.
    pub git_repo: Option<String>,
    /// The zerops.yaml of that code.
    pub zerops_yaml: Option<String>,
    /// Its texts.
    pub extracts: RecipeExtracts,
}

fn source<'de, D: Deserializer<'de>>(from: D) -> Result<Option<RecipeSource>, D::Error> {
    loose(from, VERBATIM)
}
