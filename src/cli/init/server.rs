//! The server's entry in a client's configuration.

use serde_json::{Value, json};

use super::form::{Form, SERVE, Style, command_of, words_of};
use super::inputs;
use super::json_file::{self, Step};
use super::jsonc::edit;
use super::jsonc::parse::{Node, parse};
use super::text::without_mark;
use super::trust;
use super::variables::{self, TOKENS};
use super::word::Word;
use crate::cli::connect;
use crate::domain::environment::{OF_OTHERS, is_reference};
use crate::generated::variables::{LEADING, OWN, ZCP_API_HOST, ZCP_API_KEY, ZCP_REQUIRE_WORKFLOW};

/// The name that clients know the server by.
pub(super) const NAME: &str = "zerops";
/// What is wrong with a file that has another server of the name.
pub(super) const TAKEN: &str = "it has another server named `zerops`; take that out or rename it, then run this again";

/// What is wrong with a file whose server keeps a token.
pub(super) const KEEPS: &str = "its server `zerops` was changed by hand and keeps a token in ZCP_API_KEY, so it stays, and git \
                                leaves the file out as before; take that server out of the file, then run this again";
/// What is wrong with a file whose server is not to be changed.
pub(super) const BY_HAND: &str = "its server `zerops` was set up by hand; give it ZCP_API_KEY in `env` the same way";

/// How long a call may take: as long as the longest of zcp and a minute. A client that waits for less would give up
/// what zcp still follows.
pub(super) const SECONDS: u32 = 7_260;
/// What was written before; it is replaced.
pub(super) const FORMER_SECONDS: u32 = 660;
/// What it offers then changes nothing.
const READ_ONLY: &str = "--read-only";

/// How the server is started.
#[derive(Clone)]
pub(super) struct Start {
    /// The program.
    pub(super) program: String,
    /// The token that it is given, where one is to be written. Never shown.
    pub(super) token: Option<String>,
    /// The API's host that goes with the token, where it is not the default.
    pub(super) host: Option<String>,
    /// Whether it offers only what changes nothing.
    pub(super) read_only: bool,
    /// Whether it changes nothing before a workflow is open.
    pub(super) requires_workflow: bool,
    /// Whose word the file is that it is written to.
    pub(super) word: Word,
}

impl Start {
    /// How the server is started where nothing is written of its token.
    pub(super) const fn new(program: String) -> Self {
        Self { program, token: None, host: None, read_only: false, requires_workflow: false, word: Word::User }
    }

    /// The entry; what it had of its environment, and that it was to change nothing, stays.
    pub(super) fn entry(&self, style: Style, there: Option<&Value>) -> Value {
        let mut entry = json!({});
        let mut words = vec![SERVE];
        words.extend(
            (self.read_only || there.is_some_and(|there| words_of(there).contains(&READ_ONLY))).then_some(READ_ONLY),
        );
        match style {
            Style::Local => {
                entry["type"] = "local".into();
                entry["command"] = std::iter::once(self.program.as_str()).chain(words).collect();
                entry["enabled"] = true.into();
            }
            _ => {
                if style == Style::Asked {
                    entry["type"] = "stdio".into();
                }
                entry["command"] = self.program.clone().into();
                entry["args"] = words.into();
            }
        }
        match style {
            Style::Plain | Style::Asked => {}
            Style::Named => {
                entry["env_vars"] = OWN.iter().chain(&OF_OTHERS).copied().collect();
                entry["tool_timeout_sec"] = SECONDS.into();
            }
            Style::Referred | Style::Local => entry["timeout"] = (SECONDS * 1000).into(),
        }
        let key = style.environment();
        let known = there.and_then(|there| there.get(key).or_else(|| there.get("env")));
        let mut environment = self.environment(style, known);
        if self.requires_workflow {
            environment.get_or_insert_with(|| json!({}))[ZCP_REQUIRE_WORKFLOW] = "true".into();
        }
        if let Some(environment) = environment {
            entry[key] = environment;
        }
        entry
    }

    fn environment(&self, style: Style, there: Option<&Value>) -> Option<Value> {
        let mut environment = match (&self.token, there) {
            (Some(token), _) => {
                let mut environment = json!({ ZCP_API_KEY: token });
                if let Some(host) = &self.host {
                    environment[ZCP_API_HOST] = host.clone().into();
                }
                environment
            }
            (None, there) => there.cloned().unwrap_or_else(|| json!({})),
        };
        if style == Style::Referred {
            let is_token = |name: &str| TOKENS.contains(&name);
            let has_token = TOKENS
                .iter()
                .any(|name| environment.get(*name).and_then(Value::as_str).is_some_and(|value| !is_reference(value)));
            if let Some(members) = environment.as_object_mut() {
                // A client takes the value of a reference from files of the project too, and hands on what the user has
                // set of these without one, for none is a secret.
                members.retain(|name, value| !(LEADING.contains(&name.as_str()) && *value == format!("${name}")));
            }
            let referred = OWN.into_iter().filter(|name| !LEADING.contains(name));
            for name in referred.filter(|name| !(has_token && is_token(name))) {
                if environment.get(name).is_none() {
                    environment[name] = format!("${name}").into();
                }
            }
        }
        if style == Style::Asked && TOKENS.iter().all(|name| environment.get(*name).is_none()) {
            environment[TOKENS[0]] = inputs::REFERENCE.into();
        }
        environment.as_object().is_some_and(|members| there.is_some() || !members.is_empty()).then_some(environment)
    }
}

