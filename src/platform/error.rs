//! What can go wrong between zcp and the platform.
//!
//! One type for everything: its kind says what it is, its message is for the caller, and whether
//! another attempt is made follows from it alone. It never holds a token or a body.

use std::fmt;
use std::time::Duration;

use super::duration;
use crate::domain::failure::FieldReason;
use crate::domain::operation::{Effect, OperationInfo};

/// The API's codes for states that pass by themselves.
const PASSING: [&str; 4] =
    ["serviceStackCreating", "serviceStackUpgrading", "processIsAlreadyRunning", "userDataSyncRunning"];

/// What an error is, which decides the error code that a tool answers with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// There is no token.
    AuthRequired,
    /// The API does not take the token.
    AuthInvalidToken,
    /// The token was good once.
    AuthTokenExpired,
    /// Who the token belongs to could not be found out.
    AuthApiError,
    /// The address of the API is unusable.
    UnusableHost,
    /// The token reaches no project.
    TokenNoProject,
    /// The token reaches several projects.
    TokenMultiProject,
    /// The project that was chosen with zcli is gone or out of reach.
    ScopeGone,
    /// The token may not do this.
    PermissionDenied,
    /// The thing does not exist in this project.
    NotFound,
    /// Too many requests.
    RateLimited,
    /// No complete answer came in time.
    Timeout,
    /// The connection did not come about or was lost.
    Network,
    /// The API refused, failed, or answered what zcp cannot read.
    Api,
}

impl ErrorKind {
    /// Whether it is about the token or its project: other credentials can heal it.
    #[must_use]
    pub const fn is_auth(self) -> bool {
        matches!(
            self,
            Self::AuthRequired
                | Self::AuthInvalidToken
                | Self::AuthTokenExpired
                | Self::AuthApiError
                | Self::UnusableHost
                | Self::TokenNoProject
                | Self::TokenMultiProject
                | Self::ScopeGone
        )
    }
}

/// Which operations the client tries again after an error.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Recovery {
    /// None.
    Never,
    /// Those that change nothing.
    Reads,
    /// All: the API has done nothing.
    Always,
}

impl Recovery {
    /// Whether an operation with this effect is tried again.
    #[must_use]
    pub fn allows(self, effect: Effect) -> bool {
        match self {
            Self::Never => false,
            Self::Reads => effect == Effect::Read,
            Self::Always => true,
        }
    }
}

/// An error of the platform or on the way to it.
#[derive(Clone, Debug)]
pub struct Error {
    /// What it is.
    pub kind: ErrorKind,
    /// What happened, for the caller.
    pub message: String,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// The API's code, where it gave one.
    pub api_code: Option<String>,
    /// The API's reasons field by field.
    pub fields: Vec<FieldReason>,
    /// Whether the request may have changed something although it failed.
    pub may_have_taken_effect: bool,
    /// The projects that a token reaches, where that is the trouble: their names, else their ids.
    pub projects: Vec<String>,
    /// How long the API asks to wait before the next request.
    pub retry_after: Option<Duration>,
    /// Whether the failure is of a kind that lasts, such as an untrusted certificate.
    pub(super) lasting: bool,
}

