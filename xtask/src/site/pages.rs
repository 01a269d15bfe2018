//! Every page of the site in Markdown, ready to be rendered.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use super::{knowledge, placeholders};

/// The text of every page by its path, which ends in `.md`.
pub(crate) type Pages = BTreeMap<String, String>;

/// The table of contents, which is no page itself.
pub(crate) const SUMMARY: &str = "SUMMARY.md";

/// Where pictures that answers came with are, each named like its tool: here and in the site.
pub(crate) const PICTURES: &str = "pictures";

/// The folder of the project, which the package that uses this is in.
pub(crate) fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().find(|folder| folder.join("spec").is_dir()).unwrap_or(here).to_owned()
}

/// All pages, and the table of contents.
///
/// # Errors
/// A page that cannot be read, or a placeholder that nothing is known of.
pub(crate) fn all() -> Result<Pages, String> {
    let mut pages = Pages::new();
    let docs = root().join("generated/docs");
    read(&docs, "", &mut pages).map_err(|error| format!("{}: {error}", docs.display()))?;
    for (path, page) in &mut pages {
        *page = placeholders::filled(without_header(page)).map_err(|why| format!("generated/docs/{path}: {why}"))?;
        page.push_str(&picture(path));
    }
    pages.extend(knowledge::pages());
    Ok(pages)
}

fn read(folder: &Path, prefix: &str, pages: &mut Pages) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if path.is_dir() {
            read(&path, &format!("{prefix}{name}/"), pages)?;
        } else if path.extension().is_some_and(|ending| ending == "md") {
            pages.insert(format!("{prefix}{name}"), fs::read_to_string(&path)?);
        }
    }
    Ok(())
}

/// The picture that an answer of a tool came with, on the page of that tool.
fn picture(path: &str) -> String {
    let name = path.strip_prefix("tools/").and_then(|name| name.strip_suffix(".md")).unwrap_or_default();
    let is_there = root().join("templates/site").join(PICTURES).join(format!("{name}.jpg")).is_file();
    if name.is_empty() || !is_there {
        return String::new();
    }
    format!(
        "\n## What it looks like\n\nA picture that came with an answer, of a page whose script failed.\n\n![{name}](../{PICTURES}/{name}.jpg)\n"
    )
}

/// A page without the comment that says where it comes from.
fn without_header(page: &str) -> &str {
    match page.strip_prefix("<!--").and_then(|rest| rest.split_once("-->\n")) {
        Some((_, rest)) => rest.trim_start_matches('\n'),
        None => page,
    }
}

/// The title of a page, which is its first heading.
pub(crate) fn title(page: &str) -> &str {
    page.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or_default()
}

/// The paths of the table of contents in their order.
pub(crate) fn order(pages: &Pages) -> Vec<&str> {
    let summary = pages.get(SUMMARY).map(String::as_str).unwrap_or_default();
    let links = summary.lines().filter_map(|line| line.rsplit_once("](")?.1.strip_suffix(')'));
    links.filter(|path| pages.contains_key(*path)).collect()
}
