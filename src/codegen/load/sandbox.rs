//! `spec/sandbox.yaml`: what the sandbox does as the platform does it, and how that is known.

use super::super::model::{Basis, Behaviour, Coverage};
use super::super::reader::Reader;
use crate::domain::yaml::Node;

pub(super) fn load(reader: Reader<'_>, root: &Node) -> Coverage {
    let mut coverage = Coverage::default();
    let Some(fields) = reader.fields(root, "sandbox.yaml") else { return coverage };
    if let Some(node) = fields.optional("further") {
        for (name, node) in reader.entries(node, "`further`").unwrap_or_default() {
            let doc = reader.text(node, &format!("call `{}`", name.value));
            coverage.further.push((name, doc.map(|doc| doc.value).unwrap_or_default()));
        }
    }
    if let Some(node) = fields.required("areas") {
        for (title, node) in reader.entries(node, "`areas`").unwrap_or_default() {
            let items = reader.items(node, &format!("area `{}`", title.value));
            let behaviours = items.iter().filter_map(|item| behaviour(reader, item)).collect();
            coverage.areas.push((title.value, behaviours));
        }
    }
    fields.finish();
    coverage
}

fn behaviour(reader: Reader<'_>, node: &Node) -> Option<Behaviour> {
    let fields = reader.fields(node, "a behaviour")?;
    let basis = fields.required("basis").and_then(|node| reader.word(node, "basis", &Basis::ALL));
    let what = fields.text("what").value;
    let node = fields.required("operations");
    let operations = node.map(|node| reader.texts(node, "`operations`")).unwrap_or_default();
    fields.finish();
    Some(Behaviour { basis: basis.unwrap_or(Basis::Guessed), what, operations })
}
