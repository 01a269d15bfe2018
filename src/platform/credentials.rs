//! Which token is used, on which host, and for which project.
//!
//! The first token found wins: `ZCP_API_KEY`, `ZEROPS_ZCP_API_KEY`, zcli's `cli.data`. The host is
//! chosen apart from it: `ZCP_API_HOST`, `ZEROPS_API_HOST`, `cli.data`, the default. A variable
//! that is set but empty, or to a reference that a client did not resolve, counts as absent; one that cannot be read is an error, or the token would go
//! to a host that nobody meant. Nothing is written and nothing is remembered here.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

use super::cli_data::{CliData, Family, locations};
use super::error::{Error, ErrorKind};
use super::host::{DEFAULT_HOST, Host};
use super::token::Token;
use crate::domain::environment::given;
use crate::domain::ids::ProjectId;
use crate::generated::variables::{ZCP_API_HOST, ZCP_API_KEY, ZEROPS_API_HOST, ZEROPS_ZCP_API_KEY};

/// Where credentials come from.
#[derive(Clone, Debug)]
pub enum Source {
    /// Environment variables and `cli.data`, read anew on every resolve.
    Environment,
    /// Given by the caller.
    Fixed {
        /// The token.
        token: Option<Token>,
        /// The host of the API.
        host: String,
        /// The project; found out when absent.
        project: Option<ProjectId>,
    },
}

impl Source {
    /// Finds the credentials. Reads files, so it may block.
    ///
    /// # Errors
    /// When there is no token that can be sent, or when the host is unusable.
    pub fn resolve(&self) -> Result<Credentials, Error> {
        match self {
            Self::Environment => resolve(&|name| std::env::var_os(name), &super::cli_data::read),
            Self::Fixed { token, host, project } => Ok(Credentials {
                host: Host::parse(host, "The host of the API")?,
                token: sendable(token.clone().ok_or_else(Error::no_authentication)?, &"The token")?,
                project: project.clone(),
                token_origin: Origin::Caller,
                host_origin: Origin::Caller,
            }),
        }
    }

    /// The host of the API, where it is named and is this computer: a sandbox, which serves more than the API.
    pub(crate) fn local_host(&self) -> Option<Host> {
        let named = match self {
            Self::Fixed { host, .. } => Some(host.clone()),
            Self::Environment => [ZCP_API_HOST, ZEROPS_API_HOST]
                .into_iter()
                .find_map(|name| given(std::env::var_os(name)))
                .map(|name| name.to_string_lossy().into_owned()),
        };
        Host::parse(&named?, "The host of the API").ok().filter(Host::is_loopback)
    }
}

/// Where a value was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// An environment variable.
    Variable(&'static str),
    /// zcli's file.
    File(PathBuf),
    /// The caller gave it.
    Caller,
    /// Nothing named one.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Variable(name) => f.write_str(name),
            Self::File(path) => write!(f, "{}", path.display()),
            Self::Caller => f.write_str("given at start"),
            Self::Default => f.write_str("the default"),
        }
    }
}

/// What is needed to talk to the API.
#[derive(Clone, Debug)]
pub struct Credentials {
    /// The token.
    pub token: Token,
    /// The host of the API.
    pub host: Host,
    /// The project that the user has chosen; found out when absent.
    pub project: Option<ProjectId>,
    /// Where the token was found.
    pub token_origin: Origin,
    /// Where the host was found.
    pub host_origin: Origin,
}

impl Credentials {
    /// Which source, which host, which file; never the token.
    #[must_use]
    pub fn describe(&self) -> String {
        let scope = self.project.as_ref().map(|id| format!(", project {id}")).unwrap_or_default();
        format!("token from {}, API at {} ({}){scope}", self.token_origin, self.host, self.host_origin)
    }
}

