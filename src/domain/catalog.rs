//! The service types, as `spec/catalog.yaml` declares them.

use super::service_type::{System, TypeName, Variant};
use super::status::Category;

/// Families of one purpose.
#[derive(Debug)]
pub struct Section {
    /// The purpose.
    pub title: &'static str,
    /// The families.
    pub families: &'static [Family],
}

/// A type without its version.
#[expect(clippy::struct_excessive_bools, reason = "each is a fact of its own about a family")]
#[derive(Debug)]
pub struct Family {
    /// The part of a type before `@`, without system and mode.
    pub name: &'static str,
    /// The name a person reads.
    pub title: &'static str,
    /// What it is to the platform.
    pub category: Category,
    /// Other names that the platform takes for it.
    pub other_names: &'static [&'static str],
    /// The systems that it runs on, as prefixes; empty for a type that names none.
    pub systems: &'static [System],
    /// The modes that it has, as suffixes; empty for a type that names none.
    pub modes: &'static [Variant],
    /// The versions, newest first, rolling words and exact forms last; empty for a type without one.
    pub versions: &'static [&'static str],
    /// Versions that one system alone has.
    pub only: &'static [(System, &'static [&'static str])],
    /// Whether it is listed without a version too.
    pub unversioned: bool,
    /// Whether it is listed without prefix and version too.
    pub bare: bool,
    /// Whether it can be `build.base`.
    pub build: bool,
    /// Whether it can be `run.base`.
    pub run: bool,
    /// Names without their system that cannot be `build.base` all the same.
    pub not_build: &'static [&'static str],
    /// How its services behave.
    pub traits: Traits,
    /// Its limits, and those of `:ha`.
    pub limits: [Limits; 2],
    /// The variables that a service has by itself, where all of them are known; empty otherwise.
    pub variables: &'static [&'static str],
    /// The profile that alone takes `profileOverrides`; without one every profile does.
    pub override_profile: Option<&'static str>,
    /// The keys that `profileOverrides` can have.
    pub override_keys: &'static [&'static str],
    /// What a profile holds per container: its name, cores and GB of RAM.
    pub floors: &'static [(&'static str, f64, f64)],
    /// Versions that left the lists, and the version or type to take instead; the empty version is the family.
    pub retired: &'static [(&'static str, &'static str)],
    /// Whether the platform lists it and documents it nowhere.
    pub hidden: bool,
    /// What else is worth knowing in a few words.
    pub note: Option<&'static str>,
}

/// How the services of a family behave.
#[derive(Clone, Copy, Debug)]
pub struct Traits {
    /// The ports that they have by themselves.
    pub ports: &'static [Port],
    /// How their server is recognised, at which port.
    pub sign: Option<(u16, Sign)>,
    /// The variables that the sandbox makes for them. In a value `${hostname}`, `${password}` and `${prefix}` stand for
    /// what is made up; without a value it is a secret of its own.
    pub values: &'static [(&'static str, Option<&'static str>)],
    /// The variables that lead an application to them; `@` stands for the hostname and `_`. None where the usual ones do.
    pub links: Option<&'static [(&'static str, &'static str)]>,
    /// How the name of a backup ends; none where the platform makes no backups.
    pub backup: Option<&'static str>,
    /// What people call them.
    pub called: &'static [&'static str],
    /// What they serve HTTP with by themselves.
    pub web_server: Option<WebServer>,
    /// Whether they take up new variables without a restart.
    pub reload: bool,
    /// Whether their resources are fixed, so that nothing scales by itself.
    pub fixed: bool,
    /// Whether they are workspaces of zcp, which nothing is deployed to.
    pub workspace: bool,
}

impl Traits {
    /// Those of a runtime of which nothing else is known.
    pub const RUNTIME: Self = Self {
        ports: &[],
        sign: None,
        values: &[],
        links: None,
        backup: None,
        called: &[],
        web_server: None,
        reload: true,
        fixed: false,
        workspace: false,
    };
}

/// A port.
#[derive(Clone, Copy, Debug)]
pub struct Port {
    /// Its number.
    pub number: u16,
    /// What is spoken there, such as `http`.
    pub scheme: &'static str,
    /// Whether it can be public under zerops.app.
    pub public: bool,
}

/// How a server is recognised by whoever has no credentials.
#[derive(Clone, Copy, Debug)]
pub enum Sign {
    /// By its greeting.
    Greets(Protocol),
    /// By the statuses and the text with which it answers a path.
    Answers {
        /// The path.
        path: &'static str,
        /// The statuses.
        statuses: &'static [u16],
        /// What is in the answer.
        text: &'static str,
    },
}

/// A protocol with a greeting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Protocol {
    /// `PostgreSQL`, asked whether it speaks TLS.
    Postgres,
    /// Redis and what speaks its protocol, asked for a PONG.
    Redis,
    /// `MariaDB`, which greets first.
    MariaDb,
    /// NATS, which greets first.
    Nats,
    /// Kafka, asked for the versions of its API.
    Kafka,
    /// `RabbitMQ`, told the version of AMQP.
    Amqp,
}

