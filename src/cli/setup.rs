//! What the commands make a server from.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::local;
use super::offer_args::{OfferArgs, ServeArgs};
use super::place::Place;
use super::problem::Problem;
use crate::deploy::programs::{Names, Programs};
use crate::domain::clock::{Clock, SystemClock};
use crate::domain::environment::given;
use crate::domain::ids::ProjectId;
use crate::generated::registry::TOOLS;
use crate::generated::variables::{
    ZCP_MAX_ITERATIONS, ZCP_READ_ONLY, ZCP_REQUIRE_WORKFLOW, ZCP_SEAL_KEY, ZCP_STATE_DIR,
};
use crate::mcp::audit::Audit;
use crate::mcp::consent::SealKey;
use crate::mcp::offer::{Filter, Offer, OfferError};
use crate::mcp::server::Server;
use crate::ops::context::{Base, Context};
use crate::platform::connection::Connection;
use crate::platform::credentials::Source;
use crate::platform::kept::Keeper;
use crate::platform::settings::Settings;
use crate::platform::token::Token;
use crate::sandbox::tokens::TokenKind;
use crate::workflow::envelope::MOST_ATTEMPTS;
use crate::workflow::notebook::Notebook;

/// The most attempts that can be asked for.
const MOST_ITERATIONS: usize = 50;
/// The fewest characters of the secret that seals.
const LEAST_SECRET: usize = 32;

/// The tools that are offered; `remote` callers are not offered what touches this computer.
///
/// # Errors
/// When a filter names what does not exist.
pub(super) fn offer(args: &OfferArgs, remote: bool) -> Result<Offer, Problem> {
    let OfferArgs { read_only, groups, tools, exclude_tools, allow_production: _ } = args.clone();
    let read_only = reads_only()? || read_only;
    let filter = Filter { read_only, groups, tools, exclude_tools, remote };
    Offer::new(TOOLS, &filter).map_err(|error| match error {
        OfferError::Unknown { .. } => Problem::Usage(error.to_string()),
        OfferError::Schema { .. } => Problem::Failed(error.to_string()),
    })
}

/// Whether the environment asks for what `--read-only` does.
///
/// # Errors
/// When nobody knows what it says; then nothing is served.
pub(super) fn reads_only() -> Result<bool, Problem> {
    wants(ZCP_READ_ONLY, given(std::env::var_os(ZCP_READ_ONLY)).as_deref())
}

/// What a value of the variable says. A word that nobody knows is an error: taken for `false`, it
/// would allow what somebody meant to forbid.
fn wants(name: &str, value: Option<&OsStr>) -> Result<bool, Problem> {
    match value.map(|value| value.to_string_lossy().to_lowercase()).unwrap_or_default().as_str() {
        "" | "false" | "0" => Ok(false),
        "true" | "1" => Ok(true),
        _ => Err(Problem::Usage(format!("{name} must be true or false"))),
    }
}

/// How many attempts in a row may fail before a human is asked.
fn most_attempts(value: Option<&OsStr>) -> Result<usize, Problem> {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return Ok(MOST_ATTEMPTS) };
    let number = value.to_str().and_then(|text| text.trim().parse().ok());
    number
        .filter(|number| (1..=MOST_ITERATIONS).contains(number))
        .ok_or_else(|| Problem::Usage(format!("{ZCP_MAX_ITERATIONS} must be a number from 1 to {MOST_ITERATIONS}")))
}

/// A server for the platform of the environment, or for a sandbox that this process runs.
///
/// # Errors
/// When a filter names what does not exist, or the sandbox does not start.
pub(super) fn server(args: &OfferArgs, sandbox: Option<&str>) -> Result<Server, Problem> {
    server_in(None, args, sandbox)
}

/// The same, where paths in arguments are confined to this folder instead of the current one.
///
/// # Errors
/// Likewise.
pub(super) fn server_in(folder: Option<&Path>, args: &OfferArgs, sandbox: Option<&str>) -> Result<Server, Problem> {
    let offer = offer(args, false)?;
    let (mut base, connection) = platform(args, sandbox)?;
    if let Some(folder) = folder {
        folder.clone_into(&mut base.working_folder);
    }
    // One process asks and hears over one pipe, so a key of its own is enough.
    Ok(Server::new(Context::new(base, connection), offer, &SealKey::random()?))
}

/// The same as one of several replicas, whose callers are elsewhere when `remote`. They seal with the same key, since
/// the next call of a client may reach another: one made from `ZCP_SEAL_KEY`, or from the token of the platform.
///
/// # Errors
/// As those of [`server`].
pub(super) fn replica(args: &OfferArgs, sandbox: Option<&str>, remote: bool) -> Result<Server, Problem> {
    let offer = offer(args, remote)?;
    let (mut base, connection) = platform(args, sandbox)?;
    // A notebook beside the code of one replica is none of the others', nor of callers elsewhere.
    if remote && given(std::env::var_os(ZCP_STATE_DIR)).is_none() {
        base.notebook = Arc::new(Notebook::in_memory());
    }
    if remote {
        // The folder of this computer is none of theirs, so nothing in it is looked for or named.
        base.working_folder = PathBuf::new();
    }
    let key = match std::env::var_os(ZCP_SEAL_KEY).filter(|secret| !secret.is_empty()) {
        Some(secret) if secret.len() < LEAST_SECRET => {
            return Err(Problem::Usage(format!("{ZCP_SEAL_KEY} needs at least {LEAST_SECRET} characters")));
        }
        Some(secret) => SealKey::derived(secret.as_encoded_bytes())?,
        None => match connection.credentials_now() {
            Ok(credentials) => SealKey::derived(credentials.token.secret().as_encoded_bytes())?,
            Err(error) => {
                tracing::warn!(%error, "without a token, questions are sealed with a key that no other replica has");
                SealKey::random()?
            }
        },
    };
    Ok(Server::new(Context::new(base, connection), offer, &key))
}

