//! Guidance: its calls are ones that the tools would take, its documents exist, and the enum that the
//! tool takes has all of them.

use super::super::diagnostics::Report;
use super::super::model::Spec;
use super::calls::{Service, suggested};

/// The enum of `spec/types.yaml` that names the workflows.
const NAMES: &str = "Workflow";

pub(super) fn check(spec: &Spec, decodable: &[&str], report: &Report) {
    let paths: Vec<&str> = spec.documents.iter().map(|document| document.path.as_str()).collect();
    for workflow in &spec.workflows {
        if spec.knows("knowledge/") {
            for path in workflow.documents.iter().filter(|path| !paths.contains(&path.as_str())) {
                report.unknown(path, "document", &paths);
            }
        }
        for call in workflow.steps.iter().filter_map(|step| step.call.as_ref()) {
            suggested(spec, call, Service::Known, decodable, report);
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
