//! The types and bases of May 2026: names without a system, and the spellings that stood for others.
//! Derived: from the schemas published then.

use crate::domain::documents::types::Types;
use crate::domain::service_type::TypeName;
use crate::domain::status::Category;
use crate::generated::catalog::CATALOG;

/// Families with their category and versions, the newest first.
pub(crate) const FAMILIES: &[(&str, Category, &str)] = &[
    ("nodejs", Category::User, "24 22 20 18"),
    ("bun", Category::User, "1.3 1.2 1.1 canary nightly"),
    ("deno", Category::User, "2 1"),
    ("go", Category::User, "1.22 1"),
    ("python", Category::User, "3.14 3.12 3.11 3.9"),
    ("php-apache", Category::User, "8.5 8.4 8.3 8.1"),
    ("php-nginx", Category::User, "8.5 8.4 8.3 8.1"),
    ("ruby", Category::User, "3.4 3.3 3.2"),
    ("rust", Category::User, "1.86 1.80 1.78 stable nightly"),
    ("java", Category::User, "21 17"),
    ("dotnet", Category::User, "10 9 8 7 6"),
    ("elixir", Category::User, "1.16 1"),
    ("gleam", Category::User, "1.5 1"),
    ("alpine", Category::User, "3.23 3.22 3.21 3.20 3.19 3.18 3.17"),
    ("ubuntu", Category::User, "24.04 22.04"),
    ("docker", Category::User, "26.1 26"),
    ("static", Category::User, "1.0"),
    ("nginx", Category::User, "1.22"),
    ("zcp", Category::User, "1"),
    ("postgresql", Category::Standard, "18 17 16 14"),
    ("mariadb", Category::Standard, "10.6"),
    ("clickhouse", Category::Standard, "25.3"),
    ("valkey", Category::Standard, "7.2"),
    ("keydb", Category::Standard, "6"),
    ("elasticsearch", Category::Standard, "9.2 8.16"),
    ("meilisearch", Category::Standard, "1.20 1.10"),
    ("typesense", Category::Standard, "30.2 27.1"),
    ("qdrant", Category::Standard, "1.12 1.10"),
    ("nats", Category::Standard, "2.12 2.10"),
    ("kafka", Category::Standard, "3.9 3.8"),
    ("rabbitmq", Category::Standard, "3.9"),
    ("object-storage", Category::ObjectStorage, ""),
    ("shared-storage", Category::SharedStorage, ""),
    ("seaweedfs", Category::SharedStorage, "3"),
];

/// Spellings that stood for another one.
const ALIASES: &[(&str, &str)] = &[
    ("bun@1.1.34", "bun@1.1"),
    ("bun@1.2.2", "bun@1.2"),
    ("bun@1.3.9", "bun@1.3"),
    ("bun@latest", "bun@1.3"),
    ("deno@1.45.5", "deno@1"),
    ("deno@2.0.0", "deno@2"),
    ("deno@latest", "deno@2"),
    ("golang@1", "go@1"),
    ("golang@1.22", "go@1.22"),
    ("php-apache@8.1+2.4", "php-apache@8.1"),
    ("php-apache@8.3+2.4", "php-apache@8.3"),
    ("php-apache@8.4+2.4", "php-apache@8.4"),
    ("php-apache@8.5+2.4", "php-apache@8.5"),
    ("php-nginx@8.1+1.22", "php-nginx@8.1"),
    ("php-nginx@8.3+1.22", "php-nginx@8.3"),
    ("php-nginx@8.4+1.22", "php-nginx@8.4"),
    ("php-nginx@8.5+1.28", "php-nginx@8.5"),
    ("java", "java@17"),
    ("java@latest", "java@17"),
    ("elixir@1.16.2", "elixir@1.16"),
    ("gleam@1.5.1", "gleam@1.5"),
    ("3.20", "alpine@3.20"),
    ("3.21", "alpine@3.21"),
    ("3.22", "alpine@3.22"),
    ("3.23", "alpine@3.23"),
    ("22.04", "ubuntu@22.04"),
    ("static", "static@1.0"),
    ("static@latest", "static@1.0"),
    ("nginx@latest", "nginx@1.22"),
    ("docker@26.1.5", "docker@26.1"),
    ("docker@latest", "docker@26.1"),
    ("objectstorage", "object-storage"),
    ("sharedstorage", "shared-storage"),
];

