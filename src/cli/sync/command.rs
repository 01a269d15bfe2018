//! The arguments of `zcp sync`, and what is done with them.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Args, Subcommand, ValueHint};

use super::github::Repository;
use super::{catalog, guides};
use crate::cli::output;
use crate::cli::problem::Problem;
use crate::process::runtime;

/// Arguments of `zcp sync`.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct SyncArgs {
    /// What to bring.
    #[command(subcommand)]
    what: What,
}

/// What is brought.
#[derive(Clone, Debug, Subcommand)]
enum What {
    /// Guides of a folder of a repository on GitHub, into `knowledge/` and back.
    #[command(subcommand)]
    Guides(GuidesArgs),
    /// The service types of the platform, into `spec/catalog.yaml`.
    Catalog(CatalogArgs),
}

/// Which way.
#[derive(Clone, Debug, Subcommand)]
enum GuidesArgs {
    /// Write what has changed there into the documents that came from there.
    Pull(PullArgs),
    /// Propose what has changed here as a pull request. The token is that of the environment or of gh.
    Push(PushArgs),
}

/// Where guides are.
#[derive(Args, Clone, Debug)]
pub(super) struct Place {
    /// The repository.
    #[arg(long, value_name = "OWNER/NAME", default_value = "zeropsio/docs")]
    pub(super) repository: String,
    /// The folder in it.
    #[arg(long, value_name = "PATH", default_value = "apps/docs/content/guides")]
    pub(super) folder: String,
    /// Its branch.
    #[arg(long, value_name = "NAME", default_value = "main")]
    pub(super) branch: String,
    /// The address of the GitHub API.
    #[arg(long, value_name = "URL", default_value = "https://api.github.com")]
    pub(super) api: String,
    /// The folder of zcp's sources.
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(super) root: PathBuf,
    /// Show what would change, and change nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
    /// Only the guides of these names.
    #[arg(value_name = "GUIDE")]
    pub(super) names: Vec<String>,
}

/// Arguments of `zcp sync guides pull`.
#[derive(Args, Clone, Debug)]
pub(super) struct PullArgs {
    #[command(flatten)]
    pub(super) place: Place,
    /// Take guides too that no document came from yet.
    #[arg(long)]
    pub(super) new: bool,
}

/// Arguments of `zcp sync guides push`.
#[derive(Args, Clone, Debug)]
pub(super) struct PushArgs {
    #[command(flatten)]
    pub(super) place: Place,
    /// The title of the pull request.
    #[arg(long, value_name = "TEXT", default_value = "Update guides")]
    pub(super) title: String,
}

/// Arguments of `zcp sync catalog`.
#[derive(Args, Clone, Debug)]
struct CatalogArgs {
    /// The folder of zcp's sources.
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    root: PathBuf,
    /// Show what would change, and change nothing.
    #[arg(long)]
    dry_run: bool,
}

/// What came of it.
#[derive(Debug, Default)]
pub(super) struct Report {
    /// What was done, a line each.
    pub(super) lines: Vec<String>,
    /// Whether something is left to a person.
    pub(super) is_unfinished: bool,
}

impl Report {
    pub(super) fn add(&mut self, line: impl Into<String>) {
        self.lines.push(line.into());
    }

    pub(super) fn left(&mut self, line: impl Into<String>) {
        self.is_unfinished = true;
        self.lines.push(line.into());
    }
}

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

/// A file as it would be changed, as a difference.
pub(super) fn difference(path: &Path, before: &str, after: &str) -> String {
    similar::TextDiff::from_lines(before, after)
        .unified_diff()
        .context_radius(2)
        .header(&format!("a/{}", path.display()), &format!("b/{}", path.display()))
        .to_string()
}