/// The text with the server in it.
///
/// # Errors
/// When the file is no JSON, or has another server of the name.
pub(super) fn put(text: &str, form: Form, start: &Start) -> Result<String, String> {
    json_file::changed(text, &alone(form, start), |text| {
        let text = put_entry(text, form, start)?;
        let root = parse(&text)?;
        let entry = json_file::find(&root, &[form.key, NAME])?.map(Node::value);
        let asks = entry.is_some_and(|entry| entry["env"][TOKENS[0]] == inputs::REFERENCE);
        if form.style == Style::Asked && asks { inputs::put(&text) } else { Ok(text) }
    })
}

fn put_entry(text: &str, form: Form, start: &Start) -> Result<String, String> {
    let root = parse(text)?;
    let path = [form.key, NAME];
    let Some(node) = json_file::find(&root, &path)? else {
        return json_file::add(text, &path, &start.entry(form.style, None));
    };
    let there = node.value();
    let ours = is_ours(&there);
    let is_zcp = match &start.word {
        Word::User => runs_zcp(command_of(&there)),
        Word::Project(project) => {
            trust::is_this(command_of(&there), &project.folder) && words_of(&there).first() == Some(&SERVE)
        }
    };
    if let Word::Project(project) = &start.word
        && (is_zcp || ours)
        // A token that is written brings its host.
        && !(ours && start.token.is_some())
    {
        trust::entry(node, project, form.style)?;
    }
    if !ours {
        return match (is_zcp, &start.token) {
            (true, None) => Ok(text.to_owned()),
            (true, Some(_)) => Err(BY_HAND.to_owned()),
            (false, _) => Err(TAKEN.to_owned()),
        };
    }
    let wanted = start.entry(form.style, Some(&there));
    if there == wanted { Ok(text.to_owned()) } else { Ok(edit::replace(text, &root, node, &wanted)) }
}

/// The text without the server; none when the file came with it.
///
/// # Errors
/// When the file is no JSON, or is the project's and keeps a server of the name with a token.
pub(super) fn take(text: &str, form: Form, word: &Word) -> Result<Option<String>, String> {
    let rest = json_file::without(text, |root| {
        if form.style == Style::Asked
            && let Some(path) = inputs::ours(root)?
        {
            return Ok(Some(path));
        }
        let entry = json_file::find(root, &[form.key, NAME])?;
        Ok(entry.filter(|node| is_ours(&node.value())).map(|_| vec![Step::Key(form.key), Step::Key(NAME)]))
    })?;
    let left = rest.as_deref().map(|rest| without_mark(rest).1).filter(|rest| !rest.trim().is_empty());
    if let (Word::Project(_), Some(left)) = (word, left) {
        let root = parse(left)?;
        let entry = json_file::find(&root, &[form.key, NAME])?.map(Node::value);
        if entry.is_some_and(|entry| keeps_token(&entry)) {
            return Err(KEEPS.to_owned());
        }
    }
    Ok(rest)
}

/// Whether an entry has a token in its environment.
pub(super) fn keeps_token(entry: &Value) -> bool {
    let has = |environment: &Value| {
        TOKENS.iter().any(|name| environment.get(*name).is_some_and(|value| *value != "" && variables::is_token(value)))
    };
    has(&entry["env"]) || has(&entry["environment"])
}

/// The document of a file with nothing but the server.
pub(super) fn alone(form: Form, start: &Start) -> Value {
    let servers = json!({ form.key: { NAME: start.entry(form.style, None) } });
    if form.style == Style::Asked && start.token.is_none() { inputs::before(&servers) } else { servers }
}

/// Whether an entry is one that is written here, of whatever program and token.
pub(super) fn is_ours(entry: &Value) -> bool {
    let is_known = |(key, value): (&String, &Value)| match key.as_str() {
        "command" | "args" => true,
        "type" => value == "stdio" || value == "local",
        "enabled" => *value == true,
        "timeout" => [SECONDS, FORMER_SECONDS].iter().any(|seconds| *value == seconds * 1000),
        "tool_timeout_sec" => [SECONDS, FORMER_SECONDS].iter().any(|seconds| value == seconds),
        "env_vars" => value.as_array().is_some_and(|names| names.iter().all(is_named)),
        "env" | "environment" => {
            value.as_object().is_some_and(|all| all.keys().all(|name| OWN.contains(&name.as_str())))
        }
        _ => false,
    };
    entry.as_object().is_some_and(|members| members.iter().all(is_known))
        && runs_zcp(command_of(entry))
        && matches!(words_of(entry).as_slice(), [SERVE] | [SERVE, READ_ONLY])
}

