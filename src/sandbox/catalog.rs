//! The service types that can be imported: what a `type` means.

use std::sync::LazyLock;

use super::catalog_table::{MANAGED, RUNTIME, TRAITS, Traits};
use crate::domain::catalog;
use crate::domain::documents::types::Types;
use crate::generated::catalog::CATALOG;

/// Every family that can be imported: those of the catalogue.
pub(crate) static FAMILIES: LazyLock<Vec<Family>> =
    LazyLock::new(|| CATALOG.iter().flat_map(|section| section.families).map(Family::of).collect());

/// The same types in every spelling that an import takes.
pub(crate) static TYPES: LazyLock<Types> = LazyLock::new(|| Types::from_sections(CATALOG));

/// The runtime of which no technology is known, which the command line client asks for. The
/// catalogue does not have it, because nobody writes it into a document.
static PLAIN: LazyLock<Family> = LazyLock::new(|| Family {
    versions: vec!["runtime".to_owned()],
    ..Family::new("runtime", "Runtime", Category::User, RUNTIME)
});

/// A project's own services.
static CORE: LazyLock<Family> =
    LazyLock::new(|| Family::new("core", "Core", Category::Core, Traits { reload: false, ..RUNTIME }));

/// The services that build.
static BUILD: LazyLock<Family> =
    LazyLock::new(|| Family::new("zbuild", "Build", Category::Build, Traits { reload: false, ..RUNTIME }));

/// The services that prepare runtimes.
static PREPARE: LazyLock<Family> =
    LazyLock::new(|| Family::new("zprepare", "Prepare", Category::PrepareRuntime, Traits { reload: false, ..RUNTIME }));

/// The category of a service type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Category {
    /// Runs the user's code.
    User,
    /// A managed database, cache, search or queue.
    Standard,
    SharedStorage,
    ObjectStorage,
    /// The project's own balancers and loggers.
    Core,
    /// Builds the versions of a service.
    Build,
    /// Prepares runtimes for the versions of a service.
    PrepareRuntime,
}

impl Category {
    /// The category as it goes on the wire.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::User => "USER",
            Self::Standard => "STANDARD",
            Self::SharedStorage => "SHARED_STORAGE",
            Self::ObjectStorage => "OBJECT_STORAGE",
            Self::Core => "CORE",
            Self::Build => "BUILD",
            Self::PrepareRuntime => "PREPARE_RUNTIME",
        }
    }

    /// The category of a family of the catalogue, where only these occur.
    fn from_wire(name: &str) -> Self {
        match name {
            "STANDARD" => Self::Standard,
            "OBJECT_STORAGE" => Self::ObjectStorage,
            "SHARED_STORAGE" => Self::SharedStorage,
            _ => Self::User,
        }
    }
}

/// Whether a service runs in several containers by itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Mode {
    Ha,
    NonHa,
}

impl Mode {
    /// The mode as it goes on the wire.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Ha => "HA",
            Self::NonHa => "NON_HA",
        }
    }

    /// The mode of this name on the wire.
    pub(crate) fn from_wire(name: &str) -> Option<Self> {
        match name {
            "HA" => Some(Self::Ha),
            "NON_HA" => Some(Self::NonHa),
            _ => None,
        }
    }
}

/// What an import says about the mode of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ModeRule {
    /// It may be given.
    Optional,
    /// It must be given.
    Required,
    /// It must not be given.
    Forbidden,
    /// It must be given and cannot be HA.
    SingleOnly,
}

/// A family of service types: everything but the version.
#[derive(Debug)]
pub(crate) struct Family {
    /// The part of the type before the version.
    pub(crate) key: &'static str,
    /// The name a person reads.
    pub(crate) name: &'static str,
    pub(crate) category: Category,
    /// The types in full, as an import names them.
    pub(crate) versions: Vec<String>,
    pub(crate) mode: ModeRule,
    pub(crate) reload: bool,
    /// Whether limits of CPU, RAM and disk scale by themselves.
    pub(crate) vertical: bool,
    /// The least RAM in GB.
    pub(crate) min_ram: f64,
    /// The least disk in GB.
    pub(crate) min_disk: f64,
    /// Ports: number, scheme, whether they can be public under zerops.app.
    pub(crate) ports: &'static [(u16, &'static str, bool)],
    /// Whether a runtime serves HTTP on port 80 without saying so.
    pub(crate) web_server: bool,
}

impl Family {
    fn new(key: &'static str, name: &'static str, category: Category, traits: Traits) -> Self {
        Self {
            key,
            name,
            category,
            versions: Vec::new(),
            mode: traits.mode,
            reload: traits.reload,
            vertical: traits.vertical,
            min_ram: traits.min_ram,
            min_disk: traits.min_disk,
            ports: traits.ports,
            web_server: traits.web_server,
        }
    }

