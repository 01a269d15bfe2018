//! The conductor as a tool: where things stand, what to do next, and work on code. Everything is read anew
//! at each call; only the notebook is kept.

mod answer;
pub mod close;
mod folders;
pub(super) mod gather;
pub mod guide;
mod known;
pub(super) mod next;
pub mod start;
pub mod status;

use crate::domain::failure::Fail;
use crate::generated::errors::code;
use crate::generated::tools::zerops_workflow::Error;
use crate::workflow::notebook::NotebookError;

/// What was not noted.
fn refused(error: NotebookError) -> Fail<Error> {
    let fail = Fail::new(code::NotebookFailed, format!("Nothing was noted: {error}."));
    match error {
        NotebookError::Busy(_) => fail,
        _ => {
            let mut fail = fail;
            fail.detail.retryable = Some(false);
            fail
        }
    }
}
