//! The preprocessor of a document, and what the platform answers where it refuses.

use std::borrow::Cow;

use jiff::Timestamp;

use crate::preprocessor::{Fault, Refusal, document};
use crate::sandbox::ids::IdSource;
use crate::sandbox::wire::error::ApiError;

/// A document after the preprocessor.
pub(crate) fn expand<'s>(source: &'s str, ids: &mut IdSource, now: Timestamp) -> Result<Cow<'s, str>, ApiError> {
    document(source, ids, now).map_err(refusal)
}

/// Derived: the codes. Guessed: the messages and the reasons.
fn refusal(refusal: Refusal) -> ApiError {
    match refusal.fault {
        Fault::Wrong(reason) => ApiError::new("yamlPreprocessingError", "YAML preprocessing error.")
            .reason("reason", format!("line {}: {reason}", refusal.at)),
        Fault::Duration => ApiError::new("yamlPreprocessingMaxDurationExceeded", "YAML preprocessing takes too long."),
    }
}
