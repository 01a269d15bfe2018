//! How each spelling of a type is taken, in each document, whatever is known of the platform's lists.
//!
//! A row is a spelling and what becomes of it: `ok` is accepted without a word, `note` is accepted with a
//! warning, `no` is refused. The columns are `type` of import.yaml, `build.base` and `run.base`; each has five
//! letters, one for what is known: nothing but what is built in, what the platform said in May, its list of
//! today with the schemas of May, its schemas of today with the list of May, both of today. `.` is accepted,
//! `w` noted, `x` refused.

use zcp::domain::documents::published::Published;
use zcp::domain::documents::types::Types;
use zcp::domain::documents::{self, Context, DocumentKind, Known, Severity, schema};
use zcp::domain::service_type::{TypeName, family};
use zcp::domain::status::Category;
use zcp::generated::catalog::CATALOG;

use crate::harness::snapshot;

/// Spelling, `type`, `build.base`, `run.base`.
const TABLE: &[(&str, &str, &str, &str)] = include!("type_spellings/table.in");

/// The list of the platform in May 2026, with what stood for others.
const FORMER: &str = include_str!("type_spellings/former.txt");
/// The bases of May 2026.
const FORMER_BUILD: &str = "3.20 alpine@3.20 alpine@3.23 alpine@latest ubuntu@22.04 ubuntu@24.04 bun@1.1 bun@1.2 bun@1.3 bun@1.3.9 \
     bun@latest deno@1 deno@2.0.0 deno@latest go@1 go@1.22 go@latest golang@1 golang@1.22 java@17 java@21 java@latest \
     nodejs@18 nodejs@20 nodejs@22 nodejs@24 nodejs@latest python@3.11 python@3.12 python@3.14 ruby@3.2 ruby@3.4 \
     rust@1 rust@1.86 rust@stable dotnet@6 dotnet@8 elixir@1.16 gleam@1.5";
const FORMER_RUN: &str = "ruby@latest php-apache@8.1 php-nginx@8.1 php-nginx@8.4 php-apache@8.4 static static@1.0 nginx@1.22 docker@26.1 \
     runtime@latest zcp@1";
/// The list of today: exact versions only, as the platform's own search has them.
const EXACT: &str = include_str!("type_spellings/exact.txt");

fn category(name: &str) -> Category {
    let families = CATALOG.iter().flat_map(|section| section.families);
    let known = families.into_iter().find(|known| known.name == family(name));
    let is_number = name.starts_with(|first: char| first.is_ascii_digit());
    let otherwise = if is_number { Category::User } else { Category::Standard };
    known.and_then(|known| known.category.of_import()).unwrap_or(otherwise)
}

fn named(words: &str) -> Vec<(String, Category)> {
    words.split_whitespace().map(|name| (name.to_owned(), category(name))).collect()
}

fn owned(words: &str) -> Vec<String> {
    words.split_whitespace().map(str::to_owned).collect()
}

/// What is known, in the order of the letters.
fn worlds() -> [Types; 5] {
    let built_in = Types::from_sections(CATALOG);
    let run = format!("{FORMER_BUILD} {FORMER_RUN}");
    let former = Types::from_names(CATALOG, named(FORMER));
    let former = former.with_bases(&owned(&format!("{FORMER_BUILD} php@8.4 php@8.1")), &owned(&run));
    let schemas = |types: Types| {
        let known = Known { types, ..Known::default() };
        [schema::import_yaml(&known), schema::zerops_yaml(&known)].map(|one| Published::of(one).expect("a schema"))
    };
    let [old_import, old_zerops] = schemas(former.clone());
    let [import, zerops] = schemas(built_in.clone());
    let exact = || Types::from_names(CATALOG, named(EXACT));
    [
        built_in,
        former.clone(),
        exact().with_schemas(&old_import, &old_zerops),
        former.with_schemas(&import, &zerops),
        exact().with_schemas(&import, &zerops),
    ]
}

fn taken(kind: DocumentKind, text: &str, types: &Types) -> (char, String) {
    let context = Context { known: Known { types: types.clone(), ..Known::default() }, ..Context::default() };
    let report = documents::validate(kind, text, &context);
    let about = |path: &str| {
        path.rsplit('.').next().is_some_and(|key| matches!(key, "type" | "mode")) || path.contains(".base")
    };
    let worst = report.findings.iter().filter(|finding| about(&finding.path)).map(|finding| finding.severity).min();
    let letter = match worst {
        None => '.',
        Some(Severity::Warning) => 'w',
        Some(Severity::Error) => 'x',
    };
    (letter, report.render("document", text))
}

#[test]
fn every_spelling_is_taken_as_the_platform_takes_it() {
    assert!(TABLE.len() >= 60, "{} spellings", TABLE.len());
    let worlds = worlds();
    let mut wrong = Vec::new();
    for (name, import, build, run) in TABLE {
        let size = if family(name) == "object-storage" { ", objectStorageSize: 1" } else { "" };
        let documents = [
            (DocumentKind::ImportYaml, *import, format!("services:\n  - {{ hostname: a, type: \"{name}\"{size} }}\n")),
            (
                DocumentKind::ZeropsYaml,
                *build,
                format!("zerops:\n  - setup: a\n    build: {{ base: \"{name}\", deployFiles: . }}\n"),
            ),
            (
                DocumentKind::ZeropsYaml,
                *run,
                format!("zerops:\n  - setup: a\n    run: {{ base: \"{name}\", start: x }}\n"),
            ),
        ];
        for (column, (kind, expected, text)) in documents.into_iter().enumerate() {
            let found: Vec<(char, String)> = worlds.iter().map(|types| taken(kind, &text, types)).collect();
            let letters: String = found.iter().map(|(letter, _)| *letter).collect();
            if letters != expected {
                let at = letters.chars().zip(expected.chars()).position(|(a, b)| a != b).unwrap_or(0);
                let field = ["type", "build.base", "run.base"][column];
                wrong.push(format!("{name} {field}: {letters}, not {expected}\n{}", found[at].1));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), TABLE.len() * 3, wrong.join("\n"));
}

#[test]
fn the_catalog_has_as_many_names_as_before_and_each_is_read_as_it_is_written() {
    use zcp::domain::documents::types::Phase;
    let types = Types::from_sections(CATALOG);
    let (build, run) = (types.bases(Phase::Build).len(), types.bases(Phase::Run).len());
    snapshot::assert(
        "catalog_names",
        &format!("{} types\n{build} bases of builds\n{run} bases of what runs\n", types.spellings().len()),
    );
    for name in types.spellings() {
        assert_eq!(TypeName::parse(&name).to_string(), name);
    }
}
