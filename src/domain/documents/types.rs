//! Which service types exist, and what the `type` of a service means.

use std::collections::BTreeMap;

use super::families::{self, ALIASES, SYNONYMS, UNLISTED};
use super::words::{list, quoted};
use crate::domain::catalog::Section;
use crate::domain::nearest::nearest;

/// What a type is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Category {
    /// It runs the user's code.
    Runtime,
    /// A managed database, cache, search or queue.
    Managed,
    /// Files that runtimes mount.
    SharedStorage,
    /// A bucket.
    ObjectStorage,
}

impl Category {
    /// The category of this name on the wire; none is one that an import cannot have.
    #[must_use]
    pub fn from_wire(name: &str) -> Option<Self> {
        match name {
            "USER" => Some(Self::Runtime),
            "STANDARD" => Some(Self::Managed),
            "SHARED_STORAGE" => Some(Self::SharedStorage),
            "OBJECT_STORAGE" => Some(Self::ObjectStorage),
            _ => None,
        }
    }

    /// What it is in words.
    #[must_use]
    pub const fn words(self) -> &'static str {
        match self {
            Self::Runtime => "a runtime",
            Self::Managed => "a managed service",
            Self::SharedStorage => "a shared storage",
            Self::ObjectStorage => "an object storage",
        }
    }
}

/// The types that exist, in every spelling that an import takes. Made from the built-in catalog or
/// from the platform's own.
#[derive(Clone, Debug, Default)]
pub struct Types(BTreeMap<String, Category>);

/// A type as the `type` of a service names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ServiceType {
    /// The part before the version, such as `postgresql`.
    pub family: String,
    /// The version; empty for a type without.
    pub version: String,
    /// What it is for.
    pub category: Category,
    /// Whether it is `:ha` (true) or `:single` (false), where the type itself says so.
    pub variant: Option<bool>,
}

/// A type that does not exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownType {
    /// What is wrong.
    pub message: String,
    /// The types that may be meant.
    pub fix: Option<String>,
}

impl Types {
    /// The types of the built-in catalog.
    #[must_use]
    pub fn from_sections(sections: &[Section]) -> Self {
        let mut names = Vec::new();
        for family in sections.iter().flat_map(|section| section.families) {
            let Some(category) = Category::from_wire(family.category) else { continue };
            if family.versions.is_empty() {
                names.push((family.name.to_owned(), category));
            }
            names.extend(family.versions.iter().map(|version| (format!("{}@{version}", family.name), category)));
        }
        Self::from_names(names)
    }

    /// Types by their names in full, such as `nodejs@22`. The aliases of types that are among them
    /// come by themselves.
    #[must_use]
    pub fn from_names(names: impl IntoIterator<Item = (String, Category)>) -> Self {
        let mut types: BTreeMap<String, Category> = names.into_iter().collect();
        let aliases: Vec<(String, Category)> = ALIASES
            .iter()
            .filter_map(|(alias, name)| types.get(*name).map(|category| ((*alias).to_owned(), *category)))
            .collect();
        types.extend(aliases);
        for name in UNLISTED {
            types.entry((*name).to_owned()).or_insert(Category::Runtime);
        }
        Self(types)
    }

    /// Every spelling that is accepted, in order, both variants of managed types included.
    #[must_use]
    pub fn spellings(&self) -> Vec<String> {
        let mut spellings: Vec<String> = self.0.keys().cloned().collect();
        for (name, category) in &self.0 {
            if let (Category::Managed | Category::SharedStorage, Some((family, version))) =
                (category, name.split_once('@'))
                && !family.contains(':')
            {
                spellings.extend(["single", "ha"].map(|variant| format!("{family}:{variant}@{version}")));
            }
        }
        spellings.sort();
        spellings.dedup();
        spellings
    }

    /// What a `type` means.
    ///
    /// # Errors
    /// What is wrong and which types are nearest.
    pub fn resolve(&self, text: &str) -> Result<ServiceType, UnknownType> {
        let (plain, variant) = split_variant(text);
        let exact = self.0.get(text).or_else(|| self.0.get(&plain));
        match exact {
            Some(category) if variant.is_none() || *category != Category::Runtime => {
                // An alias is known by what it stands for.
                let name = ALIASES.iter().find(|(alias, _)| *alias == plain).map_or(plain.as_str(), |(_, name)| *name);
                let (family, version) = name.split_once('@').unwrap_or((name, ""));
                Ok(ServiceType { family: family.into(), version: version.into(), category: *category, variant })
            }
            _ => Err(self.unknown(text, &plain)),
        }
    }

