//! How the tools are typed: a short word for each, and which parameters bare words fill.
//!
//! All of it follows from the registry: a tool's word is its name without the prefix, and bare words are its
//! action and what it requires. The tables hold only what people say otherwise.

use serde_json::{Map, Value};

use crate::domain::call::{NextCall, shell_quoted};
use crate::domain::nearest::nearest;
use crate::domain::params::{Field, Kind};
use crate::domain::tool::ToolSpec;
use crate::generated::registry::TOOLS;

/// What every tool's name begins with.
const PREFIX: &str = "zerops_";

/// What people say otherwise of a tool.
#[derive(Debug)]
struct Said {
    tool: &'static str,
    /// The word, where it is not the name.
    word: Option<&'static str>,
    /// The parameters that bare words fill, in this order; the last one may be a list.
    takes: &'static [&'static str],
    /// The action where no word is typed, and where words are and none is an action.
    actions: [Option<&'static str>; 2],
    /// Parameters of which one has to be given.
    one_of: &'static [&'static str],
    /// A value that is meant where neither it nor any of these parameters is given.
    default: Option<(&'static str, &'static str, &'static [&'static str])>,
}

const USUAL: Said = Said { tool: "", word: None, takes: &[], actions: [None, None], one_of: &[], default: None };

const SAID: &[Said] = &[
    Said {
        tool: "zerops_backup",
        takes: &["action", "serviceHostname", "backup"],
        actions: [Some("list"), Some("list")],
        ..USUAL
    },
    Said { tool: "zerops_browse", takes: &["serviceHostname", "page"], ..USUAL },
    Said { tool: "zerops_discover", word: Some("services"), takes: &["serviceHostname"], ..USUAL },
    Said {
        tool: "zerops_deploy",
        takes: &["targetService"],
        one_of: &["targetService", "targetServiceId", "serviceId"],
        default: Some(("workingDir", ".", &["sourceService"])),
        ..USUAL
    },
    Said {
        tool: "zerops_env",
        takes: &["action", "serviceHostname", "variables"],
        actions: [Some("get"), Some("get")],
        ..USUAL
    },
    Said { tool: "zerops_events", takes: &["serviceHostname"], ..USUAL },
    Said {
        tool: "zerops_dev_server",
        word: Some("dev"),
        takes: &["action", "serviceHostname", "command"],
        actions: [Some("status"), Some("status")],
        ..USUAL
    },
    Said { tool: "zerops_exec", takes: &["serviceHostname", "command"], ..USUAL },
    Said { tool: "zerops_import", takes: &["filePath"], ..USUAL },
    Said {
        tool: "zerops_mount",
        takes: &["action", "serviceHostname", "path"],
        actions: [Some("status"), Some("mount")],
        ..USUAL
    },
    Said { tool: "zerops_process", takes: &["action", "processId"], actions: [None, Some("status")], ..USUAL },
    Said { tool: "zerops_query", takes: &["serviceHostname", "query"], ..USUAL },
    Said {
        tool: "zerops_recipes",
        takes: &["action", "query", "recipe"],
        actions: [Some("search"), Some("search")],
        ..USUAL
    },
    Said {
        tool: "zerops_versions",
        takes: &["action", "serviceHostname", "version"],
        actions: [Some("list"), Some("list")],
        ..USUAL
    },
    Said { tool: "zerops_status", takes: &["serviceHostname"], ..USUAL },
    Said { tool: "zerops_usage", takes: &["serviceHostname"], ..USUAL },
    Said {
        tool: "zerops_validate",
        takes: &["filePath"],
        default: Some(("filePath", "zerops.yaml", &["content"])),
        ..USUAL
    },
    Said { tool: "zerops_workflow", takes: &["workflow"], ..USUAL },
];

/// Words for one action of a tool, and what that does.
const ACTIONS: &[(&str, &str, &str, &str)] = &[
    ("start", "zerops_manage", "start", "Start a service"),
    ("stop", "zerops_manage", "stop", "Stop a service"),
    ("restart", "zerops_manage", "restart", "Restart a service"),
    ("rollback", "zerops_versions", "rollback", "Make an earlier version live"),
    ("export", "zerops_workflow", "export", "Write the project as an import.yaml"),
    ("handoff", "zerops_workflow", "handoff", "Write the report for a release"),
];

