//! The catalogue of error codes.

use std::fmt::Write as _;

use super::super::super::model::{ErrorDef, Spec};
use super::text::{call, finished, header};

pub(super) fn page(spec: &Spec) -> String {
    let mut page = header("spec/errors.yaml", "errors");
    page.push_str("# Error codes\n\nEvery code that a tool can answer, with its cause and what to do next.\n\n");
    let in_group = |error: &&ErrorDef| spec.groups.iter().any(|group| group.has(&error.code));
    page.push_str("## Codes of single tools\n\n");
    for error in spec.errors.iter().filter(|error| !in_group(error)) {
        section(&mut page, spec, error);
        let tools: Vec<String> = spec
            .tools
            .iter()
            .filter(|tool| spec.codes_of(tool).contains(&error.code.value.as_str()))
            .map(|tool| format!("[`{0}`](tools/{0}.md)", tool.name.value))
            .collect();
        let _ = writeln!(page, "- Answered by: {}\n", tools.join(", "));
    }
    for group in &spec.groups {
        let _ = writeln!(page, "## Group `{}`\n\n{}\n", group.name.value, group.doc);
        let tools: Vec<String> = spec
            .tools
            .iter()
            .filter(|tool| spec.groups_of(tool).iter().any(|one| one.name.value == group.name.value))
            .map(|tool| format!("[`{0}`](tools/{0}.md)", tool.name.value))
            .collect();
        let by = if group.server { "the server itself".to_owned() } else { tools.join(", ") };
        let _ = writeln!(page, "Answered by: {by}.\n");
        for error in spec.errors.iter().filter(|error| group.has(&error.code)) {
            section(&mut page, spec, error);
            page.push('\n');
        }
    }
    finished(&page)
}

fn section(page: &mut String, spec: &Spec, error: &ErrorDef) {
    let _ = writeln!(page, "### {}\n\n{}\n\n- Cause: {}", error.code.value, error.meaning, error.cause);
    let retry = if error.retryable { "A retry can help." } else { "A retry does not help." };
    let _ = writeln!(page, "- What to do: {}\n- {retry}", error.suggestion.value);
    if let Some(next) = error.next.as_ref().filter(|next| spec.tool(&next.tool).is_some()) {
        let _ = writeln!(page, "- Next call: {}", call(next));
    }
}