    /// Whether a type of this name exists in any variant.
    #[must_use]
    pub fn has(&self, text: &str) -> bool {
        self.resolve(text).is_ok()
    }

    fn unknown(&self, text: &str, plain: &str) -> UnknownType {
        let family = plain.split_once('@').map_or(plain, |(family, _)| family);
        let same: Vec<&str> = self.versions(family);
        if self.0.contains_key(plain) {
            let message = format!("{} has no variants", quoted(family));
            return UnknownType { message, fix: Some(format!("write `{plain}`")) };
        }
        if !same.is_empty() {
            let message = if plain.contains('@') {
                format!("{} is no version of {}", quoted(text), quoted(family))
            } else {
                format!("{} needs a version", quoted(text))
            };
            return UnknownType { message, fix: Some(format!("known: {}", list(same))) };
        }
        let families: Vec<&str> = self.0.keys().map(|name| families::family(name)).collect();
        let meant = SYNONYMS.iter().find(|(word, _)| word.eq_ignore_ascii_case(family)).map(|(_, name)| *name);
        let meant = meant.or_else(|| nearest(family, families.iter().copied()));
        let fix = meant.map(|family| match self.versions(family).as_slice() {
            [only] => format!("did you mean `{only}`?"),
            versions => format!("did you mean one of {}?", list(versions.iter().copied())),
        });
        UnknownType { message: format!("there is no type {}", quoted(text)), fix }
    }

    /// The types of a family, newest first.
    fn versions(&self, family: &str) -> Vec<&str> {
        let mut names: Vec<&str> =
            self.0.keys().map(String::as_str).filter(|name| families::family(name) == family).collect();
        let number = |name: &str| -> Vec<u32> {
            let version = name.split_once('@').map_or("", |(_, version)| version);
            version.split(['.', '+']).map_while(|part| part.parse().ok()).collect()
        };
        names.sort_by_key(|name| std::cmp::Reverse(number(name)));
        names
    }
}

/// `postgresql:ha@16` as `postgresql@16` and its variant.
fn split_variant(text: &str) -> (String, Option<bool>) {
    let Some((family, rest)) = text.split_once(':') else { return (text.to_owned(), None) };
    let (variant, version) = rest.split_once('@').map_or((rest, None), |(variant, version)| (variant, Some(version)));
    let variant = match variant {
        "ha" => true,
        "single" => false,
        _ => return (text.to_owned(), None),
    };
    (version.map_or_else(|| family.to_owned(), |version| format!("{family}@{version}")), Some(variant))
}

#[cfg(test)]
mod tests {
    use super::{Category, Types};

    fn types() -> Types {
        let names = ["nodejs@20", "nodejs@22", "postgresql@16", "postgresql@18", "object-storage", "alpine@3.20"];
        let category = |name: &str| match name {
            "object-storage" => Category::ObjectStorage,
            name if name.starts_with("postgresql") => Category::Managed,
            _ => Category::Runtime,
        };
        Types::from_names(names.map(|name| (name.to_owned(), category(name))))
    }

    #[test]
    fn every_spelling_is_understood() {
        let found = types().resolve("postgresql:single@16").expect("a variant");
        assert_eq!((found.family.as_str(), found.version.as_str(), found.variant), ("postgresql", "16", Some(false)));
        assert_eq!(types().resolve("postgresql@16").expect("plain").variant, None);
        assert_eq!(types().resolve("3.20").expect("an alias").family, "alpine");
        assert_eq!(types().resolve("objectstorage").expect("an alias").category, Category::ObjectStorage);
        assert!(types().spellings().contains(&"postgresql:ha@18".to_owned()));
    }

    #[test]
    fn what_is_not_there_is_answered_with_what_is_near() {
        let unknown = |text: &str| {
            let unknown = types().resolve(text).expect_err(text);
            (unknown.message, unknown.fix.unwrap_or_default())
        };
        let say = |message: &str, fix: &str| (message.to_owned(), fix.to_owned());
        assert_eq!(unknown("nodejs@99"), say("`nodejs@99` is no version of `nodejs`", "known: nodejs@22, nodejs@20"));
        assert_eq!(unknown("nodejs"), say("`nodejs` needs a version", "known: nodejs@22, nodejs@20"));
        assert_eq!(unknown("nodejs:ha@22"), say("`nodejs` has no variants", "write `nodejs@22`"));
        let postgres = "did you mean one of postgresql@18, postgresql@16?";
        assert_eq!(unknown("postgres@16"), say("there is no type `postgres@16`", postgres));
        assert_eq!(unknown("node@22").1, "did you mean one of nodejs@22, nodejs@20?");
        assert_eq!(unknown("cobol@1").1, "");
    }
}