/// Bases of both phases.
const SHARED: &[(&str, &str)] = &[
    ("alpine", "3.17 3.18 3.19 3.20 3.21 3.22 3.23 latest"),
    ("ubuntu", "22.04 24.04 latest"),
    ("bun", "1.1 1.1.34 1.2 1.2.2 1.3 1.3.9 latest canary nightly"),
    ("deno", "1 1.45.5 2.0.0 latest"),
    ("dotnet", "6 7 8 9 10 latest"),
    ("elixir", "1 1.16 1.16.2 latest"),
    ("gleam", "1 1.5 1.5.1 latest"),
    ("go", "1 1.22 latest"),
    ("golang", "1 1.22 latest"),
    ("java", "17 21 latest"),
    ("nodejs", "18 20 22 24 latest"),
    ("python", "3.11 3.12 3.14 latest"),
    ("ruby", "3.2 3.3 3.4"),
    ("rust", "1 1.78 1.80 1.86 stable latest nightly"),
];
const BUILD_ONLY: &[(&str, &str)] = &[("php", "8.1 8.3 8.4 8.5 latest")];
const RUN_ONLY: &[(&str, &str)] = &[
    ("docker", "26 26.1 26.1.5 latest"),
    ("nginx", "1.22 latest"),
    ("php-apache", "8.1 8.3 8.4 8.5 latest"),
    ("php-nginx", "8.1 8.3 8.4 8.5 latest"),
    ("runtime", "latest"),
    ("static", "1.0 latest"),
    ("zcp", "1 latest"),
    ("ruby", "latest"),
];
/// Bases without a family, and `static`, which needs no version to run.
const NUMBERS: &str = "3.17 3.18 3.19 3.20 3.21 3.22 3.23 22.04 24.04";

/// The type that a spelling stood for; itself where it stood for no other.
pub(crate) fn meant(name: &str) -> &str {
    ALIASES.iter().find(|(alias, _)| *alias == name).map_or(name, |(_, name)| name)
}

/// The names of a family in full.
pub(crate) fn names(family: &str, versions: &str) -> Vec<String> {
    match versions {
        "" => vec![family.to_owned()],
        versions => versions.split(' ').map(|version| format!("{family}@{version}")).collect(),
    }
}

/// Every spelling of a type, with both modes of managed ones, and the bases.
pub(crate) fn types() -> Types {
    let mut all = vec![("runtime".to_owned(), Category::User), ("php-apache@8.0+2.4".to_owned(), Category::User)];
    for (family, category, versions) in FAMILIES {
        for name in names(family, versions) {
            let parts = TypeName::parse(&name);
            if matches!(category, Category::Standard | Category::SharedStorage) && parts.version.is_some() {
                let variants = crate::domain::service_type::Variant::ALL.map(Some);
                all.extend(variants.map(|variant| (TypeName { variant, ..parts }.to_string(), category.clone())));
            }
            all.push((name, category.clone()));
        }
    }
    let aliases: Vec<_> = ALIASES
        .iter()
        .filter_map(|(alias, name)| {
            all.iter().find(|(known, _)| known == name).map(|(_, category)| ((*alias).to_owned(), category.clone()))
        })
        .collect();
    all.extend(aliases);
    let bases = |own: &[(&str, &str)]| -> Vec<String> {
        let families = SHARED.iter().chain(own).flat_map(|(family, versions)| names(family, versions));
        families.chain(NUMBERS.split(' ').map(str::to_owned)).collect()
    };
    let mut run = bases(RUN_ONLY);
    run.push("static".to_owned());
    Types::from_names(CATALOG, all).with_bases(&bases(BUILD_ONLY), &run)
}
