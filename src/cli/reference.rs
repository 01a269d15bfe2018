//! What the documentation says of the command line: the help of its commands and what `zcp init` writes,
//! made by the same code that prints and writes them.

use super::{command_line, init};

/// Columns of a page of help.
const COLUMNS: usize = 92;

/// A command.
#[derive(Clone, Debug)]
pub struct CommandHelp {
    /// How it is called, such as `zcp call`.
    pub name: String,
    /// What it does, in one line.
    pub about: String,
    /// What its help says, without colours.
    pub help: String,
}

/// How a client is connected.
#[derive(Clone, Debug)]
pub struct Connection {
    /// Its name after `--client`.
    pub name: String,
    /// What people call it.
    pub title: &'static str,
    /// Its configuration in a folder, if it reads one there.
    pub in_project: Option<&'static str>,
    /// Its configuration in the home folder, if it reads one there.
    pub in_home: Option<&'static str>,
    /// The instructions that it reads in a folder.
    pub instructions: &'static str,
    /// Where it keeps what may be done unasked, if zcp knows.
    pub settings: Option<&'static str>,
    /// The configuration with nothing but the server in it.
    pub entry: String,
    /// The language of the configuration, `json` or `toml`.
    pub language: &'static str,
}

/// The program itself, then every command that its help lists.
#[must_use]
pub fn commands() -> Vec<CommandHelp> {
    let mut root = command_line::command().term_width(COLUMNS);
    root.build();
    let mut commands = vec![page("zcp", &mut root.clone())];
    for command in
        root.get_subcommands_mut().filter(|command| command_line::is_listed(command) && command.get_name() != "help")
    {
        let name = format!("zcp {}", command.get_name());
        commands.push(page(&name, command));
    }
    commands
}

fn page(name: &str, command: &mut clap::Command) -> CommandHelp {
    let about = command.get_about().map(ToString::to_string).unwrap_or_default();
    CommandHelp { name: name.to_owned(), about, help: command.render_help().to_string().trim_end().to_owned() }
}

/// Every client that `zcp init` knows.
#[must_use]
pub fn connections() -> Vec<Connection> {
    init::connections()
}

/// What `zcp init` tells an agent, in Markdown with its marks.
#[must_use]
pub fn instructions() -> String {
    init::instructions()
}

/// What `zcp init` writes into the settings of Claude Code.
#[must_use]
pub fn settings() -> String {
    init::settings()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_that_is_listed_has_its_page() {
        let pages = commands();
        for name in ["zcp", "zcp serve", "zcp sandbox", "zcp call", "zcp tools", "zcp init", "zcp doctor"] {
            let page = pages.iter().find(|page| page.name == name);
            assert!(page.is_some_and(|page| page.help.contains("Usage: ")), "{name}");
        }
        assert!(pages.iter().all(|page| !page.name.contains("sandbox-inside") && !page.help.contains('\u{1b}')));
    }

    #[test]
    fn every_client_has_an_entry_and_a_place_for_it() {
        for connection in connections() {
            assert!(connection.entry.contains("zerops") && connection.entry.contains("serve"), "{connection:?}");
            assert!(connection.in_project.is_some() || connection.in_home.is_some(), "{connection:?}");
        }
        assert!(instructions().contains("zerops_workflow") && settings().contains("zerops"));
    }
}
