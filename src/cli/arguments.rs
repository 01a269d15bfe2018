//! The arguments of a tool as words of a command line.
//!
//! Names are judged here, in the words of the command line. Values are left to the decoder of the server, so
//! that a mistake is answered as over MCP.

use std::path::PathBuf;

use clap::ValueEnum as _;
use serde_json::{Map, Value};

use super::colour::Colour;
use super::offer_args::DEFAULT_SEED;
use super::out;
use super::words::{self, Word, kebab};
use crate::domain::decode::fits;
use crate::domain::nearest::nearest;
use crate::domain::once;
use crate::domain::params::{Field, Kind, Params};
use crate::domain::tool::ToolSpec;

/// Options of the command whose values would be taken for those of a parameter.
const FILTERS: &[&str] = &["exclude-tools", "groups", "tools"];
/// The parameter of a log that may go on without an end.
const FOLLOW: &str = "follow";

/// What the words after the tool say.
#[derive(Debug, Default, PartialEq)]
#[expect(clippy::struct_excessive_bools, reason = "each is an option of the command line")]
pub(super) struct Parsed {
    /// The arguments of the tool.
    pub(super) arguments: Map<String, Value>,
    /// `--json` was among them.
    pub(super) json: bool,
    /// `--read-only` was among them.
    pub(super) read_only: bool,
    /// `--help` was among them.
    pub(super) help: bool,
    /// `--quiet` was among them.
    pub(super) quiet: bool,
    /// `--follow` without a number was among them.
    pub(super) follow: bool,
    /// `--out` was among them: where the files of the answer go.
    pub(super) out: Option<PathBuf>,
    /// `--sandbox` was among them; this is the seed.
    pub(super) sandbox: Option<String>,
}

/// Reads the words. `stdin` is read where a word says so.
///
/// # Errors
/// When the words have no meaning, in words for the person who typed them.
pub(super) fn parse(
    word: &Word,
    words: &[String],
    stdin: impl FnOnce() -> Result<String, String>,
) -> Result<Parsed, String> {
    let spec = word.spec;
    let params = &spec.params;
    let unknown = |name: &str| unknown(word, name);
    let mut parsed = Parsed::default();
    let mut document = None;
    let mut bare: Vec<&str> = Vec::new();
    let mut stdin = Some(stdin);
    let mut words = words.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        if takes_the_rest(spec, &bare) {
            guarded(word, &bare)?;
            bare.push(word);
            continue;
        }
        let Some(option) = word.strip_prefix("--") else {
            match word {
                "-h" => parsed.help = true,
                "-q" => parsed.quiet = true,
                "-f" if params.field(FOLLOW).is_some() => parsed.follow = true,
                _ if (word == "-" || word.trim_start().starts_with('{')) && document.is_none() => {
                    let read = stdin.take().filter(|_| word == "-");
                    document = Some(read.map_or_else(|| Ok(word.to_owned()), |read| read())?);
                }
                _ if word.starts_with('-') => return Err(format!("there is no option {}", shown(word))),
                _ => bare.push(word),
            }
            continue;
        };
        if option.is_empty() {
            // What follows are bare words, whatever they begin with.
            bare.extend(words.by_ref());
            break;
        }
        let (name, given) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
        let Some(field) = field(params, name) else {
            if FILTERS.contains(&name) {
                return Err(format!("`--{name}` goes before TOOL: what follows TOOL are its parameters"));
            }
            if name == "out" && out::has_files(spec) {
                let path = given.or_else(|| words.next()).filter(|path| !path.is_empty());
                parsed.out = Some(path.ok_or("`--out` needs a file, or a folder for several")?.into());
                continue;
            }
            if own_option(&mut parsed, name, given) {
                continue;
            }
            if name == "color" {
                let when = given.or_else(|| words.next());
                if when.is_none_or(|when| Colour::from_str(when, false).is_err()) {
                    return Err("`--color` is auto, always or never".to_owned());
                }
                continue;
            }
            return Err(unknown(name));
        };
        let value = given.or_else(|| words.next_if(|next| is_value(field, next)));
        if value.is_none() && field.name == FOLLOW {
            parsed.follow = true;
            continue;
        }
        add(&mut parsed.arguments, field, value)?;
    }
    if parsed.help {
        return Ok(parsed);
    }
    if let Some(document) = document {
        if !parsed.arguments.is_empty() || !bare.is_empty() {
            return Err("give the arguments as one JSON object or as words, not as both".to_owned());
        }
        parsed.arguments = object(&document)?;
        if let Some(stranger) = parsed.arguments.keys().find(|name| params.field(name).is_none()) {
            return Err(unknown(stranger));
        }
        return Ok(parsed);
    }
    if let Some(action) = word.action {
        insert(&mut parsed.arguments, "action", Value::from(action))?;
    }
    place(word, &bare, &mut parsed.arguments)?;
    if words::lacks(word.spec, &parsed.arguments) {
        return Err(format!("say which one: zcp {} {}", word.text, words::usage(word).replace(['[', ']'], "")));
    }
    words::complete(word.spec, &mut parsed.arguments, !bare.is_empty());
    Ok(parsed)
}

