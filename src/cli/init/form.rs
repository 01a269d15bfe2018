//! How clients write the entry of a server, and what is read of one, whatever its form.

use serde_json::Value;

/// What the server is started with.
pub(super) const SERVE: &str = "serve";

/// Where a client keeps its servers, and how it writes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// The key of the servers.
    pub(super) key: &'static str,
    /// What an entry has besides.
    pub(super) style: Style,
}

/// What a client wants in an entry besides the program.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// Nothing.
    Plain,
    /// How the server is spoken to, and a reference to what the user is asked for, as VS Code wants them.
    Asked,
    /// The names of the variables that the server gets, as Codex wants them, and seconds.
    Named,
    /// References to the variables, of which those that look like secrets are kept back otherwise, and milliseconds, as
    /// Gemini CLI wants them.
    Referred,
    /// The program and its words as one list, other names, and milliseconds, as opencode wants them.
    Local,
}

impl Style {
    /// What it calls the environment of a server.
    pub(super) const fn environment(self) -> &'static str {
        if matches!(self, Self::Local) { "environment" } else { "env" }
    }
}

/// The program.
pub(super) fn command_of(entry: &Value) -> &str {
    let command = &entry["command"];
    command.as_str().or_else(|| command.get(0)?.as_str()).unwrap_or_default()
}

/// The words behind the program. What is no text is none of zcp's.
pub(super) fn words_of(entry: &Value) -> Vec<&str> {
    let list = |key: &str| entry.get(key).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    // Where there are two lists, nobody knows which one a client takes.
    let all = list("command").iter().skip(1).chain(list("args"));
    all.map(|word| word.as_str().unwrap_or_default()).collect()
}
