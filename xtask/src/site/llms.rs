//! The site for models: a list of its pages, all of them in one file, and each as Markdown beside its HTML.

use std::fmt::Write as _;
use std::fs;
use std::io;
use std::path::Path;

use super::pages::{Pages, SUMMARY, order, title};

/// Writes `llms.txt`, `llms-full.txt` and the pages.
///
/// # Errors
/// What the disk answered.
pub(crate) fn write(pages: &Pages, out: &Path) -> io::Result<()> {
    let mut list = format!("# zcp\n\n> {}\n", env!("CARGO_PKG_DESCRIPTION"));
    let mut full = String::new();
    let order = order(pages);
    for path in &order {
        let page = &pages[*path];
        let _ = write!(full, "{}\n\n---\n\n", page.trim_end());
        fs::write(out.join(path), page)?;
    }
    for line in pages[SUMMARY].lines() {
        if let Some(part) = line.strip_prefix("# ").filter(|part| *part != "Summary") {
            let _ = writeln!(list, "\n## {part}\n");
        } else if let Some(path) = line.rsplit_once("](").and_then(|(_, path)| path.strip_suffix(')')) {
            let Some(page) = pages.get(path) else { continue };
            let _ = writeln!(list, "- [{}]({path}): {}", title(page), first_sentence(page));
        }
    }
    fs::write(out.join("llms.txt"), list)?;
    fs::write(out.join("llms-full.txt"), full)
}

/// What a page begins with.
fn first_sentence(page: &str) -> String {
    let is_prose = |line: &&str| !line.is_empty() && !line.starts_with(['#', '|', '`', '<', '-']);
    let line = page.lines().find(is_prose).unwrap_or_default().trim_matches('*');
    let end = line.find(". ").map_or(line.len(), |at| at + 1);
    line[..end].to_owned()
}
