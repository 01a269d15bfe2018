//! Every page is in the table of contents, and every link of every page leads to a page and a heading of it.

use std::collections::{BTreeMap, BTreeSet};

use super::knowledge::heading_id;
use super::pages::{self, Pages, SUMMARY};

/// Files of the site that are no pages: the build writes them.
const FILES: &[&str] = &["llms.txt", "llms-full.txt"];
/// The page that nothing leads to.
const NOT_FOUND: &str = "404.md";

fn all() -> Pages {
    pages::all().unwrap_or_else(|why| panic!("{why}"))
}

#[test]
fn every_page_is_in_the_table_of_contents() {
    let pages = all();
    let listed: BTreeSet<&str> = pages::order(&pages).into_iter().collect();
    let links = pages[SUMMARY].matches("](").count();
    assert_eq!(links, listed.len(), "the table of contents names a page twice, or one that is not there");
    for (path, page) in pages.iter().filter(|(path, _)| *path != SUMMARY && *path != NOT_FOUND) {
        assert!(listed.contains(path.as_str()), "{path} is not in the table of contents");
        assert!(!pages::title(page).is_empty(), "{path} has no title");
    }
}

#[test]
fn every_link_leads_somewhere() {
    let pages = all();
    let anchors: BTreeMap<&str, BTreeSet<String>> =
        pages.iter().map(|(path, page)| (path.as_str(), anchors(page))).collect();
    let mut count = 0;
    for (path, page) in &pages {
        for link in links(page).iter().filter(|link| !link.contains("://")) {
            let (target, anchor) = link.split_once('#').unwrap_or((link.as_str(), ""));
            let target = if target.is_empty() { path.clone() } else { joined(path, target) };
            if FILES.contains(&target.as_str()) {
                continue;
            }
            if target.starts_with(pages::PICTURES) {
                assert!(pages::root().join("templates/site").join(&target).is_file(), "{path} shows {link}");
                continue;
            }
            let known = anchors.get(target.as_str()).unwrap_or_else(|| panic!("{path} links to {link}"));
            assert!(anchor.is_empty() || known.contains(anchor), "{path} links to {link}, which is no heading");
            count += 1;
        }
    }
    assert!(count > 1_000, "{count} links");
}

/// The page without its code.
fn prose(page: &str) -> String {
    let mut fence = None;
    let mut prose = String::new();
    for line in page.lines() {
        let marks = line.trim_start().chars().take_while(|c| *c == '`').count();
        match fence {
            None if marks >= 3 => fence = Some(marks),
            Some(open) if marks >= open => fence = None,
            None => {
                prose.push_str(line);
                prose.push('\n');
            }
            Some(_) => {}
        }
    }
    prose
}

fn links(page: &str) -> Vec<String> {
    let prose = prose(page);
    let links = prose.split("](").skip(1).filter_map(|rest| rest.split_once(')'));
    links.map(|(link, _)| link.to_owned()).collect()
}

/// What links can name behind `#`.
fn anchors(page: &str) -> BTreeSet<String> {
    let prose = prose(page);
    let headings = prose.lines().filter(|line| line.starts_with('#')).map(|line| line.trim_start_matches('#'));
    let ids = prose.split("id=\"").skip(1).filter_map(|rest| rest.split('"').next());
    headings.map(heading_id).chain(ids.map(str::to_owned)).collect()
}

/// The path of a link on a page.
fn joined(page: &str, link: &str) -> String {
    let mut parts: Vec<&str> = page.split('/').collect();
    parts.pop();
    for part in link.split('/') {
        match part {
            ".." => drop(parts.pop()),
            "." => {}
            part => parts.push(part),
        }
    }
    parts.join("/")
}
