//! `zcp serve`: MCP over standard input and output, or over HTTP.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use super::offer_args::ServeArgs;
use super::problem::Problem;
use super::{http, output, setup};
use crate::mcp::stdio::{self, ExitReason};
use crate::process::runtime;
use crate::programs;

/// Serves until the input ends or a signal comes. Neither the network nor a file is touched before
/// the first call.
pub(super) fn serve(args: &ServeArgs) -> Result<ExitCode, Problem> {
    if let Some(address) = args.http.http {
        return http::serve(args, address).map(|()| ExitCode::SUCCESS);
    }
    let server = setup::watched(setup::server(&args.offer, args.sandbox.as_deref())?, args)?;
    if io::stdin().is_terminal() {
        output::error_line("zcp speaks MCP on standard input and output; `zcp --help` says what else it can do.");
    }
    runtime::leave_in_time(programs::end_all)?;
    match stdio::serve(server)? {
        ExitReason::Failed(reason) => Err(Problem::Failed(reason)),
        ExitReason::InputEnded | ExitReason::Signal(_) | ExitReason::Stopped => Ok(ExitCode::SUCCESS),
    }
}
