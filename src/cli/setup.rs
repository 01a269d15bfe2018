//! What the commands make a server from.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::args::OfferArgs;
use super::local;
use super::place::Place;
use super::problem::Problem;
use crate::deploy::programs::Programs;
use crate::domain::clock::{Clock, SystemClock};
use crate::domain::ids::ProjectId;
use crate::domain::network::PrivateNetwork;
use crate::generated::registry::TOOLS;
use crate::mcp::consent::SealKey;
use crate::mcp::offer::{Filter, Offer, OfferError};
use crate::mcp::server::Server;
use crate::ops::context::Base;
use crate::platform::connection::Connection;
use crate::platform::credentials::Source;
use crate::platform::settings::Settings;
use crate::platform::token::Token;
use crate::sandbox::tokens::TokenKind;
use crate::workflow::notebook::Notebook;

/// Does what `--read-only` does, for clients that can set variables only.
const READ_ONLY: &str = "ZCP_READ_ONLY";
/// Where the notebook is, in place of `.zcp/state` in the working folder.
const STATE_DIR: &str = "ZCP_STATE_DIR";

/// The tools that are offered.
///
/// # Errors
/// When a filter names what does not exist.
pub(super) fn offer(args: &OfferArgs) -> Result<Offer, Problem> {
    let OfferArgs { read_only, groups, tools, exclude_tools, allow_production: _ } = args.clone();
    let read_only = wants_read_only(std::env::var_os(READ_ONLY).as_deref())? || read_only;
    let filter = Filter { read_only, groups, tools, exclude_tools };
    Offer::new(TOOLS, &filter).map_err(|error| match error {
        OfferError::Unknown { .. } => Problem::Usage(error.to_string()),
        OfferError::Schema { .. } => Problem::Failed(error.to_string()),
    })
}

/// What a value of the variable says. A word that nobody knows is an error: taken for `false`, it
/// would allow what somebody meant to forbid.
fn wants_read_only(value: Option<&OsStr>) -> Result<bool, Problem> {
    match value.map(|value| value.to_string_lossy().to_lowercase()).unwrap_or_default().as_str() {
        "" | "false" | "0" => Ok(false),
        "true" | "1" => Ok(true),
        _ => Err(Problem::Usage(format!("{READ_ONLY} must be true or false"))),
    }
}

/// A server for the platform of the environment, or for a sandbox that this process runs.
///
/// # Errors
/// When a filter names what does not exist, or the sandbox does not start.
pub(super) fn server(args: &OfferArgs, sandbox: Option<&str>) -> Result<Server, Problem> {
    let offer = offer(args)?;
    let base = match sandbox {
        None => inside(base(Source::Environment, own_project())),
        Some(seed) => {
            let token = Token::new(TokenKind::Valid.token());
            base(Source::Fixed { token, host: local::start(seed)?, project: None }, None)
        }
    };
    // Replicas could only share a key that comes from the token, and the token is not read before
    // it is needed. One process asks and hears over one pipe, so a key of its own is enough.
    let base = Base { allow_production: args.allow_production, ..base };
    Ok(Server::new(Arc::new(base), offer, &SealKey::random()?))
}

/// A connection to the platform of the environment.
pub(super) fn connection() -> Connection {
    base(Source::Environment, own_project()).connection
}

fn base(source: Source, own_project: Option<ProjectId>) -> Base {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let connection = Connection::at_home(source, Settings::from_environment(), Arc::clone(&clock), own_project.clone());
    let working_folder = std::env::current_dir().unwrap_or_default();
    let cache_folder = cache_folder();
    let variable = |name: &str| std::env::var_os(name).map(PathBuf::from);
    let programs = Programs::from_environment(variable, cache_folder.as_deref());
    let notebook = match std::env::var_os(STATE_DIR).filter(|folder| !folder.is_empty()) {
        Some(folder) => Notebook::named(Path::new(&folder)),
        None => Notebook::below(&working_folder),
    };
    Base {
        connection,
        clock,
        own_hostname: None,
        own_service: None,
        own_project,
        network: PrivateNetwork::default(),
        working_folder,
        cache_folder,
        programs,
        notebook: Arc::new(notebook),
        allow_production: false,
    }
}

/// The user's cache folder of zcp, as the system has it.
fn cache_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CACHE_HOME").filter(|folder| folder.is_absolute());
    let folder = folder.or_else(|| set("LOCALAPPDATA")).or_else(|| set("HOME").map(|home| home.join(".cache")));
    folder.map(|folder| folder.join("zcp"))
}

/// The same, in the service whose container this is; anywhere else as it is.
fn inside(base: Base) -> Base {
    let place = Place::current();
    Base { own_hostname: place.hostname().map(str::to_owned), own_service: place.service().cloned(), ..base }
}

/// The project of that service.
fn own_project() -> Option<ProjectId> {
    Place::current().project().cloned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_says_no_is_no() {
        for (value, wanted) in
            [(None, false), (Some(""), false), (Some("false"), false), (Some("TRUE"), true), (Some("1"), true)]
        {
            assert_eq!(wants_read_only(value.map(OsStr::new)), Ok(wanted), "{value:?}");
        }
        assert!(wants_read_only(Some(OsStr::new("yes"))).is_err());
    }

    #[test]
    fn an_unknown_filter_is_a_usage_error() {
        let args = OfferArgs { tools: vec!["zerops_scal".into()], ..OfferArgs::default() };
        let problem = offer(&args).expect_err("unknown");
        assert!(matches!(&problem, Problem::Usage(text) if text.contains("`zerops_scale`")), "{problem}");
    }
}
