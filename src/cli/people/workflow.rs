//! What a workflow answers: what to do, how things stand, and files as they are to be written.

use serde_json::Value;

use crate::cli::failure::next_lines;
use crate::cli::output::{DIM, HEADING, NAME, painted, printable};
use crate::cli::{words, wrap};

/// The tool whose actions are named.
const TOOL: &str = "zerops_workflow";
/// Lists of sentences, each under its heading.
const LISTS: &[(&str, &str)] = &[
    ("then", ""),
    ("state", ""),
    ("services", "Services:"),
    ("blocked", "Not closed by itself:"),
    ("variables", "Variables:"),
    ("documents", "To read:"),
    ("notes", "To know:"),
];

/// The whole of it. A document is printed as it is, whatever the width.
pub(super) fn of(value: &Value, width: Option<usize>) -> String {
    let text = |key: &str| value[key].as_str().map(said).unwrap_or_default();
    let mut blocks: Vec<String> = Vec::new();
    let heads = ["title", "phase"].map(text).into_iter().filter(|head| !head.is_empty());
    let head = heads.map(|head| painted(HEADING, head)).chain([text("now"), text("note")]);
    blocks.push(head.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n"));
    for (key, heading) in LISTS {
        let entries: Vec<String> = items(value, key).filter_map(Value::as_str).map(said).collect();
        let indent = if heading.is_empty() { "" } else { "  " };
        let head = (!heading.is_empty()).then(|| painted(HEADING, heading));
        let lines = head.into_iter().chain(entries.iter().map(|entry| format!("{indent}{entry}")));
        blocks.push(if entries.is_empty() { String::new() } else { lines.collect::<Vec<_>>().join("\n") });
    }
    for (key, name, about) in [("workflows", "name", "summary"), ("routes", "route", "why"), ("steps", "title", "text")]
    {
        blocks.extend(items(value, key).map(|entry| offered(entry, name, about)));
    }
    let mut blocks: Vec<String> =
        blocks.iter().filter(|block| !block.is_empty()).map(|block| wrap::page(block, width)).collect();
    if let Some(document) = value["importYaml"].as_str() {
        blocks.push(document_of("import.yaml", document));
    }
    for file in items(value, "files") {
        let name = ["path", "of"].iter().find_map(|key| file[*key].as_str()).unwrap_or("file");
        blocks.push(document_of(name, file["text"].as_str().unwrap_or_default()));
        blocks.extend(file["note"].as_str().map(|note| wrap::page(&painted(DIM, said(note)), width)));
    }
    let next = commands(value);
    if !next.is_empty() {
        blocks.push(format!("{}\n{next}", painted(HEADING, "next")));
    }
    blocks.join("\n\n")
}

/// A sentence in the words of the command line.
pub(in crate::cli) fn said(text: &str) -> String {
    let spec = words::find(TOOL).map(|word| word.spec);
    let text = words::typed(spec, text).replace("call `action: ", "run `action: ");
    // `--action` is how the decoder's word for it is typed by now, where it was one.
    let text = text.replace("`action: ", "`zcp workflow --action ");
    printable(&text)
}

fn items<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value[key].as_array().into_iter().flatten()
}

/// Something to choose or to do, with what is typed for it.
fn offered(entry: &Value, name: &str, about: &str) -> String {
    let text = |key: &str| entry[key].as_str().map(said).unwrap_or_default();
    let lines = [painted(HEADING, text(name)), text(about), commands(entry)];
    lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

fn commands(value: &Value) -> String {
    let lines = next_lines(value).into_iter().map(|line| format!("  {}", painted(NAME, printable(&line))));
    lines.collect::<Vec<_>>().join("\n")
}

/// A document below its name.
fn document_of(name: &str, text: &str) -> String {
    format!("{}\n{}", painted(HEADING, format!("{}:", printable(name))), printable(text.trim_end_matches('\n')))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::of;

    #[test]
    fn a_report_is_printed_as_it_is_to_be_written() {
        let value = json!({
            "title": "The report for the release", "note": "Not ready: web.", "notes": ["the notebook\u{7} forgets"],
            "steps": [{ "title": "Deploy", "text": "Use zerops_deploy.", "next": [{ "tool": "zerops_deploy", "args": { "targetService": "web" } }] }],
            "files": [{ "path": "RELEASE.md", "text": "# demo\n\n- web: a line that is longer than the terminal is wide\n" }],
            "next": [{ "tool": "zerops_discover", "args": {} }],
        });
        let text = anstream::adapter::strip_str(&of(&value, Some(40))).to_string();
        let expected = "\
The report for the release
Not ready: web.

To know:
  the notebook\\u{7} forgets

Deploy
Use `zcp deploy`.
  zcp deploy web

RELEASE.md:
# demo

- web: a line that is longer than the terminal is wide

next
  zcp services";
        assert_eq!(text, expected);
    }
}
