//! From the bytes of an answer to a value or a typed error. The mapping of HTTP status and API
//! code to kinds is here and nowhere else.

use jiff::Timestamp;
use serde::de::DeserializeOwned;

use super::door::{Door, Unreadable};
use super::error::{Error, ErrorKind};
use super::host::host_and_port;
use super::reasons;
use super::retry::retry_after;
use super::wire::{ErrorBody, ErrorEnvelope};
use crate::domain::operation::OperationInfo;

/// What is said of an answer that has too much in it.
const TOO_MANY: &str = "the API answered more entries than zcp reads";

/// What came over the wire.
#[derive(Debug, Default)]
pub(super) struct Answer {
    pub(super) status: u16,
    pub(super) content_type: String,
    pub(super) location: Option<String>,
    pub(super) retry_after: Option<String>,
    pub(super) body: Vec<u8>,
}

/// What an answer is read with.
pub(super) struct Reading<'a> {
    pub(super) operation: &'static OperationInfo,
    pub(super) door: Door<'a>,
    pub(super) now: Timestamp,
}

impl Reading<'_> {
    /// The value of an answer: below 300 it must be JSON of the right shape, above it is an error.
    pub(super) fn read<T: DeserializeOwned>(&self, answer: &Answer) -> Result<T, Error> {
        if answer.status >= 300 {
            return Err(self.error(answer));
        }
        let value: T = self.door.read(&answer.body).map_err(|error| self.unreadable(answer, &error))?;
        // serde would take a list for a struct, field by field.
        if answer.body.trim_ascii_start().starts_with(b"{") {
            Ok(value)
        } else {
            let what = "the API answered JSON of another shape (an object was expected)";
            Err(Error::of(self.operation, ErrorKind::Api, what, true).status(answer.status))
        }
    }

    fn unreadable(&self, answer: &Answer, error: &Unreadable) -> Error {
        let what = match error {
            Unreadable::TooMany => TOO_MANY.to_owned(),
            Unreadable::Json(error) => self.not_readable(answer, error),
        };
        Error::of(self.operation, ErrorKind::Api, what, true).status(answer.status)
    }

    fn not_readable(&self, answer: &Answer, error: &serde_json::Error) -> String {
        if error.is_data() {
            // The first half of serde's words quotes the value; the expectation is our own text.
            let words = error.to_string();
            let expected = words
                .rsplit_once(", expected ")
                .and_then(|(_, tail)| tail.rsplit_once(" at line "))
                .map(|(expected, _)| format!(", {expected} was expected"))
                .unwrap_or_default();
            let (line, column) = (error.line(), error.column());
            let key = key_before(&answer.body, line, column).map(|key| self.door.words(key));
            let key = key.map(|key| format!("`{key}`, ")).unwrap_or_default();
            format!("the API answered JSON of another shape ({key}line {line}, column {column}{expected})")
        } else if answer.body.is_empty() {
            "the API answered nothing".to_owned()
        } else {
            format!("the API answered something that is not JSON ({})", self.media_type(answer))
        }
    }

    fn error(&self, answer: &Answer) -> Error {
        let status = answer.status;
        if status < 400 {
            return self.redirect(answer);
        }
        let body = match self.door.read::<ErrorEnvelope>(&answer.body) {
            Ok(envelope) => envelope.error,
            Err(Unreadable::TooMany) => ErrorBody { message: TOO_MANY.to_owned(), ..ErrorBody::default() },
            Err(Unreadable::Json(_)) => ErrorBody::default(),
        };
        let code = Some(body.code.clone()).filter(|code| !code.is_empty());
        let kind = if code.is_none() && (400..429).contains(&status) && self.media_type(answer) == "text/html" {
            // A page of a proxy or of another site says nothing about tokens and services.
            ErrorKind::Api
        } else {
            kind(status, &body)
        };
        let mut error = match kind {
            ErrorKind::AuthInvalidToken | ErrorKind::AuthTokenExpired => Error::bad_token(kind),
            _ => Error::of(self.operation, kind, self.words(answer, &body, kind), status >= 500),
        };
        if matches!(kind, ErrorKind::RateLimited) || status == 503 {
            let wait = answer.retry_after.as_deref().and_then(|text| retry_after(text, self.now));
            error = error.wait(wait);
        }
        error.api_code = code;
        error.fields = reasons::read(&body.meta);
        error.status(status)
    }

    fn words(&self, answer: &Answer, body: &ErrorBody, kind: ErrorKind) -> String {
        let message = body.message.trim_end_matches('.');
        let words = match kind {
            ErrorKind::RateLimited => "too many requests",
            ErrorKind::PermissionDenied if message.is_empty() => "the token does not permit this",
            ErrorKind::NotFound if message.is_empty() => "not found",
            _ if !message.is_empty() => message,
            _ if !body.code.is_empty() => {
                return format!("the API refused with {}", body.code);
            }
            _ if answer.body.is_empty() => return format!("the API answered HTTP {} and nothing else", answer.status),
            _ => {
                let (status, media_type) = (answer.status, self.media_type(answer));
                return format!("the API answered HTTP {status} with something that is not its error ({media_type})");
            }
        };
        words.to_owned()
    }

    fn redirect(&self, answer: &Answer) -> Error {
        // Only the host: an address may hold secrets.
        let target = answer.location.as_deref().and_then(|location| reqwest::Url::parse(location).ok());
        let target = target.map(|url| format!(" to {}", self.door.words(&host_and_port(&url))));
        let target = target.unwrap_or_default();
        let what = format!("the API answered HTTP {}, a redirect{target}, which is not followed", answer.status);
        Error::of(self.operation, ErrorKind::Api, what, true).status(answer.status)
    }

    fn media_type(&self, answer: &Answer) -> String {
        let media_type = answer.content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
        if media_type.is_empty() { "no content type".to_owned() } else { self.door.words(&media_type) }
    }
}

