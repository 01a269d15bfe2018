//! `zcp serve --http`: MCP over HTTP.

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::{Args, ValueHint};

use super::args::ServeArgs;
use super::problem::Problem;
use super::{output, setup};
use crate::generated::registry::TOOLS;
use crate::mcp::http::{self, Callers, HttpLimits, Issuer, Known, MOST_KEY_BYTES, Settings, Tokens};
use crate::mcp::offer::names_of_groups;
use crate::mcp::stdio::ExitReason;
use crate::platform::published::PublicDocument;
use crate::platform::settings::Settings as Patience;

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
    /// Let in who has an access token of this OAuth issuer, such as `https://id.example.com`.
    #[arg(long, value_name = "URL", requires_all = ["http", "oauth_audience", "oauth_jwks"])]
    pub(super) oauth_issuer: Option<String>,
    /// The address of this server that such a token has to be for, such as `https://zcp.example.com/mcp`.
    #[arg(long, value_name = "URL", requires = "oauth_issuer")]
    pub(super) oauth_audience: Option<String>,
    /// Where the issuer publishes the keys that it signs with.
    #[arg(long, value_name = "URL", requires = "oauth_issuer")]
    pub(super) oauth_jwks: Option<String>,
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
    let callers = callers(&args.http)?;
    let HttpArgs { hosts, origins, allow_local, rate, drain, .. } = args.http.clone();
    let server = setup::replica(&args.offer, args.sandbox.as_deref(), !allow_local)?;
    let server = setup::watched(server, args)?;
    let limits = HttpLimits { rate, drain: Duration::from_secs(drain), ..HttpLimits::default() };
    let settings = Settings { hosts, origins, callers, limits };
    let is_open = !settings.callers.are_known();
    let listening = |address: SocketAddr| {
        output::error_line(&format!("zcp serves MCP at http://{address}/mcp"));
        if is_open {
            output::error_line("anybody on this computer may call; --token-file or --oauth-issuer says who may");
        }
    };
    match http::serve(server, address, settings, listening)? {
        ExitReason::Failed(reason) => Err(Problem::Failed(reason)),
        ExitReason::InputEnded | ExitReason::Signal(_) | ExitReason::Stopped => Ok(()),
    }
}

fn callers(args: &HttpArgs) -> Result<Callers, Problem> {
    let token = match std::env::var(TOKEN) {
        Ok(token) => Some(token.trim().to_owned()).filter(|token| !token.is_empty()),
        Err(std::env::VarError::NotPresent) => None,
        Err(std::env::VarError::NotUnicode(_)) => return Err(Problem::Usage(format!("{TOKEN} is not UTF-8"))),
    };
    let mut known = Known { issuer: issuer(args)?, ..Known::default() };
    if args.token_file.is_some() || token.is_some() {
        let tokens = Tokens::open(args.token_file.clone(), token.as_deref(), names_of_groups(TOOLS));
        known.tokens = Some(tokens.map_err(|error| Problem::Failed(error.to_string()))?);
    }
    if known.tokens.is_none() && known.issuer.is_none() {
        return Ok(Callers::Anybody);
    }
    Ok(Callers::Known(Box::new(known)))
}

/// Who gives tokens. Its keys are read when the first one comes.
fn issuer(args: &HttpArgs) -> Result<Option<Issuer>, Problem> {
    let (Some(issuer), Some(audience), Some(keys)) = (&args.oauth_issuer, &args.oauth_audience, &args.oauth_jwks)
    else {
        return Ok(None);
    };
    let keys = PublicDocument::new(keys, MOST_KEY_BYTES, Patience::from_environment())
        .map_err(|_| Problem::Usage("--oauth-jwks is no address such as https://id.example.com/jwks".to_owned()))?;
    let keys = Arc::new(keys);
    let read = move || {
        let keys = Arc::clone(&keys);
        let read = async move { keys.read().await.map_err(|error| error.message) };
        Box::pin(read) as std::pin::Pin<Box<dyn Future<Output = _> + Send>>
    };
    let issuer = Issuer::new(issuer, audience, Box::new(read), names_of_groups(TOOLS)).map_err(Problem::Usage)?;
    Ok(Some(issuer))
}
