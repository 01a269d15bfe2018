//! `zcp serve --http`: MCP over HTTP.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueHint};

use super::args::ServeArgs;
use super::problem::Problem;
use super::{output, setup};
use crate::generated::registry::TOOLS;
use crate::mcp::http::{self, Callers, HttpLimits, Settings, Tokens};
use crate::mcp::offer::names_of_groups;
use crate::mcp::stdio::ExitReason;

/// A bearer token that callers may use, beside those of the file.
const TOKEN: &str = "ZCP_HTTP_TOKEN";

/// How MCP is served over HTTP.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct HttpArgs {
    /// Serve over HTTP at this address, such as 127.0.0.1:8080, instead of standard input and output.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) http: Option<SocketAddr>,
    /// Let in who has a token of this file: lines of NAME TOKEN [read-only] [groups=GROUP,…].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "http")]
    pub(super) token_file: Option<PathBuf>,
    /// Answer under this name too, as a proxy passes it on; repeatable.
    #[arg(long = "allow-host", value_name = "HOST", value_delimiter = ',', requires = "http")]
    pub(super) hosts: Vec<String>,
    /// Let pages of this origin call, such as `https://app.example.com`; repeatable.
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_delimiter = ',', requires = "http")]
    pub(super) origins: Vec<String>,
    /// Offer also what touches this computer: its files, its mounts, programs that run on it.
    #[arg(long, requires = "http")]
    pub(super) allow_local: bool,
    /// Requests of one caller in a second, on average; 0 for any number.
    #[arg(long, value_name = "NUMBER", default_value_t = HttpLimits::default().rate, requires = "http")]
    pub(super) rate: u32,
    /// Seconds that calls may go on after SIGTERM.
    #[arg(long, value_name = "SECONDS", default_value_t = 20, requires = "http",
        value_parser = clap::value_parser!(u64).range(..=3600))]
    pub(super) drain: u64,
}

/// Serves until a signal comes. The network is not touched before the first call.
pub(super) fn serve(args: &ServeArgs, address: SocketAddr) -> Result<(), Problem> {
    let HttpArgs { token_file, hosts, origins, allow_local, rate, drain, .. } = args.http.clone();
    let server = setup::replica(&args.offer, args.sandbox.as_deref(), !allow_local)?;
    let server = setup::watched(server, args)?;
    let limits = HttpLimits { rate, drain: Duration::from_secs(drain), ..HttpLimits::default() };
    let settings = Settings { hosts, origins, callers: callers(token_file)?, limits };
    let is_open = !settings.callers.are_known();
    let listening = |address: SocketAddr| {
        output::error_line(&format!("zcp serves MCP at http://{address}/mcp"));
        if is_open {
            output::error_line("anybody on this computer may call; --token-file says who may");
        }
    };
    match http::serve(server, address, settings, listening)? {
        ExitReason::Failed(reason) => Err(Problem::Failed(reason)),
        ExitReason::InputEnded | ExitReason::Signal(_) | ExitReason::Stopped => Ok(()),
    }
}

fn callers(file: Option<PathBuf>) -> Result<Callers, Problem> {
    let token = match std::env::var(TOKEN) {
        Ok(token) => Some(token.trim().to_owned()).filter(|token| !token.is_empty()),
        Err(std::env::VarError::NotPresent) => None,
        Err(std::env::VarError::NotUnicode(_)) => return Err(Problem::Usage(format!("{TOKEN} is not UTF-8"))),
    };
    if file.is_none() && token.is_none() {
        return Ok(Callers::Anybody);
    }
    let tokens = Tokens::open(file, token.as_deref(), names_of_groups(TOOLS))
        .map_err(|error| Problem::Failed(error.to_string()))?;
    Ok(Callers::Tokens(tokens))
}