/// The last key before a place, as far as it can be a name of the API: whose value is odd.
fn key_before(body: &[u8], line: usize, column: usize) -> Option<&str> {
    const LONGEST: usize = 64;
    let last = body.split(|byte| *byte == b'\n').nth(line.checked_sub(1)?)?;
    // The place is before the value or behind it, as the value is read.
    let before = last.get(..column.min(last.len()))?;
    let end = before.windows(2).rposition(|pair| pair == b"\":")?;
    let start = before[..end].iter().rposition(|byte| *byte == b'"')? + 1;
    let key = std::str::from_utf8(&before[start..end]).ok()?;
    let is_name = key.len() <= LONGEST && key.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_');
    (is_name && !key.is_empty()).then_some(key)
}

/// What an error is. A telling code counts for more than the status: the API answers 400 to much.
fn kind(status: u16, body: &ErrorBody) -> ErrorKind {
    let code = body.code.as_str();
    match status {
        429 => ErrorKind::RateLimited,
        500.. => ErrorKind::Api,
        // Forbidden is never about who the caller is, only about what it may do.
        403 if code == "notAuthorized" => ErrorKind::PermissionDenied,
        // A search of an organisation that the token is no member of: only the words say so.
        400 if code.starts_with("invalidUserInput") && body.message.contains("insufficient privileges") => {
            ErrorKind::PermissionDenied
        }
        _ => kind_of_code(code).unwrap_or(match status {
            401 => ErrorKind::AuthInvalidToken,
            403 => ErrorKind::PermissionDenied,
            404 => ErrorKind::NotFound,
            _ => ErrorKind::Api,
        }),
    }
}

/// What a telling code says.
fn kind_of_code(code: &str) -> Option<ErrorKind> {
    let kind = match code {
        "tokenExpired" => ErrorKind::AuthTokenExpired,
        "notAuthorized" | "invalidCredentials" | "userTokenNotFound" | "refreshTokenInvalid" => {
            ErrorKind::AuthInvalidToken
        }
        "insufficientPrivileges"
        | "insufficientPermissions"
        | "noAccessToZerops"
        | "noActiveConnectionToAnyClient"
        | "noActiveConnectionToCurrentClient"
        | "notAllowedForApplicationToken"
        | "notAllowedForIntegrationToken"
        | "notAllowedForIntegrationTokenWithoutDelegation"
        | "roleLevelExceeded"
        | "notInSudoMode" => ErrorKind::PermissionDenied,
        "notFound"
        | "recordNotFound"
        | "recordIsDeleted"
        | "clientNotFound"
        | "projectNotFound"
        | "projectEnvNotFound"
        | "clientUserConnectionNotFound"
        | "serviceStackNotFound"
        | "serviceStackConnectionNotFound"
        | "sharedStorageNotFound"
        | "userDataNotFound"
        | "processNotFound"
        | "appVersionNotFound" => ErrorKind::NotFound,
        _ if is_absence(code) => ErrorKind::NotFound,
        _ => return None,
    };
    Some(kind)
}

/// Whether a code says that what a path names is not there: the API answers that with 400 too. An argument
/// that names nothing, such as an unknown service type, is a fault of the call instead.
fn is_absence(code: &str) -> bool {
    const OF_ARGUMENTS: &[&str] = &["type", "setup", "yaml", "profile"];
    let code = code.to_ascii_lowercase();
    // A flaky answer to a list of users.
    code.ends_with("notfound") && code != "usernotfound" && !OF_ARGUMENTS.iter().any(|part| code.contains(part))
}

#[cfg(test)]
mod tests;
