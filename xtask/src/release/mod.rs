//! Makes a release: `cargo xtask release prepare`, then `… bundle`. CONTRIBUTING.md has the order.

use std::path::Path;

use crate::site::pages::root;

mod bundle;
mod prepare;

/// How it is called.
pub(crate) const USAGE: &str = "cargo xtask release candidate | prepare | bundle [PROGRAM]";

/// Does one step of a release, and says what is to be done next.
///
/// # Errors
/// Words that mean nothing, or what the step says.
pub(crate) fn run(words: &[&str]) -> Result<String, String> {
    let root = root();
    match words {
        ["candidate"] => prepare::candidate(&root),
        ["prepare"] => prepare::prepare(&root),
        ["bundle"] => bundle::bundle(&root, &root.join("target/release/zcp")),
        ["bundle", program] => bundle::bundle(&root, Path::new(program)),
        _ => Err(format!("usage: {USAGE}")),
    }
}