/// Whether what follows these bare words is a command of somebody else, with options of its own.
fn takes_the_rest(spec: &'static ToolSpec, bare: &[&str]) -> bool {
    let fields = words::takes(spec);
    let ends = fields.last().is_some_and(|last| matches!(last.kind, Kind::List { line: true, .. }));
    ends && bare.len() >= fields.len()
}

/// Refuses an option that keeps a call from the real project among the words of a command, to which it would go: who
/// writes it behind the command, as behind every other word, would run the command for real. Behind `--` it is the
/// command's own.
fn guarded(word: &str, bare: &[&str]) -> Result<(), String> {
    let name = word.split_once('=').map_or(word, |(name, _)| name);
    if !matches!(name, "--sandbox" | "--read-only") || bare.contains(&"--") {
        return Ok(());
    }
    Err(format!(
        "`{name}` would go to the command, which would run for real: write it before SERVICE, or `--` before the \
         command if it is an option of the command"
    ))
}

/// Gives bare words to the parameters that they are for: each to the first open one that can take it.
fn place(word: &Word, bare: &[&str], arguments: &mut Map<String, Value>) -> Result<(), String> {
    let mut open: Vec<&Field> = words::takes(word.spec);
    let mut bare = bare.to_vec();
    if word.action.is_none()
        && !arguments.contains_key("action")
        && let Some(Field { name: "action", kind: Kind::Enum(actions), .. }) = open.first()
    {
        mistyped(actions, &bare)?;
        if let Some(at) = bare.iter().position(|word| actions.contains(word)) {
            arguments.insert("action".to_owned(), Value::from(bare.remove(at)));
        }
    }
    // The action says which parameters the other words are for.
    let action = word.action.or_else(|| arguments.get("action").and_then(Value::as_str));
    let action = action.or_else(|| words::meant_action(word.spec)).and_then(|name| word.spec.params.action(name));
    open.retain(|field| action.is_none_or(|action| action.fields.contains(&field.name)));
    open.retain(|field| !arguments.contains_key(field.name) || matches!(field.kind, Kind::List { .. }));
    if let ([field], 2..) = (open.as_slice(), bare.len())
        && field.name == "query"
    {
        // A question needs no quotes.
        return insert(arguments, field.name, Value::String(bare.join(" ")));
    }
    for text in &bare {
        let at = open.iter().position(|field| takes(&field.kind, text)).unwrap_or(0);
        let Some(field) = open.get(at).copied() else {
            let usage = words::usage(word);
            let usage = if usage.is_empty() { "takes no bare words".to_owned() } else { format!("takes {usage}") };
            return Err(format!(
                "`{}` belongs to no parameter: {} {usage}; others are written --PARAMETER VALUE",
                shown(text),
                word.text
            ));
        };
        add(arguments, field, Some(text))?;
        if !matches!(field.kind, Kind::List { .. }) {
            open.remove(at);
        }
    }
    Ok(())
}

/// A first word that is nearly an action is one that was mistyped.
fn mistyped(actions: &[&str], bare: &[&str]) -> Result<(), String> {
    let Some(first) = bare.first().filter(|_| !bare.iter().any(|word| actions.contains(word))) else { return Ok(()) };
    match nearest(first, actions.iter().copied()) {
        Some(near) if bare.len() > 1 => Err(format!(
            "there is no action `{}`; did you mean `{near}`? Actions: {}",
            shown(first),
            actions.join(", ")
        )),
        _ => Ok(()),
    }
}

/// Whether a bare word can be the value of such a parameter.
fn takes(kind: &Kind, text: &str) -> bool {
    match kind {
        Kind::Enum(values) => values.contains(&text),
        Kind::Text(rule) => fits(rule, text),
        Kind::List { item, .. } => takes(item, text),
        Kind::Boolean => matches!(text, "true" | "false"),
        Kind::Integer { .. } | Kind::Number { .. } => text.parse::<f64>().is_ok(),
        Kind::Record(_) => text.trim_start().starts_with('{'),
    }
}

