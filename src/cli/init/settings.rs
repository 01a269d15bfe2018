//! What a client may do with the tools unasked.
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

/// The file of the same form that a client reads over it.
const LOCAL: &str = ".claude/settings.local.json";
/// What a conversation once began with. A folder that configures hooks warns whoever opens it, so it is only taken out.
const FORMER: &str =
    "echo This folder works on a Zerops project: call zerops_context before anything about its services.";
const ALLOW: [&str; 2] = ["permissions", "allow"];
const START: [&str; 2] = ["hooks", "SessionStart"];

/// The rules that allow what changes nothing.
pub(super) fn rules() -> Vec<String> {
    let harmless = TOOLS.iter().map(|tool| tool.spec).filter(|spec| spec.hints.read_only);
    harmless.map(|spec| format!("mcp__{}__{}", server::NAME, spec.name)).collect()
}

/// The document of a file with nothing but these.
pub(super) fn alone() -> Value {
    json!({ ALLOW[0]: { ALLOW[1]: rules() } })
}

/// The text with the rules.
///
/// # Errors
/// When the file is no JSON of that form, or says where the server sends the token.
pub(super) fn put(text: &str, word: &Word) -> Result<String, String> {
    json_file::changed(text, &alone(), |text| {
        let root = parse(text)?;
        if let (Word::Project(host), Some(variables)) = (word, json_file::find(&root, &["env"])?) {
            trust::variables(variables, host.as_ref())?;
        }
        let known = values(&root, &ALLOW)?;
        let missing = rules().into_iter().map(Value::from);
        let missing: Vec<Value> = missing.filter(|rule| known.iter().all(|known| known != rule)).collect();
        append(text, &ALLOW, missing)
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

/// The text without the rules and the line; none when the file came with them.
///
/// # Errors
/// When the file is no JSON of that form.
pub(super) fn take(text: &str) -> Result<Option<String>, String> {
    let rules: Vec<Value> = rules().into_iter().map(Value::from).collect();
    let former = json!({ "hooks": [{ "type": "command", "command": FORMER }] });
    json_file::without(text, |root| {
        let last = |path: [&'static str; 2], is_ours: &dyn Fn(&Value) -> bool| {
            let found = values(root, &path)?.iter().rposition(is_ours);
            Ok::<_, String>(found.map(|index| vec![Step::Key(path[0]), Step::Key(path[1]), Step::At(index)]))
        };
        // What came last goes first, so that each finds the surroundings that it came to.
        match last(START, &|value| *value == former)? {
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
    fn the_line_that_was_once_written_is_taken_out() {
        let hook = |command: &str| {
            json!({ "hooks": { "SessionStart": [{ "hooks": [{ "type": "command", "command": command }] }] } })
                .to_string()
        };
        let without = take(&hook(FORMER)).expect("JSON").unwrap_or_default();
        assert!(!without.contains("zerops_context"), "{without}");
        let other = hook("echo mine");
        assert_eq!(take(&other).as_ref().map(Option::as_deref), Ok(Some(other.as_str())));
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
    }
}
