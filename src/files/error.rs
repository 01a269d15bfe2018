//! Why a file was not opened, in words and as a kind.

use std::fmt;
use std::io::{self, ErrorKind};

/// What is wrong with a path or with what is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Problem {
    /// Nothing is there, or a link leads nowhere.
    Missing,
    /// The path leads out of its root, by itself or by a link.
    Outside,
    /// A link is where none may be, or links lead in a circle.
    Link,
    /// It is a folder, a pipe, a socket or a device.
    NotRegular,
    /// It, or what is on the way to it, is no folder.
    NotFolder,
    /// It has more bytes than may be read.
    TooLarge(u64),
    /// It is not UTF-8.
    NotText,
    /// There is something already.
    Exists,
    /// It took too long.
    TimedOut,
    /// The system refused, as when rights are missing.
    Refused(ErrorKind),
}

/// Why a file was not opened. It reads on after "it" or the name of the file: `it leads out of its folder`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct FileError {
    pub(crate) problem: Problem,
}

impl FileError {
    /// Whether nothing is there.
    pub(crate) fn is_missing(self) -> bool {
        self.problem == Problem::Missing
    }
}

impl fmt::Display for FileError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.problem {
            Problem::Missing => out.write_str("does not exist"),
            Problem::Outside => out.write_str("leads out of its folder"),
            Problem::Link => out.write_str("is a link where none may be"),
            Problem::NotRegular => out.write_str("is no regular file"),
            Problem::NotFolder => out.write_str("is no folder, or leads through something that is none"),
            Problem::TooLarge(most) => write!(out, "has more than {most} bytes"),
            Problem::NotText => out.write_str("is not UTF-8"),
            Problem::Exists => out.write_str("exists already"),
            Problem::TimedOut => out.write_str("took too long to answer"),
            Problem::Refused(kind) => write!(out, "cannot be opened: {kind}"),
        }
    }
}

impl std::error::Error for FileError {}

impl From<Problem> for FileError {
    fn from(problem: Problem) -> Self {
        Self { problem }
    }
}

impl From<io::Error> for FileError {
    fn from(error: io::Error) -> Self {
        let kind = error.kind();
        let problem = match kind {
            ErrorKind::NotFound => Problem::Missing,
            // How cap-std reports a path that leaves its folder: no error of the system has no number.
            ErrorKind::PermissionDenied if error.raw_os_error().is_none() => Problem::Outside,
            ErrorKind::NotADirectory => Problem::NotFolder,
            ErrorKind::IsADirectory => Problem::NotRegular,
            ErrorKind::AlreadyExists => Problem::Exists,
            ErrorKind::TimedOut => Problem::TimedOut,
            _ => match special(&error) {
                Some(problem) => problem,
                None => Problem::Refused(kind),
            },
        };
        Self { problem }
    }
}

impl From<FileError> for io::Error {
    fn from(error: FileError) -> Self {
        let kind = match error.problem {
            Problem::Missing => ErrorKind::NotFound,
            Problem::Exists => ErrorKind::AlreadyExists,
            Problem::Refused(kind) => kind,
            _ => ErrorKind::InvalidInput,
        };
        Self::new(kind, error)
    }
}

/// What the standard library has no kind for.
#[cfg(unix)]
fn special(error: &io::Error) -> Option<Problem> {
    use rustix::io::Errno;

    match Errno::from_io_error(error)? {
        Errno::LOOP => Some(Problem::Link),
        // A pipe without a reader, a socket, a device without a driver.
        Errno::NXIO | Errno::NODEV | Errno::OPNOTSUPP => Some(Problem::NotRegular),
        _ => None,
    }
}

#[cfg(not(unix))]
fn special(_error: &io::Error) -> Option<Problem> {
    None
}
