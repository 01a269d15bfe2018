//! The server's entry in a client's configuration.

use serde_json::{Value, json};

use super::json_file::{self, Step};
use super::jsonc::edit;
use super::jsonc::parse::parse;
use super::trust::{self, HOSTS, TOKENS};
use crate::cli::connect;
use crate::platform::host::Host;

/// The name that clients know the server by.
pub(super) const NAME: &str = "zerops";
/// What is wrong with a file that has another server of the name.
pub(super) const TAKEN: &str = "it has another server named `zerops`; take that out or rename it, then run this again";

/// What is wrong with a file whose server is not to be changed.
pub(super) const BY_HAND: &str = "its server `zerops` was set up by hand; give it ZCP_API_KEY in `env` the same way";

/// The variables that the server reads its token and its host from.
const VARIABLES: [&str; 4] = [TOKENS[0], TOKENS[1], HOSTS[0], HOSTS[1]];
/// How long a call may take. A client that waits for less would give up what zcp still follows.
const SECONDS: u32 = 660;

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
    /// How the server is spoken to.
    Typed,
    /// The names of the variables that the server gets, as Codex wants them, and seconds.
    Named,
    /// References to the variables that look like secrets, as Gemini CLI wants them, and milliseconds.
    Referred,
}

/// How the server is started.
#[derive(Clone)]
pub(super) struct Start {
    /// The program.
    pub(super) program: String,
    /// The token that it is given, where one is to be written. Never shown.
    pub(super) token: Option<String>,
    /// The API's host that goes with the token, where it is not the default.
    pub(super) host: Option<String>,
    /// The variable that has the token now, if one has.
    pub(super) variable: Option<&'static str>,
    /// Whose word the file is that it is written to.
    pub(super) word: Word,
}

/// Whose word a file is.
#[derive(Clone, PartialEq, Eq)]
pub(super) enum Word {
    /// The user's own.
    User,
    /// That of whoever made the project. The host is the user's own, where one is known.
    Project(Option<Host>),
}

impl Start {
    /// How the server is started where nothing is written of its token.
    pub(super) fn new(program: String) -> Self {
        let is_set = |name: &&str| std::env::var(name).is_ok_and(|value| !value.trim().is_empty());
        let variable = TOKENS.into_iter().find(is_set);
        Self { program, token: None, host: None, variable, word: Word::User }
    }

    /// The entry, with the environment that it had or that it is given.
    pub(super) fn entry(&self, style: Style, environment: Option<&Value>) -> Value {
        let mut entry = json!({});
        if style == Style::Typed {
            entry["type"] = "stdio".into();
        }
        entry["command"] = self.program.clone().into();
        entry["args"] = json!(["serve"]);
        match style {
            Style::Plain | Style::Typed => {}
            Style::Named => {
                entry["env_vars"] = json!(VARIABLES);
                entry["tool_timeout_sec"] = SECONDS.into();
            }
            Style::Referred => entry["timeout"] = (SECONDS * 1000).into(),
        }
        if let Some(environment) = self.environment(style, environment) {
            entry["env"] = environment;
        }
        entry
    }

    fn environment(&self, style: Style, there: Option<&Value>) -> Option<Value> {
        if let Some(token) = &self.token {
            let mut environment = json!({ "ZCP_API_KEY": token });
            if let Some(host) = &self.host {
                environment["ZCP_API_HOST"] = host.clone().into();
            }
            return Some(environment);
        }
        let has_token = there.is_some_and(|there| TOKENS.iter().any(|name| there.get(name).is_some()));
        match self.variable.filter(|_| style == Style::Referred && !has_token) {
            Some(variable) => {
                let mut environment = there.cloned().unwrap_or_else(|| json!({}));
                environment[variable] = format!("${variable}").into();
                Some(environment)
            }
            None => there.cloned(),
        }
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
            return json_file::add(text, &path, &start.entry(form.style, None));
        };
        let there = node.value();
        let ours = is_ours(&there);
        let is_zcp = match &start.word {
            Word::User => runs_zcp(command_of(&there)),
            Word::Project(_) => trust::is_this(command_of(&there)) && trust::serves(&there["args"]),
        };
        if let Word::Project(host) = &start.word
            && (is_zcp || ours)
            // A token that is written brings its host.
            && !(ours && start.token.is_some())
        {
            trust::entry(node, host.as_ref())?;
        }
        if !ours {
            return match (is_zcp, &start.token) {
                (true, None) => Ok(text.to_owned()),
                (true, Some(_)) => Err(BY_HAND.to_owned()),
                (false, _) => Err(TAKEN.to_owned()),
            };
        }
        let wanted = start.entry(form.style, there.get("env"));
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
    json!({ form.key: { NAME: start.entry(form.style, None) } })
}

