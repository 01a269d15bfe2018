//! Why a command could not do its work.

use std::fmt;
use std::io;
use std::process::ExitCode;

/// Why a command could not do its work. The text is for the person at the terminal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Problem {
    /// The command line asks for what does not exist.
    Usage(String),
    /// It was understood and did not work.
    Failed(String),
    /// It did not work, and that was said.
    Told,
    /// The signal of this name ended it.
    Stopped(&'static str, String),
}

impl Problem {
    /// The exit code of a command line that was not understood; clap uses the same.
    pub(super) const USAGE: u8 = 2;
    /// What a shell says of a command that Ctrl-C ended: 128 and the number of the signal.
    const INTERRUPTED: u8 = 130;
    /// The same of one that SIGTERM ended.
    const TERMINATED: u8 = 143;

    /// What the process answers.
    pub(super) fn exit_code(&self) -> ExitCode {
        match self {
            Self::Usage(_) => ExitCode::from(Self::USAGE),
            Self::Failed(_) | Self::Told => ExitCode::FAILURE,
            Self::Stopped("SIGTERM", _) => ExitCode::from(Self::TERMINATED),
            Self::Stopped(..) => ExitCode::from(Self::INTERRUPTED),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Told => Ok(()),
            Self::Usage(text) | Self::Failed(text) | Self::Stopped(_, text) => f.write_str(text),
        }
    }
}

impl From<io::Error> for Problem {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.to_string())
    }
}
