//! The hostnames of the project, one a line, for a shell that completes one. Nothing is said where they cannot be
//! read in time: somebody is typing.

use std::process::ExitCode;

use super::problem::Problem;
use super::{output, setup};
use crate::ops::completion;
use crate::process::runtime;

/// Prints them.
pub(super) fn hostnames() -> Result<ExitCode, Problem> {
    let found = runtime::run(async { completion::hostnames(&setup::context()).await })?;
    // A shell may read more into other characters, and no hostname has them.
    let is_plain = |hostname: &String| hostname.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    for hostname in found.iter().filter(|hostname| is_plain(hostname)) {
        output::line(hostname)?;
    }
    Ok(ExitCode::SUCCESS)
}
