//! The guidance, step by step.

use std::fmt::Write as _;

use super::super::super::model::Spec;
use super::text::{call, finished, header};

pub(super) fn page(spec: &Spec) -> String {
    let mut page = header("spec/workflow.yaml", "workflows");
    page.push_str("# Workflows\n\nWhat `zerops_workflow` guides through. It shows the steps that the state of the project asks for; ");
    page.push_str("here are all of them. In a call, `${service}` stands for each service that the step is about.\n");
    for workflow in &spec.workflows {
        let _ = writeln!(page, "\n## {}: {}\n\n{}\n", workflow.name.value, workflow.title, workflow.summary);
        for (index, step) in workflow.steps.iter().enumerate() {
            let when = condition(step.when);
            let _ = writeln!(page, "{}. **{}**{when}  ", index + 1, step.title.value);
            let text = step.text.trim().replace('\n', "\n   ");
            let _ = writeln!(page, "   {text}");
            if let Some(next) = &step.call {
                let _ = writeln!(page, "\n   {}", call(next));
            }
            page.push('\n');
        }
        let documents: Vec<String> =
            workflow.documents.iter().map(|path| format!("[{0}](knowledge/{0}.md)", path.value)).collect();
        if !documents.is_empty() {
            let _ = writeln!(page, "To read: {}.", documents.join(", "));
        }
    }
    finished(&page)
}

/// When a step is shown.
fn condition(when: &str) -> &'static str {
    match when {
        "Empty" => " (when there is no service)",
        "NoManaged" => " (when there is no database, cache, queue or storage)",
        "Any" => " (when there are services)",
        "Managed" => " (for each database, cache, queue or storage)",
        "Runtime" => " (when there are runtimes)",
        "Undeployed" => " (for each runtime without code)",
        "Deployed" => " (for each runtime with code)",
        "Private" => " (for each runtime whose HTTP ports are not public)",
        "Failed" => " (for each service whose newest version failed)",
        "Broken" => " (for each service in which something failed)",
        "Stopped" => " (for each service that is stopped)",
        "Busy" => " (for each service that something is being done to)",
        _ => "",
    }
}
