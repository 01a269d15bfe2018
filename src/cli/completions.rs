//! `zcp completions`: a script that completes the command line in a shell.
//!
//! The script is made from a command line of its own that has a subcommand for each tool, so that the
//! parameters of a tool and their values are completed too. Deliberately absent: the state of a
//! project. A key press asks no server, so hostnames are not completed.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, CommandFactory, ValueHint};

use super::args::{Cli, CompletionsArgs};
use super::problem::Problem;
use crate::domain::params::{Field, Kind};
use crate::domain::tool::ToolSpec;
use crate::generated::registry::TOOLS;

/// Prints the script of a shell.
pub(super) fn completions(args: &CompletionsArgs) -> Result<ExitCode, Problem> {
    let mut script = Vec::new();
    clap_complete::generate(args.shell, &mut completed(), "zcp", &mut script);
    match io::stdout().write_all(&script) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// The command line as it is completed: without what is hidden, with the tools as subcommands.
fn completed() -> Command {
    let all = Cli::command();
    let mut top = Command::new("zcp").args(all.get_arguments().cloned());
    for command in all.get_subcommands().filter(|command| !command.is_hide_set()) {
        let command = match command.get_name() {
            "call" => call(command),
            "tools" => command.clone().mut_arg("name", |name| name.value_parser(tools())),
            _ => command.clone(),
        };
        top = top.subcommand(offering(command));
    }
    top
}

fn tools() -> PossibleValuesParser {
    PossibleValuesParser::new(TOOLS.iter().map(|tool| tool.spec.name))
}

/// The options that take tools or groups, with those there are.
fn offering(command: Command) -> Command {
    command.mut_args(|arg| match arg.get_id().as_str() {
        "tools" | "exclude_tools" => arg.value_parser(tools()),
        "groups" => {
            let mut groups: Vec<&str> = TOOLS.iter().map(|tool| tool.spec.group).collect();
            groups.sort_unstable();
            groups.dedup();
            arg.value_parser(PossibleValuesParser::new(groups))
        }
        _ => arg,
    })
}

/// `zcp call` with a subcommand for each tool.
fn call(command: &Command) -> Command {
    let options: Vec<Arg> = command.get_arguments().filter(|arg| !arg.is_positional()).cloned().collect();
    // What is taken after the tool as well.
    let after = |arg: &&Arg| matches!(arg.get_id().as_str(), "json" | "sandbox" | "read_only" | "help");
    let own: Vec<Arg> = options.iter().filter(after).cloned().collect();
    let about = command.get_about().cloned().unwrap_or_default();
    let call = Command::new("call").about(about).disable_help_flag(true).disable_help_subcommand(true).args(options);
    call.subcommands(TOOLS.iter().map(|row| tool(row.spec, &own)))
}

fn tool(spec: &'static ToolSpec, own: &[Arg]) -> Command {
    let params: Vec<Arg> = spec.params.fields.iter().map(|field| parameter(spec, field)).collect();
    let taken = |arg: &&Arg| params.iter().all(|param| param.get_long() != arg.get_long());
    let own: Vec<Arg> = own.iter().filter(taken).cloned().collect();
    Command::new(spec.name).about(spec.description).disable_help_flag(true).args(params).args(own)
}

fn parameter(spec: &ToolSpec, field: &'static Field) -> Arg {
    let arg = Arg::new(field.name).long(kebab(field.name)).action(ArgAction::Append).help(doc(spec, field.name));
    // Without a hint, a shell offers files; these are rarely what a parameter takes.
    let arg = arg.value_hint(if field.name.ends_with("Path") { ValueHint::AnyPath } else { ValueHint::Other });
    let item = if let Kind::List { item, .. } = &field.kind { item } else { &field.kind };
    match item {
        Kind::Boolean => arg.num_args(0..=1).value_parser(PossibleValuesParser::new(["true", "false"])),
        Kind::Enum(values) => arg.value_parser(PossibleValuesParser::new(*values)),
        _ => arg,
    }
}

/// What the published schema says of a parameter.
fn doc(spec: &ToolSpec, name: &str) -> String {
    let schema: serde_json::Value = serde_json::from_str(spec.input_schema).unwrap_or_default();
    schema["properties"][name]["description"].as_str().unwrap_or_default().to_owned()
}

/// A name of the wire as it is usually typed: `minFreeRamGB` as `min-free-ram-gb`.
fn kebab(name: &str) -> String {
    let mut text = String::new();
    let mut after_lower = false;
    for c in name.chars() {
        if c.is_ascii_uppercase() && after_lower {
            text.push('-');
        }
        after_lower = !c.is_ascii_uppercase();
        text.push(c.to_ascii_lowercase());
    }
    text
}

#[cfg(test)]
mod tests {
    use clap_complete::Shell;

    use super::*;

    #[test]
    fn words_are_separated_where_a_capital_begins() {
        assert_eq!(kebab("serviceHostname"), "service-hostname");
        assert_eq!(kebab("minFreeRamGB"), "min-free-ram-gb");
        assert_eq!(kebab("wait"), "wait");
    }

    #[test]
    fn every_shell_gets_every_tool_and_nothing_hidden() {
        completed().debug_assert();
        for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
            let mut script = Vec::new();
            clap_complete::generate(shell, &mut completed(), "zcp", &mut script);
            let script = String::from_utf8(script).expect("text");
            for tool in TOOLS {
                assert!(script.contains(tool.spec.name), "{shell} lacks {}", tool.spec.name);
            }
            assert!(script.contains("min-free-ram-gb") && !script.contains("sandbox-inside"), "{shell}");
        }
    }
}
