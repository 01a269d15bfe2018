//! The checks of `zcp doctor`. Each looks at one thing, and a thing that others need first; what
//! cannot be looked at because of an earlier failure says so.
//!
//! Nothing is changed, so whether the token may write is known as far as the platform says its role.

use std::ffi::OsStr;

use rmcp::model::ProtocolVersion;
use serde::Serialize;
use tracing::level_filters::LevelFilter;

use super::failure::humane;
use super::parity::compare;
use super::place::Place;
use super::problem::Problem;
use super::setup;
use crate::domain::environment::given;
use crate::generated::variables::{ZCP_CA_FILE, ZCP_LOG_LEVEL, ZCP_READ_ONLY, ZCP_SSH_CONFIG};
use crate::platform::connection::Connection;
use crate::platform::credentials::Credentials;
use crate::platform::error::{Error, ErrorKind};
use crate::platform::session::Session;
use crate::sandbox::platform_date::PlatformDate;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Status {
    /// As it should be.
    Ok,
    /// Not wrong, and worth knowing.
    Warn,
    /// Wrong.
    Fail,
    /// Not looked at.
    Skip,
}

/// What a check found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Check {
    /// What was looked at.
    pub(super) name: &'static str,
    /// How it is.
    pub(super) status: Status,
    /// What was found.
    pub(super) detail: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) fix: Option<String>,
}

impl Check {
    fn new(name: &'static str, status: Status, detail: impl Into<String>) -> Self {
        Self { name, status, detail: detail.into(), fix: None }
    }

    fn ok(name: &'static str, detail: impl Into<String>) -> Self {
        Self::new(name, Status::Ok, detail)
    }

    fn skip(name: &'static str, detail: &str) -> Self {
        Self::new(name, Status::Skip, detail)
    }

    fn fail(name: &'static str, error: &Error, fix: &str) -> Self {
        Self::new(name, Status::Fail, humane(&error.message)).fix(fix)
    }

    fn fix(mut self, fix: &str) -> Self {
        self.fix = Some(fix.to_owned());
        self
    }
}

const NOT_REACHED: &str = "not checked: an earlier check failed";

/// Makes every check.
pub(super) async fn all(connection: &Connection) -> Vec<Check> {
    let mut checks = vec![
        versions(),
        log_level(given(std::env::var_os(ZCP_LOG_LEVEL)).and_then(|value| value.into_string().ok()).as_deref()),
        place(),
    ];
    checks.push(mode(setup::reads_only()));
    checks.extend(authorities(connection));
    checks.extend(ssh(given(std::env::var_os(ZCP_SSH_CONFIG)).as_deref()));
    match connection.credentials().await {
        Ok(credentials) => {
            checks.extend(configured(&credentials));
            checks.extend(reached(connection).await);
        }
        Err(error) => {
            checks.extend(unusable(&error));
            checks.extend(["network", "token", "project"].map(|name| Check::skip(name, NOT_REACHED)));
            checks.extend(["project status", "services"].map(|name| Check::skip(name, NOT_REACHED)));
            checks.extend(["write permission", "platform"].map(|name| Check::skip(name, NOT_REACHED)));
        }
    }
    checks
}

fn versions() -> Check {
    let newest = ProtocolVersion::LATEST;
    let (system, machine) = (std::env::consts::OS, std::env::consts::ARCH);
    let version = env!("CARGO_PKG_VERSION");
    Check::ok("version", format!("zcp {version} for {system} on {machine}, MCP up to {}", newest.as_str()))
}

fn log_level(value: Option<&str>) -> Check {
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    let Some(value) = value else { return Check::ok("log", "warn, on standard error") };
    let is_word = value.chars().all(|c| c.is_ascii_alphabetic());
    if is_word && value.parse::<LevelFilter>().is_ok() {
        return Check::ok("log", format!("{}, on standard error", value.to_ascii_lowercase()));
    }
    Check::new("log", Status::Warn, format!("{ZCP_LOG_LEVEL} is not a level, so it is warn"))
        .fix("Use off, error, warn, info, debug or trace.")
}

/// What the server offers. A value that nobody knows keeps it from starting.
fn mode(reads_only: Result<bool, Problem>) -> Check {
    match reads_only {
        Ok(false) => Check::ok("mode", "reads and writes"),
        Ok(true) => {
            Check::new("mode", Status::Warn, format!("read-only: {ZCP_READ_ONLY} is set, so nothing is changed"))
                .fix("Unset it to offer the tools that change something too.")
        }
        Err(problem) => Check::new("mode", Status::Fail, format!("{problem}; `zcp serve` does not start"))
            .fix("Set it to true or false, or unset it."),
    }
}

/// The authorities that are trusted beside the system's; nothing is said where there are none.
fn authorities(connection: &Connection) -> Option<Check> {
    match connection.authorities() {
        Ok(None) => None,
        Ok(Some(file)) => Some(Check::ok("certificates", format!("those of the system, and of {}", file.display()))),
        Err(error) => Some(Check::fail("certificates", &error, fix_of(&error))),
    }
}

