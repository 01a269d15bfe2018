//! From the command line to a command, and from its end to an exit code.

use std::process::ExitCode;

use super::answer::Form;
use super::colour::Colour;
use super::commands::Command;
use super::offer_args::ServeArgs;
use super::problem::Problem;
use super::{
    audit, beside, call, command_line, completions, demo, doctor, hostnames, init, inside, local, man, open, output,
    parity, sandbox, serve, ssh, status, sync, terminal, tools, wrap,
};
use crate::domain::unseen::in_lines;
use crate::process::logging;

/// Runs the program with the arguments and the environment of the process. `commit` is what
/// `--version` adds to the number.
#[must_use]
pub fn run(commit: Option<&str>) -> ExitCode {
    let words = command_line::normalised(std::env::args_os());
    // Wherever it stands, and before a refused command line is printed.
    Colour::of_words(words.iter().skip(1).cloned()).apply();
    let version = env!("CARGO_PKG_VERSION");
    let long = commit.map_or_else(|| version.to_owned(), |commit| format!("{version} ({commit})"));
    let found = command_line::command().long_version(long).try_get_matches_from(words);
    let parsed = found.and_then(|found| match command_line::word_of(&found) {
        Some(word) => Ok(Ok(word)),
        None => command_line::command_of(&found).map(Err),
    });
    let parsed = match parsed {
        Ok(parsed) => parsed,
        Err(error) => {
            show(&error);
            return ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(Problem::USAGE));
        }
    };
    logging::init();
    let ended = match parsed {
        Ok((word, args)) => call::carry_out(&word, &args, Form::People),
        Err(cli) => carry_out(cli.command.unwrap_or_else(|| Command::Serve(ServeArgs::default()))),
    };
    local::stop();
    ended.unwrap_or_else(|problem| {
        let problem_text = output::printable(&problem.to_string());
        if problem != Problem::Told {
            let text = format!("{} {problem_text}", output::painted(output::BAD, "error:"));
            output::error_line(&wrap::page(&text, terminal::error_width()));
        }
        problem.exit_code()
    })
}

/// Does what was typed.
fn carry_out(command: Command) -> Result<ExitCode, Problem> {
    match command {
        Command::Serve(args) => serve::serve(&args),
        Command::Demo(args) => demo::demo(&args),
        Command::Sandbox(args) => sandbox::sandbox(&args),
        Command::Status(args) => status::status(&args),
        Command::Call(args) => call::call(&args),
        Command::Open(args) => open::open(&args),
        Command::Ssh(args) => ssh::ssh(&args),
        Command::Run(args) => beside::run(&args),
        Command::Tools(args) => tools::tools(&args),
        Command::Init(args) => init::init(&args),
        Command::Doctor(args) => doctor::doctor(&args),
        Command::Parity(args) => parity::command::parity(&args),
        Command::Sync(args) => sync::command::sync(&args),
        Command::Audit(args) => audit::audit(&args),
        Command::Completions(args) => completions::completions(&args),
        Command::Man(args) => man::man(&args),
        Command::SandboxInside(args) => inside::inside(&args.task),
        Command::Hostnames => hostnames::hostnames(),
    }
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
