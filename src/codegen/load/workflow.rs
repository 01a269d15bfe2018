//! `spec/workflow.yaml`: guidance, step by step.

use super::super::model::{Workflow, WorkflowStep};
use super::super::reader::Reader;
use super::calls;
use crate::domain::yaml::Node;

/// The conditions of a step, and how Rust names them.
const CONDITIONS: &[(&str, &str)] = &[
    ("empty", "Empty"),
    ("no-managed", "NoManaged"),
    ("any", "Any"),
    ("managed", "Managed"),
    ("runtime", "Runtime"),
    ("undeployed", "Undeployed"),
    ("deployed", "Deployed"),
    ("private", "Private"),
    ("broken", "Broken"),
    ("failed", "Failed"),
    ("stopped", "Stopped"),
    ("busy", "Busy"),
];

pub(super) fn load(reader: Reader<'_>, root: &Node) -> Vec<Workflow> {
    let entries = reader.entries(root, "workflow.yaml").unwrap_or_default();
    let workflows = entries.into_iter().filter_map(|(name, node)| {
        let fields = reader.named("workflow", &name, node)?;
        let (title, summary) = (fields.text("title").value, fields.text("summary").value);
        let documents = fields.texts("documents");
        let steps = fields.required("steps").map(|node| reader.items(node, "`steps`")).unwrap_or_default();
        let steps = steps.iter().filter_map(|node| step(reader, node)).collect();
        fields.finish();
        Some(Workflow { name, title, summary, documents, steps })
    });
    workflows.collect()
}

fn step(reader: Reader<'_>, node: &Node) -> Option<WorkflowStep> {
    let fields = reader.fields(node, "a step")?;
    let title = fields.text("title");
    let text = fields.block("text");
    if text.is_none() {
        let message = "this step has no `text`";
        reader.report().fault(&title.place, message, "say how, and what to mind");
    }
    let when = fields.optional("when").and_then(|node| reader.word(node, "condition", CONDITIONS)).unwrap_or("Always");
    let call = fields.optional("call").and_then(|node| calls::call(reader, node));
    fields.finish();
    Some(WorkflowStep { title, text: text.map(|text| text.value).unwrap_or_default(), when, call })
}
