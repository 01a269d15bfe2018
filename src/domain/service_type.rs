//! The name of a service type or of a base: `[os/]family[:mode]@version`, such as `ubuntu/nodejs@22`,
//! `postgresql:single@18` or `static`.
//!
//! Every place that looks at a type looks at these parts. Which types there are is not said here.

use std::fmt;

use crate::generated::family_names::OTHER_NAMES;

/// The operating system that a runtime names before its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum System {
    /// `alpine/`
    Alpine,
    /// `ubuntu/`
    Ubuntu,
}

/// How many nodes a managed service has, which it names after its family.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variant {
    /// `:single`
    Single,
    /// `:ha`
    Ha,
}

/// The parts of a name. Whatever is no known prefix or mode stays a part of the family, which then is no
/// family that exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct TypeName<'a> {
    /// The operating system.
    pub system: Option<System>,
    /// The family as it is written.
    pub family: &'a str,
    /// The mode.
    pub variant: Option<Variant>,
    /// What follows the `@`: a number, or a word such as `latest`.
    pub version: Option<&'a str>,
}

impl System {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Alpine, Self::Ubuntu];

    /// The word of this name.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|system| system.word() == word)
    }

    /// As a type has it, without the `/`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Alpine => "alpine",
            Self::Ubuntu => "ubuntu",
        }
    }

    /// As a sentence has it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        match self {
            Self::Alpine => "Alpine",
            Self::Ubuntu => "Ubuntu",
        }
    }
}

impl Variant {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Single, Self::Ha];

    /// The word of this name.
    #[must_use]
    pub fn of(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|variant| variant.word() == word)
    }

    /// As a type has it, without the `:`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Ha => "ha",
        }
    }
}

impl<'a> TypeName<'a> {
    /// The parts of a name.
    #[must_use]
    pub fn parse(text: &'a str) -> Self {
        let (name, version) = text.split_once('@').map_or((text, None), |(name, version)| (name, Some(version)));
        let (system, name) = match name.split_once('/').map(|(word, rest)| (System::of(word), rest)) {
            Some((Some(system), rest)) => (Some(system), rest),
            _ => (None, name),
        };
        let (family, variant) = match name.rsplit_once(':').map(|(rest, word)| (rest, Variant::of(word))) {
            Some((rest, Some(variant))) => (rest, Some(variant)),
            _ => (name, None),
        };
        Self { system, family, variant, version }
    }

    /// The family by the name that it is known by: `golang` is `go`.
    #[must_use]
    pub fn known_family(&self) -> &'a str {
        OTHER_NAMES.iter().find(|(other, _)| *other == self.family).map_or(self.family, |(_, known)| known)
    }

    /// The family that it is today: a shared storage has become a `SeaweedFS`.
    #[must_use]
    pub fn present_family(&self) -> &'a str {
        match self.known_family() {
            "shared-storage" => "seaweedfs",
            known => known,
        }
    }

    /// The same without system and mode.
    #[must_use]
    pub const fn bare(self) -> Self {
        Self { system: None, variant: None, ..self }
    }

    /// Whether neither system nor mode is named.
    #[must_use]
    pub const fn is_bare(&self) -> bool {
        self.system.is_none() && self.variant.is_none()
    }

    /// Whether both name the same type, as the platform's own clients see it: a bare name equals every other
    /// one of its family and version, two that say more are equal when they say the same.
    #[must_use]
    pub fn is_same(&self, other: &TypeName<'_>) -> bool {
        let said = (self.system, self.variant) == (other.system, other.variant);
        self.present_family() == other.present_family()
            && self.version == other.version
            && (said || self.is_bare() || other.is_bare())
    }
}

impl fmt::Display for TypeName<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(system) = self.system {
            write!(f, "{}/", system.word())?;
        }
        f.write_str(self.family)?;
        if let Some(variant) = self.variant {
            write!(f, ":{}", variant.word())?;
        }
        self.version.map_or(Ok(()), |version| write!(f, "@{version}"))
    }
}

/// The family of a type by the name that it is known by, without system, mode and version.
#[must_use]
pub fn family(name: &str) -> &str {
    TypeName::parse(name).known_family()
}

#[cfg(test)]
mod tests {
    use super::{System, TypeName, Variant, family};

    #[test]
    fn a_name_has_parts() {
        let parts = |text| {
            let name = TypeName::parse(text);
            assert_eq!(name.to_string(), text);
            (name.system, name.family.to_owned(), name.variant, name.version.unwrap_or("-").to_owned())
        };
        let own =
            |system, family: &str, variant, version: &str| (system, family.to_owned(), variant, version.to_owned());
        assert_eq!(parts("ubuntu/nodejs@22"), own(Some(System::Ubuntu), "nodejs", None, "22"));
        assert_eq!(parts("postgresql:ha@18"), own(None, "postgresql", Some(Variant::Ha), "18"));
        assert_eq!(parts("php-nginx@8.4+1.22"), own(None, "php-nginx", None, "8.4+1.22"));
        assert_eq!(parts("alpine/static"), own(Some(System::Alpine), "static", None, "-"));
        assert_eq!(parts("shared-storage:single"), own(None, "shared-storage", Some(Variant::Single), "-"));
        assert_eq!(parts("alpine@3.24"), own(None, "alpine", None, "3.24"));
        // Nothing else is a prefix or a mode.
        assert_eq!(parts("debian/nodejs@22"), own(None, "debian/nodejs", None, "22"));
        assert_eq!(parts("postgresql:double@16"), own(None, "postgresql:double", None, "16"));
        assert_eq!(parts("postgresql@16:single"), own(None, "postgresql", None, "16:single"));
        assert_eq!(parts(""), own(None, "", None, "-"));
    }

    #[test]
    fn a_bare_name_equals_every_other_spelling() {
        let same = |one, two| TypeName::parse(one).is_same(&TypeName::parse(two));
        assert!(same("nodejs@22", "ubuntu/nodejs@22") && same("alpine/nodejs@22", "nodejs@22"));
        assert!(same("postgresql@18", "postgresql:ha@18") && same("sharedstorage", "seaweedfs"));
        assert!(same("objectstorage", "object-storage") && same("shared-storage:ha", "sharedstorage:ha"));
        assert!(!same("alpine/nodejs@22", "ubuntu/nodejs@22") && !same("postgresql:single@18", "postgresql:ha@18"));
        assert!(!same("nodejs@22", "nodejs@20") && !same("nodejs@22", "bun@22"));
    }

    #[test]
    fn a_family_has_one_name() {
        for (name, known) in [
            ("alpine/golang@1.22", "go"),
            ("ubuntu/nginx@1.22", "nginx"),
            ("sharedstorage:ha", "shared-storage"),
            ("alpine@3.24", "alpine"),
            ("valkey:ha@7.2", "valkey"),
        ] {
            assert_eq!(family(name), known);
        }
    }
}
