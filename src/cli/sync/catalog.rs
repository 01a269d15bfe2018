//! The service types of the platform, held against `spec/catalog.yaml`.
//!
//! New versions of a known type are written into its list; what left the list is taken out of it. What a person has to
//! decide is said: a type that nobody has described, and what to take instead of a version that is gone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use super::report::{Report, difference};
use crate::cli::setup;
use crate::domain::catalog::Section;
use crate::domain::service_type::TypeName;
use crate::domain::status::Category;
use crate::files::{Access, Root};
use crate::generated::catalog::CATALOG;

const FILE: &str = "spec/catalog.yaml";
const MOST: u64 = 1024 * 1024;

/// Reads the types and proposes the change.
pub(super) async fn sync(root: &Path, dry_run: bool) -> Result<Report, String> {
    let root = Root::open(root).map_err(|error| format!("{}: {error}", root.display()))?;
    let file = Path::new(FILE);
    let unreadable = |error| format!("{FILE}: {error}; name the folder of zcp's sources with --root");
    let before = root.text(file, MOST).map_err(unreadable)?;
    let session = setup::connection().session().await.map_err(|error| error.to_string())?;
    let types = session.service_types().await.map_err(|error| error.to_string())?;
    let names = types.into_iter().flat_map(|one| {
        let category = one.category;
        let usable = one.service_stack_type_version_list.into_iter();
        let usable = usable.filter(|version| version.status == "ACTIVE" && !version.is_build);
        usable.map(move |version| (version.name, category.clone())).collect::<Vec<_>>()
    });
    let names: Vec<(String, String)> =
        names.filter(|(_, category)| Category::of(category).of_import().is_some()).collect();
    let (after, mut report) = proposed(&before, CATALOG, &names);
    if after == before {
        report.add(format!("{FILE} has every version of the types that it knows"));
    } else if dry_run {
        report.add(difference(file, &before, &after));
    } else {
        root.replace(file, after.as_bytes(), Access::Usual).map_err(|error| format!("{FILE}: {error}"))?;
        report.add(format!("changed {FILE}: read the difference, then build"));
    }
    Ok(report)
}

/// The catalog with the versions that the platform has, and what is left to a person.
fn proposed(text: &str, catalog: &[Section], names: &[(String, String)]) -> (String, Report) {
    let mut report = Report::default();
    let mut live: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut strangers: BTreeMap<String, String> = BTreeMap::new();
    for (name, category) in names {
        let parsed = TypeName::parse(name);
        let family = parsed.known_family().to_owned();
        let is_known = catalog.iter().flat_map(|section| section.families).any(|one| one.name == family);
        if is_known {
            live.entry(family).or_default().extend(parsed.version.map(str::to_owned));
        } else {
            strangers.insert(family, category.clone());
        }
    }
    let mut text = text.to_owned();
    let listed = |family: &&crate::domain::catalog::Family| family.is_importable() && !family.is_retired();
    for family in catalog.iter().flat_map(|section| section.families).filter(listed) {
        let Some(versions) = live.get(family.name) else {
            report.left(format!("{} is not on the platform's list any more", family.name));
            continue;
        };
        let known: Vec<&str> = family.versions.to_vec();
        let gone: Vec<&str> = known.iter().copied().filter(|version| !versions.contains(*version)).collect();
        let new: Vec<&str> = versions.iter().map(String::as_str).filter(|version| !known.contains(version)).collect();
        if gone.is_empty() && new.is_empty() {
            continue;
        }
        let mut list: Vec<&str> = known.into_iter().filter(|version| !gone.contains(version)).collect();
        for version in new.iter().copied() {
            // The newest first; words stay at the end.
            let at = list.iter().position(|other| numbers(other) < numbers(version)).unwrap_or(list.len());
            list.insert(at, version);
        }
        match with_versions(&text, family.name, &list) {
            Some(changed) => text = changed,
            None => report.left(format!("{}: its list of versions stands in no line of {FILE}", family.name)),
        }
        if !new.is_empty() {
            report.add(format!("{}: new {}", family.name, new.join(", ")));
        }
        if !gone.is_empty() {
            let gone = gone.join(", ");
            report.left(format!("{}: gone {gone}; say under `retired` what to take instead", family.name));
        }
    }
    for (family, category) in strangers {
        report.left(format!("{family} ({category}) is new: describe it in {FILE} and in knowledge/services"));
    }
    (text, report)
}

/// The text with another list of versions of a type.
fn with_versions(text: &str, family: &str, versions: &[&str]) -> Option<String> {
    let start = text.find(&format!("\n  {family}:\n"))? + 1;
    let mut at = start;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        if number > 0 && !line.starts_with("    ") {
            return None;
        }
        if line.starts_with("    versions: [") && line.trim_end().ends_with(']') {
            let list: Vec<String> = versions.iter().map(|version| scalar(version)).collect();
            let end = at + line.trim_end().len();
            return Some(format!("{}    versions: [{}]{}", &text[..at], list.join(", "), &text[end..]));
        }
        at += line.len();
    }
    None
}

/// What YAML would take for a number stands in quotes.
fn scalar(version: &str) -> String {
    let is_number = version.bytes().all(|byte| byte.is_ascii_digit() || byte == b'.');
    if is_number { format!("\"{version}\"") } else { version.to_owned() }
}

fn numbers(version: &str) -> Vec<u32> {
    version.split(['.', '+']).map_while(|part| part.parse().ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_changed_in_their_line_and_nothing_else_is() {
        let text = "# types\nRuntimes:\n  nodejs:\n    title: Node.js\n    versions: [\"24\", \"22\", latest]\n  go:\n    versions: [\"1.22\"]\n";
        let changed = with_versions(text, "nodejs", &["26", "24", "latest"]).expect("a list");
        assert_eq!(changed, text.replace("\"24\", \"22\", latest", "\"26\", \"24\", latest"));
        assert_eq!(with_versions(text, "node", &[]), None);
    }

    #[test]
    fn what_a_person_decides_is_said() {
        let text = include_str!("../../../spec/catalog.yaml");
        let all = |family: &crate::domain::catalog::Family| {
            let names = family.names();
            names.iter().map(|name| (name.clone(), family.category.as_str().to_owned())).collect::<Vec<_>>()
        };
        let mut names: Vec<(String, String)> =
            CATALOG.iter().flat_map(|section| section.families).flat_map(all).collect();
        let (same, _) = proposed(text, CATALOG, &names);
        assert_eq!(same, text, "nothing changes where nothing differs");
        names.retain(|(name, _)| !name.ends_with("nodejs@20"));
        names.push(("ubuntu/nodejs@26".to_owned(), "USER".to_owned()));
        names.push(("quoll@1".to_owned(), "STANDARD".to_owned()));
        let (changed, report) = proposed(text, CATALOG, &names);
        let lines = report.lines.join("\n");
        assert!(
            report.is_unfinished && lines.contains("nodejs: new 26") && lines.contains("nodejs: gone 20"),
            "{lines}"
        );
        assert!(lines.contains("quoll (STANDARD) is new"), "{lines}");
        assert_ne!(changed, text);
        assert!(changed.contains("versions: [\"26\", \"24\", \"22\", latest]"));
    }
}
