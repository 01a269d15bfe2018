//! The codes: each is declared by a tool and leads somewhere, each of a group can be provoked.

use super::super::diagnostics::{At, Diagnostic, Report};
use super::super::model::{ErrorDef, ErrorGroup, Spec, Tool};
use super::calls::{Service, suggested};
use super::{lookup, params};

pub(super) fn check(spec: &Spec, decodable: &[&str], report: &Report) {
    for error in &spec.errors {
        declared(spec, error, report);
        mentions(spec, &error.suggestion, "a suggestion", report);
        if let Some(call) = &error.next {
            suggested(spec, call, Service::Unknown, decodable, report);
        }
    }
    let mut members: Vec<(&At<String>, &str)> = Vec::new();
    for group in &spec.groups {
        for code in &group.codes {
            if let Some((earlier, of)) = members.iter().find(|(member, _)| member.value == code.code.value) {
                let message = format!("`{}` is in group `{of}` already", code.code.value);
                let fault = Diagnostic::new(&code.code.place, message, "a code comes in by one group");
                report.add(fault.related(&earlier.place, "there"));
            }
            members.push((&code.code, &group.name));
        }
        check_group(spec, group, report);
    }
}

fn declared(spec: &Spec, error: &ErrorDef, report: &Report) {
    let code = error.code.as_str();
    let by_tool = spec.tools.iter().any(|tool| spec.codes_of(tool).contains(&code) || is_near(spec, tool, code));
    let by_server = spec.groups.iter().any(|group| group.server && group.has(code));
    if !by_tool && !by_server && spec.knows("spec/tools/") {
        let label = "a code enters with the first tool that can answer it";
        report.fault(&error.code.place, format!("no tool declares `{code}`"), label);
    }
}

/// Whether another fault of a tool says how it comes to the code.
fn is_near(spec: &Spec, tool: &Tool, code: &str) -> bool {
    let answered = params::answers(spec, tool).iter().any(|answer| answer.code == code);
    answered || lookup::codes_meant(spec, tool).contains(&code)
}

/// A text names no tool that does not exist.
pub(super) fn mentions(spec: &Spec, text: &At<String>, what: &str, report: &Report) {
    let words = text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'));
    for word in words.filter(|word| word.starts_with("zerops_")) {
        lookup::tool(spec, report, &text.place, word, what);
    }
}

fn check_group(spec: &Spec, group: &ErrorGroup, report: &Report) {
    for member in &group.codes {
        let code = &member.code;
        lookup::code(spec, report, code);
        match &member.recipe {
            None if !group.server => {
                let message = format!("`{}` has no recipe", code.value);
                report.fault(&code.place, message, "say what provokes it: `{ given: …, args: … }`");
            }
            Some(_) if group.server => {
                let message = format!("nothing runs the recipe of `{}`", code.value);
                report.fault(&code.place, message, "the server answers this code itself: leave its recipe empty");
            }
            Some(recipe) => {
                for operation in &recipe.given.operations {
                    if !matches!(operation.as_str(), "*" | "${call}") {
                        lookup::operation(spec, report, operation);
                    }
                }
            }
            None => {}
        }
    }
}
