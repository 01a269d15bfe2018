//! From pages to HTML, by mdBook.

use std::fs;
use std::path::Path;

use mdbook_driver::MDBook;
use mdbook_driver::config::Config;

use super::pages::{PICTURES, Pages, root};

/// What every built site has, and hardly any other folder.
const MARK: &str = "toc.html";
/// The stylesheet beside the hand-written pages.
const STYLE: &str = "site.css";
const ICON: &str = "favicon.svg";

/// Builds the site into a folder, and takes out of it what a site that was there had.
///
/// # Errors
/// A folder that holds something else, or what mdBook or the disk answered.
pub(crate) fn build(pages: &Pages, out: &Path) -> Result<(), String> {
    let holds_something = fs::read_dir(out).is_ok_and(|mut entries| entries.next().is_some());
    if holds_something && !out.join(MARK).is_file() {
        return Err(format!("{} holds something else; name a folder that is empty or new", out.display()));
    }
    let source = tempfile::tempdir().map_err(|error| error.to_string())?;
    write(pages, source.path()).map_err(|error| format!("the pages cannot be written: {error}"))?;
    let config: Config = config(out).parse().map_err(|error| format!("{error:?}"))?;
    let book = MDBook::load_with_config(source.path(), config).map_err(|error| format!("{error:?}"))?;
    book.build().map_err(|error| format!("{error:?}"))
}

fn write(pages: &Pages, folder: &Path) -> std::io::Result<()> {
    for (path, text) in pages {
        let file = folder.join("src").join(path);
        fs::create_dir_all(file.parent().unwrap_or(folder))?;
        fs::write(file, text)?;
    }
    let pictures = folder.join("src").join(PICTURES);
    fs::create_dir_all(&pictures)?;
    for entry in fs::read_dir(root().join("templates/site").join(PICTURES))? {
        let path = entry?.path();
        fs::copy(&path, pictures.join(path.file_name().unwrap_or_default()))?;
    }
    let (from, theme) = (root().join("templates/site"), folder.join("theme"));
    fs::create_dir_all(&theme)?;
    fs::copy(from.join(ICON), theme.join(ICON))?;
    fs::copy(from.join(STYLE), folder.join(STYLE)).map(|_| ())
}

fn config(out: &Path) -> String {
    let build = toml_text(&out.display().to_string());
    format!(
        r#"
[book]
title = "zcp"
description = {description}
language = "en"
[build]
build-dir = {build}
create-missing = false
use-default-preprocessors = false
[output.html]
default-theme = "light"
preferred-dark-theme = "navy"
smart-punctuation = false
no-section-label = true
additional-css = ["{STYLE}"]
[output.html.print]
enable = false
[output.html.fold]
enable = true
level = 0
[output.html.search]
limit-results = 20
use-boolean-and = true
boost-title = 1
boost-hierarchy = 2
boost-paragraph = 1
teaser-word-count = 24
"#,
        description = toml_text(env!("CARGO_PKG_DESCRIPTION")),
    )
}

/// A string as TOML writes it; JSON writes it the same way.
fn toml_text(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
