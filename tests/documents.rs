//! The validator of documents: a corpus of good and bad ones, and properties of any text.

use std::collections::BTreeSet;
use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use zcp::domain::documents::types::Types;
use zcp::domain::documents::{self, Context, DocumentKind, Known, KnownService, Target, codes};
use zcp::domain::yaml::{self, Data, Node};
use zcp::generated::catalog::CATALOG;

use crate::harness::snapshot;

/// What the corpus has for values that nobody may see.
const CANARY: &str = "canary-value";

fn corpus(folder: &str) -> Vec<(String, String)> {
    documents_of(&format!("tests/documents/{folder}"))
}

/// The good documents, and those that the sandbox starts from.
fn good() -> Vec<(String, String)> {
    let seeds = documents_of("templates/seeds").into_iter().map(|(name, text)| (format!("import_{name}"), text));
    corpus("good").into_iter().chain(seeds).collect()
}

fn documents_of(folder: &str) -> Vec<(String, String)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).expect("the corpus") {
        let path = entry.expect("an entry").path();
        let name = path.file_stem().and_then(|stem| stem.to_str()).expect("a name").to_owned();
        files.push((name, fs::read_to_string(&path).expect("a document")));
    }
    files.sort();
    files
}

fn known() -> Known {
    Known { types: Types::from_sections(CATALOG), ..Known::default() }
}

/// The context that a document of the corpus asks for in comments.
fn context(text: &str) -> Context {
    let mut context = Context { known: known(), ..Context::default() };
    for line in text.lines().filter_map(|line| line.strip_prefix("# ")) {
        let (word, rest) = line.split_once(": ").unwrap_or((line, ""));
        match word {
            "self_deploy" => context.self_deploy = true,
            "setup" => context.setup = Some(rest.to_owned()),
            "setups" => context.known.setups = Some(rest.split(',').map(str::to_owned).collect()),
            "target" if rest == "project" => context.target = Target::Project,
            "target" => context.target = Target::Services,
            "services" => {
                let service = |text: &str| {
                    let (hostname, kind) = text.split_once('=').unwrap_or((text, ""));
                    let type_name = (!kind.is_empty()).then(|| kind.to_owned());
                    KnownService { hostname: hostname.to_owned(), type_name }
                };
                context.known.services = Some(rest.split(',').map(service).collect());
            }
            _ => {}
        }
    }
    context
}

/// Which document a file of the corpus is: its name says so.
fn kind(name: &str) -> DocumentKind {
    if name.starts_with("import_") { DocumentKind::ImportYaml } else { DocumentKind::ZeropsYaml }
}

#[test]
fn good_documents_have_no_findings() {
    let files = good();
    assert!(files.len() >= 15, "{} good documents", files.len());
    for (name, text) in files {
        let report = documents::validate(kind(&name), &text, &context(&text));
        assert!(report.findings.is_empty(), "{}", report.render(&name, &text));
        assert_eq!(documents::detect(&text), Some(kind(&name)), "{name}");
    }
}

#[test]
fn documents_in_the_style_of_today_have_no_findings() {
    let files = corpus("today");
    assert!(files.len() >= 40, "{} documents", files.len());
    for (name, text) in files {
        let report = documents::validate(kind(&name), &text, &context(&text));
        // Names of types are another list's affair.
        let of_fields = |code: &str| code != codes::UNKNOWN_TYPE && code != codes::UNKNOWN_BASE;
        assert!(!report.findings.iter().any(|it| of_fields(it.code)), "{}", report.render(&name, &text));
        assert_eq!(documents::detect(&text), Some(kind(&name)), "{name}");
    }
}

#[test]
fn good_documents_pass_the_schemas() {
    let zerops = jsonschema::validator_for(&documents::schema::zerops_yaml(&known())).expect("a schema");
    let import = jsonschema::validator_for(&documents::schema::import_yaml(&known())).expect("a schema");
    for (name, text) in good() {
        // Expressions and merge keys are resolved before anybody looks at the schema.
        if text.contains("<@") || text.contains("<<:") {
            continue;
        }
        let value = json_of(&yaml::parse(&text).expect("parses"));
        let validator = if kind(&name) == DocumentKind::ZeropsYaml { &zerops } else { &import };
        let faults: Vec<String> = validator.iter_errors(&value).map(|error| error.to_string()).collect();
        assert!(faults.is_empty(), "{name}: {faults:?}");
    }
}

