//! Which service types and bases exist, and what the `type` of a service means.
//!
//! Made from the built-in catalog, or from what the platform says of itself. A list of either
//! generation serves: with systems and modes in its names or without, with exact versions or short ones.

use std::collections::BTreeMap;

use serde_json::Value;

use super::names::Names;
use super::published::Published;
use crate::domain::catalog::{self, Family, Limits, Section};
use crate::domain::service_type::{System, TypeName, Variant, family};
use crate::domain::status::Category;

/// Bytes of the longest type.
const LONGEST: usize = 80;

/// Which of the two phases of a setup a base is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// `build.base`.
    Build,
    /// `run.base`.
    Run,
}

impl Phase {
    pub(crate) const fn field(self) -> &'static str {
        match self {
            Self::Build => "build.base",
            Self::Run => "run.base",
        }
    }

    pub(crate) const fn other(self) -> Self {
        match self {
            Self::Build => Self::Run,
            Self::Run => Self::Build,
        }
    }
}

/// The types and bases that exist.
#[derive(Clone, Debug, Default)]
pub struct Types {
    /// What is known beside the names.
    pub(crate) catalog: &'static [Section],
    pub(crate) names: Names,
    build: Names,
    run: Names,
    categories: BTreeMap<String, Category>,
    /// Whether the platform said them.
    pub(crate) is_live: bool,
}

/// A type as the `type` of a service names it.
#[derive(Clone, Debug)]
pub struct ServiceType {
    /// The family by the name that it is known by, such as `postgresql`.
    pub family: String,
    /// The version; empty for a type without.
    pub version: String,
    /// What it is for.
    pub category: Category,
    /// The operating system, where the type itself says so.
    pub system: Option<System>,
    /// The mode, where the type itself says so.
    pub variant: Option<Variant>,
    /// What else is known of it.
    pub(crate) known: Option<&'static Family>,
}

impl ServiceType {
    /// Its limits in a mode.
    pub(crate) fn limits(&self, variant: Option<Variant>) -> Option<&'static Limits> {
        self.known.map(|family| family.limits(variant))
    }
}

impl Types {
    /// The types of the built-in catalog.
    #[must_use]
    pub fn from_sections(catalog: &'static [Section]) -> Self {
        let mut types = Self { catalog, ..Self::default() };
        for family in catalog.iter().flat_map(|section| section.families) {
            let names = family.names();
            for name in names.iter().filter(|_| family.is_importable()) {
                types.names.add(name);
            }
            for name in names.iter().filter(|_| family.run) {
                types.run.add(name);
            }
            for name in family.build_names() {
                types.build.add(&name);
            }
        }
        types
    }

    /// Types that the platform names, such as `nodejs@22` or `alpine/bun@1.3.9`. Bases are those of the catalog.
    #[must_use]
    pub fn from_names(catalog: &'static [Section], names: impl IntoIterator<Item = (String, Category)>) -> Self {
        let built_in = Self::from_sections(catalog);
        let mut types = Self { is_live: true, names: Names::default(), ..built_in };
        for (name, category) in names {
            types.names.add(&name);
            types.categories.insert(family(&name).to_owned(), category);
        }
        types
    }

    /// The same with what the platform's schemas of the two documents list.
    #[must_use]
    pub fn with_schemas(mut self, import_yaml: &Published, zerops_yaml: &Published) -> Self {
        let (import_yaml, zerops_yaml) = (import_yaml.value(), zerops_yaml.value());
        for name in listed(import_yaml.pointer("/properties/services/items/properties/type")) {
            self.names.add(name);
        }
        let setup = |phase: &str| format!("/properties/zerops/items/properties/{phase}/properties/base");
        for (phase, field) in [("build", &mut self.build), ("run", &mut self.run)] {
            let names = listed(zerops_yaml.pointer(&setup(phase)));
            if !names.is_empty() {
                *field = Names::default();
            }
            for name in names {
                field.add(name);
            }
        }
        self
    }

    /// The same with other lists of bases.
    #[must_use]
    pub fn with_bases(mut self, build: &[String], run: &[String]) -> Self {
        (self.build, self.run) = (Names::default(), Names::default());
        for name in build {
            self.build.add(name);
        }
        for name in run {
            self.run.add(name);
        }
        self
    }

    /// Every name of the list, in order.
    #[must_use]
    pub fn spellings(&self) -> Vec<String> {
        self.names.all()
    }

    /// Every base of the list, in order.
    #[must_use]
    pub fn bases(&self, phase: Phase) -> Vec<String> {
        self.names_of(phase).all()
    }

    pub(crate) const fn names_of(&self, phase: Phase) -> &Names {
        match phase {
            Phase::Build => &self.build,
            Phase::Run => &self.run,
        }
    }

    /// What a `type` means, if it is one.
    #[must_use]
    pub fn resolve(&self, text: &str) -> Option<ServiceType> {
        self.judge(text).found
    }

    /// Whether a type of this name exists in any spelling.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.resolve(text).is_some()
    }

    /// What the built-in catalog knows of a family.
    pub(crate) fn family(&self, name: &TypeName<'_>) -> Option<&'static Family> {
        catalog::family(self.catalog, name.known_family())
    }

    /// The family that people call by this name.
    pub(crate) fn called(&self, name: &str) -> Option<&'static str> {
        let mut families = self.catalog.iter().flat_map(|section| section.families);
        let is_called = |family: &&Family| family.traits.called.iter().any(|word| word.eq_ignore_ascii_case(name));
        families.find(is_called).map(|family| family.name)
    }

    pub(crate) fn service_type(&self, name: &TypeName<'_>) -> ServiceType {
        let known = self.family(name);
        let category = known.and_then(|family| family.category.of_import());
        let category = category.or_else(|| self.categories.get(name.known_family()).cloned());
        let guessed = if name.variant.is_some() { Category::Standard } else { Category::User };
        ServiceType {
            family: name.known_family().to_owned(),
            version: name.version.unwrap_or_default().to_owned(),
            category: category.unwrap_or(guessed),
            system: name.system,
            variant: name.variant,
            known,
        }
    }
}

/// Whether a word has the letters of a type. What has not is none, and a model that reads it could take it for advice.
fn is_spelled(word: &str) -> bool {
    (1..=LONGEST).contains(&word.len())
        && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/:@._-+".contains(&byte))
}

/// The words of a field that a schema lists, in any of its forms.
fn listed(field: Option<&Value>) -> Vec<&str> {
    let mut words = Vec::new();
    match field {
        Some(Value::Object(entries)) => {
            for (key, value) in entries {
                match (key.as_str(), value) {
                    ("enum", Value::Array(items)) => {
                        words.extend(items.iter().filter_map(Value::as_str).filter(|word| is_spelled(word)));
                    }
                    ("anyOf" | "oneOf" | "allOf" | "items", value) => words.extend(listed(Some(value))),
                    _ => {}
                }
            }
        }
        Some(Value::Array(items)) => items.iter().for_each(|item| words.extend(listed(Some(item)))),
        _ => {}
    }
    words
}
