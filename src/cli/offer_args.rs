//! What is served, and which tools are offered, as a person types it.

use std::net::SocketAddr;
use std::path::PathBuf;

use clap::builder::PossibleValuesParser;
use clap::{Args, ValueHint};

use crate::mcp::http::HttpLimits;
use crate::sandbox::seeds;

/// The seed of a sandbox when none is named.
pub(super) const DEFAULT_SEED: &str = "node-postgres";

/// How MCP is served over HTTP.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct HttpArgs {
    /// Serve over HTTP at this address, such as 127.0.0.1:8080, instead of standard input and output.
    #[arg(long, value_name = "ADDRESS")]
    pub(super) http: Option<SocketAddr>,
    /// Let in who has a token of this file: lines of NAME TOKEN [read-only] [groups=GROUP,…].
    #[arg(long, value_name = "FILE", value_hint = ValueHint::FilePath, requires = "http")]
    pub(super) token_file: Option<PathBuf>,
    /// Let in who has an access token of this OAuth issuer, such as `https://id.example.com`.
    #[arg(long, value_name = "URL", requires_all = ["http", "oauth_audience"])]
    pub(super) oauth_issuer: Option<String>,
    /// The address of this server that such a token has to be for, such as `https://zcp.example.com/mcp`.
    #[arg(long, value_name = "URL", requires = "oauth_issuer")]
    pub(super) oauth_audience: Option<String>,
    /// Where the issuer publishes the keys that it signs with, where its metadata does not say it.
    #[arg(long, value_name = "URL", requires = "oauth_issuer")]
    pub(super) oauth_jwks: Option<String>,
    /// Answer under this name too, as a proxy passes it on; repeatable.
    #[arg(long = "allow-host", value_name = "HOST", value_delimiter = ',', requires = "http")]
    pub(super) hosts: Vec<String>,
    /// Let pages of this origin call, such as `https://app.example.com`; repeatable.
    #[arg(long = "allow-origin", value_name = "ORIGIN", value_delimiter = ',', requires = "http")]
    pub(super) origins: Vec<String>,
    /// Offer also what touches this computer: its files, its mounts, programs that run on it.
    #[arg(long, requires = "http")]
    pub(super) allow_local: bool,
    /// Requests of one caller in a second, on average; 0 for any number.
    #[arg(long, value_name = "NUMBER", default_value_t = HttpLimits::default().rate, requires = "http")]
    pub(super) rate: u32,
    /// Seconds that calls may go on after SIGTERM.
    #[arg(long, value_name = "SECONDS", default_value_t = 20, requires = "http",
        value_parser = clap::value_parser!(u64).range(..=3600))]
    pub(super) drain: u64,
    /// Have sessions, as older protocols may.
    #[cfg(feature = "conformance-fixtures")]
    #[arg(long, hide = true, requires = "http")]
    pub(super) sessions: bool,
}

/// Which tools are offered.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct OfferArgs {
    /// Offer only what changes nothing.
    #[arg(long)]
    pub(super) read_only: bool,
    /// Offer only the tools of these groups; `core` is those of everyday work.
    #[arg(long, value_name = "GROUP", value_delimiter = ',')]
    pub(super) groups: Vec<String>,
    /// Offer only these tools, and those of --groups.
    #[arg(long, value_name = "TOOL", value_delimiter = ',')]
    pub(super) tools: Vec<String>,
    /// Do not offer these tools.
    #[arg(long, value_name = "TOOL", value_delimiter = ',')]
    pub(super) exclude_tools: Vec<String>,
    /// Change also a project that looks like production.
    #[arg(long)]
    pub(super) allow_production: bool,
}

/// Arguments of `zcp serve`.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct ServeArgs {
    /// Serve a sandbox inside this process instead of the real platform.
    #[arg(long, value_name = "SEED", num_args = 0..=1, default_missing_value = DEFAULT_SEED,
        value_parser = PossibleValuesParser::new(seeds::NAMES))]
    pub(super) sandbox: Option<String>,
    /// Do nothing that cannot be undone where the client cannot ask its human.
    #[arg(long)]
    pub(super) require_human: bool,
    /// Change nothing before a workflow is open.
    #[arg(long)]
    pub(super) require_workflow: bool,
    /// Write what is changed and refused to a new file in this folder, or to this file.
    #[arg(long, value_name = "PATH", value_hint = ValueHint::AnyPath)]
    pub(super) audit_log: Option<PathBuf>,
    /// Which tools are offered.
    #[command(flatten)]
    pub(super) offer: OfferArgs,
    // The last one: its heading goes on to what follows.
    /// How MCP is served over HTTP.
    #[command(flatten, next_help_heading = "HTTP")]
    pub(super) http: HttpArgs,
}
