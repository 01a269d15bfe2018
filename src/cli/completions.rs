//! `zcp completions`: a script that completes the command line in a shell.
//!
//! The script is made from a command line of its own that has a subcommand for each tool, so that the
//! parameters of a tool and their values are completed too, and one for each short word. Hostnames are asked of
//! `zcp hostnames`, which gives up soon.

use std::io::{self, ErrorKind, Write};
use std::process::ExitCode;

use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, Command, ValueHint};
use clap_complete::Shell;

use super::args::CompletionsArgs;
use super::command_line;
use super::problem::Problem;
use super::words::{self, Word, kebab};
use crate::domain::params::{Field, Kind};
use crate::domain::tool::ToolSpec;
use crate::generated::registry::TOOLS;
use crate::mcp::offer::names_of_groups;

/// Asks for the hostnames of the project.
const ASK: &str = "zcp hostnames 2>/dev/null";

/// Prints the script of a shell.
pub(super) fn completions(args: &CompletionsArgs) -> Result<ExitCode, Problem> {
    match io::stdout().write_all(script(args.shell).as_bytes()) {
        Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
        _ => Ok(ExitCode::SUCCESS),
    }
}

/// The script, with live hostnames where the shell has a place for them.
fn script(shell: Shell) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut completed(), "zcp", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    match shell {
        Shell::Bash => format!("{script}\n{}", bash()),
        Shell::Fish => {
            let (alone, with_action) = hosted();
            let after = |words: &[&str]| {
                let words = words.join(" ");
                format!("complete -c zcp -n \"__fish_seen_subcommand_from {words}\" -f -a \"({ASK})\"\n")
            };
            let script = script.replace("(__fish_print_hostnames)", &format!("({ASK})"));
            format!("{script}{}{}", after(&alone), after(&with_action))
        }
        Shell::Zsh => {
            let asking = format!("_zcp_hostnames() {{\n    compadd -- ${{(f)\"$({ASK})\"}}\n}}\n\n");
            let script = script.replace(":_hosts", ":_zcp_hostnames");
            // Before what calls it.
            match script.find("\n_zcp() {") {
                Some(at) => format!("{}\n{asking}{}", &script[..at], &script[at + 1..]),
                None => script,
            }
        }
        _ => script,
    }
}

/// The words after which a hostname comes first, and those after whose action one does.
fn hosted() -> (Vec<&'static str>, Vec<&'static str>) {
    let (mut alone, mut with_action) = (command_line::OWN.to_vec(), Vec::new());
    for word in words::all() {
        let takes: Vec<&str> = words::takes(word.spec).iter().map(|field| field.name).collect();
        match takes.as_slice() {
            [first, ..] if is_hostname(first) => alone.push(word.text),
            ["action", second, ..] if is_hostname(second) && word.action.is_some() => alone.push(word.text),
            ["action", second, ..] if is_hostname(second) => with_action.push(word.text),
            _ => {}
        }
    }
    (alone, with_action)
}

fn is_hostname(parameter: &str) -> bool {
    matches!(parameter, "serviceHostname" | "targetService" | "sourceService" | "confirmHostname")
}

/// What bash does before it takes what clap has for it.
fn bash() -> String {
    let (alone, with_action) = hosted();
    let options = ["serviceHostname", "targetService", "sourceService", "confirmHostname"]
        .map(|name| format!("--{}", kebab(name)));
    let place =
        |at: usize, words: &[&str]| words.iter().map(|word| format!("\"{at} {word}\"")).collect::<Vec<_>>().join("|");
    format!(
        "_zcp_hostnames() {{
    local cur=\"${{COMP_WORDS[COMP_CWORD]}}\"
    case \"${{COMP_WORDS[COMP_CWORD-1]}}\" in
        {}) ;;
        *)
            [[ \"$cur\" == -* ]] && return 1
            case \"$COMP_CWORD ${{COMP_WORDS[1]}}\" in
                {}|{}) ;;
                *) return 1 ;;
            esac
            ;;
    esac
    COMPREPLY=($(compgen -W \"$({ASK})\" -- \"$cur\"))
}}
_zcp_with_hostnames() {{
    _zcp_hostnames || _zcp \"$@\"
}}
complete -F _zcp_with_hostnames -o bashdefault -o default zcp
",
        options.join("|"),
        place(2, &alone),
        place(3, &with_action),
    )
}

