//! From the command line to a command, and from its end to an exit code.

use std::process::ExitCode;

use clap::Parser;

use super::args::{Cli, Command, ServeArgs};
use super::colour::Colour;
use super::problem::Problem;
use super::{call, demo, doctor, init, inside, local, output, sandbox, serve, tools};
use crate::mcp::logging;

/// Runs the program with the arguments and the environment of the process.
#[must_use]
pub fn run() -> ExitCode {
    // Wherever it stands, and before a refused command line is printed.
    Colour::of_words(std::env::args_os().skip(1)).apply();
    let cli = match Cli::try_parse() {
        Ok(cli) => cli,
        Err(error) => {
            // Help that nobody reads to its end is no failure.
            let _ = error.print();
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Problem::USAGE));
        }
    };
    logging::init();
    let ended = match cli.command.unwrap_or_else(|| Command::Serve(ServeArgs::default())) {
        Command::Serve(args) => serve::serve(&args),
        Command::Demo(args) => demo::demo(&args),
        Command::Sandbox(args) => sandbox::sandbox(&args),
        Command::Call(args) => call::call(&args),
        Command::Tools(args) => tools::tools(&args),
        Command::Init(args) => init::init(&args),
        Command::Doctor(args) => doctor::doctor(&args),
        Command::SandboxInside(args) => inside::inside(&args.task),
    };
    local::stop();
    ended.unwrap_or_else(|problem| {
        output::error_line(&format!("{} {problem}", output::painted(output::BAD, "error:")));
        problem.exit_code()
    })
}
