//! What zcp asks of the platform, and what else it does.

use std::fmt::Write as _;

use super::super::super::model::{Effect, Spec};
use super::text::{cell, finished, header};

pub(super) fn page(spec: &Spec) -> String {
    let mut page = header("spec/platform.yaml", "operations");
    page.push_str("# Platform operations\n\nEvery call that zcp makes to the platform, and which tools make it. ");
    page.push_str("The annotations of the tools follow from the effects here.\n\n");
    let prefix = prefix(spec);
    let _ =
        writeln!(page, "Paths begin with `{prefix}`.\n\n| Operation | Effect | Meaning | Tools |\n|---|---|---|---|");
    for operation in &spec.operations {
        let name = &operation.name.value;
        let _ = writeln!(
            page,
            "| {} | {} | {}<br>`{} {}` | {} |",
            anchored(name),
            effect(operation.effect, operation.idempotent),
            cell(&operation.doc),
            operation.method,
            operation.path.strip_prefix(prefix).unwrap_or(&operation.path),
            tools(spec, name)
        );
    }
    if !spec.effects.is_empty() {
        page.push_str("\n## Other effects\n\nWhat tools do besides.\n\n");
        page.push_str("| Name | Effect | Meaning | Tools |\n|---|---|---|---|\n");
    }
    for one in &spec.effects {
        let name = &one.name.value;
        let _ = writeln!(
            page,
            "| {} | {} | {} | {} |",
            anchored(name),
            effect(one.effect, one.idempotent),
            cell(&one.doc),
            tools(spec, name)
        );
    }
    finished(&page)
}

/// A name that links can lead to.
fn anchored(name: &str) -> String {
    format!("<span id=\"{name}\"></span>`{name}`")
}

/// What an operation does, and whether it does it again when it is repeated.
fn effect(effect: Effect, idempotent: bool) -> &'static str {
    match (effect, idempotent) {
        (Effect::Read, _) => "reads",
        (Effect::Write, true) => "writes",
        (Effect::Write, false) => "writes, each time",
        (Effect::Destroy, true) => "deletes",
        (Effect::Destroy, false) => "deletes, each time",
    }
}

/// What all paths begin with.
fn prefix(spec: &Spec) -> &str {
    let mut paths = spec.operations.iter().map(|operation| operation.path.as_str());
    let Some(first) = paths.next() else { return "" };
    let common = paths.fold(first, |common, path| {
        let same = common.bytes().zip(path.bytes()).take_while(|(a, b)| a == b).count();
        &common[..same]
    });
    common.rsplit_once('/').map_or("", |(prefix, _)| prefix)
}

fn tools(spec: &Spec, operation: &str) -> String {
    if spec.server.ambient.iter().any(|name| name.value == operation) {
        return "any".to_owned();
    }
    let makes =
        |calls: &[super::super::super::diagnostics::At<String>]| calls.iter().any(|call| call.value == operation);
    let tools = spec.tools.iter().filter(|tool| tool.actions.iter().any(|action| makes(&action.calls)));
    tools.map(|tool| format!("[`{0}`](tools/{0}.md)", tool.name.value)).collect::<Vec<_>>().join(", ")
}
