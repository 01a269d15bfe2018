//! What the commands take, where that stands in no file of its own.

use std::path::PathBuf;

use clap::builder::{PossibleValuesParser, TypedValueParser};
use clap::{Args, Subcommand, ValueEnum, ValueHint};
use clap_complete::Shell;

use super::offer_args::{DEFAULT_SEED, OfferArgs};
use crate::sandbox::platform_date::PlatformDate;
use crate::sandbox::seeds;

/// Arguments of `zcp sandbox-inside`.
#[derive(Args, Clone, Debug)]
pub(super) struct InsideArgs {
    /// What to do.
    #[command(subcommand)]
    pub(super) task: InsideTask,
}

/// What a sandbox runs inside of its containers.
#[derive(Clone, Debug, Subcommand)]
pub(super) enum InsideTask {
    /// Relay connections into the network of a project until standard input ends.
    Relay {
        /// The unix socket to make.
        socket: PathBuf,
    },
    /// Clean up once standard input ends.
    Guard {
        /// The folder to take away.
        folder: PathBuf,
    },
    /// Make one HTTP request.
    Probe {
        /// Where to.
        url: String,
        /// The `Host` of the request.
        #[arg(long)]
        host: Option<String>,
    },
    /// Serve the files of a folder of the code.
    Files {
        /// The folder of the code.
        code: PathBuf,
        /// The port.
        port: u16,
        /// The folder in it that is served.
        #[arg(long, default_value = ".")]
        root: PathBuf,
        /// Listen on 127.0.0.1 alone.
        #[arg(long)]
        loopback: bool,
    },
    /// Serve file transfer over standard input and output.
    Sftp,
    /// Connect standard input and output to a port.
    Connect {
        /// The host.
        host: String,
        /// The port.
        port: u16,
    },
}

/// Arguments of `zcp demo`.
#[derive(Args, Clone, Debug)]
pub(super) struct DemoArgs {
    /// What the sandbox holds at the beginning.
    #[arg(long, value_name = "SEED", default_value = "empty", value_parser = PossibleValuesParser::new(seeds::NAMES))]
    pub(super) seed: String,
    /// Simulate builds instead of running commands on this computer.
    #[arg(long)]
    pub(super) no_exec: bool,
    /// Leave the sandbox running afterwards, until Ctrl-C.
    #[arg(long)]
    pub(super) keep: bool,
}

/// Arguments of `zcp sandbox`.
#[derive(Args, Clone, Debug)]
pub(super) struct SandboxArgs {
    /// The port on 127.0.0.1; 0 takes any free one.
    #[arg(long, default_value_t = 0)]
    pub(super) port: u16,
    /// A project with what a built-in seed holds (the default is node-postgres); repeatable.
    #[arg(long = "seed", value_name = "NAME", value_parser = PossibleValuesParser::new(seeds::NAMES))]
    pub(super) seeds: Vec<String>,
    /// A project with what an import.yaml holds (`-` reads standard input); repeatable.
    #[arg(long = "import", value_name = "FILE")]
    pub(super) imports: Vec<PathBuf>,
    /// The name of the project; repeated, the names of the seeds' projects, then the imports'.
    #[arg(long = "project", value_name = "NAME")]
    pub(super) projects: Vec<String>,
    /// Listen with TLS too, with a certificate authority of its own; zcli asks for it.
    #[arg(long)]
    pub(super) tls: bool,
    /// The port for TLS; 0 takes any free one.
    #[arg(long, value_name = "PORT", default_value_t = 0, requires = "tls")]
    pub(super) tls_port: u16,
    /// Keep files in this folder instead of a temporary one.
    #[arg(long, value_name = "FOLDER")]
    pub(super) dir: Option<PathBuf>,
    /// How its time passes.
    #[arg(long, value_enum, default_value_t = ClockArg::Real)]
    pub(super) clock: ClockArg,
    /// The state of the platform that it plays, by month.
    #[arg(long, value_name = "MONTH", default_value_t = PlatformDate::default(), value_parser = platform_date())]
    pub(super) platform: PlatformDate,
    /// Simulate builds and deploys; run nothing.
    #[arg(long)]
    pub(super) no_exec: bool,
    /// Print one line of JSON instead of prose.
    #[arg(long)]
    pub(super) json: bool,
}

fn platform_date() -> impl TypedValueParser<Value = PlatformDate> {
    let names = PossibleValuesParser::new(PlatformDate::ALL.map(PlatformDate::name));
    names.map(|name| PlatformDate::named(&name).unwrap_or_default())
}

