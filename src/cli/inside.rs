//! `zcp sandbox-inside`: this program as a sandbox runs it again inside of what it made.

use std::process::ExitCode;

use super::args::InsideTask;
use super::problem::Problem;
use crate::process::runtime;
use crate::sandbox::exec::inside::{connect, files, guard, probe, relay};
use crate::sandbox::ssh::sftp;

/// Does one of the tasks.
pub(super) fn inside(task: &InsideTask) -> Result<ExitCode, Problem> {
    let done = runtime::run(async {
        match task {
            InsideTask::Relay { socket } => relay::relay(socket).await,
            InsideTask::Guard { folder } => guard::guard(folder).await,
            InsideTask::Probe { url, host } => probe::probe(url, host.as_deref()).await,
            InsideTask::Files { code, port, root, loopback } => files::serve(code, root, *port, *loopback).await,
            InsideTask::Connect { host, port } => connect::connect(host, *port).await,
            InsideTask::Sftp => {
                sftp::serve().await;
                Ok(())
            }
        }
    })?;
    done.map_err(|error| Problem::Failed(error.to_string()))?;
    Ok(ExitCode::SUCCESS)
}
