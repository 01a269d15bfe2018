//! Guides on their way into `knowledge/` and back.

use std::path::{Path, PathBuf};

use super::args::{Place, PullArgs, PushArgs};
use super::github::{File, Repository};
use super::guide::{Document, Guide, Source, slug_of};
use super::report::{Report, difference};
use crate::files::{Access, Root};

/// The folder of the documents, and the one of it that new ones go to.
const KNOWLEDGE: &str = "knowledge";
const NEW: &str = "knowledge/topics";
/// Bytes of a document at most.
const MOST: u64 = 1024 * 1024;

/// The documents that came from a repository, with their paths.
fn documents(root: &Root, repository: &str) -> Result<Vec<(PathBuf, Document)>, String> {
    let unreadable = |_| format!("there is no `{KNOWLEDGE}` here: name the folder of zcp's sources with --root");
    let mut found = Vec::new();
    for folder in root.names(Path::new(KNOWLEDGE)).map_err(unreadable)? {
        let folder = Path::new(KNOWLEDGE).join(folder);
        let Ok(names) = root.names(&folder) else { continue };
        for path in names.into_iter().map(|name| folder.join(name)) {
            if path.extension().is_none_or(|ending| ending != "md") {
                continue;
            }
            let text = root.text(&path, MOST).map_err(|error| format!("{}: {error}", path.display()))?;
            if let Some(document) = Document::read(&text).filter(|one| one.source.repository == repository) {
                found.push((path, document));
            }
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    Ok(found)
}

fn open(place: &Place) -> Result<Root, String> {
    Root::open(&place.root).map_err(|error| format!("{}: {error}", place.root.display()))
}

/// Whether the arguments mean a guide.
fn is_meant(place: &Place, path: &str) -> bool {
    place.names.is_empty() || place.names.iter().any(|name| slug_of(path) == Some(name))
}

/// Writes what has changed there.
pub(super) async fn pull(repository: &Repository, args: &PullArgs) -> Result<Report, String> {
    let place = &args.place;
    let root = open(place)?;
    let known = documents(&root, &repository.name)?;
    let listed = repository.list().await?;
    let mut report = Report::default();
    for (path, sha) in listed.iter().filter(|(path, _)| is_meant(place, path)) {
        let slug = slug_of(path).unwrap_or_default();
        let own = known.iter().find(|(_, document)| document.source.path == *path);
        if let Some((file, document)) = own
            && document.source.sha == *sha
        {
            report.add(format!("unchanged {}", file.display()));
            continue;
        }
        if own.is_none() && !args.new {
            report.add(format!("not taken {path}: say --new"));
            continue;
        }
        let guide = match Guide::read(&repository.file(path).await?.text) {
            Ok(guide) => guide,
            Err(why) => {
                report.left(format!("not taken {path}: it {why}"));
                continue;
            }
        };
        let source = Source { repository: repository.name.clone(), path: path.clone(), sha: sha.clone() };
        let (file, before, after) = match own {
            Some((file, document)) => {
                let before = root.text(file, MOST).map_err(|error| error.to_string())?;
                (file.clone(), before, document.updated(&guide, sha))
            }
            None => {
                let file = Path::new(NEW).join(format!("{slug}.md"));
                if root.look(&file).is_ok() {
                    report.left(format!("not taken {path}: {} was written here", file.display()));
                    continue;
                }
                (file, String::new(), guide.document(slug, &source))
            }
        };
        if place.dry_run {
            report.add(difference(&file, &before, &after));
            continue;
        }
        root.replace(&file, after.as_bytes(), Access::Usual).map_err(|error| format!("{}: {error}", file.display()))?;
        let left_out = if guide.is_plain { "" } else { ", without what only a web page has" };
        let word = if own.is_some() { "updated" } else { "new" };
        report.add(format!("{word} {}{left_out}", file.display()));
    }
    for (file, document) in known.iter().filter(|(_, document)| is_meant(place, &document.source.path)) {
        let is_below = document.source.path.starts_with(&format!("{}/", repository.folder));
        if is_below && !listed.iter().any(|(path, _)| *path == document.source.path) {
            report.left(format!("gone there: {} came from {}", file.display(), document.source.path));
        }
    }
    Ok(report)
}

/// Proposes what has changed here.
pub(super) async fn push(repository: &Repository, args: &PushArgs) -> Result<Report, String> {
    let place = &args.place;
    let known = documents(&open(place)?, &repository.name)?;
    let mut report = Report::default();
    let mut changed: Vec<File> = Vec::new();
    for (path, document) in known.iter().filter(|(_, document)| is_meant(place, &document.source.path)) {
        let here = path.display();
        let there = repository.file(&document.source.path).await?;
        if there.sha != document.source.sha {
            report.left(format!("not pushed {here}: it was changed there since it was pulled; pull first"));
            continue;
        }
        let guide = Guide::read(&there.text).map_err(|why| format!("{} {why}", there.path))?;
        if guide.body == document.body {
            report.add(format!("unchanged {here}"));
        } else if guide.is_plain {
            let text = guide.with(&document.body);
            if place.dry_run {
                report.add(difference(Path::new(&there.path), &there.text, &text));
            }
            changed.push(File { text, ..there });
        } else {
            report.left(format!("not pushed {here}: the guide has parts that are no Markdown; edit it there"));
        }
    }
    if changed.is_empty() || place.dry_run {
        return Ok(report);
    }
    if !repository.has_token() {
        return Err("nothing was pushed: set GH_TOKEN or GITHUB_TOKEN, or log in with `gh auth login`".to_owned());
    }
    let branch = format!("zcp-guides-{}", jiff::Timestamp::now().as_second());
    let address = repository.propose(&args.title, &branch, &changed).await?;
    report.add(format!(
        "proposed {} as {address}",
        changed.iter().map(|file| file.path.as_str()).collect::<Vec<_>>().join(", ")
    ));
    Ok(report)
}
