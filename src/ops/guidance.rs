//! What an agent should know before it works with Zerops. It needs neither network nor token.

use std::sync::LazyLock;

use super::context::Context;
use crate::domain::catalog::Family;
use crate::domain::failure::Fail;
use crate::generated::catalog::CATALOG;
use crate::generated::tools::zerops_context::Error;
use crate::generated::types::ContextResult;
use crate::knowledge::documents;

/// The document of the knowledge that has the concepts, rules and defaults.
const PAGE: &str = "topics/essentials";
/// Where the types go: before its last section.
const LAST: &str = "## How to work";
/// The text with the types, put together once.
static WHOLE: LazyLock<String> = LazyLock::new(whole);
/// Versions of a family that are named; a newer one is nearly always what is wanted.
const VERSIONS: usize = 4;

/// The concepts, rules, defaults and service types.
///
/// # Errors
/// None.
#[expect(clippy::unused_async, reason = "every op has the same form")]
pub async fn context(_cx: &Context) -> Result<ContextResult, Fail<Error>> {
    Ok(ContextResult { text: WHOLE.clone() })
}

fn whole() -> String {
    let (title, body) = documents::by_path(PAGE).map(|page| (page.title, page.body())).unwrap_or_default();
    // What introduces the page to those who find it by searching is not part of the answer.
    let body = body.get(body.find("## ").unwrap_or_default()..).unwrap_or_default();
    let (first, last) = body.split_at(body.find(LAST).unwrap_or(body.len()));
    format!("# {title}\n\n{first}## Types for `type:` (newest first)\n{}\n\n{}\n", types(), last.trim_end())
}

fn types() -> String {
    let lines: Vec<String> = CATALOG
        .iter()
        .map(|section| {
            let families: Vec<String> =
                section.families.iter().filter(|one| one.is_importable() && !one.hidden).map(family).collect();
            format!("{}: {}", section.title, families.join(", "))
        })
        .collect();
    lines.join("\n")
}

fn family(family: &Family) -> String {
    let systems: Vec<&str> = family.systems.iter().map(|system| system.word()).collect();
    let modes: Vec<&str> = family.modes.iter().map(|mode| mode.word()).collect();
    let mut text = family.name.to_owned();
    if !systems.is_empty() {
        text.insert_str(0, &format!("{}/", systems.join("|")));
    }
    if !modes.is_empty() {
        text.push_str(&format!(":{}", modes.join("|")));
    }
    let numbers =
        || family.versions.iter().copied().filter(|version| version.starts_with(|c: char| c.is_ascii_digit()));
    // `1.16.3` is one of `1.16`, and `8.5+1.28` of `8.5`.
    let is_of = |version: &str, series: &str| {
        let rest = version.strip_prefix(series).filter(|_| series.contains('.'));
        rest.is_some_and(|rest| rest.starts_with(['.', '+']))
    };
    let series = numbers().filter(|version| !numbers().any(|series| is_of(version, series)));
    let versions: Vec<&str> = series.take(VERSIONS).collect();
    if !versions.is_empty() {
        text.push_str(&format!("@{}", versions.join("|")));
    }
    if let Some(note) = family.note {
        text.push_str(&format!(" ({note})"));
    }
    text
}
