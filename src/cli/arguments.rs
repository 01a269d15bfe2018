//! The arguments of a tool as words of a command line.
//!
//! Only the form is judged here. Names and values are left to the decoder of the server, so that
//! a mistake is answered in the same words as over MCP.

use clap::ValueEnum as _;
use serde_json::{Map, Value};

use super::args::DEFAULT_SEED;
use super::colour::Colour;
use crate::domain::params::{Field, Kind, Params};

/// Options of the command whose values would be taken for those of a parameter.
const FILTERS: &[&str] = &["exclude-tools", "groups", "tools"];

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
    /// `--sandbox` was among them; this is the seed.
    pub(super) sandbox: Option<String>,
}

/// Reads the words. `stdin` is read where a word says so.
///
/// # Errors
/// When the words have no meaning, in words for the person who typed them.
pub(super) fn parse(
    params: &Params,
    words: &[String],
    stdin: impl FnOnce() -> Result<String, String>,
) -> Result<Parsed, String> {
    let mut parsed = Parsed::default();
    let mut document = None;
    let mut stdin = Some(stdin);
    let mut words = words.iter().map(String::as_str).peekable();
    while let Some(word) = words.next() {
        let Some(option) = word.strip_prefix("--").filter(|name| !name.is_empty()) else {
            if word == "-h" {
                parsed.help = true;
            } else if word == "-q" {
                parsed.quiet = true;
            } else if (word == "-" || word.trim_start().starts_with('{')) && document.is_none() {
                let read = stdin.take().filter(|_| word == "-");
                document = Some(read.map_or_else(|| Ok(word.to_owned()), |read| read())?);
            } else {
                return Err(format!("`{}` belongs to no parameter; write --parameter {0}", shown(word)));
            }
            continue;
        };
        let (name, given) = option.split_once('=').map_or((option, None), |(name, value)| (name, Some(value)));
        let field = field(params, name);
        if field.is_none() && FILTERS.contains(&name) {
            return Err(format!("`--{name}` goes before TOOL: what follows TOOL are its parameters"));
        }
        if field.is_none() && own_option(&mut parsed, name, given) {
            continue;
        }
        if field.is_none() && name == "color" {
            let when = given.or_else(|| words.next());
            if when.is_none_or(|when| Colour::from_str(when, false).is_err()) {
                return Err("`--color` is auto, always or never".to_owned());
            }
            continue;
        }
        let value = given.or_else(|| words.next_if(|next| !next.starts_with("--") && *next != "-h"));
        add(&mut parsed.arguments, field, name, value)?;
    }
    if let Some(document) = document {
        if !parsed.arguments.is_empty() {
            return Err("give the arguments as one JSON object or as --parameter value, not as both".to_owned());
        }
        parsed.arguments = object(&document)?;
    }
    Ok(parsed)
}

/// The parameter of a name, however its words are joined.
fn field(params: &Params, name: &str) -> Option<&'static Field> {
    let plain = |name: &str| name.replace('-', "").to_ascii_lowercase();
    params.field(name).or_else(|| params.fields.iter().find(|field| plain(field.name) == plain(name)))
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

fn add(
    arguments: &mut Map<String, Value>,
    field: Option<&Field>,
    name: &str,
    value: Option<&str>,
) -> Result<(), String> {
    let name = field.map_or(name, |field| field.name);
    let is_list = field.is_some_and(|field| matches!(field.kind, Kind::List { .. }));
    let Some(value) = value else {
        return insert(arguments, name, Value::Bool(true));
    };
    if !is_list {
        return insert(arguments, name, Value::String(value.to_owned()));
    }
    let items = match serde_json::from_str(value) {
        Ok(Value::Array(items)) => items,
        _ => vec![Value::String(value.to_owned())],
    };
    match arguments.entry(name.to_owned()).or_insert_with(|| Value::Array(Vec::new())) {
        Value::Array(list) => list.extend(items),
        _ => return Err(format!("--{name} is a list and needs a value")),
    }
    Ok(())
}