#[test]
fn the_schemas_are_not_empty_words() {
    let import = jsonschema::validator_for(&documents::schema::import_yaml(&known())).expect("a schema");
    for bad in [
        json!({ "services": [{ "hostname": "a", "type": "nodejs@99" }] }),
        json!({ "services": [{ "hostname": "a" }] }),
        json!({ "services": [{ "hostname": "a", "type": "nodejs@22", "mode": "MANY" }] }),
        json!({ "servces": [] }),
    ] {
        assert!(!import.is_valid(&bad), "{bad}");
    }
}

/// A plain scalar as JSON has it.
fn json_of(node: &Node) -> Value {
    match &node.data {
        Data::Sequence(items) => items.iter().map(json_of).collect(),
        Data::Mapping(entries) => {
            let entry = |(key, value): &(Node, Node)| (key.text().expect("a key").to_owned(), json_of(value));
            Value::Object(entries.iter().map(entry).collect::<Map<_, _>>())
        }
        Data::Scalar { text, plain: true } => match text.as_str() {
            "" | "~" | "null" => Value::Null,
            text => serde_json::from_str(text).unwrap_or_else(|_| json!(text)),
        },
        Data::Scalar { text, .. } => json!(text),
    }
}

#[test]
fn bad_documents_are_answered_with_everything_that_is_wrong() {
    let files = corpus("bad");
    assert!(files.len() >= 40, "{} bad documents", files.len());
    let mut seen = BTreeSet::new();
    for (name, text) in files {
        let report = documents::validate(kind(&name), &text, &context(&text));
        assert!(!report.findings.is_empty(), "{name} has no findings");
        let shown = report.render(&format!("{name}.yaml"), &text);
        assert!(!shown.contains(CANARY), "{shown}");
        let answered = serde_json::to_string(&report.findings).expect("JSON");
        assert!(!answered.contains(CANARY), "{answered}");
        seen.extend(report.findings.iter().map(|finding| finding.code));
        snapshot::assert(&format!("documents__{name}"), &shown);
    }
    // Those of hostile documents have a test of their own.
    let hostile = ["too_large", "too_complex"];
    let missing: Vec<&str> = codes::CODES
        .iter()
        .map(|code| code.name)
        .filter(|code| !seen.contains(code) && !hostile.contains(code))
        .collect();
    assert!(missing.is_empty(), "no bad document shows {missing:?}");
}

#[test]
fn hostile_documents_are_refused_early() {
    let code = |kind, text: &str| {
        let report = documents::validate(kind, text, &context(""));
        (report.findings.len(), report.findings[0].code)
    };
    for kind in [DocumentKind::ZeropsYaml, DocumentKind::ImportYaml] {
        // Not even YAML: nobody looked.
        assert_eq!(code(kind, &"[<@".repeat(100_000)), (1, "too_large"));
        assert_eq!(code(kind, &"- a\n".repeat(60_000)), (1, "too_complex"));
        assert_eq!(code(kind, &("[".repeat(65) + &"]".repeat(65))), (1, "too_complex"));
        let aliases = format!("a: &a b\nc: [{}]", "*a,".repeat(1_001));
        assert_eq!(code(kind, &aliases), (1, "too_complex"));
        let long = format!("a: &a {}\nc: [{}]", "x".repeat(100_000), "*a,".repeat(100));
        assert_eq!(code(kind, &long), (1, "too_complex"));
        let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
        for level in 1..12 {
            let previous = vec![format!("*a{}", level - 1); 9].join(",");
            bomb.push_str(&format!("a{level}: &a{level} [{previous}]\n"));
        }
        assert_eq!(code(kind, &bomb), (1, "too_complex"));
    }
    let many = format!("services:\n{}", "  - {hostname: a, type: b}\n".repeat(5_000));
    let report = documents::validate(DocumentKind::ImportYaml, &many, &context(""));
    assert!(report.findings.len() <= 200 && report.omitted > 4_000 && !report.is_valid());
    assert_eq!(report.findings.iter().filter(|finding| finding.code == "too_large").count(), 1);
}

