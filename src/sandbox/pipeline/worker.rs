//! Whoever really builds and runs versions.

use std::fmt;

use super::job::{Job, Task};
use super::report::Report;
use crate::sandbox::backups;

/// Does the work on versions, beside the clock that would only pretend to. It is there when the
/// options say `execute`.
pub(crate) trait Worker: Send + Sync + fmt::Debug {
    /// Begins with a version and returns at once; everything further goes through the report. The
    /// job's `cancel` says when to stop, after which no report is heard.
    fn begin(&self, job: Job, report: Report);

    /// Begins with what is to be done with containers and returns at once. The end of the process is
    /// for the worker to tell.
    fn carry_out(&self, task: Task);

    /// Begins with a backup and returns at once. Its end is for the worker to tell.
    fn back_up(&self, backup: backups::Task);
}