/// The configuration for `ssh`, where one is named.
fn ssh(file: Option<&OsStr>) -> Option<Check> {
    let file = file.filter(|file| !file.is_empty())?.to_string_lossy();
    let found = std::fs::metadata(&*file).is_ok_and(|found| found.is_file());
    let check = Check::ok("ssh", format!("configured in {file}"));
    if found {
        return Some(check);
    }
    let missing = Check::new("ssh", Status::Fail, format!("{ZCP_SSH_CONFIG}: there is no file {file}"));
    Some(missing.fix("Correct it, or unset it to use your own configuration."))
}

fn place() -> Check {
    Check::ok(
        "place",
        match Place::current() {
            Place::Container { hostname, .. } => {
                format!("in the container of the service `{hostname}`, which zcp protects")
            }
            Place::Service(_) => "in a service of which only the id is known, which zcp protects".to_owned(),
            Place::Local => "outside of a container of the project".to_owned(),
        },
    )
}

/// Credentials that cannot be used. The host is looked at after the token.
fn unusable(error: &Error) -> Vec<Check> {
    if error.kind == ErrorKind::UnusableHost {
        return vec![Check::ok("credentials", "there is a token"), Check::fail("host", error, fix_of(error))];
    }
    vec![Check::fail("credentials", error, fix_of(error))]
}

fn configured(credentials: &Credentials) -> [Check; 2] {
    let Credentials { host, token_origin, host_origin, project, .. } = credentials;
    let scope = project.as_ref().map(|id| format!(", scoped to project {id}")).unwrap_or_default();
    let plain = if host.is_plain() { ", without TLS on this machine" } else { "" };
    [
        Check::ok("credentials", format!("a token from {token_origin}{scope}")),
        Check::ok("host", format!("{host} ({host_origin}){plain}")),
    ]
}

/// What a session shows: making one asks who the token belongs to and which project it opens.
async fn reached(connection: &Connection) -> Vec<Check> {
    match connection.session().await {
        Ok(session) => {
            let mut checks = vec![
                Check::ok("network", "the API answers"),
                Check::ok("token", "accepted"),
                Check::ok(
                    "project",
                    format!("`{}` ({}){}", session.project_name(), session.project_id(), boundary(&session)),
                ),
            ];
            checks.extend(readable(&session).await);
            checks.push(writable(&session).await);
            checks.push(platform(&session).await);
            checks
        }
        Err(error) => refused(&error),
    }
}

