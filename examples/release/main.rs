//! Makes a release: `cargo run --example release -- prepare`, then `… -- bundle`. CONTRIBUTING.md has the order.

use std::path::Path;
use std::process::ExitCode;

mod bundle;
#[path = "../../src/codegen/mod.rs"]
#[expect(dead_code, reason = "a release needs a part of it")]
mod codegen;
mod prepare;

/// Codegen names the shared files as the crate does.
use zcp::domain;

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "it talks to the person who runs it")]
fn main() -> ExitCode {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["candidate"] => prepare::candidate(root),
        ["prepare"] => prepare::prepare(root),
        ["bundle"] => bundle::bundle(root, &root.join("target/release/zcp")),
        ["bundle", program] => bundle::bundle(root, Path::new(program)),
        _ => Err("usage: cargo run --example release -- candidate | prepare | bundle [PROGRAM]".to_owned()),
    };
    match done {
        Ok(report) => {
            println!("{report}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}
