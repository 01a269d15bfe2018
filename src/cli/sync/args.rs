//! The arguments of `zcp sync`.

use std::path::PathBuf;

use clap::{Args, Subcommand, ValueHint};

/// Arguments of `zcp sync`.
#[derive(Args, Clone, Debug)]
pub(in crate::cli) struct SyncArgs {
    /// What to bring.
    #[command(subcommand)]
    pub(super) what: What,
}

/// What is brought.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum What {
    /// Guides of a folder of a repository on GitHub, into `knowledge/` and back.
    #[command(subcommand)]
    Guides(GuidesArgs),
    /// The service types of the platform, into `spec/catalog.yaml`.
    Catalog(CatalogArgs),
}

/// Which way.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum GuidesArgs {
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
pub(super) struct CatalogArgs {
    /// The folder of zcp's sources.
    #[arg(long, value_name = "DIR", default_value = ".", value_hint = ValueHint::DirPath)]
    pub(super) root: PathBuf,
    /// Show what would change, and change nothing.
    #[arg(long)]
    pub(super) dry_run: bool,
}
