//! The arguments of `zcp init`.

use clap::{Args, ValueEnum};

use super::clients::ClientName;

/// A part that can be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum Part {
    /// The server in the client's configuration.
    Config,
    /// What an agent has to know.
    Instructions,
    /// What may be done unasked.
    Settings,
    /// The SSH client's configuration.
    Ssh,
}

/// Arguments of `zcp init`.
#[derive(Args, Clone, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(in crate::cli) struct InitArgs {
    /// The client that is used here; repeatable (the default is claude).
    #[arg(long = "client", value_name = "CLIENT", value_enum, value_delimiter = ',')]
    pub(in crate::cli) clients: Vec<ClientName>,
    /// Show what would change and write nothing.
    #[arg(long)]
    pub(in crate::cli) dry_run: bool,
    /// Take out what was put in.
    #[arg(long, conflicts_with = "with_token")]
    pub(in crate::cli) remove: bool,
    /// Configure the client for all folders of this user (the default in a Zerops container).
    #[arg(long)]
    pub(in crate::cli) user: bool,
    /// Write the token into the configuration, which then nobody else can read and git leaves out.
    #[arg(long)]
    pub(in crate::cli) with_token: bool,
    /// Offer the agent only what changes nothing; taken back with --remove.
    #[arg(long, conflicts_with = "remove")]
    pub(in crate::cli) read_only: bool,
    /// Start the server so that it changes nothing before a workflow is open.
    #[arg(long, conflicts_with = "remove")]
    pub(in crate::cli) require_workflow: bool,
    /// Write the skills too, into the folder in which the client looks for them.
    #[arg(long)]
    pub(in crate::cli) skills: bool,
    /// Print what would be put in, and write nothing.
    #[arg(long, value_name = "PART", value_enum, num_args = 0..=1, require_equals = true,
        default_missing_value = "config", conflicts_with_all = ["dry_run", "remove", "skills", "user", "with_token"])]
    pub(in crate::cli) print: Option<Part>,
}
