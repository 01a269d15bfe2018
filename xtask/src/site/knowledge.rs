//! The documents of the knowledge as pages: their links lead to each other's pages.

use std::fmt::Write as _;

use zcp::domain::knowledge::Document;
use zcp::knowledge::documents::{SCHEME, all, by_path, by_uri};
use zcp::knowledge::passages::slug;

/// Every document by the path of its page.
pub(crate) fn pages() -> impl Iterator<Item = (String, String)> {
    all().iter().map(|document| (format!("knowledge/{}.md", document.path), page(document)))
}

fn page(document: &Document) -> String {
    let mut page = format!("# {}\n\n*{}*\n\n{}\n", document.title, document.summary, linked(document.body().trim()));
    let related: Vec<String> = document
        .related
        .iter()
        .filter_map(|path| by_path(path))
        .map(|other| format!("[{}](../{}.md)", other.title, other.path))
        .collect();
    if !related.is_empty() {
        let _ = writeln!(page, "\nSee also: {}.", related.join(", "));
    }
    let _ = writeln!(page, "\nResource: `{SCHEME}{}`", document.path);
    page
}

/// The text with its links to documents as links to pages.
fn linked(body: &str) -> String {
    let begin = format!("]({SCHEME}");
    let mut text = String::new();
    let mut rest = body;
    while let Some((before, after)) = rest.split_once(begin.as_str()) {
        text.push_str(before);
        let (target, after) = after.split_once(')').unwrap_or((after, ""));
        let _ = write!(text, "]({})", address(target));
        rest = after;
    }
    text + rest
}

fn address(target: &str) -> String {
    let (path, anchor) = target.split_once('#').map_or((target, None), |(path, anchor)| (path, Some(anchor)));
    let Some(document) = by_uri(&format!("{SCHEME}{path}")) else { return format!("{SCHEME}{target}") };
    let mut address = format!("../{}.md", document.path);
    if let Some(anchor) = anchor {
        let headings = document.body().lines().filter(|line| line.starts_with('#'));
        let heading = headings.map(|line| line.trim_start_matches(['#', ' '])).find(|heading| slug(heading) == anchor);
        let _ = write!(address, "#{}", heading_id(heading.unwrap_or(anchor)));
    }
    address
}

/// The id that the renderer gives a heading.
pub(crate) fn heading_id(heading: &str) -> String {
    let characters = heading.trim().to_lowercase();
    let characters = characters.chars().filter_map(|c| match c {
        c if c.is_alphanumeric() || c == '_' || c == '-' => Some(c),
        c if c.is_whitespace() => Some('-'),
        _ => None,
    });
    characters.collect()
}