fn command_of(entry: &Value) -> &str {
    entry["command"].as_str().unwrap_or_default()
}

/// Whether an entry is one that is written here, of whatever program and token.
fn is_ours(entry: &Value) -> bool {
    let known = |key: &str| matches!(key, "type" | "command" | "args" | "timeout" | "env");
    let only = |name: &str| matches!(name, "ZCP_API_KEY" | "ZEROPS_ZCP_API_KEY" | "ZCP_API_HOST");
    entry.as_object().is_some_and(|members| members.keys().all(|key| known(key)))
        && runs_zcp(command_of(entry))
        && entry["args"] == json!(["serve"])
        && entry.get("type").is_none_or(|kind| kind == "stdio")
        && entry.get("timeout").is_none_or(|timeout| *timeout == SECONDS * 1000)
        && entry.get("env").is_none_or(|env| env.as_object().is_some_and(|names| names.keys().all(|name| only(name))))
}

/// Whether a command is this program, wherever it stands.
pub(super) fn runs_zcp(command: &str) -> bool {
    let name = command.rsplit(['/', '\\']).next().unwrap_or(command);
    matches!(name, "zcp" | "zcp.exe") || command == connect::program()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GEMINI: Form = Form { key: "mcpServers", style: Style::Referred };

    fn start(token: Option<&str>, variable: Option<&'static str>) -> Start {
        let host = Some("api.example.com".to_owned());
        Start { program: "/zcp".to_owned(), token: token.map(str::to_owned), host, variable, word: Word::User }
    }

    fn environment(text: &str) -> Value {
        serde_json::from_str::<Value>(text).expect("JSON")["mcpServers"]["zerops"]["env"].clone()
    }

    #[test]
    fn a_token_brings_its_host_and_stays_ours() {
        let plain = Form { key: "mcpServers", style: Style::Plain };
        let text = put("{}", plain, &start(Some("t0ken"), None)).expect("it fits");
        assert_eq!(environment(&text), json!({ "ZCP_API_KEY": "t0ken", "ZCP_API_HOST": "api.example.com" }));
        assert_eq!(put(&text, plain, &start(None, None)).as_ref(), Ok(&text));
        assert_eq!(take(&text, plain), Ok(Some("{}".to_owned())));
    }

    #[test]
    fn a_reference_is_written_to_a_variable_that_is_set_and_never_over_a_token() {
        let unset = put("{}", GEMINI, &start(None, None)).expect("it fits");
        assert!(unset.contains("\"timeout\": 660000") && environment(&unset).is_null(), "{unset}");
        let set = put(&unset, GEMINI, &start(None, Some("ZEROPS_ZCP_API_KEY"))).expect("it fits");
        assert_eq!(environment(&set), json!({ "ZEROPS_ZCP_API_KEY": "$ZEROPS_ZCP_API_KEY" }));
        assert_eq!(put(&set, GEMINI, &start(None, Some("ZCP_API_KEY"))).as_ref(), Ok(&set));
        let with_token = put(&set, GEMINI, &start(Some("t0ken"), None)).expect("it fits");
        assert_eq!(put(&with_token, GEMINI, &start(None, Some("ZCP_API_KEY"))).as_ref(), Ok(&with_token));
        assert_eq!(take(&with_token, GEMINI), Ok(Some("{}".to_owned())));
    }
}