/// The checks up to where making the session failed.
fn refused(error: &Error) -> Vec<Check> {
    const STEPS: [(&str, &str); 7] = [
        ("network", "the API answers"),
        ("token", "accepted"),
        ("project", ""),
        ("project status", ""),
        ("services", ""),
        ("write permission", ""),
        ("platform", ""),
    ];
    let failed = match error.kind {
        ErrorKind::Network | ErrorKind::Timeout => 0,
        ErrorKind::TokenNoProject | ErrorKind::ScopeGone | ErrorKind::TokenMultiProject => 2,
        // Without a status there was no answer that could be read.
        ErrorKind::AuthApiError if error.status.is_none() => 0,
        _ => 1,
    };
    let check = |(index, (name, passed)): (usize, &(&'static str, &str))| match index.cmp(&failed) {
        std::cmp::Ordering::Less => Check::ok(name, *passed),
        std::cmp::Ordering::Equal => named(Check::fail(name, error, fix_of(error)), &error.projects),
        std::cmp::Ordering::Greater => Check::skip(name, NOT_REACHED),
    };
    STEPS.iter().enumerate().map(check).collect()
}

/// A check that says which projects the trouble is about.
fn named(mut check: Check, projects: &[String]) -> Check {
    if !projects.is_empty() {
        check.detail.push_str(&format!(": {}", projects.join(", ")));
    }
    check
}

/// Whether the token may change something, by the role that the platform names.
async fn writable(session: &Session) -> Check {
    const NAME: &str = "write permission";
    match session.role().await {
        Ok(Some(role)) if matches!(role.as_str(), "READ_ONLY" | "NO_ACCESS") => {
            Check::new(NAME, Status::Warn, format!("none: the token's role is {role}, so every change is refused"))
                .fix("To change something, make a token with more rights in the Zerops GUI (Settings, Access tokens).")
        }
        Ok(Some(role)) => Check::ok(NAME, format!("the token's role is {role}")),
        Ok(None) => Check::skip(NAME, "unknown: the platform names no role, so the token may be read-only"),
        Err(error) => Check::skip(NAME, &format!("unknown, the token may be read-only: {}", humane(&error.message))),
    }
}

async fn readable(session: &Session) -> [Check; 2] {
    let status = match session.project().await {
        Ok(project) if project.status == "ACTIVE" => Check::ok("project status", project.status),
        Ok(project) => Check::new("project status", Status::Warn, project.status)
            .fix("Calls may be refused until the project is ACTIVE."),
        Err(error) => Check::fail("project status", &error, fix_of(&error)),
    };
    let services = match session.services().await {
        Ok(services) => Check::ok("services", format!("{} readable", services.len())),
        Err(error) => Check::fail("services", &error, fix_of(&error)),
    };
    [status, services]
}

/// Whether the platform is what this zcp was built for, as far as a few calls show.
async fn platform(session: &Session) -> Check {
    const NAME: &str = "platform";
    let built = PlatformDate::default();
    match compare::compare(session, true).await {
        Ok(parity) if parity.differences.is_empty() => Check::ok(NAME, format!("as in {built}, as far as looked")),
        Ok(parity) => {
            let count = parity.differences.len();
            let things = if count == 1 { "thing is" } else { "things are" };
            Check::new(NAME, Status::Warn, format!("{count} {things} not as in {built}, which this zcp was built for"))
                .fix("`zcp parity` names them; update zcp, or report what it prints.")
        }
        Err(error) => Check::skip(NAME, &format!("not compared: {error}")),
    }
}

/// What to do about an error.
fn fix_of(error: &Error) -> &'static str {
    match error.kind {
        ErrorKind::AuthRequired => "Set ZCP_API_KEY to a token of the project, or log in with `zcli login`.",
        ErrorKind::AuthInvalidToken | ErrorKind::AuthTokenExpired => {
            "Make a new token in the Zerops GUI (Settings, Access tokens) and set ZCP_API_KEY to it."
        }
        ErrorKind::AuthApiError => "Check ZCP_API_HOST; if it is right, the API has a problem: try again later.",
        ErrorKind::UnusableHost => "Correct ZCP_API_HOST, or the address that the message names.",
        ErrorKind::ScopeGone => "Choose a project with `zcli scope project`.",
        ErrorKind::TokenNoProject => "Give the token access to the project, or choose one with `zcli scope project`.",
        ErrorKind::TokenMultiProject => {
            "Use a token of one project only, or log in with zcli and choose one with `zcli scope project`."
        }
        ErrorKind::PermissionDenied => "Ask the owner of the project for a token that may do this.",
        ErrorKind::Network if error.message.starts_with(ZCP_CA_FILE) => {
            "Correct ZCP_CA_FILE: a readable file with certificates in PEM; or unset it."
        }
        ErrorKind::Network if error.is_about_trust() => {
            "If you trust this host, name its certificate authority (a file in PEM) in ZCP_CA_FILE."
        }
        ErrorKind::Network | ErrorKind::Timeout => {
            "Check the network, the proxy and ZCP_API_HOST, then run this again."
        }
        ErrorKind::NotFound | ErrorKind::RateLimited | ErrorKind::Api => "Try again later.",
    }
}

/// What to know of a project that looks like production.
fn boundary(session: &crate::platform::session::Session) -> String {
    let note =
        |why: &str| format!("; it looks like production ({why}), so zcp only reads it without --allow-production");
    session.production().map(note).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn statuses(kind: ErrorKind) -> Vec<Status> {
        refused(&Error::new(kind, "x")).into_iter().map(|check| check.status).collect()
    }

    #[test]
    fn a_failure_is_told_at_its_step() {
        use Status::{Fail, Ok, Skip};
        assert_eq!(statuses(ErrorKind::Network), [Fail, Skip, Skip, Skip, Skip, Skip, Skip]);
        assert_eq!(statuses(ErrorKind::AuthInvalidToken), [Ok, Fail, Skip, Skip, Skip, Skip, Skip]);
        assert_eq!(statuses(ErrorKind::TokenMultiProject), [Ok, Ok, Fail, Skip, Skip, Skip, Skip]);
    }

    #[test]
    fn a_value_that_keeps_the_server_from_starting_is_wrong() {
        let refused = mode(Err(Problem::Usage("ZCP_READ_ONLY must be true or false".to_owned())));
        assert_eq!(refused.status, Status::Fail);
        assert_eq!((mode(Ok(true)).status, mode(Ok(false)).status), (Status::Warn, Status::Ok));
        assert_eq!(ssh(Some(OsStr::new("/no/such/file"))).map(|check| check.status), Some(Status::Fail));
        assert_eq!(ssh(None), None);
    }

    #[test]
    fn an_unusable_host_is_told_at_the_host() {
        let failed = |kind| unusable(&Error::new(kind, "x")).into_iter().find(|check| check.status == Status::Fail);
        assert_eq!(failed(ErrorKind::UnusableHost).map(|check| check.name), Some("host"));
        assert_eq!(failed(ErrorKind::AuthInvalidToken).map(|check| check.name), Some("credentials"));
    }

    #[test]
    fn a_level_that_is_none_is_a_warning() {
        assert_eq!(log_level(Some("Debug")).status, Status::Ok);
        assert_eq!(log_level(None).status, Status::Ok);
        assert_eq!(log_level(Some("loud")).status, Status::Warn);
        assert_eq!(log_level(Some("3")).status, Status::Warn);
    }
}
