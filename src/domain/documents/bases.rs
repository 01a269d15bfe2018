//! What `build.base` and `run.base` can be.

use super::families;
use super::types::{Category, Types};
use super::words::{has_spaces, list, quoted};
use crate::domain::nearest::nearest;

/// What `build.base` and `run.base` can be. Made from the built-in lists or from the platform's
/// own schema.
#[derive(Clone, Debug)]
pub struct Bases {
    /// For building.
    pub build: Vec<String>,
    /// For running.
    pub run: Vec<String>,
}

/// Which of the two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// `build.base`.
    Build,
    /// `run.base`.
    Run,
}

/// A base that is not on the list.
pub(crate) struct UnknownBase {
    pub(crate) message: String,
    pub(crate) fix: Option<String>,
    /// Whether a type of this name exists: the list may be older than the base.
    pub(crate) is_type: bool,
}

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
/// Bases without a family.
const BARE: &[&str] = &["3.17", "3.18", "3.19", "3.20", "3.21", "3.22", "3.23", "22.04", "24.04"];

impl Default for Bases {
    fn default() -> Self {
        Self::built_in()
    }
}

impl Bases {
    /// Those that were known when this was built.
    #[must_use]
    pub fn built_in() -> Self {
        let names = |own: &[(&str, &str)], bare: &[&str]| {
            let families = SHARED.iter().chain(own);
            let versions = families
                .flat_map(|(family, versions)| versions.split(' ').map(move |version| format!("{family}@{version}")));
            versions.chain(BARE.iter().chain(bare).map(|&name| name.to_owned())).collect()
        };
        Self { build: names(BUILD_ONLY, &[]), run: names(RUN_ONLY, &["static"]) }
    }

    /// What is wrong with a base, if anything is.
    pub(crate) fn check(&self, phase: Phase, base: &str, types: &Types) -> Option<UnknownBase> {
        let (known, other) = match phase {
            Phase::Build => (&self.build, &self.run),
            Phase::Run => (&self.run, &self.build),
        };
        if known.iter().any(|name| name == base) {
            return None;
        }
        let field = if phase == Phase::Build { "build.base" } else { "run.base" };
        let resolved = types.resolve(base).ok();
        if let Some(found) = resolved.as_ref().filter(|found| found.category != Category::Runtime) {
            let message = format!("{} is {} and no base", quoted(base), found.category.words());
            return Some(UnknownBase { message, fix: Some("use the runtime of your code".into()), is_type: false });
        }
        let family = families::family(base);
        let version = base.split_once('@').map(|(_, version)| version).filter(|version| !has_spaces(version));
        let php = |family| version.map(|version| format!("use `{family}@{version}`"));
        if other.iter().any(|name| name == base) || matches!((phase, family), (Phase::Run, "php")) {
            let fix = match (phase, family) {
                (Phase::Build, "php-nginx" | "php-apache") => php("php"),
                (Phase::Run, "php") => php("php-nginx"),
                (Phase::Build, "static" | "nginx") => {
                    Some("build with what makes the files, such as `nodejs@22`".into())
                }
                _ => None,
            };
            let message = format!("{} cannot be `{field}`", quoted(base));
            return Some(UnknownBase { message, fix, is_type: false });
        }
        let same: Vec<&str> = known
            .iter()
            .map(String::as_str)
            .filter(|name| families::family(name) == family && *name != family)
            .collect();
        let fix = if same.is_empty() {
            let synonym = families::SYNONYMS.iter().find(|(word, _)| *word == family).map(|(_, name)| *name);
            let version = base.split_once('@').map_or("latest", |(_, version)| version);
            let meant = synonym.map(|name| format!("{name}@{version}")).filter(|name| known.contains(name));
            let meant = meant.or_else(|| nearest(base, known.iter().map(String::as_str)).map(str::to_owned));
            meant.map(|name| format!("did you mean `{name}`?"))
        } else {
            Some(format!("known: {}", list(same)))
        };
        let message = format!("{} is no `{field}`", quoted(base));
        Some(UnknownBase { message, fix, is_type: resolved.is_some() })
    }
}

#[cfg(test)]
mod tests {
    use super::{Bases, Phase};
    use crate::domain::documents::types::{Category, Types};

    #[test]
    fn bases_are_checked_by_phase() {
        let types = Types::from_names([
            ("postgresql@16".to_owned(), Category::Managed),
            ("deno@2".to_owned(), Category::Runtime),
            ("nodejs@22".to_owned(), Category::Runtime),
        ]);
        let bases = Bases::built_in();
        let fix = |phase, base| bases.check(phase, base, &types).map(|unknown| unknown.fix.unwrap_or_default());
        assert_eq!(fix(Phase::Build, "nodejs@22"), None);
        assert_eq!(fix(Phase::Run, "3.20"), None);
        assert_eq!(fix(Phase::Build, "php-nginx@8.4").as_deref(), Some("use `php@8.4`"));
        assert_eq!(fix(Phase::Run, "php@8.4").as_deref(), Some("use `php-nginx@8.4`"));
        assert_eq!(fix(Phase::Run, "node@22").as_deref(), Some("did you mean `nodejs@22`?"));
        assert_eq!(fix(Phase::Run, "postgresql@16").as_deref(), Some("use the runtime of your code"));
        assert_eq!(bases.check(Phase::Run, "deno@2", &types).map(|unknown| unknown.is_type), Some(true));
        assert!(fix(Phase::Run, "ruby@9").is_some_and(|fix| fix.starts_with("known: ruby@3.2")));
    }
}