/// Validates a text as both documents and checks what holds for every answer.
fn judge(text: &str) {
    let _ = documents::detect(text);
    let context = Context {
        self_deploy: true,
        setup: Some("api".to_owned()),
        ..context("# services: db=postgresql@16,api\n# setups: api,web\n")
    };
    for kind in [DocumentKind::ZeropsYaml, DocumentKind::ImportYaml] {
        let report = documents::validate(kind, text, &context);
        let lines = text.lines().count() + 1;
        for finding in &report.findings {
            assert!(finding.span.start <= text.len() && finding.line >= 1 && finding.line <= lines, "{finding:?}");
            assert!(finding.column >= 1 && !finding.message.is_empty(), "{finding:?}");
            assert!(codes::CODES.iter().any(|code| code.name == finding.code), "{finding:?}");
        }
        let _ = report.render("x.yaml", text);
    }
    if let Ok(root) = yaml::parse(text) {
        let document = documents::zerops_yaml::read(&root);
        for name in document.names() {
            assert!(document.resolved(name).is_some());
        }
        let _ = documents::import_yaml::read(&root);
    }
}

/// A document of the corpus and what is done to it: a place, how much is taken out there, what is
/// put in.
fn mangled() -> impl Strategy<Value = String> {
    let files: Vec<String> = corpus("good").into_iter().chain(corpus("bad")).map(|(_, text)| text).collect();
    let token = prop::sample::select(vec![
        "",
        ":",
        ": ",
        "- ",
        "\n",
        "\n  ",
        "\t",
        "\"",
        "'",
        "[",
        "]",
        "{",
        "}",
        "|\n",
        ">",
        "&a ",
        "*a",
        "<<: *a",
        "!",
        "!!str ",
        "%",
        "@",
        "`",
        "#",
        "?",
        ",",
        "~",
        "${",
        "${db_x}",
        "<@",
        "<@getVar(",
        ")>",
        "\u{0}",
        "\u{feff}",
        "é",
        "\u{1f600}",
        "\\",
        "---\n",
        "...",
        "null",
        "-1",
        "1e999",
        "9999999999999999999999",
        ".inf",
    ]);
    let edits = prop::collection::vec((any::<prop::sample::Index>(), 0_usize..40, token), 1..8);
    (prop::sample::select(files), edits).prop_map(|(mut text, edits)| {
        for (at, length, token) in edits {
            let boundaries: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            let start = at.index(boundaries.len());
            let end = (start + length).min(boundaries.len() - 1);
            text.replace_range(boundaries[start]..boundaries[end], token);
        }
        text
    })
}

/// A document with secrets in every place that has them.
fn secretive() -> String {
    format!(
        "project:
  name: x
  envVariables:
    A: {CANARY}
    B: \"{CANARY}\"
services:
  - hostname: api
    type: nodejs@22
    envSecrets: {{ C: {CANARY}, D: '{CANARY}' }}
    dotEnvSecrets: |
      E={CANARY}
      F={CANARY}
    priority: 1
  - hostname: db
    type: postgresql@16
    envSecrets:
      G: |
        {CANARY}
      H: {CANARY}
    mode: HA
"
    )
}

#[test]
fn no_slip_shows_a_secret() {
    const SLIPS: &[&str] = &[
        ":", ": ", "\"", "'", "[", "]", "{", "}", "\n", "\t", "- ", "&", "*", ",", "!", "%", "?", "? ", " #", "|", "<@",
    ];
    let document = secretive();
    let context = context("");
    for at in 0..=document.len() {
        for slip in SLIPS {
            let text = format!("{}{slip}{}", &document[..at], &document[at..]);
            let report = documents::validate(DocumentKind::ImportYaml, &text, &context);
            let shown = report.render("x.yaml", &text);
            assert!(!shown.contains(CANARY), "{text}\n{shown}");
            let answered = serde_json::to_string(&report.findings).expect("JSON");
            assert!(!answered.contains(CANARY), "{text}\n{answered}");
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_mangled_document_panics(text in mangled()) {
        judge(&text);
    }

    #[test]
    fn no_text_panics(text in "(\\PC|[\\n\\t :\\-\\[\\]{}<@>()|&*!$\"'#,?]){0,200}") {
        judge(&text);
    }
}
