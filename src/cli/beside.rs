//! `zcp run`: a command on this computer with the variables of a service, as its containers see them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use super::args::ServiceArgs;
use super::output::{self, DIM, painted};
use super::problem::Problem;
use super::{failure, setup};
use crate::domain::environment;
use crate::ops::env;
use crate::process::runtime;
use crate::programs::{self, Surroundings};

/// Runs it in the foreground: it has this terminal, and Ctrl-C is its own. Its exit code is the answer.
pub(super) fn run(args: &ServiceArgs) -> Result<ExitCode, Problem> {
    let [program, words @ ..] = args.command.as_slice() else {
        return Err(Problem::Usage(format!("say what to run: zcp run {} -- COMMAND", args.service)));
    };
    let read = runtime::run(async { env::of_service(&setup::context(), &args.service).await })?;
    let seen = read.map_err(|message| Problem::Failed(failure::humane(&message)))?;
    // Who may set a variable of the service must not decide what runs here.
    let (left_out, variables): (Vec<_>, Vec<_>) =
        seen.variables.into_iter().partition(|(name, _)| environment::is_deciding(name));
    let left_out: Vec<String> = left_out.into_iter().map(|(name, _)| name).collect();
    for (what, keys) in [
        ("the platform does not tell the values of", &seen.hidden),
        ("not resolved:", &seen.unresolved),
        ("left out, they decide what runs on this computer:", &left_out),
    ] {
        if !keys.is_empty() {
            output::error_line(&painted(DIM, format!("{what} {}", output::printable(&keys.join(", ")))));
        }
    }
    let found = if program.contains('/') { Some(PathBuf::from(program)) } else { programs::find(program) };
    let Some(found) = found else {
        return Err(Problem::Failed(format!("there is no program `{}`", output::printable(program))));
    };
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    go_on_as(&found, &words, Surroundings::Own(variables))
}

/// Goes on as another program; its exit code is the answer.
pub(super) fn go_on_as(program: &Path, words: &[&str], surroundings: Surroundings) -> Result<ExitCode, Problem> {
    let status = programs::go_on_as(program, words, surroundings);
    let status = status.map_err(|error| Problem::Failed(format!("{} cannot be run: {error}", program.display())))?;
    Ok(status.code().and_then(|code| u8::try_from(code).ok()).map_or(ExitCode::FAILURE, ExitCode::from))
}
