//! `zcp sync`: from its arguments to what came of it.

use std::process::ExitCode;

use super::args::{GuidesArgs, SyncArgs, What};
use super::github::Repository;
use super::{catalog, guides};
use crate::cli::output;
use crate::cli::problem::Problem;
use crate::process::runtime;

/// Does what was asked for.
pub(in crate::cli) fn sync(args: &SyncArgs) -> Result<ExitCode, Problem> {
    let report = runtime::run(async {
        match &args.what {
            What::Guides(GuidesArgs::Pull(args)) => {
                let repository = Repository::open(&args.place).await?;
                guides::pull(&repository, args).await
            }
            What::Guides(GuidesArgs::Push(args)) => {
                let repository = Repository::open(&args.place).await?;
                guides::push(&repository, args).await
            }
            What::Catalog(args) => catalog::sync(&args.root, args.dry_run).await,
        }
    })?;
    let report = report.map_err(Problem::Failed)?;
    output::line(&output::printable(&report.lines.join("\n")))?;
    Ok(if report.is_unfinished { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}
