//! Guidance: its calls are ones that the tools would take, its documents exist, and the enum that the
//! tool takes has all of them.

use serde_json::Value;

use super::super::diagnostics::Report;
use super::super::model::{CallDef, Spec};
use super::errors;

/// The enum of `spec/types.yaml` that names the workflows.
const NAMES: &str = "Workflow";
/// What a call has in place of a hostname, as `domain::workflow` knows it.
const SERVICE: &str = "${service}";
/// A hostname for the place where one will stand.
const HOSTNAME: &str = "app";

pub(super) fn check(spec: &Spec, decodable: &[&str], report: &Report) {
    let paths: Vec<&str> = spec.documents.iter().map(|document| document.path.as_str()).collect();
    for workflow in &spec.workflows {
        if spec.knows("knowledge/") {
            for path in workflow.documents.iter().filter(|path| !paths.contains(&path.as_str())) {
                report.unknown(path, "document", &paths);
            }
        }
        for call in workflow.steps.iter().filter_map(|step| step.call.as_ref()) {
            errors::suggested(spec, &filled(call), decodable, report);
        }
    }
    let Some(names) = spec.types.enums.iter().find(|one| one.name.value == NAMES) else { return };
    for workflow in &spec.workflows {
        if !names.values.iter().any(|(name, _)| name.value == workflow.name.value) {
            let message = format!("the type `{NAMES}` does not have `{}`", workflow.name.value);
            report.fault(&workflow.name.place, message, "add it to `spec/types.yaml`");
        }
    }
    for (name, _) in &names.values {
        if spec.knows("spec/workflow.yaml") && !spec.workflows.iter().any(|one| one.name.value == name.value) {
            let message = format!("there is no workflow `{}`", name.value);
            report.fault(&name.place, message, "write it in `spec/workflow.yaml`");
        }
    }
}

/// A call with a hostname put in.
fn filled(call: &CallDef) -> CallDef {
    let mut call = call.clone();
    for value in call.args.values_mut() {
        if let Value::String(text) = value {
            *text = text.replace(SERVICE, HOSTNAME);
        }
    }
    call
}