    fn of(family: &catalog::Family) -> Self {
        let category = Category::from_wire(family.category);
        let unknown = if category == Category::User { RUNTIME } else { MANAGED };
        let traits = TRAITS.iter().find(|traits| traits.key == family.name).copied().unwrap_or(unknown);
        let versions = match family.versions {
            [] => vec![family.name.to_owned()],
            versions => versions.iter().map(|version| format!("{}@{version}", family.name)).collect(),
        };
        Self { versions, ..Self::new(family.name, family.title, category, traits) }
    }
}

/// A service type: a family in one version.
#[derive(Clone, Debug)]
pub(crate) struct TypeInfo {
    pub(crate) family: &'static Family,
    /// The type as `nodejs@22`, without the variant.
    pub(crate) version_name: String,
    /// The mode, where the type itself names it (`postgresql:ha@16`).
    pub(crate) variant: Option<Mode>,
}

impl TypeInfo {
    /// The version alone; empty for a type without.
    pub(crate) fn version_number(&self) -> &str {
        self.version_name.split_once('@').map_or("", |(_, version)| version)
    }

    /// Whether it runs the user's code.
    pub(crate) fn is_runtime(&self) -> bool {
        self.family.category == Category::User
    }
}

/// The type that an import means.
///
/// Derived: `postgresql:ha@16` is `postgresql@16` with mode HA.
/// Guessed: a service made with a variant answers with the type without it, and one made with
/// another spelling answers with the catalogue's.
pub(crate) fn find(type_version: &str) -> Option<TypeInfo> {
    // The variant stands with the family and nowhere else.
    if type_version.split_once('@').is_some_and(|(_, version)| version.contains(':')) {
        return None;
    }
    let found = TYPES.resolve(type_version).ok()?;
    let family = FAMILIES.iter().chain([&*PLAIN]).find(|family| family.key == found.family)?;
    if found.variant.is_some() && !matches!(family.mode, ModeRule::Required | ModeRule::SingleOnly) {
        return None;
    }
    let version_name =
        if found.version.is_empty() { found.family } else { format!("{}@{}", found.family, found.version) };
    let variant = found.variant.map(|several| if several { Mode::Ha } else { Mode::NonHa });
    Some(TypeInfo { family, version_name, variant })
}

/// The stable id of a family, in the form of the platform's ids.
pub(crate) fn family_id(family: &Family) -> String {
    use base64::Engine as _;
    let mut bytes = [0x5a_u8; 16];
    for (index, byte) in family.key.bytes().enumerate() {
        bytes[index % 16] = bytes[index % 16].rotate_left(3) ^ byte;
    }
    base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(bytes).replace('-', "A").replace('_', "B")
}

/// The id of a version, such as `nodejs_v22`.
pub(crate) fn version_id(version_name: &str) -> String {
    version_name.replace('@', "_v").replace('.', "_")
}

/// The type of a project's own services.
pub(crate) fn core() -> TypeInfo {
    TypeInfo { family: &CORE, version_name: "core@1".into(), variant: None }
}

/// The type of the service that builds versions of another.
pub(crate) fn build(of: &TypeInfo) -> TypeInfo {
    TypeInfo { family: &BUILD, version_name: format!("zbuild {}", of.family.key), variant: None }
}

/// The type of the service that prepares runtimes of another.
pub(crate) fn prepare(of: &TypeInfo) -> TypeInfo {
    TypeInfo { family: &PREPARE, version_name: format!("zprepare {}", of.family.key), variant: None }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn both_spellings_of_a_mode_find_the_same_type() {
        let plain = find("postgresql@16").expect("plain");
        let variant = find("postgresql:single@16").expect("variant");
        assert_eq!((plain.version_name.as_str(), plain.variant), ("postgresql@16", None));
        assert_eq!((variant.version_name.as_str(), variant.variant), ("postgresql@16", Some(Mode::NonHa)));
        assert!(find("postgresql@16:single").is_none());
        assert!(find("nodejs@99").is_none() && find("nodejs:ha@22").is_none() && find("valkey@8").is_none());
    }

    #[test]
    fn types_and_their_ids_are_unique() {
        let types: Vec<&String> = FAMILIES.iter().flat_map(|family| &family.versions).collect();
        assert!(types.iter().all(|name| find(name).is_some_and(|found| found.version_name == **name)));
        assert_eq!(types.iter().collect::<HashSet<_>>().len(), types.len());
        let ids: HashSet<_> = FAMILIES.iter().map(family_id).collect();
        assert_eq!(ids.len(), FAMILIES.len());
        assert!(ids.iter().all(|id| id.len() == 22));
    }
}
