//! `spec/failures.yaml`: what logs of failed builds and starts prove.

use super::super::causes::{CauseDef, Failures};
use super::super::diagnostics::At;
use super::super::fields::Fields;
use super::super::reader::Reader;
use super::calls;
use crate::domain::yaml::Node;

const RANKS: &[(&str, &str)] = &[("weak", "Weak"), ("proof", "Proof"), ("root", "Root")];
const PHASES: &[(&str, &str)] = &[("build", "Build"), ("prepare", "Prepare"), ("init", "Init")];

pub(super) fn load(reader: Reader<'_>, root: &Node) -> Failures {
    let mut failures = Failures::default();
    let Some(fields) = reader.fields(root, "failures.yaml") else { return failures };
    if let Some(node) = fields.required("categories") {
        for (name, node) in reader.entries(node, "`categories`").unwrap_or_default() {
            let doc = reader.text(node, &format!("category `{}`", name.value));
            failures.categories.push((name, doc.map(|doc| doc.value).unwrap_or_default()));
        }
    }
    failures.ignored = fields.texts("ignored");
    failures.recovered = fields.texts("recovered");
    if let Some(node) = fields.required("causes") {
        let entries = reader.entries(node, "`causes`").unwrap_or_default();
        failures.causes.extend(entries.into_iter().filter_map(|(name, node)| cause(reader, name, node)));
    }
    fields.finish();
    failures
}

fn cause(reader: Reader<'_>, name: At<String>, node: &Node) -> Option<CauseDef> {
    let fields = reader.named("cause", &name, node)?;
    let (category, cause, advice) = (fields.text("category"), fields.text("cause").value, fields.text("advice"));
    let building = fields.optional_text("building");
    let rank = fields.optional("rank").and_then(|node| reader.word(node, "rank", RANKS)).unwrap_or("Proof");
    let phases = phases(reader, &fields);
    let next = fields.optional("next").and_then(|node| calls::call(reader, node));
    let node = fields.required("evidence");
    let evidence = node.map(|node| reader.texts(node, "`evidence`")).unwrap_or_default();
    fields.finish();
    Some(CauseDef { name, category, cause, advice, building, rank, phases, next, evidence })
}

/// All of them where none is named.
fn phases(reader: Reader<'_>, fields: &Fields<'_>) -> Vec<&'static str> {
    let Some(node) = fields.optional("phases") else { return PHASES.iter().map(|(_, phase)| *phase).collect() };
    reader.items(node, "`phases`").iter().filter_map(|item| reader.word(item, "phase", PHASES)).collect()
}