/// Whether a word after an option is its value, and not the next option or word.
fn is_value(field: &Field, next: &str) -> bool {
    let is_option = next.starts_with("--") || matches!(next, "-h" | "-q" | "-f");
    match field.kind {
        Kind::Boolean => matches!(next, "true" | "false"),
        _ if field.name == FOLLOW => next.parse::<f64>().is_ok(),
        _ => !is_option,
    }
}

/// The parameter of a name, however its words are joined.
fn field(params: &Params, name: &str) -> Option<&'static Field> {
    let plain = |name: &str| name.replace('-', "").to_ascii_lowercase();
    params.field(name).or_else(|| params.fields.iter().find(|field| plain(field.name) == plain(name)))
}

/// A name that is no parameter, with the nearest one and all that there are.
fn unknown(word: &Word, name: &str) -> String {
    let params = &word.spec.params;
    let taken = params.fields.iter().filter(|field| words::has(word.spec, word.action, field.name));
    let out = out::has_files(word.spec).then(|| "out".to_owned());
    let names: Vec<String> = taken.map(|field| kebab(field.name)).chain(out).collect();
    let near = nearest(&kebab(name), names.iter().map(String::as_str));
    let near = near.map(|near| format!("; did you mean --{near}?")).unwrap_or_default();
    let all = names.iter().map(|name| format!("--{name}")).collect::<Vec<_>>().join(", ");
    let all = if names.is_empty() { "It takes no parameters".to_owned() } else { format!("Parameters: {all}") };
    format!("there is no parameter --{}{near}\n{all}", shown(name))
}

/// Takes an option of the command itself.
fn own_option(parsed: &mut Parsed, name: &str, given: Option<&str>) -> bool {
    match (name, given) {
        ("json", None) => parsed.json = true,
        ("read-only", None) => parsed.read_only = true,
        ("help", None) => parsed.help = true,
        ("quiet", None) => parsed.quiet = true,
        ("sandbox", seed) => parsed.sandbox = Some(seed.unwrap_or(DEFAULT_SEED).to_owned()),
        _ => return false,
    }
    true
}

fn add(arguments: &mut Map<String, Value>, field: &Field, value: Option<&str>) -> Result<(), String> {
    let Some(value) = value else {
        return match &field.kind {
            Kind::Boolean => insert(arguments, field.name, Value::Bool(true)),
            Kind::Enum(values) => Err(format!("--{} needs a value: {}", kebab(field.name), values.join(", "))),
            _ => Err(format!("--{} needs a value", kebab(field.name))),
        };
    };
    let Kind::List { item, .. } = field.kind else {
        return insert(arguments, field.name, Value::String(value.to_owned()));
    };
    once::check(value.as_bytes()).map_err(|fault| format!("--{} was not read: {fault}", kebab(field.name)))?;
    let items = match serde_json::from_str(value) {
        Ok(Value::Array(items)) => items,
        Ok(one @ Value::Object(_)) if matches!(item, Kind::Record(_)) => vec![one],
        _ => vec![Value::String(value.to_owned())],
    };
    if let Value::Array(list) = arguments.entry(field.name.to_owned()).or_insert_with(|| Value::Array(Vec::new())) {
        list.extend(items);
    }
    Ok(())
}

fn insert(arguments: &mut Map<String, Value>, name: &str, value: Value) -> Result<(), String> {
    match arguments.insert(name.to_owned(), value) {
        None => Ok(()),
        Some(_) => Err(format!("--{} is given twice", kebab(name))),
    }
}

fn object(text: &str) -> Result<Map<String, Value>, String> {
    once::check(text.as_bytes()).map_err(|fault| format!("the arguments were not read: {fault}"))?;
    match serde_json::from_str(text) {
        Ok(Value::Object(map)) => Ok(map),
        Ok(_) => Err("the arguments must be a JSON object".to_owned()),
        // The parser's own words could quote a value.
        Err(error) => Err(format!("the arguments are not JSON: line {}, column {}", error.line(), error.column())),
    }
}

