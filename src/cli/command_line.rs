//! The whole command line: the commands that are written down, and a word for each tool of the registry.

use clap::{Arg, ArgMatches, Command, CommandFactory, FromArgMatches};

use super::args::CallArgs;
use super::commands::Cli;
use super::output::{HEADING, NAME, painted};
use super::words::{self, Word};
use crate::sandbox::seeds;

/// What is taken after a word, as it was typed.
const ARGUMENTS: &str = "arguments";
/// The commands that work on a service of the project.
pub(super) const OWN: &[&str] = &["status", "open", "ssh", "run"];

/// What `zcp --help` looks like: the project first, then zcp itself.
fn template() -> String {
    let heading = |text: &str| painted(HEADING, text);
    let line = |word: &str, about: &str| format!("  {}{about}", painted(NAME, format!("{word:12}")));
    let mut lines = vec![heading("The project:")];
    let cli = Cli::command();
    lines.extend(words::all().map(|word| line(word.text, &about(&word))));
    lines.extend(
        cli.get_subcommands()
            .filter(|command| OWN.contains(&command.get_name()))
            .map(|command| line(command.get_name(), &command.get_about().map(ToString::to_string).unwrap_or_default())),
    );
    format!(
        "{{before-help}}{{about-with-newline}}\n{{usage-heading}} {{usage}}\n\n{}\n\n{}\n{{subcommands}}\n\n{}\n{{options}}{{after-help}}",
        lines.join("\n"),
        heading("zcp itself:"),
        heading("Options:"),
    )
}

/// What a word does, in a few words that fit beside it.
fn about(word: &Word) -> String {
    let text = word.about.to_owned();
    let usage = words::usage(word);
    if usage.is_empty() { text } else { format!("{text}: {} {usage}", word.text) }
}

/// The command line, with the words of the tools.
pub(super) fn command() -> Command {
    let mut command = Cli::command().help_template(template());
    for name in OWN {
        // They are listed with the words of the tools.
        command = command.mut_subcommand(name, |own| own.hide(true));
    }
    command.subcommands(words::all().map(|word| of_word(&word)))
}

/// Whether the help lists a command: a word of a tool has its page in `zcp tools`.
pub(super) fn is_listed(command: &Command) -> bool {
    !command.is_hide_set() || OWN.contains(&command.get_name())
}

fn of_word(word: &Word) -> Command {
    let arguments = Arg::new(ARGUMENTS).num_args(0..).trailing_var_arg(true).allow_hyphen_values(true);
    Command::new(word.text)
        .about(word.spec.description)
        .override_usage(format!("zcp {} {} [--PARAMETER VALUE]...", word.text, words::usage(word)))
        .hide(true)
        .disable_help_flag(true)
        .arg(arguments)
}

/// The word that was typed, with what came after it.
pub(super) fn word_of(found: &ArgMatches) -> Option<(Word, CallArgs)> {
    let (name, below) = found.subcommand()?;
    let word = words::all().find(|word| word.text == name)?;
    let arguments = below.get_many::<String>(ARGUMENTS).unwrap_or_default().cloned().collect();
    Some((word, CallArgs { arguments, ..CallArgs::default() }))
}

/// The written-down command that was typed.
pub(super) fn command_of(found: &ArgMatches) -> Result<Cli, clap::Error> {
    Cli::from_arg_matches(found)
}

/// The words of the command line, in which `--sandbox SEED` is `--sandbox=SEED`: the seed may be left out, so
/// that only a seed's name is taken for one.
pub(super) fn normalised(words: impl Iterator<Item = std::ffi::OsString>) -> Vec<std::ffi::OsString> {
    let mut out: Vec<std::ffi::OsString> = Vec::new();
    let mut is_over = false;
    for word in words {
        is_over |= word == "--";
        let is_seed = word.to_str().is_some_and(|word| seeds::NAMES.contains(&word));
        match out.last_mut() {
            Some(last) if !is_over && is_seed && last == "--sandbox" => {
                last.push("=");
                last.push(&word);
            }
            _ => out.push(word),
        }
    }
    out
}

/// The page of `zcp call --help`.
pub(super) fn call_help() -> String {
    let mut command = command();
    command.build();
    command.find_subcommand_mut("call").map(|call| call.render_help().ansi().to_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;

    use super::*;

    #[test]
    fn the_definition_is_sound_and_no_word_hides_a_command() {
        command().debug_assert();
        let names: Vec<String> = command().get_subcommands().map(|command| command.get_name().to_owned()).collect();
        assert_eq!(names.len(), names.iter().collect::<std::collections::BTreeSet<_>>().len(), "{names:?}");
    }

    #[test]
    fn what_follows_a_word_is_its_own() {
        let found = command().try_get_matches_from(["zcp", "logs", "api", "-f", "--json"]).expect("a word");
        let (word, args) = word_of(&found).expect("a word");
        assert_eq!((word.spec.name, args.arguments), ("zerops_logs", vec!["api".into(), "-f".into(), "--json".into()]));
        let found = command().try_get_matches_from(["zcp", "doctor"]).expect("a command");
        assert!(word_of(&found).is_none());
    }

    #[test]
    fn a_seed_is_taken_with_or_without_its_sign() {
        let line = |text: &str| normalised(text.split(' ').map(OsString::from)).join(&OsString::from(" "));
        assert_eq!(line("zcp call --sandbox ha services"), "zcp call --sandbox=ha services");
        assert_eq!(line("zcp call --sandbox zerops_discover"), "zcp call --sandbox zerops_discover");
        assert_eq!(line("zcp run api -- x --sandbox ha"), "zcp run api -- x --sandbox ha");
    }

    #[test]
    fn the_help_lists_the_words_in_80_columns() {
        let help = command().term_width(80).render_help().to_string();
        for word in words::all() {
            assert!(help.contains(&format!("\n  {}", word.text)), "{} of {help}", word.text);
        }
        let wide: Vec<&str> = help.lines().filter(|line| line.chars().count() > 80).collect();
        assert!(wide.is_empty(), "{wide:#?}");
    }
}
