//! `CHANGELOG.md`: the part about tools is written by the build, the rest by people.

use super::super::marked::{BEGIN, END, splice};
use super::super::model::Spec;
use super::{Change, Impact, compare, of};

/// The heading of what is not released.
const UNRELEASED: &str = "## [Unreleased]";

/// What changed about the tools since the last release, as Markdown. Before the first one, every tool is new.
#[must_use]
pub fn section(spec: &Spec) -> String {
    let Some(released) = spec.released.as_ref().filter(|released| released.date.is_some()) else {
        let tools = spec.tools.iter().map(|tool| format!("- Added: `{}`. {}\n", tool.name.value, tool.summary.value));
        return tools.collect();
    };
    let changes = compare(&released.tools, &of(spec));
    if changes.is_empty() {
        return format!("- No tool differs from {}.\n", released.version);
    }
    let line = |change: &Change| {
        let text = &change.text;
        match change.impact {
            Impact::Added => format!("- Added: {text}.\n"),
            Impact::Compatible => format!("- Changed: {text}.\n"),
            Impact::Breaking => {
                let place = change.spot.to_string();
                let reason = spec.breaking.iter().find(|listed| listed.spot.value == place);
                let reason = reason.map(|listed| format!(" {}", listed.reason)).unwrap_or_default();
                format!("- **Breaking**: {text}.{reason}\n")
            }
        }
    };
    [Impact::Breaking, Impact::Added, Impact::Compatible]
        .iter()
        .flat_map(|impact| changes.iter().filter(move |change| change.impact == *impact))
        .map(line)
        .collect()
}

/// The changelog once what is unreleased has become a version.
///
/// # Errors
/// When the marks or the heading are not there, or the version is there already.
pub fn release(changelog: &str, version: &str, date: &str) -> Result<String, String> {
    if changelog.contains(&format!("## [{version}]")) {
        return Err(format!("CHANGELOG.md has {version} already"));
    }
    let (before, after) = changelog
        .split_once(&format!("{UNRELEASED}\n"))
        .ok_or_else(|| format!("CHANGELOG.md needs the line `{UNRELEASED}`"))?;
    let (notes, rest) = match after.split_once("\n## [") {
        Some((notes, rest)) => (notes, format!("\n## [{rest}")),
        None => (after, String::new()),
    };
    let section = notes.split_once(BEGIN).and_then(|(_, rest)| rest.split_once(END)).map_or("", |(section, _)| section);
    let empty = splice(&format!("\n### Tools\n\n{BEGIN}{END}\n"), &format!("- No tool differs from {version}.\n"))?;
    let kept = splice(notes, section.trim_start_matches('\n'))?;
    let kept = kept.replace(&format!("{BEGIN}\n"), "").replace(&format!("{END}\n"), "");
    Ok(format!("{before}{UNRELEASED}\n{empty}\n## [{version}] - {date}\n{kept}{rest}"))
}
