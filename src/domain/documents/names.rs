//! A list of type names, and what a name is beside it.
//!
//! Lists differ: some name systems and modes, some do not; some have exact versions only. So a name is looked
//! for by its parts.

use std::collections::BTreeMap;

use crate::domain::service_type::{System, TypeName, Variant};

/// Names by their family as the list writes it.
#[derive(Clone, Debug, Default)]
pub(crate) struct Names(BTreeMap<String, Vec<Listed>>);

/// A name of the list, without its family.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Listed {
    pub(crate) system: Option<System>,
    pub(crate) variant: Option<Variant>,
    pub(crate) version: Option<String>,
}

impl Listed {
    /// The name in full.
    pub(crate) fn name(&self, family: &str) -> String {
        let version = self.version.as_deref();
        TypeName { system: self.system, family, variant: self.variant, version }.to_string()
    }
}

impl Names {
    pub(crate) fn add(&mut self, name: &str) {
        let parts = TypeName::parse(name);
        let listed = Listed { system: parts.system, variant: parts.variant, version: parts.version.map(str::to_owned) };
        let family = self.0.entry(parts.family.to_owned()).or_default();
        if !family.contains(&listed) {
            family.push(listed);
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether the list is of the kind that names systems.
    pub(crate) fn is_decorated(&self) -> bool {
        self.0.values().flatten().any(|listed| listed.system.is_some())
    }

    /// Every name, in order.
    pub(crate) fn all(&self) -> Vec<String> {
        let names = self.0.iter().flat_map(|(family, all)| all.iter().map(|listed| listed.name(family)));
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    }

    pub(crate) fn families(&self) -> impl Iterator<Item = &str> + Clone {
        self.0.keys().map(String::as_str)
    }

    /// What the list has of a family, by the name that is written or by one that means the same.
    pub(crate) fn of(&self, name: &TypeName<'_>) -> Option<&[Listed]> {
        let known = name.known_family();
        let other = self.0.iter().find(|(family, _)| TypeName { family, ..*name }.known_family() == known);
        let found = self.0.get(name.family).or_else(|| self.0.get(known)).or_else(|| other.map(|(_, all)| all));
        found.or_else(|| self.0.get(name.present_family())).map(Vec::as_slice)
    }

    /// The names of a family, newest version first.
    pub(crate) fn versions(&self, name: &TypeName<'_>) -> Vec<String> {
        let mut all: Vec<&Listed> = self.of(name).unwrap_or_default().iter().collect();
        all.sort_by_key(|listed| (std::cmp::Reverse(numbers(listed)), listed.system, listed.variant));
        all.into_iter().map(|listed| listed.name(name.known_family())).collect()
    }
}

fn numbers(listed: &Listed) -> Vec<u32> {
    let version = listed.version.as_deref().unwrap_or_default();
    version.split(['.', '+']).map_while(|part| part.parse().ok()).collect()
}

/// Whether a version is a short form of another: `1` and `1.3` of `1.3.9`, `8.4` of `8.4+1.22`.
pub(crate) fn is_short_of(short: &str, long: &str) -> bool {
    long.strip_prefix(short).is_some_and(|rest| rest.is_empty() || rest.starts_with(['.', '+']))
}

/// Whether a version is a word whose meaning moves on, such as `latest`.
pub(crate) fn is_rolling(version: &str) -> bool {
    version.starts_with(|c: char| c.is_ascii_alphabetic())
}

#[cfg(test)]
mod tests {
    use super::{Names, is_rolling, is_short_of};
    use crate::domain::service_type::TypeName;

    #[test]
    fn a_family_is_found_by_each_of_its_names() {
        let mut names = Names::default();
        for name in ["alpine/go@1.22", "seaweedfs:ha@3.85", "object-storage", "alpine/go@1.22"] {
            names.add(name);
        }
        let count = |text| names.of(&TypeName::parse(text)).map(<[_]>::len);
        assert_eq!(count("golang@1"), Some(1));
        assert_eq!((count("sharedstorage"), count("objectstorage:x"), count("bun")), (Some(1), None, None));
        assert!(names.is_decorated());
        assert!(is_short_of("1", "1.3.9") && is_short_of("8.4", "8.4+1.22") && !is_short_of("1", "10.2"));
        assert!(is_rolling("latest") && !is_rolling("22") && !is_rolling(""));
    }
}