/// Finds the credentials among variables and files.
///
/// # Errors
/// When there is no token that can be sent, when `cli.data` is needed and unreadable, or when the host is unusable.
pub fn resolve(
    lookup: &dyn Fn(&str) -> Option<OsString>,
    read: &dyn Fn(&Path) -> io::Result<String>,
) -> Result<Credentials, Error> {
    let variable = |names: [&'static str; 2]| {
        names.into_iter().find_map(|name| {
            let value = given(lookup(name))?;
            // What is no text becomes characters that neither a token nor a host can have.
            Some((name, value.to_string_lossy().trim().to_owned()))
        })
    };
    let token = variable([ZCP_API_KEY, ZEROPS_ZCP_API_KEY]);
    let host = variable([ZCP_API_HOST, ZEROPS_API_HOST]);
    let file = if token.is_some() && host.is_some() { Ok(None) } else { find_file(lookup, read) };

    let blank = |name| Error::new(ErrorKind::AuthInvalidToken, format!("{name} is set and has nothing but blanks"));
    let token = token.map(|(name, text)| Ok((name, Token::new(&text).ok_or_else(|| blank(name))?))).transpose()?;
    let (token, token_origin, project, file) = if let Some((name, token)) = token {
        // A broken file matters to nobody who has set a token.
        (sendable(token, &name)?, Origin::Variable(name), None, file.ok().flatten())
    } else {
        let (path, data) = file?.ok_or_else(Error::no_authentication)?;
        let token = data.token.as_deref().and_then(Token::new).ok_or_else(Error::no_authentication)?;
        let token = sendable(token, &format_args!("The token in {}", path.display()))?;
        let project = data.project.clone().filter(|id| !id.is_empty()).map(ProjectId::new);
        (token, Origin::File(path.clone()), project, Some((path, data)))
    };

    let (host, host_origin) = match (host, file.and_then(|(path, data)| Some((path, address(&data)?)))) {
        (Some((name, text)), _) => (Host::parse(&text, name)?, Origin::Variable(name)),
        (None, Some((path, text))) => {
            (Host::parse(&text, &format!("The region address in {}", path.display()))?, Origin::File(path))
        }
        (None, None) => (Host::parse(DEFAULT_HOST, "The default host")?, Origin::Default),
    };
    Ok(Credentials { token, host, project, token_origin, host_origin })
}

/// A token that no header can carry is refused before anything is sent.
fn sendable(token: Token, origin: &dyn fmt::Display) -> Result<Token, Error> {
    if token.is_sendable() {
        return Ok(token);
    }
    Err(Error::new(ErrorKind::AuthInvalidToken, format!("{origin} has characters that no token has")))
}

fn address(data: &CliData) -> Option<String> {
    data.region.as_ref()?.address.clone().filter(|address| !address.trim().is_empty())
}

/// The first file that there is; zcli leaves an empty one behind where it only looked.
fn find_file(
    lookup: &dyn Fn(&str) -> Option<OsString>,
    read: &dyn Fn(&Path) -> io::Result<String>,
) -> Result<Option<(PathBuf, CliData)>, Error> {
    let broken = |path: &Path, why: &str| {
        let path = path.display();
        let message = format!("No authentication found: {path} {why}; set ZCP_API_KEY or log in with zcli");
        Error::new(ErrorKind::AuthRequired, message)
    };
    for path in locations(lookup, Family::HERE) {
        let text = match read(&path) {
            Ok(text) if text.trim().is_empty() => continue,
            Ok(text) => text,
            Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => continue,
            Err(error) if error.kind() == io::ErrorKind::PermissionDenied => {
                return Err(broken(&path, "may not be read"));
            }
            Err(_) => return Err(broken(&path, "cannot be read")),
        };
        // The parser's own words may quote the file.
        let data = serde_json::from_str(&text).map_err(|_| broken(&path, "is not what zcli writes"))?;
        return Ok(Some((path, data)));
    }
    Ok(None)
}

#[cfg(test)]
mod tests;