/// What can be typed after `zcp` to call a tool.
#[derive(Clone, Copy, Debug)]
pub(super) struct Word {
    /// The word.
    pub(super) text: &'static str,
    /// The tool.
    pub(super) spec: &'static ToolSpec,
    /// The action that the word stands for.
    pub(super) action: Option<&'static str>,
    /// What it does.
    pub(super) about: &'static str,
}

/// Tools whose word is a command of its own, with options that are no parameters.
const COMMANDS: [&str; 1] = ["zerops_status"];

/// Every word that calls a tool as it is, in the order of the tools.
pub(super) fn all() -> impl Iterator<Item = Word> {
    every().filter(|word| !COMMANDS.contains(&word.spec.name))
}

fn every() -> impl Iterator<Item = Word> {
    let tools =
        TOOLS.iter().map(|tool| Word { text: word(tool.spec), spec: tool.spec, action: None, about: tool.spec.title });
    tools.chain(ACTIONS.iter().filter_map(|(word, tool, action, about)| {
        let spec = spec(tool)?;
        Some(Word { text: word, spec, action: Some(action), about })
    }))
}

/// The tool of a name: whole, without its prefix, or as people say it.
pub(super) fn find(name: &str) -> Option<Word> {
    let whole =
        |word: &Word| word.action.is_none() && (word.spec.name == name || word.spec.name == format!("{PREFIX}{name}"));
    every().find(whole).or_else(|| every().find(|word| word.text == name))
}

/// The tool that was probably meant; what all names begin with says nothing.
pub(super) fn meant(name: &str) -> Option<&'static ToolSpec> {
    let name = name.strip_prefix(PREFIX).unwrap_or(name);
    let names: Vec<&'static str> =
        TOOLS.iter().map(|tool| bare(tool.spec)).chain(every().map(|word| word.text)).collect();
    let near = nearest(name, names.iter().copied())?;
    find(near).map(|word| word.spec)
}

fn spec(name: &str) -> Option<&'static ToolSpec> {
    TOOLS.iter().map(|tool| tool.spec).find(|spec| spec.name == name)
}

fn said(spec: &ToolSpec) -> &'static Said {
    SAID.iter().find(|said| said.tool == spec.name).unwrap_or(&USUAL)
}

fn bare(spec: &'static ToolSpec) -> &'static str {
    spec.name.strip_prefix(PREFIX).unwrap_or(spec.name)
}

/// The action that is meant where words are typed and none is an action.
pub(super) fn meant_action(spec: &ToolSpec) -> Option<&'static str> {
    said(spec).actions[1]
}

/// The action that is meant where none is typed, with words or without.
pub(super) fn usual_action(spec: &ToolSpec) -> Option<&'static str> {
    let [bare, with_words] = said(spec).actions;
    bare.or(with_words)
}

