//! Builds the documentation site: `cargo run --example site [-- --out FOLDER]`, by default into `target/site`.
//!
//! The pages are those of `generated/docs` and the documents of the knowledge. What only the program
//! and its tests know is put in here: answers of examples, counts of tokens, help, configurations.

use std::path::PathBuf;
use std::process::ExitCode;

use anstream::{eprintln, println};

mod book;
mod knowledge;
mod llms;
mod pages;
mod placeholders;
mod snapshots;

fn main() -> ExitCode {
    let logged =
        tracing_subscriber::fmt().with_writer(std::io::stderr).without_time().with_max_level(tracing::Level::WARN);
    logged.init();
    let out = match folder(std::env::args().skip(1)) {
        Ok(out) => out,
        Err(why) => {
            eprintln!("{why}\nusage: cargo run --example site [-- --out FOLDER]");
            return ExitCode::from(2);
        }
    };
    match build(&out) {
        Ok(count) => {
            println!("{count} pages in {}; open {}", out.display(), out.join("index.html").display());
            ExitCode::SUCCESS
        }
        Err(why) => {
            eprintln!("{why}");
            ExitCode::FAILURE
        }
    }
}

fn folder(mut arguments: impl Iterator<Item = String>) -> Result<PathBuf, String> {
    let root = pages::root();
    match (arguments.next().as_deref(), arguments.next(), arguments.next()) {
        (None, ..) => Ok(root.join("target/site")),
        (Some("--out"), Some(folder), None) => std::path::absolute(folder).map_err(|error| error.to_string()),
        (Some(word), ..) => Err(format!("`{word}` is not understood")),
    }
}

fn build(out: &std::path::Path) -> Result<usize, String> {
    let pages = pages::all()?;
    book::build(&pages, out)?;
    llms::write(&pages, out).map_err(|error| format!("{}: {error}", out.display()))?;
    Ok(pages.len() - 1)
}
