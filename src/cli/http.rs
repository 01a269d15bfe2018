//! `zcp serve --http`: MCP over HTTP.

use std::net::SocketAddr;
use std::time::Duration;

use super::offer_args::{HttpArgs, ServeArgs};
use super::problem::Problem;
use super::{issuer, output, setup};
use crate::generated::registry::TOOLS;
use crate::generated::variables::ZCP_HTTP_TOKEN;
use crate::mcp::http::{self, Callers, HttpLimits, Known, Settings, Tokens};
use crate::mcp::offer::names_of_groups;
use crate::mcp::stdio::ExitReason;

/// Serves until a signal comes. The network is not touched before the first call.
pub(super) fn serve(args: &ServeArgs, address: SocketAddr) -> Result<(), Problem> {
    #[cfg(feature = "conformance-fixtures")]
    if args.http.sessions {
        http::with_sessions();
    }
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
    let token = match std::env::var(ZCP_HTTP_TOKEN) {
        Ok(token) => Some(token.trim().to_owned()).filter(|token| !token.is_empty()),
        Err(std::env::VarError::NotPresent) => None,
        Err(std::env::VarError::NotUnicode(_)) => return Err(Problem::Usage(format!("{ZCP_HTTP_TOKEN} is not UTF-8"))),
    };
    let mut known = Known { issuer: issuer::issuer(args)?, ..Known::default() };
    if args.token_file.is_some() || token.is_some() {
        let tokens = Tokens::open(args.token_file.clone(), token.as_deref(), names_of_groups(TOOLS));
        known.tokens = Some(tokens.map_err(|error| Problem::Failed(error.to_string()))?);
    }
    if known.tokens.is_none() && known.issuer.is_none() {
        return Ok(Callers::Anybody);
    }
    Ok(Callers::Known(Box::new(known)))
}
