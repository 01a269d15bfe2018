//! How the code is built.

use super::super::read::record::{choice, record};
use super::super::spanned::Spanned;
use super::super::values::{Cache, OneOrMany, Variables};
use crate::domain::service_type::System;

choice! {
    /// The operating system of a container.
    Os {
        /// Alpine Linux.
        Alpine = "alpine",
        /// Ubuntu.
        Ubuntu = "ubuntu",
    }
}

impl Os {
    /// The system that it names.
    #[must_use]
    pub const fn system(self) -> System {
        match self {
            Self::Alpine => System::Alpine,
            Self::Ubuntu => System::Ubuntu,
        }
    }
}

record! {
    /// How the code is built.
    Build {
        /// The technologies of the build container.
        optional base: OneOrMany<String> = "base",
        /// Deprecated: `base` says it, as in `alpine/nodejs@22`.
        optional os: Os = "os",
        /// Commands that prepare the container; skipped while it is cached.
        optional prepare_commands: Vec<Spanned<String>> = "prepareCommands",
        /// Commands that build.
        optional build_commands: Vec<Spanned<String>> = "buildCommands",
        /// What is deployed, relative to the repository.
        optional deploy_files: OneOrMany<String> = "deployFiles",
        /// What the next build starts from.
        optional cache: Cache = "cache",
        /// Files that the commands preparing the runtime need.
        optional add_to_run_prepare: OneOrMany<String> = "addToRunPrepare",
        /// Variables of the build container alone.
        optional env_variables: Variables = "envVariables",
        /// The old name of `deployFiles`.
        optional deploy: OneOrMany<String> = "deploy",
    }
}
