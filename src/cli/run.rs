//! From the command line to a command, and from its end to an exit code.

use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use super::args::{Cli, Command, ServeArgs};
use super::colour::Colour;
use super::problem::Problem;
use super::{call, completions, demo, doctor, init, inside, local, man, output, parity, sandbox, serve, status, tools};
use crate::domain::unseen::in_lines;
use crate::mcp::logging;

/// Runs the program with the arguments and the environment of the process. `commit` is what
/// `--version` adds to the number.
#[must_use]
pub fn run(commit: Option<&str>) -> ExitCode {
    // Wherever it stands, and before a refused command line is printed.
    Colour::of_words(std::env::args_os().skip(1)).apply();
    let version = env!("CARGO_PKG_VERSION");
    let long = commit.map_or_else(|| version.to_owned(), |commit| format!("{version} ({commit})"));
    let parsed = Cli::command().long_version(long).try_get_matches().and_then(|found| Cli::from_arg_matches(&found));
    let cli = match parsed {
        Ok(cli) => cli,
        Err(error) => {
            show(&error);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Problem::USAGE));
        }
    };
    logging::init();
    let ended = match cli.command.unwrap_or_else(|| Command::Serve(ServeArgs::default())) {
        Command::Serve(args) => serve::serve(&args),
        Command::Demo(args) => demo::demo(&args),
        Command::Sandbox(args) => sandbox::sandbox(&args),
        Command::Status(args) => status::status(&args),
        Command::Call(args) => call::call(&args),
        Command::Tools(args) => tools::tools(&args),
        Command::Init(args) => init::init(&args),
        Command::Doctor(args) => doctor::doctor(&args),
        Command::Parity(args) => parity::command::parity(&args),
        Command::Completions(args) => completions::completions(&args),
        Command::Man(args) => man::man(&args),
        Command::SandboxInside(args) => inside::inside(&args.task),
    };
    local::stop();
    ended.unwrap_or_else(|problem| {
        let problem_text = output::printable(&problem.to_string());
        output::error_line(&format!("{} {problem_text}", output::painted(output::BAD, "error:")));
        problem.exit_code()
    })
}

/// Prints what clap says. It repeats words of the command line, which may come from anywhere.
fn show(error: &clap::Error) {
    let plain = error.render().to_string();
    if plain.chars().any(|c| in_lines(c).is_none()) {
        output::error_text(&output::printable(&plain));
    } else {
        // Help that nobody reads to its end is no failure.
        let _ = error.print();
    }
}
