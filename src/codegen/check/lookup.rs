//! Names that must exist in another file. An empty name has been reported as missing, and what an
//! unreadable file declares is not known: neither is looked up.

use super::super::diagnostics::{At, Place, Report};
use super::super::model::{Effect, Spec, Tool};
use crate::domain::nearest::nearest;

pub(super) fn code(spec: &Spec, report: &Report, code: &At<String>) {
    if spec.knows("spec/errors.yaml") && !code.is_empty() && spec.error(code).is_none() {
        let known: Vec<&str> = spec.errors.iter().map(|error| error.code.as_str()).collect();
        report.unknown(code, "error code", &known);
    }
}

pub(crate) fn operation(spec: &Spec, report: &Report, name: &At<String>) {
    if spec.knows("spec/platform.yaml") && spec.operation(name).is_none() {
        let known: Vec<&str> = spec.operations.iter().map(|operation| operation.name.as_str()).collect();
        report.unknown(name, "platform operation", &known);
    }
}

pub(super) fn tool(spec: &Spec, report: &Report, place: &Place, name: &str, what: &str) {
    if spec.knows("spec/tools/") && spec.tool(name).is_none() && !name.is_empty() {
        let known: Vec<&str> = spec.tools.iter().map(|tool| tool.name.as_str()).collect();
        let name = At { value: name.to_owned(), place: place.clone() };
        report.unlisted(&name, format!("unknown tool `{}` in {what}", name.value), &known);
    }
}

/// What a tool names under `calls`: an operation, or an effect that is none.
pub(crate) fn call(spec: &Spec, report: &Report, name: &At<String>) {
    if spec.effects.iter().all(|effect| effect.name.value != name.value) {
        operation(spec, report, name);
    }
}

pub(super) fn ambient(spec: &Spec, report: &Report) {
    for name in &spec.server.ambient {
        operation(spec, report, name);
        if spec.operation(name).is_some_and(|operation| operation.effect != Effect::Read) {
            let message = format!("`{}` is ambient and changes something", name.value);
            report.fault(&name.place, message, "what any call may make only reads");
        }
    }
}

/// The groups of a set.
pub(super) fn sets(spec: &Spec, report: &Report) {
    let groups: Vec<&str> = spec.server.groups.iter().map(|(name, _)| name.as_str()).collect();
    for set in &spec.server.sets {
        for group in set.groups.iter().filter(|group| !groups.contains(&group.as_str())) {
            report.unknown(group, "tool group", &groups);
        }
    }
}

pub(super) fn param(tool: &Tool, report: &Report, name: &At<String>) -> bool {
    let known: Vec<&str> = tool.spec_params().map(|param| param.name.as_str()).collect();
    let found = known.contains(&name.as_str());
    if !found {
        report.unknown(name, "parameter", &known);
    }
    found
}

/// What the `errors` of a tool may name.
pub(super) fn codes_and_groups(spec: &Spec) -> Vec<&str> {
    let codes = spec.errors.iter().map(|error| error.code.as_str());
    codes.chain(spec.groups.iter().filter(|group| !group.server).map(|group| group.name.as_str())).collect()
}

/// Whether all that a tool declares under `errors` is known.
pub(super) fn errors_known(spec: &Spec, tool: &Tool) -> bool {
    let known = |name: &At<String>| spec.error(name).is_some() || spec.group(name).is_some();
    tool.errors_known && spec.knows("spec/errors.yaml") && tool.errors.iter().all(known)
}

/// The codes that a tool would declare if its unknown names were those nearest to them.
pub(super) fn codes_meant<'a>(spec: &'a Spec, tool: &Tool) -> Vec<&'a str> {
    let known = codes_and_groups(spec);
    let mut meant = Vec::new();
    for name in tool.errors.iter().filter(|name| !known.contains(&name.as_str())) {
        let Some(near) = nearest(name, known.iter().copied()) else { continue };
        match spec.group(near) {
            Some(group) => meant.extend(group.codes.iter().map(|code| code.code.as_str())),
            None => meant.extend(spec.error(near).map(|error| error.code.as_str())),
        }
    }
    meant
}
