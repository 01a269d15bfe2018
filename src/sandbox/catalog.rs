//! The service types that can be imported: what a `type` means.

use std::sync::LazyLock;

use super::catalog_former as former;
use super::platform_date::PlatformDate;
use crate::domain::catalog::{self, Traits};
use crate::domain::documents::bases;
use crate::domain::documents::types::{Phase, Types};
use crate::domain::ranges;
use crate::domain::service_type::{TypeName, Variant};
use crate::domain::status::Category;
use crate::generated::catalog::CATALOG;

/// Every family that can be imported today: those of the catalogue.
static TODAY: LazyLock<Vec<Family>> = LazyLock::new(|| {
    let all = CATALOG.iter().flat_map(|section| section.families);
    all.filter(|family| family.is_importable()).map(Family::of).collect()
});

/// Every family that could be imported before.
static BEFORE: LazyLock<Vec<Family>> = LazyLock::new(|| {
    let all = former::FAMILIES.iter();
    all.map(|(key, category, versions)| Family::former(key, category.clone(), versions)).collect()
});

/// The same types in every spelling that an import takes.
static TYPES: LazyLock<[Types; 2]> = LazyLock::new(|| [Types::from_sections(CATALOG), former::types()]);

/// The families that a platform lists.
pub(crate) fn families(platform: PlatformDate) -> &'static [Family] {
    if platform.is_former() { &BEFORE } else { &TODAY }
}

/// What a platform takes as a type and as a base.
pub(crate) fn types(platform: PlatformDate) -> &'static Types {
    &TYPES[usize::from(platform.is_former())]
}

/// The scaling profiles of a type, and the one that a service has where none is given. Observed for `PostgreSQL`
/// (measured 2026-08); derived for Valkey. Guessed: before, there were none.
pub(crate) fn profiles(platform: PlatformDate, kind: &TypeInfo) -> (&'static [&'static str], Option<&'static str>) {
    let found = if platform.is_former() { None } else { types(platform).listed(&kind.version_name) };
    let limits = found.and_then(|found| found.limits(found.variant));
    limits.map_or((&[], None), |limits| (limits.profiles, limits.profile))
}

/// The runtime of which no technology is known, which the command line client asks for. The
/// catalogue does not have it, because nobody writes it into a document.
static PLAIN: LazyLock<Family> = LazyLock::new(|| Family {
    versions: vec!["runtime".to_owned()],
    ..Family::new("runtime", "Runtime", Category::User, Traits::RUNTIME)
});

/// A project's own services.
static CORE: LazyLock<Family> =
    LazyLock::new(|| Family::new("core", "Core", Category::Core, Traits { reload: false, ..Traits::RUNTIME }));

/// The services that build.
static BUILD: LazyLock<Family> =
    LazyLock::new(|| Family::new("zbuild", "Build", Category::Build, Traits { reload: false, ..Traits::RUNTIME }));

