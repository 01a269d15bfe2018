//! Why the notebook was not changed.

use std::fmt;

/// Why a change was not made. Nothing of it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotebookError {
    /// Somebody else is writing and did not end within the wait, in seconds.
    Busy(u64),
    /// A newer zcp wrote this file, in this schema.
    Newer {
        /// The file, below the folder of the notebook.
        file: String,
        /// Its schema.
        schema: u64,
    },
    /// This file belongs to another project.
    OtherProject(String),
    /// The system refused; the reason reads on after "the notebook".
    Refused(String),
}

impl fmt::Display for NotebookError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Busy(seconds) => write!(out, "another zcp has been writing the notebook for {seconds} s"),
            Self::Newer { file, schema } => {
                write!(
                    out,
                    "{file} of the notebook was written by a newer zcp (schema {schema}, this one knows {})",
                    super::SCHEMA
                )
            }
            Self::OtherProject(file) => write!(out, "{file} of the notebook belongs to another project"),
            Self::Refused(why) => write!(out, "the notebook {why}"),
        }
    }
}

impl std::error::Error for NotebookError {}