/// The command line as it is completed: without what is hidden, with the tools as subcommands.
fn completed() -> Command {
    let all = command_line::command();
    let mut top = Command::new("zcp").args(all.get_arguments().cloned());
    for command in all.get_subcommands().filter(|command| command_line::is_listed(command)) {
        let command = match command.get_name() {
            "call" => call(command),
            "tools" => command.clone().mut_arg("name", |name| name.value_parser(tools())),
            name if command_line::OWN.contains(&name) => command.clone().hide(false),
            _ => command.clone(),
        };
        top = top.subcommand(offering(command));
    }
    let own: Vec<Arg> = all.find_subcommand("call").map(after).unwrap_or_default();
    top.subcommands(words::all().map(|word| short(&word, &own)))
}

/// A short word with the parameters of its tool, and the bare words that it takes.
fn short(word: &Word, own: &[Arg]) -> Command {
    let mut command = tool(word.spec, own).name(word.text);
    for field in words::takes(word.spec).into_iter().filter(|field| word.action.is_none() || field.name != "action") {
        let arg = Arg::new(format!("bare-{}", field.name)).value_hint(hint(field.name));
        let arg = match &field.kind {
            Kind::Enum(values) => arg.value_parser(PossibleValuesParser::new(*values)),
            Kind::List { .. } => arg.num_args(0..),
            _ => arg,
        };
        command = command.arg(arg);
    }
    command
}

/// What a shell offers where a parameter has no closed set of values.
fn hint(parameter: &str) -> ValueHint {
    match parameter {
        name if is_hostname(name) => ValueHint::Hostname,
        name if name.ends_with("Path") => ValueHint::AnyPath,
        // Without a hint, a shell offers files; these are rarely what a parameter takes.
        _ => ValueHint::Other,
    }
}

/// What is taken after a tool as well.
fn after(call: &Command) -> Vec<Arg> {
    let is_after = |arg: &&Arg| matches!(arg.get_id().as_str(), "json" | "sandbox" | "read_only" | "help" | "quiet");
    call.get_arguments().filter(is_after).cloned().collect()
}

fn tools() -> PossibleValuesParser {
    PossibleValuesParser::new(TOOLS.iter().map(|tool| tool.spec.name))
}

/// The options that take tools or groups, with those there are.
fn offering(command: Command) -> Command {
    command.mut_args(|arg| match arg.get_id().as_str() {
        "tools" | "exclude_tools" => arg.value_parser(tools()),
        "groups" => arg.value_parser(PossibleValuesParser::new(names_of_groups(TOOLS))),
        _ => arg,
    })
}

/// `zcp call` with a subcommand for each tool.
fn call(command: &Command) -> Command {
    let options: Vec<Arg> = command.get_arguments().filter(|arg| !arg.is_positional()).cloned().collect();
    let own = after(command);
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
    let arg = arg.value_hint(hint(field.name));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_shell_gets_every_tool_and_word_and_nothing_hidden() {
        completed().debug_assert();
        for shell in [Shell::Bash, Shell::Elvish, Shell::Fish, Shell::PowerShell, Shell::Zsh] {
            let script = script(shell);
            for word in words::all() {
                assert!(script.contains(word.spec.name) && script.contains(word.text), "{shell} lacks {}", word.text);
            }
            assert!(script.contains("min-free-ram-gb") && !script.contains("sandbox-inside"), "{shell}");
        }
    }

    #[test]
    fn hostnames_are_asked_for_where_they_are_typed() {
        for shell in [Shell::Bash, Shell::Fish, Shell::Zsh] {
            assert!(script(shell).contains(ASK), "{shell}");
        }
        let (alone, with_action) = hosted();
        assert!(alone.contains(&"logs") && alone.contains(&"restart") && alone.contains(&"ssh"), "{alone:?}");
        assert!(with_action.contains(&"env") && !alone.contains(&"knowledge"), "{with_action:?}");
    }
}
