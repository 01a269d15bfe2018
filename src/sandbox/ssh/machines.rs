//! Where the commands of a session run.
//!
//! The SSH server knows hostnames and nothing of containers. Deliberately absent: starting and
//! stopping machines.

use std::ffi::OsString;
use std::fmt;
use std::io;
use std::path::Path;

use crate::programs::Command;

/// The machines that can be logged in to, one per runtime service.
///
/// All functions are called often and from asynchronous code: they answer from memory.
pub trait Machines: fmt::Debug + Send + Sync {
    /// The hostnames of those that run now.
    fn names(&self) -> Vec<String>;

    /// The command that runs a program inside a machine, in `/var/www` and with the environment of
    /// its service and nothing of the sandbox's own. It is not spawned yet: the caller connects its
    /// streams, adds variables with `env` and puts it into a process group of its own, so what it
    /// starts stays in that group and sees those variables.
    ///
    /// # Errors
    /// No such machine, or it does not run.
    fn command(&self, hostname: &str, argv: &[OsString]) -> io::Result<Command>;

    /// A program that `command` names was spawned; this is its process group.
    fn started(&self, _group: u32) {}

    /// Where this program is inside a machine; it is run there again for what has to happen inside.
    fn program(&self) -> &Path;
}
