//! The commands as a person types them.

use clap::{Parser, Subcommand};

use super::args::{
    CallArgs, CompletionsArgs, DemoArgs, DoctorArgs, InsideArgs, ManArgs, OpenArgs, ParityArgs, SandboxArgs,
    ServiceArgs, StatusArgs, ToolsArgs,
};
use super::audit::AuditArgs;
use super::colour::Colour;
use super::help;
use super::init::InitArgs;
use super::offer_args::ServeArgs;
use super::sync::args::SyncArgs;

/// An MCP server that gives a coding agent the operations of one Zerops project.
#[derive(Debug, Parser)]
#[command(name = "zcp", version, max_term_width = 100, after_help = help::zcp())]
pub(super) struct Cli {
    /// What to do; serves when absent.
    #[command(subcommand)]
    pub(super) command: Option<Command>,
    /// When to use colours.
    #[arg(
        long,
        global = true,
        value_name = "WHEN",
        value_enum,
        hide_possible_values = true,
        help = "Use colours: auto (the default), always or never"
    )]
    pub(super) color: Option<Colour>,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Serve MCP over standard input and output (the default), or over HTTP.
    #[command(after_help = help::SERVE)]
    Serve(ServeArgs),
    /// Watch an agent's session against a local sandbox; about half a minute, no account needed.
    #[command(after_help = help::DEMO)]
    Demo(DemoArgs),
    /// Run a local Zerops to try things on, until Ctrl-C.
    #[command(after_help = help::SANDBOX)]
    Sandbox(SandboxArgs),
    /// Say where the project or a service stands, and what to do next.
    #[command(after_help = help::STATUS)]
    Status(StatusArgs),
    /// Call one tool and print its result.
    #[command(after_help = help::CALL, disable_help_flag = true, override_usage = help::CALL_USAGE)]
    Call(CallArgs),
    /// Open a public address in the browser.
    #[command(after_help = help::OPEN)]
    Open(OpenArgs),
    /// Log in to a container of a service, or run a command there.
    #[command(after_help = help::SSH)]
    Ssh(ServiceArgs),
    /// Run a command here with the variables of a service.
    #[command(after_help = help::RUN)]
    Run(ServiceArgs),
    /// List the tools, or show everything about one.
    #[command(after_help = help::TOOLS)]
    Tools(ToolsArgs),
    /// Tell a coding agent in this folder about the project, in the files that its client reads.
    #[command(after_help = help::INIT)]
    Init(InitArgs),
    /// Say what is configured, reachable and permitted.
    #[command(after_help = help::DOCTOR)]
    Doctor(DoctorArgs),
    /// Compare the platform with what this zcp was built for.
    #[command(after_help = help::PARITY)]
    Parity(ParityArgs),
    /// For maintainers of zcp: bring guides and the service types into its sources.
    #[command(after_help = help::SYNC, hide = true)]
    Sync(SyncArgs),
    /// Read the audit log of a server: what was done, and whether the log is whole.
    #[command(after_help = help::AUDIT)]
    Audit(AuditArgs),
    /// Print what completes commands, tools and their parameters in a shell.
    #[command(after_help = help::COMPLETIONS)]
    Completions(CompletionsArgs),
    /// Print the manual page, or write those of all commands.
    #[command(after_help = help::MAN)]
    Man(ManArgs),
    /// What a sandbox runs inside of its containers.
    #[command(hide = true)]
    SandboxInside(InsideArgs),
    /// What a shell completes hostnames with.
    #[command(hide = true)]
    Hostnames,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory;

    use super::*;
    use crate::cli::offer_args::DEFAULT_SEED;
    use crate::sandbox::seeds;

    fn parse(words: &[&str]) -> Result<Command, clap::Error> {
        let cli = Cli::try_parse_from([&["zcp"], words].concat())?;
        Ok(cli.command.unwrap_or_else(|| Command::Serve(ServeArgs::default())))
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn nothing_at_all_serves() {
        assert!(matches!(parse(&[]), Ok(Command::Serve(args)) if args.sandbox.is_none()));
    }

    #[test]
    fn an_unknown_word_is_a_usage_error_with_the_nearest_command() {
        let error = parse(&["srve"]).expect_err("no such command");
        assert_eq!(error.exit_code(), 2);
        assert!(error.to_string().contains("'serve'"), "{error}");
    }

    #[test]
    fn filters_repeat_and_take_commas() {
        let Ok(Command::Serve(args)) = parse(&["serve", "--tools", "a,b", "--tools=c", "--sandbox", "--read-only"])
        else {
            panic!("it parses");
        };
        assert_eq!(args.offer.tools, ["a", "b", "c"]);
        assert_eq!(args.sandbox.as_deref(), Some(DEFAULT_SEED));
        assert!(args.offer.read_only);
    }

    #[test]
    fn an_unknown_seed_is_answered_with_those_that_exist() {
        let error = parse(&["serve", "--sandbox", "node-postgre"]).expect_err("no such seed").to_string();
        assert!(seeds::NAMES.iter().all(|name| error.contains(name)), "{error}");
    }

    #[test]
    fn a_call_without_a_tool_is_a_usage_error_or_help() {
        assert_eq!(parse(&["call", "--json"]).expect_err("no tool").exit_code(), 2);
        for words in [&["call", "--help"][..], &["call", "-h"], &["call", "zerops_scale", "--help"]] {
            assert!(matches!(parse(words), Ok(Command::Call(args)) if args.help), "{words:?}");
        }
    }

    #[test]
    fn what_follows_a_tool_belongs_to_it() {
        let words = ["call", "--sandbox", "zerops_scale", "--service-hostname", "api", "--json", "-"];
        let Ok(Command::Call(args)) = parse(&words) else { panic!("it parses") };
        assert_eq!(args.tool.as_deref(), Some("zerops_scale"));
        assert_eq!(args.sandbox.as_deref(), Some(DEFAULT_SEED));
        assert_eq!(args.arguments, ["--service-hostname", "api", "--json", "-"]);
    }
}
