//! What a project can hold at the start. A seed is an import document like any other.

use std::borrow::Cow;

use super::platform_date::PlatformDate;

/// A project to make at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seed {
    /// The project's name, unless the document has a `project` with a name of its own.
    pub project: String,
    /// Whether the name here wins over that of the document.
    pub is_named: bool,
    /// The import document with its services.
    pub yaml: String,
}

/// The names of the built-in seeds.
pub const NAMES: &[&str] = &["node-postgres", "empty", "ha"];

/// The import document of a built-in seed.
#[must_use]
pub fn find(name: &str) -> Option<&'static str> {
    match name {
        "node-postgres" => Some(include_str!("../../templates/seeds/node-postgres.yaml")),
        "empty" => Some(include_str!("../../templates/seeds/empty.yaml")),
        "ha" => Some(include_str!("../../templates/seeds/ha.yaml")),
        _ => None,
    }
}

/// A seed as the platform of a date takes it: before, no type named a system, so neither do the built-in seeds.
pub(super) fn spelt(yaml: &str, platform: PlatformDate) -> Cow<'_, str> {
    let is_own = NAMES.iter().filter_map(|name| find(name)).any(|seed| seed == yaml);
    if platform.is_former() && is_own {
        return Cow::Owned(yaml.replace("ubuntu/", "").replace("alpine/", ""));
    }
    Cow::Borrowed(yaml)
}

/// Whether a built-in seed names this repository.
pub(super) fn hold(url: &str) -> bool {
    NAMES.iter().filter_map(|name| find(name)).any(|seed| seed.lines().any(|line| line.ends_with(url)))
}

impl Seed {
    /// A project with the services of an import document.
    pub fn new(project: impl Into<String>, yaml: impl Into<String>) -> Self {
        Self { project: project.into(), is_named: false, yaml: yaml.into() }
    }

    /// The same with this name, whatever the document says.
    #[must_use]
    pub fn named(self, project: impl Into<String>) -> Self {
        Self { project: project.into(), is_named: true, ..self }
    }

    /// A built-in seed as the project `demo`.
    #[must_use]
    pub fn builtin(name: &str) -> Option<Self> {
        find(name).map(|yaml| Self::new("demo", yaml))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_has_a_document() {
        assert!(NAMES.iter().all(|name| find(name).is_some()));
        assert!(find("nope").is_none());
    }
}