/// The same server, watched as the command line says.
///
/// # Errors
/// When the audit log cannot be begun.
pub(super) fn watched(server: Server, args: &ServeArgs) -> Result<Server, Problem> {
    let server = if args.require_human { server.requiring_a_human() } else { server };
    let requires =
        args.require_workflow || wants(ZCP_REQUIRE_WORKFLOW, given(std::env::var_os(ZCP_REQUIRE_WORKFLOW)).as_deref())?;
    let server = if requires { server.requiring_a_workflow() } else { server };
    let Some(path) = args.audit_log.as_deref() else { return Ok(server) };
    let begun = Audit::open(path, jiff::Timestamp::now());
    let audit = begun.map_err(|error| Problem::Failed(format!("the audit log {}: {error}", path.display())))?;
    Ok(server.with_audit(audit))
}

fn platform(args: &OfferArgs, sandbox: Option<&str>) -> Result<(Base, Connection), Problem> {
    let (base, connection) = match sandbox {
        None => of_environment(),
        Some(seed) => {
            let token = Token::new(TokenKind::Valid.token());
            let (mut base, connection) = of(Source::Fixed { token, host: local::start(seed)?, project: None }, None);
            base.programs.names = Names::Nobodys;
            (base, connection)
        }
    };
    let most_attempts = most_attempts(given(std::env::var_os(ZCP_MAX_ITERATIONS)).as_deref())?;
    Ok((Base { allow_production: args.allow_production, most_attempts, ..base }, connection))
}

/// What an operation of the platform of the environment works with.
pub(super) fn context() -> Context {
    let (base, connection) = of_environment();
    Context::new(base, connection)
}

/// A connection to the platform of the environment that assumes nothing of before.
pub(super) fn connection() -> Connection {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    Connection::at_home(Source::Environment, Settings::from_environment(), clock, own_project())
}

/// What leads to the platform of the environment, in the service whose container this is, if it is one.
fn of_environment() -> (Base, Connection) {
    let (mut base, connection) = of(Source::Environment, own_project());
    let place = Place::current();
    let (own_hostname, own_service) = (place.hostname().map(str::to_owned), place.service().cloned());
    if base.programs.ssh_config.is_none() && Source::Environment.local_host().is_some() {
        base.programs.names = Names::Unsaid;
    }
    (Base { own_hostname, own_service, ..base }, connection)
}

fn of(source: Source, own_project: Option<ProjectId>) -> (Base, Connection) {
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let cache_folder = cache_folder();
    let keeper = cache_folder.clone().map(|folder| Keeper { folder, keeps_local: false });
    let settings = Settings::from_environment();
    let connection = Connection::keeping(source, settings, Arc::clone(&clock), own_project.clone(), keeper);
    let working_folder = std::env::current_dir().unwrap_or_default();
    let variable = |name: &str| given(std::env::var_os(name)).map(PathBuf::from);
    let programs = Programs::from_environment(variable, cache_folder.as_deref());
    let notebook = match (given(std::env::var_os(ZCP_STATE_DIR)), &cache_folder) {
        (Some(folder), _) => Notebook::named(Path::new(&folder)),
        (None, Some(keys)) => Notebook::below(&working_folder, keys),
        // Without a folder of the user nothing tells what zcp wrote from what came with the working folder.
        (None, None) => Notebook::in_memory(),
    };
    let notebook = Arc::new(notebook);
    (Base { own_project, working_folder, cache_folder, programs, notebook, ..Base::new(clock) }, connection)
}

/// The user's cache folder of zcp, as the system has it.
fn cache_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CACHE_HOME").filter(|folder| folder.is_absolute());
    let folder = folder.or_else(|| set("LOCALAPPDATA")).or_else(|| set("HOME").map(|home| home.join(".cache")));
    folder.filter(|folder| folder.is_absolute()).map(|folder| folder.join("zcp")).filter(|folder| is_own(folder))
}

/// Whether nobody else can have put something into a folder; one that is not there yet is fine.
#[cfg(unix)]
fn is_own(folder: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;

    const FOR_EVERYONE: u32 = 0o002;
    folder
        .metadata()
        .map_or(true, |found| found.uid() == rustix::process::geteuid().as_raw() && found.mode() & FOR_EVERYONE == 0)
}

/// Elsewhere it is among the files of the user.
#[cfg(not(unix))]
fn is_own(_: &Path) -> bool {
    true
}

/// The project of the service whose container this is.
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
            assert_eq!(wants(ZCP_READ_ONLY, value.map(OsStr::new)), Ok(wanted), "{value:?}");
        }
        assert!(wants(ZCP_READ_ONLY, Some(OsStr::new("yes"))).is_err());
    }

    #[test]
    fn an_unknown_filter_is_a_usage_error() {
        let args = OfferArgs { tools: vec!["zerops_scal".into()], ..OfferArgs::default() };
        let problem = offer(&args, false).expect_err("unknown");
        assert!(matches!(&problem, Problem::Usage(text) if text.contains("`zerops_scale`")), "{problem}");
    }
}
