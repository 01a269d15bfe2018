//! What steps suggest of what is known of a service: where its code is, what is being done to it.

use crate::domain::call::NextCall;
use crate::suggest;
use crate::workflow::envelope::Doing;
use crate::workflow::source::{Role, Source};

/// Deploys from where the code is; nothing where that is not known.
pub(super) fn deploy(source: &Source, target: &str) -> Option<NextCall> {
    match source {
        Source::Folder { path, setup, .. } => Some(suggest::deploy_folder(target, path, Some(setup))),
        Source::Service { hostname, setup } => Some(suggest::deploy_from(target, hostname, setup.as_deref())),
        Source::Unclear { .. } | Source::Nowhere => None,
    }
}

/// Deploys what is going to be written into the working folder.
pub(super) fn deploy_written(target: &str, role: Role) -> NextCall {
    suggest::deploy_folder(target, ".", role.setups().first().copied())
}

/// Looks at what goes on with a service: its process, or what happened last.
pub(super) fn follow(service: &str, doing: Option<&Doing>) -> NextCall {
    doing.map_or_else(|| suggest::events_of(service), |doing| suggest::process(doing.process.as_str()))
}
