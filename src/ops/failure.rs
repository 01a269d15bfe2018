//! From an error of the platform to the failure of a tool.

use super::events;
use crate::domain::failure::{ErrorCode, Fail};
use crate::generated::errors::PlatformError;
use crate::platform::error::{Error, ErrorKind};

impl<E: ErrorCode + From<PlatformError>> From<Error> for Fail<E> {
    fn from(error: Error) -> Self {
        let code = match error.kind {
            ErrorKind::AuthRequired => PlatformError::AuthRequired,
            ErrorKind::AuthInvalidToken => PlatformError::AuthInvalidToken,
            ErrorKind::AuthTokenExpired => PlatformError::AuthTokenExpired,
            ErrorKind::AuthApiError | ErrorKind::UnusableHost => PlatformError::AuthApiError,
            ErrorKind::TokenNoProject | ErrorKind::ScopeGone => PlatformError::TokenNoProject,
            ErrorKind::TokenMultiProject => PlatformError::TokenMultiProject,
            ErrorKind::PermissionDenied => PlatformError::PermissionDenied,
            ErrorKind::RateLimited => PlatformError::ApiRateLimited,
            ErrorKind::Timeout => PlatformError::ApiTimeout,
            ErrorKind::Network => PlatformError::NetworkError,
            ErrorKind::NotFound | ErrorKind::Api => PlatformError::ApiError,
        };
        let suggestion = suggestion(&error);
        // What the platform has begun is there, whatever it is.
        let next = error.may_have_taken_effect.then(events::all);
        let mut fail = Self::new(code, error.message.clone());
        fail.detail.retryable = Some(error.is_retryable() && !error.may_have_taken_effect);
        fail.detail.suggestion = suggestion;
        fail.detail.next.extend(next);
        fail.detail.api_code = error.api_code;
        fail.detail.fields = error.fields;
        fail
    }
}

/// What is known to help against an answer of the API.
fn suggestion(error: &Error) -> Option<String> {
    if error.may_have_taken_effect {
        return Some("Look whether it was begun before you repeat the change.".to_owned());
    }
    match error.kind {
        ErrorKind::UnusableHost => {
            return Some("Correct ZCP_API_HOST, or the address that the message names.".to_owned());
        }
        ErrorKind::AuthApiError if !error.is_retryable() => {
            return Some("Check ZCP_API_HOST; `zcp doctor` shows which check fails.".to_owned());
        }
        ErrorKind::ScopeGone => {
            return Some("Run `zcli scope project`, or set ZCP_API_KEY to a token of one project.".to_owned());
        }
        _ => {}
    }
    let text = match error.api_code.as_deref()? {
        "serviceStackIsNotHttp" | "noSubdomainPorts" => {
            "Deploy a version whose zerops.yaml has a port with `httpSupport: true`, then call again."
        }
        "serviceStackReloadNotAvailable" => "This service cannot be reloaded; restart it instead.",
        "lastCpuModeChangeTooRecent" => "cpuMode changes once per hour; leave it out or wait.",
        "serviceStackIsReadyToDeploy" => "This service waits for its first deploy; deploy it instead.",
        "creditLimitReached" | "insufficientCredit" => "The account lacks credit; tell the human.",
        _ => return None,
    };
    Some(text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn after_a_lost_write_the_state_is_looked_at() {
        let mut error = Error::new(ErrorKind::Network, "x");
        assert!(Fail::<PlatformError>::from(error.clone()).detail.next.is_empty());
        error.may_have_taken_effect = true;
        let fail = Fail::<PlatformError>::from(error);
        assert_eq!((fail.detail.next[0].tool.as_str(), fail.detail.retryable), ("zerops_events", Some(false)));
    }

    #[test]
    fn what_is_suggested_follows_from_the_cause() {
        let of = |kind, status| {
            let mut error = Error::new(kind, "x");
            error.status = status;
            let fail = Fail::<PlatformError>::from(error);
            (fail.code.info().code, fail.detail.suggestion.unwrap_or_default(), fail.detail.retryable)
        };
        let (code, suggestion, retryable) = of(ErrorKind::UnusableHost, None);
        assert_eq!((code, retryable), ("AUTH_API_ERROR", Some(false)));
        assert!(suggestion.starts_with("Correct ZCP_API_HOST"), "{suggestion}");
        let (_, suggestion, retryable) = of(ErrorKind::AuthApiError, Some(200));
        assert!(suggestion.starts_with("Check ZCP_API_HOST") && retryable == Some(false), "{suggestion}");
        assert_eq!(of(ErrorKind::AuthApiError, Some(503)), ("AUTH_API_ERROR", String::new(), Some(true)));
        let (code, suggestion, _) = of(ErrorKind::ScopeGone, None);
        assert!(code == "TOKEN_NO_PROJECT" && suggestion.contains("zcli scope project"), "{code}: {suggestion}");
    }
}
