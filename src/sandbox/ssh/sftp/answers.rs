//! What is answered: done, or which error of the few that there are.

use std::io::{Error, ErrorKind};

use russh_sftp::protocol::{Status, StatusCode};
use russh_sftp::server::StatusReply;

/// An answer that is not data.
pub(super) type Outcome<T> = Result<T, StatusReply>;

/// The answer to what was done.
pub(super) fn done(id: u32) -> Status {
    Status { id, status_code: StatusCode::Ok, error_message: "Success".to_owned(), language_tag: "en".to_owned() }
}

/// The answer to what the system refused.
pub(super) fn refused(error: impl Into<Error>) -> StatusReply {
    let error = error.into();
    match error.kind() {
        ErrorKind::NotFound => StatusCode::NoSuchFile.into(),
        ErrorKind::PermissionDenied => StatusCode::PermissionDenied.into(),
        kind => StatusCode::Failure.with_message(kind.to_string()),
    }
}