/// The short word of a tool.
pub(super) fn word(spec: &'static ToolSpec) -> &'static str {
    said(spec).word.unwrap_or_else(|| bare(spec))
}

/// Whether a parameter can be typed behind a tool or, where one is named, behind an action of it.
pub(super) fn has(spec: &ToolSpec, action: Option<&str>, name: &str) -> bool {
    match action.and_then(|action| spec.params.action(action)) {
        Some(action) => name != "action" && action.fields.contains(&name),
        None => spec.params.field(name).is_some(),
    }
}

/// The parameters that bare words fill, in their order.
pub(super) fn takes(spec: &'static ToolSpec) -> Vec<&'static Field> {
    let said = said(spec);
    if !said.takes.is_empty() {
        return said.takes.iter().filter_map(|name| spec.params.field(name)).collect();
    }
    let action = spec.params.field("action");
    let required = spec.params.fields.iter().filter(|field| field.required && field.name != "action");
    action.into_iter().chain(required).collect()
}

/// How bare words are shown, as `ACTION [SERVICE] [VARIABLES]…`.
pub(super) fn usage(word: &Word) -> String {
    let fields = takes(word.spec);
    let shown = fields.iter().filter(|field| has(word.spec, word.action, field.name)).map(|field| {
        let name = title(field.name);
        match field.kind {
            _ if field.required && !(field.name == "action" && said(word.spec).actions[1].is_some()) => name,
            Kind::List { .. } => format!("[{name}]..."),
            _ => format!("[{name}]"),
        }
    });
    shown.collect::<Vec<_>>().join(" ")
}

/// A parameter as a placeholder.
pub(super) fn title(name: &str) -> String {
    match name {
        "serviceHostname" | "targetService" => "SERVICE".to_owned(),
        "filePath" => "FILE".to_owned(),
        "processId" => "PROCESS".to_owned(),
        name => name.to_uppercase(),
    }
}

/// Whether what a tool cannot do without is missing, which its schema does not say.
pub(super) fn lacks(spec: &ToolSpec, arguments: &Map<String, Value>) -> bool {
    let one_of = said(spec).one_of;
    !one_of.is_empty() && !one_of.iter().any(|name| arguments.contains_key(*name))
}

/// Gives arguments what is meant where nothing is said.
pub(super) fn complete(spec: &ToolSpec, arguments: &mut Map<String, Value>, has_words: bool) {
    let said = said(spec);
    if spec.params.field("action").is_some()
        && !arguments.contains_key("action")
        && let Some(action) = said.actions[usize::from(has_words)]
    {
        arguments.insert("action".to_owned(), Value::from(action));
    }
    if let Some((name, value, unless)) = said.default
        && !arguments.contains_key(name)
        && !unless.iter().any(|other| arguments.contains_key(*other))
    {
        arguments.insert(name.to_owned(), Value::from(value));
    }
}

/// A name of the wire as it is usually typed: `minFreeRamGB` as `min-free-ram-gb`.
pub(super) fn kebab(name: &str) -> String {
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

/// A call as it is typed: with the short word, bare words first.
pub(super) fn command_line(call: &NextCall) -> String {
    let Some(found) = find(&call.tool) else { return call.command_line() };
    let action = call.args.get("action").and_then(Value::as_str);
    let own = ACTIONS.iter().find(|(_, tool, of, _)| *tool == call.tool && Some(*of) == action);
    let mut line = format!("zcp {}", own.map_or_else(|| word(found.spec), |(word, ..)| word));
    let mut rest = call.args.clone();
    if own.is_some() {
        rest.shift_remove("action");
    }
    let of_action = action.and_then(|name| found.spec.params.action(name));
    for field in takes(found.spec) {
        match rest.get(field.name) {
            // A word that another parameter could take is not bare.
            Some(Value::String(value)) if !value.starts_with('-') && !value.contains('\n') => {
                line.push_str(&format!(" {}", shell_quoted(value)));
                rest.shift_remove(field.name);
            }
            Some(Value::Array(values)) if values.iter().all(Value::is_string) => {
                for value in values.iter().filter_map(Value::as_str) {
                    line.push_str(&format!(" {}", shell_quoted(value)));
                }
                rest.shift_remove(field.name);
            }
            _ if of_action.is_some_and(|action| !action.fields.contains(&field.name)) => {}
            _ => break,
        }
    }
    for (name, value) in &rest {
        let name = kebab(name);
        match value {
            // Who types a change awaits it.
            Value::Bool(true) if name == "wait" => {}
            Value::Bool(true) => line.push_str(&format!(" --{name}")),
            Value::String(text) if name == "working-dir" && text == "." => {}
            Value::String(text) => line.push_str(&format!(" --{name} {}", shell_quoted(text))),
            other => line.push_str(&format!(" --{name} {}", shell_quoted(&other.to_string()))),
        }
    }
    line
}

/// A text for an agent in the words of the command line: tools and the parameters of this one as they are typed.
pub(super) fn typed(spec_of: Option<&ToolSpec>, text: &str) -> String {
    let is_parameter = |token: &str| spec_of.is_some_and(|spec| spec.params.field(token).is_some());
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(rest.len());
        let (token, after) = rest.split_at(end);
        let is_quoted = out.ends_with('`') && after.starts_with('`');
        let is_camel =
            token.chars().any(|c| c.is_ascii_uppercase()) && token.starts_with(|c: char| c.is_ascii_lowercase());
        match spec(token) {
            Some(spec) if is_quoted || out.ends_with("zcp call ") => {
                out.push_str(&if is_quoted { format!("zcp {}", word(spec)) } else { token.to_owned() });
            }
            Some(spec) => out.push_str(&format!("`zcp {}`", word(spec))),
            None if is_parameter(token) && (is_quoted || is_camel) && !out.ends_with("--") => {
                out.push_str(&format!("--{}", kebab(token)));
            }
            None => out.push_str(token),
        }
        let next = after.chars().next().map_or(0, char::len_utf8);
        out.push_str(&after[..next]);
        rest = &after[next..];
    }
    out
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::json;

    use super::*;

    #[test]
    fn every_tool_has_a_word_and_no_two_share_one() {
        let words: Vec<&str> = every().map(|word| word.text).collect();
        assert!(words.len() >= TOOLS.len() + ACTIONS.len());
        assert_eq!(words.iter().collect::<BTreeSet<_>>().len(), words.len(), "{words:?}");
        for word in every() {
            assert_eq!(find(word.text).map(|found| found.spec.name), Some(word.spec.name));
        }
    }

    #[test]
    fn what_the_tables_name_exists() {
        for said in SAID {
            let spec = spec(said.tool).unwrap_or_else(|| panic!("no {}", said.tool));
            let named = said.takes.iter().chain(said.one_of).copied().chain(
                said.default.iter().flat_map(|(name, _, unless)| std::iter::once(*name).chain(unless.iter().copied())),
            );
            for name in named {
                assert!(spec.params.field(name).is_some(), "{} of {}", name, said.tool);
            }
            for action in said.actions.iter().flatten() {
                assert!(spec.params.action(action).is_some(), "{action} of {}", said.tool);
            }
        }
        for (_, tool, action, _) in ACTIONS {
            assert!(spec(tool).is_some_and(|spec| spec.params.action(action).is_some()), "{tool} {action}");
        }
    }

    #[test]
    fn a_name_is_found_however_it_is_typed() {
        for name in ["zerops_discover", "discover", "services"] {
            assert_eq!(find(name).map(|word| word.spec.name), Some("zerops_discover"), "{name}");
        }
        assert_eq!(find("restart").and_then(|word| word.action), Some("restart"));
        assert!(find("nope").is_none() && meant("zerops_nope").is_none());
        assert_eq!(meant("zerops_scal").map(|spec| spec.name), Some("zerops_scale"));
        assert_eq!(meant("service").map(|spec| spec.name), Some("zerops_discover"));
    }

    #[test]
    fn a_call_is_written_as_it_is_typed() {
        let line = |tool: &str, args: Value| {
            let Value::Object(args) = args else { panic!("no object") };
            command_line(&NextCall { tool: tool.to_owned(), args })
        };
        assert_eq!(
            line("zerops_discover", json!({"serviceHostname": "api", "limit": 1})),
            "zcp services api --limit 1"
        );
        assert_eq!(line("zerops_deploy", json!({"workingDir": ".", "targetService": "web"})), "zcp deploy web");
        assert_eq!(line("zerops_recipes", json!({"action": "show", "recipe": "notes"})), "zcp recipes show notes");
        assert_eq!(line("zerops_manage", json!({"action": "restart", "serviceHostname": "a"})), "zcp restart a");
        assert_eq!(
            line("zerops_env", json!({"action": "set", "serviceHostname": "a", "variables": ["A=1", "B=x y"]})),
            "zcp env set a A=1 'B=x y'"
        );
        assert_eq!(line("zerops_env", json!({"action": "get", "project": true})), "zcp env get --project");
        assert_eq!(line("other", json!({"a": 1})), "zcp call other --a 1");
    }

    #[test]
    fn a_text_names_what_is_typed() {
        let typed = |text: &str| super::typed(spec("zerops_discover"), text);
        assert_eq!(
            typed("Give serviceHostname; zerops_discover lists."),
            "Give --service-hostname; `zcp services` lists."
        );
        assert_eq!(
            typed("`serviceHostname` is required; action=status"),
            "`--service-hostname` is required; action=status"
        );
        assert_eq!(typed("`zerops_logs` says nodeJs; `limit`, `path`"), "`zcp logs` says nodeJs; `--limit`, `path`");
        assert_eq!(
            typed("run zcp call zerops_x --serviceHostname žluť"),
            "run zcp call zerops_x --serviceHostname žluť"
        );
    }

    #[test]
    fn words_are_separated_where_a_capital_begins() {
        assert_eq!(kebab("serviceHostname"), "service-hostname");
        assert_eq!(kebab("minFreeRamGB"), "min-free-ram-gb");
        assert_eq!(kebab("wait"), "wait");
    }
}