impl Error {
    /// An error with nothing but its kind and what happened.
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            kind,
            message: message.into(),
            status: None,
            api_code: None,
            fields: Vec::new(),
            may_have_taken_effect: false,
            projects: Vec::new(),
            retry_after: None,
            lasting: false,
        }
    }

    /// Whether it is about certificates: those of the peer, or those that are to be trusted.
    #[must_use]
    pub fn is_about_trust(&self) -> bool {
        self.kind == ErrorKind::Network && self.lasting
    }

    /// There is no token.
    pub(super) fn no_authentication() -> Self {
        Self::new(ErrorKind::AuthRequired, "No authentication found: set ZCP_API_KEY or log in with zcli")
    }

    /// The API does not take the token, or not any more.
    pub(super) fn bad_token(kind: ErrorKind) -> Self {
        Self::new(kind, "Authentication failed: invalid or expired token")
    }

    /// Something is not in this project, whether or not it is in another one.
    pub(super) fn not_in_project(operation: &OperationInfo, what: &str) -> Self {
        Self::new(ErrorKind::NotFound, format!("{}: no such {what} in this project", operation.name))
    }

    /// An operation failed after its request was made. What a caller has to know of a change is
    /// said: that it may have happened, or that it did not.
    pub(super) fn of(operation: &OperationInfo, kind: ErrorKind, what: impl fmt::Display, sent: bool) -> Self {
        let changes = operation.effect != Effect::Read;
        let mut error = Self::new(kind, format!("{}: {what}", operation.name));
        error.may_have_taken_effect = changes && sent;
        if error.may_have_taken_effect {
            error.message.push_str("; the request may have taken effect");
        } else if changes && matches!(kind, ErrorKind::Network | ErrorKind::Timeout | ErrorKind::RateLimited) {
            error.message.push_str("; nothing was changed");
        }
        error
    }

    pub(super) fn status(mut self, status: u16) -> Self {
        self.status = Some(status);
        self
    }

    pub(super) fn wait(mut self, wait: Option<Duration>) -> Self {
        self.retry_after = wait;
        if let Some(wait) = wait {
            self.message.push_str("; try again in ");
            self.message.push_str(&duration::words(wait));
        }
        self
    }

    /// The policy of the client for this error, the only place that decides it. Timeouts are not
    /// tried again: the time is spent.
    #[must_use]
    pub fn recovery(&self) -> Recovery {
        match (self.kind, self.status) {
            (ErrorKind::RateLimited, _) => Recovery::Always,
            (ErrorKind::Network, _) if !self.lasting => Recovery::Reads,
            (ErrorKind::Api, Some(502..=504)) => Recovery::Reads,
            _ => Recovery::Never,
        }
    }

    /// Whether the API refused because of something that goes on and ends by itself.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.api_code.as_deref().is_some_and(|code| PASSING.contains(&code))
    }

    /// Whether the same call can succeed later without anything being fixed.
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match self.kind {
            ErrorKind::RateLimited | ErrorKind::Timeout => true,
            ErrorKind::Network => !self.lasting,
            ErrorKind::Api if self.passes() => true,
            ErrorKind::Api | ErrorKind::AuthApiError => matches!(self.status, Some(429 | 500..)),
            _ => false,
        }
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::generated::operations::Operation;

    #[test]
    fn the_policy_is_a_property_of_the_error() {
        let api = |status| Error::new(ErrorKind::Api, "x").status(status);
        for (error, recovery, retryable) in [
            (Error::new(ErrorKind::RateLimited, "x").status(429), Recovery::Always, true),
            (Error::new(ErrorKind::Network, "x"), Recovery::Reads, true),
            (Error { lasting: true, ..Error::new(ErrorKind::Network, "x") }, Recovery::Never, false),
            (Error::new(ErrorKind::Timeout, "x"), Recovery::Never, true),
            (api(500), Recovery::Never, true),
            (api(502), Recovery::Reads, true),
            (api(503), Recovery::Reads, true),
            (api(504), Recovery::Reads, true),
            (api(400), Recovery::Never, false),
            (api(200), Recovery::Never, false),
            (Error::new(ErrorKind::NotFound, "x").status(404), Recovery::Never, false),
            (Error::bad_token(ErrorKind::AuthInvalidToken), Recovery::Never, false),
            (Error::no_authentication(), Recovery::Never, false),
        ] {
            assert_eq!((error.recovery(), error.is_retryable()), (recovery, retryable), "{error:?}");
        }
        assert!(Recovery::Always.allows(Effect::Destroy));
        assert!(Recovery::Reads.allows(Effect::Read) && !Recovery::Reads.allows(Effect::Write));
        assert!(!Recovery::Never.allows(Effect::Read));
    }

    #[test]
    fn a_failed_change_says_whether_it_may_have_happened() {
        let of = |operation: Operation, sent| Error::of(operation.info(), ErrorKind::Network, "lost", sent);
        let error = of(Operation::ServiceRestart, true);
        assert!(error.may_have_taken_effect);
        assert_eq!(error.message, "service.restart: lost; the request may have taken effect");
        let error = of(Operation::ServiceRestart, false);
        assert!(!error.may_have_taken_effect);
        assert_eq!(error.message, "service.restart: lost; nothing was changed");
        let error = of(Operation::ServiceGet, true);
        assert!(!error.may_have_taken_effect);
        assert_eq!(error.message, "service.get: lost");
    }
}
