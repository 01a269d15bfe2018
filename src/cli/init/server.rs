//! The server's entry in a client's configuration.

use serde_json::{Value, json};

use super::json_file::{self, Step};
use super::jsonc::edit;
use super::jsonc::parse::parse;

/// The name that clients know the server by.
pub(super) const NAME: &str = "zerops";
/// What is wrong with a file that has another server of the name.
pub(super) const TAKEN: &str = "it has another server named `zerops`; take that out or rename it, then run this again";

/// What is wrong with a file whose server is not to be changed.
pub(super) const BY_HAND: &str = "its server `zerops` was set up by hand; give it ZCP_API_KEY in `env` the same way";

/// Where a client keeps its servers, and how it writes one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Form {
    /// The key of the servers.
    pub(super) key: &'static str,
    /// Whether an entry says how the server is spoken to.
    pub(super) typed: bool,
}

/// How the server is started.
#[derive(Clone)]
pub(super) struct Start {
    /// The program.
    pub(super) program: String,
    /// The token that it is given, where one is to be written. Never shown.
    pub(super) token: Option<String>,
}

impl Start {
    /// The entry, with the environment that it had or that it is given.
    pub(super) fn entry(&self, typed: bool, environment: Option<&Value>) -> Value {
        let mut entry = json!({});
        if typed {
            entry["type"] = "stdio".into();
        }
        entry["command"] = self.program.clone().into();
        entry["args"] = json!(["serve"]);
        match (&self.token, environment) {
            (Some(token), _) => entry["env"] = json!({ "ZCP_API_KEY": token }),
            (None, Some(environment)) => entry["env"] = environment.clone(),
            (None, None) => {}
        }
        entry
    }
}

/// The text with the server in it.
///
/// # Errors
/// When the file is no JSON, or has another server of the name.
pub(super) fn put(text: &str, form: Form, start: &Start) -> Result<String, String> {
    json_file::changed(text, &alone(form, start), |text| {
        let root = parse(text)?;
        let path = [form.key, NAME];
        let Some(node) = json_file::find(&root, &path)? else {
            return json_file::add(text, &path, &start.entry(form.typed, None));
        };
        let there = node.value();
        if !is_ours(&there) {
            let command = there["command"].as_str().unwrap_or_default();
            return match (runs_zcp(command), &start.token) {
                (true, None) => Ok(text.to_owned()),
                (true, Some(_)) => Err(BY_HAND.to_owned()),
                (false, _) => Err(TAKEN.to_owned()),
            };
        }
        let wanted = start.entry(form.typed, there.get("env"));
        if there == wanted { Ok(text.to_owned()) } else { Ok(edit::replace(text, &root, node, &wanted)) }
    })
}

/// The text without the server; none when the file came with it.
///
/// # Errors
/// When the file is no JSON.
pub(super) fn take(text: &str, form: Form) -> Result<Option<String>, String> {
    json_file::without(text, |root| {
        let entry = json_file::find(root, &[form.key, NAME])?;
        Ok(entry.filter(|node| is_ours(&node.value())).map(|_| vec![Step::Key(form.key), Step::Key(NAME)]))
    })
}

/// The document of a file with nothing but the server.
pub(super) fn alone(form: Form, start: &Start) -> Value {
    json!({ form.key: { NAME: start.entry(form.typed, None) } })
}

/// Whether an entry is one that is written here, of whatever program and token.
fn is_ours(entry: &Value) -> bool {
    let known = |key: &str| matches!(key, "type" | "command" | "args" | "env");
    let only = |name: &str| name == "ZCP_API_KEY";
    entry.as_object().is_some_and(|members| members.keys().all(|key| known(key)))
        && entry["command"].as_str().is_some_and(runs_zcp)
        && entry["args"] == json!(["serve"])
        && entry.get("type").is_none_or(|kind| kind == "stdio")
        && entry.get("env").is_none_or(|env| env.as_object().is_some_and(|names| names.keys().all(|name| only(name))))
}

/// Whether a command is this program, wherever it stands.
pub(super) fn runs_zcp(command: &str) -> bool {
    let name = command.rsplit(['/', '\\']).next().unwrap_or(command);
    matches!(name, "zcp" | "zcp.exe")
}