fn insert(arguments: &mut Map<String, Value>, name: &str, value: Value) -> Result<(), String> {
    match arguments.insert(name.to_owned(), value) {
        None => Ok(()),
        Some(_) => Err(format!("--{} is given twice", shown(name))),
    }
}

fn object(text: &str) -> Result<Map<String, Value>, String> {
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
    use crate::domain::params::Text;

    const TEXT: Kind = Kind::Text(Text { min_length: 0, max_length: 9, pattern: None, rule: "a text", error: None });
    const fn of(name: &'static str, kind: Kind) -> Field {
        Field { name, kind, required: false, missing: None, local: false }
    }
    static PARAMS: Params = Params {
        fields: &[
            of("serviceHostname", TEXT),
            of("minFreeRamGB", Kind::Number { min: None, max: None }),
            of("confirm", Kind::Boolean),
            of("keys", Kind::List { item: &TEXT, max: 9 }),
        ],
        rules: &[],
        actions: &[],
        default_action: None,
    };

    fn parsed(words: &[&str]) -> Result<Parsed, String> {
        let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
        parse(&PARAMS, &words, || Ok(r#"{"from":"stdin"}"#.to_owned()))
    }

    fn arguments(words: &[&str]) -> Value {
        Value::Object(parsed(words).expect("they have a meaning").arguments)
    }

    #[test]
    fn names_are_written_as_they_are_or_in_kebab_case() {
        let wanted = json!({ "serviceHostname": "api", "minFreeRamGB": "1" });
        assert_eq!(arguments(&["--serviceHostname", "api", "--minFreeRamGB", "1"]), wanted);
        assert_eq!(arguments(&["--service-hostname=api", "--min-free-ram-gb", "1"]), wanted);
    }

    #[test]
    fn a_parameter_without_a_value_is_true() {
        assert_eq!(arguments(&["--confirm", "--serviceHostname", "api"])["confirm"], json!(true));
        assert_eq!(arguments(&["--confirm", "false"])["confirm"], json!("false"));
        assert_eq!(arguments(&["--serviceHostname", "-1"])["serviceHostname"], json!("-1"));
        assert_eq!(arguments(&["--serviceHostname=--x"])["serviceHostname"], json!("--x"));
    }

    #[test]
    fn lists_are_repeated_or_json() {
        assert_eq!(arguments(&["--keys", "a", "--keys", "b"])["keys"], json!(["a", "b"]));
        assert_eq!(arguments(&["--keys", r#"["a","b"]"#, "--keys=c"])["keys"], json!(["a", "b", "c"]));
        assert!(parsed(&["--confirm", "true", "--confirm", "true"]).is_err());
    }

    #[test]
    fn one_object_or_standard_input() {
        assert_eq!(arguments(&[r#"{"a":[1]}"#]), json!({ "a": [1] }));
        assert_eq!(arguments(&["-"]), json!({ "from": "stdin" }));
        assert!(parsed(&["-", "{}"]).is_err() && parsed(&["{}", "--confirm"]).is_err());
        let secret = parsed(&[r#"{"a": "s3cr3t"#]).expect_err("not JSON");
        assert!(!secret.contains("s3cr3t"), "{secret}");
    }

    #[test]
    fn the_names_of_mistakes_are_left_to_the_server() {
        assert_eq!(arguments(&["--service-hostnme", "api"]), json!({ "service-hostnme": "api" }));
    }

    #[test]
    fn options_of_the_command_are_known_after_the_tool() {
        let found = parsed(&["--json", "--sandbox=ha", "--read-only", "--confirm", "-h"]).expect("a meaning");
        assert!(found.json && found.read_only && found.help);
        assert_eq!(found.sandbox, Some("ha".to_owned()));
        assert_eq!(found.arguments.len(), 1);
    }

    #[test]
    fn a_stray_word_is_an_error() {
        assert!(parsed(&["api"]).expect_err("stray").contains("`api`"));
        assert!(parsed(&["--"]).is_err());
        let misplaced = parsed(&["--confirm", "--exclude-tools", "zerops_scale"]).expect_err("misplaced");
        assert!(misplaced.contains("`--exclude-tools` goes before TOOL"), "{misplaced}");
    }
}
