//! Work on the project itself that needs more than the program does: `cargo xtask site` builds the documentation site,
//! `cargo xtask release` makes a release, `cargo xtask pictures` draws the demo.

use std::process::ExitCode;

mod pictures;
mod release;
mod site;

#[expect(clippy::print_stdout, clippy::print_stderr, reason = "it talks to the person who runs it")]
fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let done = match words.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        ["site", rest @ ..] => site::run(rest),
        ["release", rest @ ..] => release::run(rest),
        ["pictures", rest @ ..] => pictures::run(rest),
        _ => Err(format!("usage: {}\n       {}\n       {}", site::USAGE, release::USAGE, pictures::USAGE)),
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
