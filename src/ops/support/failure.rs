//! From an error of the platform to the failure of a tool.

use crate::domain::failure::{ErrorCode, Fail};
use crate::generated::errors::PlatformError;
use crate::platform::error::{Error, ErrorKind};
use crate::suggest;

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
        let next = error.may_have_taken_effect.then(suggest::events);
        let mut fail = Self::new(code, error.message.clone());
        fail.detail.retryable = Some(error.is_retryable() && !error.may_have_taken_effect);
        fail.detail.suggestion = suggestion;
        fail.detail.next.extend(next);
        fail.detail.api_code = error.api_code;
        fail.detail.fields = error.fields;
        fail
    }
}

/// The failure of a change of a service. Where something else is being done to that, it names the
/// call that shows it.
pub(crate) fn of_change<E: ErrorCode + From<PlatformError>>(error: Error, hostname: &str) -> Fail<E> {
    let in_the_way = error.passes() || error.api_code.as_deref() == Some("stackWillBeDeleted");
    let fail = Fail::from(error);
    if in_the_way { fail.next(suggest::events_of(hostname)) } else { fail }
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
    if error.passes() {
        let text = "Something else is being done to the service: wait for the running process, then call again.";
        return Some(text.to_owned());
    }
    let known = error.api_code.as_deref().and_then(known);
    let text = match error.kind {
        _ if known.is_some() => known?,
        ErrorKind::Api if error.is_retryable() => "The platform failed; call again in a minute.",
        ErrorKind::Api | ErrorKind::NotFound if error.fields.is_empty() && error.api_code.is_some() => {
            "Correct what the message says; zerops_knowledge may know the `apiCode`."
        }
        _ => return None,
    };
    Some(text.to_owned())
}

/// What is known of a code of the API.
fn known(api_code: &str) -> Option<&'static str> {
    Some(match api_code {
        "serviceStackIsFailed" => "This service has failed: stop it, wait for that process, then start it again.",
        "userDataSyncRunning" => {
            "Variables of the service are being changed: call again when that process is FINISHED."
        }
        "appVersionInvalidStatus" => {
            "This version is not one that waits or was active before; zerops_events shows how it stands."
        }
        "serviceStackIsNotHttp" | "noSubdomainPorts" => {
            "Deploy a version whose zerops.yaml has a port with `httpSupport: true`, then call again."
        }
        "serviceStackReloadNotAvailable" => "This service cannot be reloaded; restart it instead.",
        "lastCpuModeChangeTooRecent" => "cpuMode changes once per hour; leave it out or wait.",
        "serviceStackIsReadyToDeploy" => "This service waits for its first deploy; deploy it instead.",
        "creditLimitReached" | "insufficientCredit" => "The account lacks credit; tell the human.",
        "stackWillBeDeleted" => {
            "The service is being deleted; when that process is FINISHED its hostname is free for zerops_import."
        }
        "userDataSystemKeyChangeForbidden" => "This variable belongs to the platform; set one with another key.",
        _ => return None,
    })
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
        assert_eq!(of(ErrorKind::Api, Some(500)).1, "The platform failed; call again in a minute.");
        let (code, suggestion, _) = of(ErrorKind::ScopeGone, None);
        assert!(code == "TOKEN_NO_PROJECT" && suggestion.contains("zcli scope project"), "{code}: {suggestion}");
    }

    #[test]
    fn what_passes_by_itself_can_be_tried_again() {
        let of = |code: &str| {
            let mut error = Error::new(ErrorKind::Api, "x");
            (error.status, error.api_code) = (Some(400), Some(code.to_owned()));
            let fail = of_change::<PlatformError>(error, "api");
            let tools: Vec<String> = fail.detail.next.iter().map(|call| call.tool.clone()).collect();
            (fail.detail.suggestion.unwrap_or_default(), fail.detail.retryable, tools.join(" "))
        };
        for code in ["serviceStackCreating", "processIsAlreadyRunning"] {
            let (suggestion, retryable, next) = of(code);
            assert!(suggestion.contains("wait for the running process"), "{suggestion}");
            assert_eq!((retryable, next.as_str()), (Some(true), "zerops_events"), "{code}");
        }
        let (suggestion, retryable, next) = of("stackWillBeDeleted");
        assert!(suggestion.contains("zerops_import") && retryable == Some(false) && next == "zerops_events");
        let (suggestion, retryable, next) = of("somethingElse");
        assert!(!suggestion.contains("fields") && retryable == Some(false) && next.is_empty(), "{suggestion}");
    }
}