/// A word as it may be shown back: it may be a value in the wrong place, so not all of it.
fn shown(word: &str) -> String {
    const MOST: usize = 24;
    let cut = word.chars().count() > MOST;
    word.chars().take(MOST).chain(cut.then_some('…')).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parsed(line: &[&str]) -> Result<Parsed, String> {
        let word = words::find(line[0]).expect("a tool");
        let rest: Vec<String> = line[1..].iter().map(|word| (*word).to_owned()).collect();
        parse(&word, &rest, || Ok(r#"{"serviceHostname":"stdin"}"#.to_owned()))
    }

    fn arguments(line: &[&str]) -> Value {
        Value::Object(parsed(line).unwrap_or_else(|problem| panic!("{line:?}: {problem}")).arguments)
    }

    #[test]
    fn names_are_written_as_they_are_or_in_kebab_case() {
        let wanted = json!({ "serviceHostname": "api", "minFreeRamGB": "1" });
        assert_eq!(arguments(&["scale", "--serviceHostname", "api", "--minFreeRamGB", "1"]), wanted);
        assert_eq!(arguments(&["scale", "--service-hostname=api", "--min-free-ram-gb", "1"]), wanted);
    }

    #[test]
    fn what_follows_a_command_is_its_own() {
        for (line, command) in [
            (&["exec", "api", "ls", "-la"][..], json!(["ls", "-la"])),
            (&["exec", "api", "ls", "--json", "-h", "-q"], json!(["ls", "--json", "-h", "-q"])),
            (&["exec", "api", "--", "ls", "-la"], json!(["ls", "-la"])),
            (&["exec", "api", "git", "log", "--", "a"], json!(["git", "log", "--", "a"])),
            (&["exec", "api", "[ -f x ] && cat x, y"], json!(["[ -f x ] && cat x, y"])),
        ] {
            assert_eq!(arguments(line), json!({ "serviceHostname": "api", "command": command }), "{line:?}");
        }
        let line = ["exec", "--timeout", "5", "api", "sleep", "--timeout", "9"];
        let expected = json!({ "timeout": "5", "serviceHostname": "api", "command": ["sleep", "--timeout", "9"] });
        assert_eq!(arguments(&line), expected);
    }

    #[test]
    fn what_keeps_a_command_from_the_project_never_goes_to_it() {
        for option in ["--sandbox", "--sandbox=ha", "--read-only"] {
            for line in [&["exec", "api", "rm -rf x", option][..], &["exec", "api", "rm", option, "x"]] {
                let problem = parsed(line).expect_err("it would run for real");
                assert!(problem.contains("write it before SERVICE"), "{line:?}: {problem}");
            }
            let before = parsed(&["exec", option, "api", "rm", "x"]).expect("a meaning");
            assert!(before.read_only || before.sandbox.is_some(), "{before:?}");
            let between = parsed(&["exec", "api", option, "rm", "x"]).expect("a meaning");
            assert!(between.read_only || between.sandbox.is_some(), "{between:?}");
            for line in [&["exec", "api", "--", "x", option][..], &["exec", "api", "npm", "run", "x", "--", option]] {
                let own = parsed(line).expect("a meaning");
                assert!(!own.read_only && own.sandbox.is_none(), "{own:?}");
                assert!(own.arguments["command"].as_array().is_some_and(|words| words.contains(&json!(option))));
            }
        }
    }

    #[test]
    fn bare_words_go_where_they_fit() {
        for (line, wanted) in [
            (&["services", "api"][..], json!({ "serviceHostname": "api" })),
            (&["deploy", "web"], json!({ "targetService": "web", "workingDir": "." })),
            (&["deploy", "--service-id", "1"], json!({ "serviceId": "1", "workingDir": "." })),
            (&["deploy", "web", "--source-service", "dev"], json!({ "targetService": "web", "sourceService": "dev" })),
            (&["env", "get", "api"], json!({ "action": "get", "serviceHostname": "api" })),
            (&["env", "api"], json!({ "action": "get", "serviceHostname": "api" })),
            (
                &["env", "set", "api", "A=1", "B=2"],
                json!({ "action": "set", "serviceHostname": "api", "variables": ["A=1", "B=2"] }),
            ),
            (&["env", "set", "--project", "A=1"], json!({ "action": "set", "project": true, "variables": ["A=1"] })),
            (&["manage", "restart", "api"], json!({ "action": "restart", "serviceHostname": "api" })),
            (&["restart", "api"], json!({ "action": "restart", "serviceHostname": "api" })),
            (&["mount"], json!({ "action": "status" })),
            (&["knowledge", "502", "bad", "gateway"], json!({ "query": "502 bad gateway" })),
            (&["recipes", "show", "notes"], json!({ "action": "show", "recipe": "notes" })),
            (&["recipes", "node", "with", "mail"], json!({ "action": "search", "query": "node with mail" })),
            (&["validate"], json!({ "filePath": "zerops.yaml" })),
            (&["validate", "a.yaml"], json!({ "filePath": "a.yaml" })),
            (&["zerops_logs", "api", "--limit", "3"], json!({ "serviceHostname": "api", "limit": "3" })),
        ] {
            assert_eq!(arguments(line), wanted, "{line:?}");
        }
        for line in [
            &["services", "api", "web"][..],
            &["context", "x"],
            &["env", "gte", "api"],
            &["deploy"],
            &["restart", "a", "b"],
        ] {
            assert!(parsed(line).is_err(), "{line:?}");
        }
    }

    #[test]
    fn a_switch_takes_no_word_that_is_not_its_own() {
        let found = parsed(&["delete", "api", "--confirm", "-q"]).expect("a meaning");
        assert!(found.quiet && found.arguments["confirm"] == json!(true), "{found:?}");
        assert_eq!(arguments(&["delete", "--confirm", "false", "api"])["confirm"], json!("false"));
        assert_eq!(arguments(&["delete", "--serviceHostname", "-1"])["serviceHostname"], json!("-1"));
        assert_eq!(arguments(&["delete", "--serviceHostname=--x"])["serviceHostname"], json!("--x"));
        for line in [&["delete", "--service-hostname"][..], &["delete", "--service-hostname", "--confirm"]] {
            assert!(parsed(line).expect_err("no value").contains("--service-hostname needs a value"), "{line:?}");
        }
        assert!(parsed(&["scale", "a", "--cpu-mode"]).expect_err("no value").contains("DEDICATED"));
    }

    #[test]
    fn a_log_is_followed_without_a_number() {
        for line in [&["logs", "api", "-f"][..], &["logs", "-f", "api"], &["logs", "--follow", "api"]] {
            let found = parsed(line).expect("a meaning");
            assert!(found.follow && found.arguments["serviceHostname"] == json!("api"), "{found:?}");
        }
        assert_eq!(arguments(&["logs", "api", "--follow", "5"])["follow"], json!("5"));
        assert!(parsed(&["scale", "api", "-f"]).is_err());
    }

    #[test]
    fn lists_are_repeated_or_json() {
        let list = |words: &[&str]| arguments(&[&["env", "get", "api"], words].concat())["reveal"].clone();
        assert_eq!(list(&["--reveal", "a", "--reveal", "b"]), json!(["a", "b"]));
        assert_eq!(list(&["--reveal", r#"["a","b"]"#, "--reveal=c"]), json!(["a", "b", "c"]));
        assert!(parsed(&["delete", "a", "--confirm", "true", "--confirm", "true"]).is_err());
    }

    #[test]
    fn one_object_or_standard_input() {
        assert_eq!(arguments(&["services", r#"{"limit":1}"#]), json!({ "limit": 1 }));
        assert_eq!(arguments(&["services", "-"]), json!({ "serviceHostname": "stdin" }));
        for line in
            [&["services", "-", "{}"][..], &["services", "{}", "--limit", "1"], &["services", r#"{"hostname":"a"}"#]]
        {
            assert!(parsed(line).is_err(), "{line:?}");
        }
        let doubled = parsed(&["services", r#"{"limit":1,"limit":2}"#]).expect_err("doubled");
        assert!(doubled.contains("`limit` comes twice"), "{doubled}");
        let secret = parsed(&["services", r#"{"a": "s3cr3t"#]).expect_err("not JSON");
        assert!(!secret.contains("s3cr3t"), "{secret}");
    }

    #[test]
    fn an_unknown_name_is_answered_in_the_words_of_the_command_line() {
        for name in ["--hostname", "--service-hostnme", "--serviceHostnme"] {
            let problem = parsed(&["services", name, "api"]).expect_err("no such parameter");
            assert!(problem.contains("did you mean --service-hostname?") && problem.contains("--limit"), "{problem}");
        }
        let own = parsed(&["export", "--bogus"]).expect_err("no such parameter");
        assert!(own.contains("--scope, --out") && !own.contains("--workflow"), "{own}");
    }

    #[test]
    fn options_of_the_command_are_known_after_the_tool() {
        let found = parsed(&["delete", "--json", "--sandbox=ha", "--read-only", "--confirm", "-h"]).expect("a meaning");
        assert!(found.json && found.read_only && found.help);
        assert_eq!(found.sandbox, Some("ha".to_owned()));
        let misplaced = parsed(&["delete", "--confirm", "--exclude-tools", "zerops_scale"]).expect_err("misplaced");
        assert!(misplaced.contains("`--exclude-tools` goes before TOOL"), "{misplaced}");
    }
}