fn is_named(name: &Value) -> bool {
    name.as_str().is_some_and(|name| OWN.contains(&name) || OF_OTHERS.contains(&name))
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

    fn start(token: Option<&str>) -> Start {
        let (token, host) = (token.map(str::to_owned), Some("api.example.com".to_owned()));
        Start { token, host, ..Start::new("/zcp".to_owned()) }
    }

    fn environment(text: &str) -> Value {
        serde_json::from_str::<Value>(text).expect("JSON")["mcpServers"]["zerops"]["env"].clone()
    }

    #[test]
    fn a_token_brings_its_host_and_stays_ours() {
        let plain = Form { key: "mcpServers", style: Style::Plain };
        let text = put("{}", plain, &start(Some("t0ken"))).expect("it fits");
        assert_eq!(environment(&text), json!({ "ZCP_API_KEY": "t0ken", "ZCP_API_HOST": "api.example.com" }));
        assert_eq!(put(&text, plain, &start(None)).as_ref(), Ok(&text));
        assert_eq!(take(&text, plain, &Word::User), Ok(Some("{}".to_owned())));
    }

    #[test]
    fn what_may_be_kept_back_is_referred_to_and_nothing_over_what_is_there() {
        let text = put("{}", GEMINI, &start(None)).expect("it fits");
        assert!(text.contains("\"timeout\": 7260000"), "{text}");
        let referred = environment(&text);
        for name in OWN {
            let wanted = (!LEADING.contains(&name)).then(|| Value::from(format!("${name}")));
            assert_eq!(referred.get(name), wanted.as_ref(), "{referred}");
        }
        assert_eq!(put(&text, GEMINI, &start(None)).as_ref(), Ok(&text));
        assert_eq!(take(&text, GEMINI, &Word::User), Ok(Some("{}".to_owned())));

        let own = text.replace("\"$ZCP_READ_ONLY\"", "\"true\"").replace("7260000", "660000");
        let mended = put(&own, GEMINI, &start(None)).expect("it fits");
        assert!(environment(&mended)["ZCP_READ_ONLY"] == "true" && mended.contains("7260000"), "{mended}");

        let with_token = environment(&put(&text, GEMINI, &start(Some("t0ken"))).expect("it fits"));
        assert_eq!((&with_token["ZCP_API_KEY"], with_token.get("ZEROPS_ZCP_API_KEY")), (&json!("t0ken"), None));
        assert_eq!(with_token["ZCP_READ_ONLY"], "$ZCP_READ_ONLY");
    }

    #[test]
    fn vs_code_asks_for_the_token_once_and_all_of_it_goes() {
        let code = Form { key: "servers", style: Style::Asked };
        for before in ["{}", "{\n  \"inputs\": [],\n  \"servers\": {}\n}\n", "{ \"inputs\": [{\"id\":\"mine\"}] }"] {
            let text = put(before, code, &start(None)).expect("it fits");
            let value: Value = serde_json::from_str(&text).expect("JSON");
            assert_eq!(value["servers"]["zerops"]["env"]["ZCP_API_KEY"], "${input:zerops_token}");
            assert_eq!(text.matches("promptString").count(), 1, "{text}");
            assert_eq!(put(&text, code, &start(None)).as_ref(), Ok(&text));
            assert_eq!(take(&text, code, &Word::User), Ok(Some(before.to_owned())), "{text}");
            let with_token = put(&text, code, &start(Some("t0ken"))).expect("it fits");
            assert!(with_token.contains("t0ken") && !with_token.contains("${input"), "{with_token}");
        }
        let alone = put("", code, &start(None)).expect("it fits");
        assert_eq!(take(&(alone + "\n"), code, &Word::User), Ok(None));
        let by_hand = "{\"servers\":{\"zerops\":{\"command\":\"zcp\",\"args\":[\"serve\",\"--groups\",\"core\"]}}}";
        assert_eq!(
            put(by_hand, code, &start(None)).as_deref(),
            Ok(by_hand),
            "what was set up by hand asks for nothing"
        );
    }

    #[test]
    fn read_only_is_written_once_and_stays_until_it_is_taken_out() {
        let opencode = Form { key: "mcp", style: Style::Local };
        for form in [GEMINI, opencode] {
            let text = put("{}", form, &start(None)).expect("it fits");
            let harmless = Start { read_only: true, ..start(None) };
            let read_only = put(&text, form, &harmless).expect("it fits");
            assert_eq!(read_only.matches(READ_ONLY).count(), 1, "{read_only}");
            assert_eq!(put(&read_only, form, &start(None)).as_ref(), Ok(&read_only));
            assert_eq!(take(&read_only, form, &Word::User), Ok(Some("{}".to_owned())));
        }
    }

    #[test]
    fn what_a_user_changed_is_not_ours() {
        let entry = start(None).entry(Style::Plain, None);
        assert!(is_ours(&entry));
        for (key, value) in [
            ("args", json!(["serve", "--groups", "core"])),
            ("timeout", json!(5)),
            ("env", json!({ "A": "b" })),
            ("cwd", json!("/")),
            ("enabled", json!(false)),
        ] {
            let mut changed = entry.clone();
            changed[key] = value;
            assert!(!is_ours(&changed), "{changed}");
        }
    }
}
