//! How long the validator takes: for documents as people write them, for the largest that it
//! reads, and for those that somebody made to keep it busy.
//!
//! `cargo bench --bench documents`

use std::io::Write as _;
use std::time::{Duration, Instant};

use zcp::domain::documents::types::Types;
use zcp::domain::documents::{self, Context, DocumentKind, Known};
use zcp::domain::yaml::{MAX_BYTES, MAX_DEPTH};
use zcp::generated::catalog::CATALOG;

const ROUNDS: usize = 20;

fn main() -> std::io::Result<()> {
    let context = Context {
        known: Known { types: Types::from_sections(CATALOG), services: Some(Vec::new()), ..Known::default() },
        ..Context::default()
    };
    let mut out = std::io::stdout().lock();
    writeln!(out, "{:<32} {:>9} {:>12} {:>9}  finding", "document", "bytes", "median µs", "findings")?;
    for (name, kind, text) in usual().into_iter().chain(hostile()) {
        let mut times: Vec<Duration> = Vec::with_capacity(ROUNDS);
        let mut report = documents::validate(kind, &text, &context);
        for _ in 0..ROUNDS {
            let begun = Instant::now();
            report = documents::validate(kind, &text, &context);
            times.push(begun.elapsed());
        }
        times.sort();
        let median = times[ROUNDS / 2].as_micros();
        let first = report.findings.first().map_or("", |finding| finding.code);
        let findings = report.findings.len() + report.omitted;
        writeln!(out, "{name:<32} {:>9} {median:>12} {findings:>9}  {first}", text.len())?;
    }
    Ok(())
}

type Case = (&'static str, DocumentKind, String);

fn usual() -> Vec<Case> {
    let service = "  - hostname: HOST\n    type: nodejs@22\n    minContainers: 1\n    maxContainers: 3\n    envSecrets:\n      \
                   KEY: <@generateRandomString(<32>)>\n      URL: ${other_connectionString}\n";
    let import = numbered(400, |number| service.replace("HOST", &format!("a{number}")));
    let setup = include_str!("../tests/documents/good/zerops_nodejs.yaml");
    let body = setup.trim_start_matches("zerops:\n");
    let setups = numbered(150, |number| body.replacen("api", &format!("a{number}"), 1));
    vec![
        ("zerops.yaml, one setup", DocumentKind::ZeropsYaml, setup.to_owned()),
        (
            "import.yaml, a project",
            DocumentKind::ImportYaml,
            include_str!("../tests/documents/good/import_project.yaml").to_owned(),
        ),
        ("zerops.yaml, 150 setups", DocumentKind::ZeropsYaml, format!("zerops:\n{setups}")),
        ("import.yaml, 400 services", DocumentKind::ImportYaml, format!("#yamlPreprocessor=on\nservices:\n{import}")),
    ]
}

/// Parts with their numbers, one after the other.
fn numbered(count: usize, part: impl Fn(usize) -> String) -> String {
    let mut text = String::new();
    for number in 0..count {
        text.push_str(&part(number));
    }
    text
}

/// Text repeated up to the largest document that is read.
fn filled(start: &str, part: &str, end: &str) -> String {
    let times = (MAX_BYTES - start.len() - end.len()) / part.len();
    format!("{start}{}{end}", part.repeat(times))
}

fn hostile() -> Vec<Case> {
    let import = DocumentKind::ImportYaml;
    let zerops = DocumentKind::ZeropsYaml;
    let mut bomb = String::from("a0: &a0 [x,x,x,x,x,x,x,x,x]\n");
    for level in 1..12 {
        let previous = vec![format!("*a{}", level - 1); 9].join(",");
        bomb.push_str(&format!("a{level}: &a{level} [{previous}]\n"));
    }
    let nested = format!("{}{}{}", "&a [".repeat(MAX_DEPTH - 1), "x,".repeat(20_000), "]".repeat(MAX_DEPTH - 1));
    let extends =
        numbered(4_000, |n| format!("- {{setup: s{n}, extends: [s{}, s{}], run: {{base: go@1}}}}\n", n + 1, n + 2));
    let keys = numbered(20_000, |n| format!("k{n}: 1\n"));
    let merges = numbered(900, |n| format!("- {{<<: *a, setup: s{n}}}\n"));
    vec![
        ("too large", import, filled("", "[<@", "") + &"x".repeat(MAX_BYTES)),
        ("billion laughs", import, bomb),
        ("anchors in anchors", import, nested),
        ("open brackets", import, filled("", "[", "")),
        ("open braces", import, filled("", "{", "")),
        ("open question marks", import, filled("", "? ", "")),
        ("dashes", import, filled("", "- ", "")),
        ("colons", import, filled("", ": ", "")),
        ("anchors", import, filled("", "&a ", "")),
        ("tags", import, filled("", "!a ", "")),
        ("open quote", import, filled("a: \"", "x ", "")),
        ("one word", import, filled("", "x", "")),
        ("one flow list", import, filled("services: [", "a,", "]")),
        ("open expressions", import, filled("#yamlPreprocessor=on\n", "a: <@f(<\n", "")),
        ("nested expressions", import, filled("#yamlPreprocessor=on\na: ", "<@f(", "")),
        ("expressions", import, filled("#yamlPreprocessor=on\nservices: [", "<@f()>,", "]")),
        ("unknown keys", zerops, keys),
        ("references", zerops, filled("zerops: [{setup: a, run: {envVariables: {A: \"", "${db_port}", "\"}}}]")),
        ("setups that extend two", zerops, format!("zerops:\n{extends}")),
        ("merge keys", zerops, format!("x: &a {{run: {{base: go@1, start: x}}}}\nzerops:\n{merges}")),
        ("tabs and control characters", zerops, filled("a:", "\t\u{7}", "")),
        ("block scalars", zerops, filled("zerops:\n", "- |\n x\n", "")),
    ]
}
