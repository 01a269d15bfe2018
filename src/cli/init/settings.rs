//! What a client may do with the tools unasked, and the line that a new conversation begins with.
//!
//! Only tools that change nothing are allowed, one by one: a rule for the whole server would allow
//! every tool that comes later.

use std::path::Path;

use serde_json::{Value, json};

use super::file;
use super::json_file::{self, Step};
use super::jsonc::parse::{Node, parse};
use super::server::{self, Word};
use super::text::without_mark;
use super::trust;
use crate::generated::registry::TOOLS;

/// The one line of the hook.
const HOOK: &str = include_str!("../../../templates/init/session_start.txt");
/// The tool that the line names.
const NAMED: &str = "zerops_context";
/// The file of the same form that a client reads over it.
const LOCAL: &str = ".claude/settings.local.json";
const ALLOW: [&str; 2] = ["permissions", "allow"];
const START: [&str; 2] = ["hooks", "SessionStart"];

/// The rules that allow what changes nothing.
pub(super) fn rules() -> Vec<String> {
    let harmless = TOOLS.iter().map(|tool| tool.spec).filter(|spec| spec.hints.read_only);
    harmless.map(|spec| format!("mcp__{}__{}", server::NAME, spec.name)).collect()
}

fn hook() -> Value {
    json!({ "hooks": [{ "type": "command", "command": format!("echo {}", HOOK.trim()) }] })
}

/// Whether a hook is one that was written here, of whatever words: it says them and does nothing else.
fn only_says(entry: &Value) -> bool {
    let says = |hook: &Value| {
        let words = hook["command"].as_str().and_then(|command| command.strip_prefix("echo "));
        hook["type"] == "command" && words.is_some_and(|words| words.contains(NAMED) && words.chars().all(is_plain))
    };
    entry["hooks"].as_array().is_some_and(|hooks| !hooks.is_empty() && hooks.iter().all(says))
}

/// Whether a character means nothing to a shell.
fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || " :,._-".contains(c)
}

/// The document of a file with nothing but these.
pub(super) fn alone() -> Value {
    json!({ ALLOW[0]: { ALLOW[1]: rules() }, START[0]: { START[1]: [hook()] } })
}

/// The text with the rules and the hook.
///
/// # Errors
/// When the file is no JSON of that form, or says where the server sends the token.
pub(super) fn put(text: &str, word: &Word) -> Result<String, String> {
    json_file::changed(text, &alone(), |text| {
        let root = parse(text)?;
        if let (Word::Project(host), Some(variables)) = (word, json_file::find(&root, &["env"])?) {
            trust::variables(variables, host.as_ref())?;
        }
        let mut text = text.to_owned();
        let known = values(&parse(&text)?, &ALLOW)?;
        let missing = rules().into_iter().map(Value::from);
        let missing: Vec<Value> = missing.filter(|rule| known.iter().all(|known| known != rule)).collect();
        text = append(&text, &ALLOW, missing)?;
        let known = values(&parse(&text)?, &START)?;
        let is_named = known.iter().any(only_says);
        append(&text, &START, if is_named { Vec::new() } else { vec![hook()] })
    })
}

/// What the file beside says that only the user may say: the client reads it too, and over the other one. It is the
/// user's own where nobody committed it, and then the same goes for it: the environment is the place for a host.
pub(super) fn beside(project: &Path, word: &Word) -> Option<String> {
    let Word::Project(host) = word else { return None };
    let said = |why: &str| format!("{LOCAL} is read over it: {why}");
    let text = match file::open_in_project(project, &project.join(LOCAL)) {
        Ok(opened) => opened.text?,
        Err(why) => return Some(said(&why)),
    };
    let (_, text) = without_mark(&text);
    if text.trim().is_empty() {
        return None;
    }
    let judged = parse(text).and_then(|root| match json_file::find(&root, &["env"])? {
        Some(variables) => trust::variables(variables, host.as_ref()),
        None => Ok(()),
    });
    judged.err().map(|why| said(&why))
}

/// The text without the rules and the hook; none when the file came with them.
///
/// # Errors
/// When the file is no JSON of that form.
pub(super) fn take(text: &str) -> Result<Option<String>, String> {
    let rules: Vec<Value> = rules().into_iter().map(Value::from).collect();
    let hook = hook();
    json_file::without(text, |root| {
        let last = |path: [&'static str; 2], is_ours: &dyn Fn(&Value) -> bool| {
            let found = values(root, &path)?.iter().rposition(is_ours);
            Ok::<_, String>(found.map(|index| vec![Step::Key(path[0]), Step::Key(path[1]), Step::At(index)]))
        };
        // What came last goes first, so that each finds the surroundings that it came to.
        match last(START, &|value| *value == hook)? {
            Some(path) => Ok(Some(path)),
            None => last(ALLOW, &|value| rules.contains(value)),
        }
    })
}

/// The values of an array; none where there is no array.
fn values(root: &Node, path: &[&str]) -> Result<Vec<Value>, String> {
    let Some(node) = json_file::find(root, path)? else { return Ok(Vec::new()) };
    match node.value() {
        Value::Array(values) => Ok(values),
        _ => Err(format!("`{}` is no list", path.join("."))),
    }
}

fn append(text: &str, path: &[&str], values: Vec<Value>) -> Result<String, String> {
    if values.is_empty() {
        return Ok(text.to_owned());
    }
    if json_file::find(&parse(text)?, path)?.is_none() {
        return json_file::add(text, path, &Value::Array(values));
    }
    values.into_iter().try_fold(text.to_owned(), |text, value| json_file::append(&text, path, &value))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_changes_something_is_not_allowed() {
        let rules = rules();
        assert!(rules.contains(&"mcp__zerops__zerops_discover".to_owned()));
        for name in ["zerops_delete", "zerops_import", "zerops_manage", "zerops_process"] {
            assert!(rules.iter().all(|rule| !rule.ends_with(name)), "{name}");
        }
        assert!(rules.iter().all(|rule| rule.starts_with("mcp__zerops__zerops_") && !rule.contains('*')));
    }

    #[test]
    fn the_line_means_nothing_to_a_shell() {
        assert!(HOOK.contains(NAMED));
        assert_eq!(HOOK.trim().lines().count(), 1);
        assert!(HOOK.trim().chars().all(is_plain), "{HOOK}");
    }

    #[test]
    fn what_was_put_is_taken_to_the_byte() {
        for text in [
            "",
            "{}",
            "{\n  \"model\": \"x\"\n}\n",
            "{\n  \"permissions\": {\n    \"allow\": [],\n    \"deny\": [\"Bash\"]\n  }\n}\n",
            "{\n  \"permissions\": {\n    \"allow\": [\n      \"Bash(ls)\", // mine\n    ],\n  },\n}\n",
            "{\"hooks\":{\"SessionStart\":[{\"hooks\":[]}]}}",
            "{ \"hooks\": {}, \"permissions\": { \"allow\": [\n] } }",
        ] {
            let after = put(text, &Word::User).expect(text);
            assert_eq!(put(&after, &Word::User).as_ref(), Ok(&after), "{after}");
            assert_eq!(take(&after), Ok(Some(text.to_owned())), "{after}");
        }
        assert!(put("{\"permissions\": []}", &Word::User).is_err());
        assert!(put("{\"hooks\": {\"SessionStart\": {}}}", &Word::User).is_err());
    }
}
