//! Builds the documentation site: `cargo xtask site [--out FOLDER]`, by default into `target/site`.
//!
//! The pages are those of `generated/docs` and the documents of the knowledge. What only the program
//! and its tests know is put in here: answers of examples, counts of tokens, help, configurations.

use std::path::Path;

mod book;
mod knowledge;
mod llms;
pub(crate) mod pages;
mod placeholders;
mod snapshots;

/// How it is called.
pub(crate) const USAGE: &str = "cargo xtask site [--out FOLDER]";

/// Builds the site, and says where it is.
///
/// # Errors
/// Words that mean nothing, a page that cannot be made, or what the disk answered.
pub(crate) fn run(words: &[&str]) -> Result<String, String> {
    let logged =
        tracing_subscriber::fmt().with_writer(std::io::stderr).without_time().with_max_level(tracing::Level::WARN);
    logged.init();
    let out = match words {
        [] => pages::root().join("target/site"),
        ["--out", folder] => std::path::absolute(folder).map_err(|error| error.to_string())?,
        _ => return Err(format!("usage: {USAGE}")),
    };
    let count = build(&out)?;
    Ok(format!("{count} pages in {}; open {}", out.display(), out.join("index.html").display()))
}

fn build(out: &Path) -> Result<usize, String> {
    let pages = pages::all()?;
    book::build(&pages, out)?;
    llms::write(&pages, out).map_err(|error| format!("{}: {error}", out.display()))?;
    Ok(pages.len() - 1)
}