/// What serves HTTP on port 80 without being started.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WebServer {
    /// It serves files and runs no program of the user's.
    Files,
    /// It runs PHP.
    Php,
}

/// The family of a name in a catalogue.
#[must_use]
pub fn family(sections: &'static [Section], name: &str) -> Option<&'static Family> {
    let known = super::service_type::family(name);
    sections.iter().flat_map(|section| section.families).find(|family| family.name == known)
}

/// The variables that lead an application to a service of a type, under names of its own.
#[must_use]
pub fn links(sections: &'static [Section], name: &str) -> &'static [(&'static str, &'static str)] {
    let known = family(sections, name).and_then(|family| family.traits.links);
    known.unwrap_or(&[("HOST", "${@hostname}"), ("PORT", "${@port}")])
}

/// The limits of a family in one mode.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// The least RAM in GB.
    pub ram: f64,
    /// The least disk in GB.
    pub disk: f64,
    /// The range of the numbers of containers; none where they cannot be given.
    pub containers: Option<(i64, i64)>,
    /// The scaling profiles; empty where there are none.
    pub profiles: &'static [&'static str],
    /// The profile that is taken where none is given.
    pub profile: Option<&'static str>,
}

impl Family {
    /// Its limits in a mode; without one those of `:single`.
    #[must_use]
    pub const fn limits(&self, variant: Option<Variant>) -> &Limits {
        match variant {
            Some(Variant::Ha) => &self.limits[1],
            _ => &self.limits[0],
        }
    }

    /// Whether it can be the `type` of a service today. What is only a base cannot, nor what is retired.
    #[must_use]
    pub fn is_importable(&self) -> bool {
        !self.is_retired() && (!self.category.is_runtime() || self.run)
    }

    /// Whether the whole family left the lists.
    #[must_use]
    pub fn is_retired(&self) -> bool {
        self.retired.iter().any(|(version, _)| version.is_empty())
    }

    /// What to take instead of a retired version, as a name in full; the system and mode asked for are kept where the
    /// successor has any.
    #[must_use]
    pub fn successor(&self, name: &TypeName<'_>) -> Option<String> {
        let version = name.version.unwrap_or_default();
        let named = self.retired.iter().find(|(retired, _)| *retired == version);
        let (_, instead) = named.or_else(|| self.retired.iter().find(|(retired, _)| retired.is_empty()))?;
        if self.is_retired() {
            let other = TypeName::parse(instead);
            return Some(TypeName { variant: other.variant.and(name.variant).or(other.variant), ..other }.to_string());
        }
        let has = |system: &System| self.systems.contains(system);
        let usual = Some(System::Ubuntu).filter(has).or_else(|| self.systems.first().copied());
        let system = name.system.filter(has).or(usual);
        let variant = name.variant.filter(|variant| self.modes.contains(variant)).or(self.modes.first().copied());
        Some(TypeName { system, family: self.name, variant, version: Some(instead) }.to_string())
    }

    /// Whether a version has left the lists.
    #[must_use]
    pub fn has_retired(&self, version: &str) -> bool {
        self.retired.iter().any(|(retired, _)| *retired == version)
    }

    /// Every name of the platform's list, with the names that it is also known by.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let mut names = Vec::new();
        if self.is_retired() {
            return names;
        }
        for family in std::iter::once(&self.name).chain(self.other_names) {
            let systems: Vec<Option<System>> =
                if self.systems.is_empty() { vec![None] } else { self.systems.iter().copied().map(Some).collect() };
            let modes: Vec<Option<Variant>> =
                if self.modes.is_empty() { vec![None] } else { self.modes.iter().copied().map(Some).collect() };
            let mut versions: Vec<Option<&str>> = self.versions.iter().copied().map(Some).collect();
            if self.unversioned || versions.is_empty() {
                versions.push(None);
            }
            for &version in &versions {
                for &system in systems.iter().filter(|system| self.has_on(version, **system)) {
                    let name = |variant: &Option<Variant>| TypeName { system, family, variant: *variant, version };
                    names.extend(modes.iter().map(|variant| name(variant).to_string()));
                }
            }
            if self.bare {
                names.push((*family).to_owned());
            }
        }
        names
    }

    /// Those of them that can be `build.base`.
    #[must_use]
    pub fn build_names(&self) -> Vec<String> {
        let fits = |name: &String| !self.not_build.contains(&TypeName::parse(name).bare().to_string().as_str());
        if self.build { self.names().into_iter().filter(fits).collect() } else { Vec::new() }
    }

    /// Whether it has a version on a system; only what is said of both can be denied.
    #[must_use]
    pub fn has_on(&self, version: Option<&str>, system: Option<System>) -> bool {
        let (Some(version), Some(system)) = (version, system) else { return true };
        let owners = self.only.iter().filter(|(_, versions)| versions.contains(&version));
        let owners: Vec<System> = owners.map(|(owner, _)| *owner).collect();
        owners.is_empty() || owners.contains(&system)
    }
}
