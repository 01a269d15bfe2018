//! The hostnames of the project, one a line, for a shell that completes one. Nothing is said where they cannot be
//! read in time: somebody is typing.

use std::process::ExitCode;

use super::problem::Problem;
use super::{output, setup};
use crate::mcp::runtime;
use crate::ops::completion;

/// Prints them.
pub(super) fn hostnames() -> Result<ExitCode, Problem> {
    let found = runtime::run(async { completion::hostnames(&setup::context()).await })?;
    for hostname in found {
        output::line(&output::printable(&hostname))?;
    }
    Ok(ExitCode::SUCCESS)
}