/// How the time of a sandbox passes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum ClockArg {
    /// Processes take as long as on the platform.
    Real,
    /// Processes are over at the next look.
    Instant,
}

/// Arguments of `zcp call`.
#[derive(Args, Clone, Debug, Default)]
pub(super) struct CallArgs {
    /// Print the structured result, or the failure, as one line of JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Show no progress.
    #[arg(short, long)]
    pub(super) quiet: bool,
    /// Call a fresh sandbox instead of the real platform.
    #[arg(long, value_name = "SEED", num_args = 0..=1, require_equals = true, default_missing_value = DEFAULT_SEED,
        value_parser = PossibleValuesParser::new(seeds::NAMES))]
    pub(super) sandbox: Option<String>,
    /// Which tools are offered.
    #[command(flatten)]
    pub(super) offer: OfferArgs,
    /// Print help; after TOOL, everything about that tool.
    #[arg(short, long)]
    pub(super) help: bool,
    /// The tool, as `zcp tools` lists it.
    #[arg(value_name = "TOOL", required_unless_present = "help")]
    pub(super) tool: Option<String>,
    /// Its arguments: words, --parameter value …, one JSON object, or - to read that from standard input.
    #[arg(value_name = "ARGUMENTS", trailing_var_arg = true, allow_hyphen_values = true)]
    pub(super) arguments: Vec<String>,
}

/// Arguments of `zcp open`.
#[derive(Args, Clone, Debug)]
pub(super) struct OpenArgs {
    /// The service; not needed where only one has a public address.
    #[arg(value_name = "SERVICE", value_hint = ValueHint::Hostname)]
    pub(super) service: Option<String>,
    /// Print the address and open nothing.
    #[arg(long)]
    pub(super) print: bool,
}

/// Arguments of `zcp ssh` and `zcp run`.
#[derive(Args, Clone, Debug)]
pub(super) struct ServiceArgs {
    /// The service.
    #[arg(value_name = "SERVICE", value_hint = ValueHint::Hostname)]
    pub(super) service: String,
    /// The command and its arguments, after --.
    #[arg(value_name = "COMMAND", last = true)]
    pub(super) command: Vec<String>,
}

/// Arguments of `zcp tools`.
#[derive(Args, Clone, Debug)]
pub(super) struct ToolsArgs {
    /// Show everything about this tool.
    #[arg(value_name = "NAME")]
    pub(super) name: Option<String>,
    /// Print the rows of tools/list as JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Show every example to its end.
    #[arg(long, requires = "name", conflicts_with = "json")]
    pub(super) full: bool,
    /// Which tools are offered.
    #[command(flatten)]
    pub(super) offer: OfferArgs,
}

/// Arguments of `zcp status`.
#[derive(Args, Clone, Debug)]
pub(super) struct StatusArgs {
    /// The service to look at, with its versions or its backups.
    #[arg(value_name = "SERVICE")]
    pub(super) service: Option<String>,
    /// The process to look at.
    #[arg(long, value_name = "PROCESS")]
    pub(super) process_id: Option<String>,
    /// Print the answer as one line of JSON.
    #[arg(long)]
    pub(super) json: bool,
    /// Look again every 5 seconds and print what has changed, until Ctrl-C.
    #[arg(long)]
    pub(super) watch: bool,
    /// Look at a sandbox inside this process instead of the real platform.
    #[arg(long, value_name = "SEED", num_args = 0..=1, default_missing_value = DEFAULT_SEED,
        value_parser = PossibleValuesParser::new(seeds::NAMES))]
    pub(super) sandbox: Option<String>,
}

/// Arguments of `zcp doctor`.
#[derive(Args, Clone, Debug)]
pub(super) struct DoctorArgs {
    /// Print the checks as one line of JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// Arguments of `zcp parity`.
#[derive(Args, Clone, Debug)]
pub(super) struct ParityArgs {
    /// Compare only what costs a few calls, as `zcp doctor` does.
    #[arg(long)]
    pub(super) quick: bool,
    /// Print the differences as one line of JSON.
    #[arg(long)]
    pub(super) json: bool,
}

/// Arguments of `zcp completions`.
#[derive(Args, Clone, Debug)]
pub(super) struct CompletionsArgs {
    /// The shell.
    #[arg(value_name = "SHELL", value_enum)]
    pub(super) shell: Shell,
}

/// Arguments of `zcp man`.
#[derive(Args, Clone, Debug)]
pub(super) struct ManArgs {
    /// Write a page for each command into this folder.
    #[arg(long, value_name = "DIR", value_hint = ValueHint::DirPath)]
    pub(super) out: Option<PathBuf>,
}