/// The services that prepare runtimes.
static PREPARE: LazyLock<Family> = LazyLock::new(|| {
    Family::new("zprepare", "Prepare", Category::PrepareRuntime, Traits { reload: false, ..Traits::RUNTIME })
});

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

    /// The mode that a type names.
    const fn of(variant: Variant) -> Self {
        match variant {
            Variant::Single => Self::NonHa,
            Variant::Ha => Self::Ha,
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

impl ModeRule {
    fn of(family: &catalog::Family) -> Self {
        match (&family.category, family.modes) {
            (Category::User, _) => Self::Optional,
            (_, []) => Self::Forbidden,
            (_, [Variant::Single]) => Self::SingleOnly,
            _ => Self::Required,
        }
    }
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
    /// How its services behave.
    pub(crate) traits: Traits,
    /// The least RAM in GB, and that of several nodes.
    min_ram: f64,
    min_ram_ha: f64,
    /// The number of containers of a managed service that may be written although nobody chooses it.
    exact_containers: [Option<i64>; 2],
    /// The least disk in GB.
    pub(crate) min_disk: f64,
}

impl Family {
    fn new(key: &'static str, name: &'static str, category: Category, traits: Traits) -> Self {
        Self {
            key,
            name,
            category,
            versions: Vec::new(),
            mode: ModeRule::Optional,
            traits,
            min_ram: ranges::RAM.least,
            min_ram_ha: ranges::RAM.least,
            exact_containers: [None; 2],
            min_disk: ranges::DISK.least,
        }
    }

    fn of(family: &catalog::Family) -> Self {
        let category = family.category.clone();
        let [one, several] = family.limits;
        let same = |range: (i64, i64)| (range.0 == range.1).then_some(range.0);
        Self {
            versions: family.names(),
            min_ram: one.ram,
            min_ram_ha: several.ram,
            min_disk: one.disk,
            exact_containers: [one.containers.and_then(same), several.containers.and_then(same)],
            mode: ModeRule::of(family),
            ..Self::new(family.name, family.title, category, family.traits)
        }
    }

    /// What a family was before: what has been found out of it since holds for then too.
    fn former(key: &'static str, category: Category, versions: &str) -> Self {
        let today = catalog::family(CATALOG, key).map(Self::of);
        let today = today.unwrap_or_else(|| Self::new(key, key, category.clone(), Traits::RUNTIME));
        Self { category, versions: former::names(key, versions), exact_containers: [None; 2], ..today }
    }

    /// The number of containers that may be written, where it is fixed.
    pub(crate) fn exact_containers(&self, mode: Mode) -> Option<i64> {
        self.exact_containers[usize::from(mode == Mode::Ha)]
    }

    /// The least RAM in GB of a service in a mode: more than elsewhere for some of several nodes.
    pub(crate) fn min_ram(&self, mode: Mode) -> f64 {
        if mode == Mode::Ha { self.min_ram_ha } else { self.min_ram }
    }
}

/// A service type: a family in one version.
#[derive(Clone, Debug)]
pub(crate) struct TypeInfo {
    pub(crate) family: &'static Family,
    /// The type as the platform answers with it: `ubuntu/nodejs@22` today, `nodejs@22` before.
    pub(crate) version_name: String,
    /// The mode, where the type itself names it (`postgresql:ha@16`).
    pub(crate) variant: Option<Mode>,
}

impl TypeInfo {
    /// The same in a mode, which a managed type names.
    pub(crate) fn in_mode(mut self, platform: PlatformDate, mode: Mode) -> Self {
        let name = TypeName::parse(&self.version_name);
        if !platform.is_former() && matches!(self.family.mode, ModeRule::Required | ModeRule::SingleOnly) {
            let variant = Some(if mode == Mode::Ha { Variant::Ha } else { Variant::Single });
            self.version_name = TypeName { variant, ..name }.to_string();
        }
        self
    }

    /// The version alone; empty for a type without.
    pub(crate) fn version_number(&self) -> &str {
        TypeName::parse(&self.version_name).version.unwrap_or_default()
    }

    /// Whether it runs the user's code.
    pub(crate) fn is_runtime(&self) -> bool {
        self.family.category == Category::User
    }
}

/// The type that an import means.
///
/// Observed (measured 2026-08): a bare runtime answers with Ubuntu. Derived: `postgresql:ha@16` is `postgresql@16`
/// with mode HA, a shared storage is a `SeaweedFS`. Guessed: a version answers as it was written; what left the
/// list is refused; before, a service made with a variant or an alias answered with the plain name.
pub(crate) fn find(platform: PlatformDate, text: &str) -> Option<TypeInfo> {
    if text == "runtime" {
        return Some(TypeInfo { family: &PLAIN, version_name: text.to_owned(), variant: None });
    }
    if platform.is_former() {
        return find_former(text);
    }
    let types = types(platform);
    let found = types.listed(text)?;
    let mut name = TypeName::parse(text);
    name.family = &found.family;
    if name.present_family() != name.family {
        (name.family, name.version) = (name.present_family(), SEAWEEDFS);
    }
    let family = families(platform).iter().find(|family| family.key == name.family)?;
    let system = name.system.or_else(|| bases::of_import(&name, types));
    let variant = found.variant.map(Mode::of);
    Some(TypeInfo { family, version_name: TypeName { system, ..name }.to_string(), variant })
}

/// The version that a shared storage has become.
const SEAWEEDFS: Option<&str> = Some("3.85");

fn find_former(text: &str) -> Option<TypeInfo> {
    let types = types(PlatformDate::May2026);
    let found = types.listed(text)?;
    let plain = TypeName::parse(text).bare().to_string();
    let version_name = former::meant(&plain).to_owned();
    let key = TypeName::parse(&version_name).family;
    let family = families(PlatformDate::May2026).iter().find(|family| family.key == key)?;
    if TypeName::parse(text).system.is_some() {
        return None;
    }
    Some(TypeInfo { family, version_name, variant: found.variant.map(Mode::of) })
}

/// The type that a deploy with this base makes a service.
///
/// Observed (measured 2026-08, 2026-09): a bare base means Alpine, and another family takes the service over.
pub(crate) fn of_base(platform: PlatformDate, base: &str) -> Option<TypeInfo> {
    let types = types(platform);
    if platform.is_former() || !types.is_listed_base(Phase::Run, base) {
        return None;
    }
    let name = TypeName::parse(base);
    let name = TypeName { family: name.known_family(), system: bases::system(base, types), ..name };
    find(platform, &name.to_string())
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
    version_name.replace('@', "_v").replace(['.', '/', ':', '+'], "_")
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

    const NOW: PlatformDate = PlatformDate::October2026;
    const THEN: PlatformDate = PlatformDate::May2026;

    #[test]
    fn a_type_answers_with_the_name_of_its_date() {
        let name = |platform, text| find(platform, text).map(|found| found.version_name);
        let said = |text: &str| Some(text.to_owned());
        assert_eq!(name(NOW, "nodejs@22"), said("ubuntu/nodejs@22"));
        assert_eq!(name(NOW, "alpine/bun@1.3"), said("alpine/bun@1.3"));
        assert_eq!(name(NOW, "golang@1"), said("ubuntu/go@1"));
        assert_eq!(name(NOW, "shared-storage:ha"), said("seaweedfs:ha@3.85"));
        assert_eq!(name(NOW, "alpine@3.24"), said("alpine@3.24"));
        let database = find(NOW, "postgresql@18").expect("bare").in_mode(NOW, Mode::NonHa);
        assert_eq!((database.version_name.as_str(), database.version_number()), ("postgresql:single@18", "18"));
        for gone in ["nodejs@18", "nodejs@99", "nodejs:ha@22", "alpine/deno@2", "keydb@6", "postgresql@16:single"] {
            assert!(find(NOW, gone).is_none(), "{gone}");
        }
        assert_eq!(name(THEN, "bun@latest"), said("bun@1.3"));
        let variant = find(THEN, "postgresql:single@16").expect("a variant");
        assert_eq!((variant.version_name.as_str(), variant.variant), ("postgresql@16", Some(Mode::NonHa)));
        for unknown in ["ubuntu/nodejs@22", "alpine@3.24", "nodejs:ha@22", "valkey@8", "postgresql@16:single"] {
            assert!(find(THEN, unknown).is_none(), "{unknown}");
        }
    }

    #[test]
    fn a_base_makes_the_service_what_it_names() {
        let name = |text| of_base(NOW, text).map(|found| found.version_name).unwrap_or_default();
        assert_eq!((name("nodejs@22"), name("ubuntu/go@1")), ("alpine/nodejs@22".into(), "ubuntu/go@1".into()));
        assert_eq!((name("deno@2"), name("php@8.4")), ("ubuntu/deno@2".into(), String::new()));
        assert!(of_base(THEN, "nodejs@22").is_none());
    }

    #[test]
    fn types_and_their_ids_are_unique() {
        for platform in PlatformDate::ALL {
            let families = families(platform);
            let types: Vec<&String> = families.iter().flat_map(|family| &family.versions).collect();
            assert!(types.iter().all(|name| find(platform, name).is_some()), "{platform}");
            assert_eq!(types.iter().collect::<HashSet<_>>().len(), types.len());
            assert_eq!(types.iter().map(|name| version_id(name)).collect::<HashSet<_>>().len(), types.len());
            let ids: HashSet<_> = families.iter().map(family_id).collect();
            assert_eq!(ids.len(), families.len());
            assert!(ids.iter().all(|id| id.len() == 22));
        }
    }
}
