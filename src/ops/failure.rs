//! From an error of the platform to the failure of a tool.

use crate::domain::failure::{ErrorCode, Fail};
use crate::generated::errors::PlatformError;
use crate::platform::error::{Error, ErrorKind};

impl<E: ErrorCode + From<PlatformError>> From<Error> for Fail<E> {
    fn from(error: Error) -> Self {
        let code = match error.kind {
            ErrorKind::AuthRequired => PlatformError::AuthRequired,
            ErrorKind::AuthInvalidToken => PlatformError::AuthInvalidToken,
            ErrorKind::AuthTokenExpired => PlatformError::AuthTokenExpired,
            ErrorKind::AuthApiError => PlatformError::AuthApiError,
            ErrorKind::TokenNoProject => PlatformError::TokenNoProject,
            ErrorKind::TokenMultiProject => PlatformError::TokenMultiProject,
            ErrorKind::PermissionDenied => PlatformError::PermissionDenied,
            ErrorKind::RateLimited => PlatformError::ApiRateLimited,
            ErrorKind::Timeout => PlatformError::ApiTimeout,
            ErrorKind::Network => PlatformError::NetworkError,
            ErrorKind::NotFound | ErrorKind::Api => PlatformError::ApiError,
        };
        let suggestion = suggestion(&error);
        let mut fail = Self::new(code, error.message.clone());
        fail.detail.retryable = Some(error.is_retryable() && !error.may_have_taken_effect);
        fail.detail.suggestion = suggestion;
        fail.detail.api_code = error.api_code;
        fail.detail.fields = error.fields;
        fail
    }
}

/// What is known to help against an answer of the API.
fn suggestion(error: &Error) -> Option<String> {
    if error.may_have_taken_effect {
        return Some("Look at the state with zerops_discover before you repeat the change.".to_owned());
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
