//! `spec/sandbox.yaml`: what the sandbox does as the platform does it, and how that is known.

use super::super::diagnostics::At;
use super::super::model::{Basis, Behaviour, Coverage, Further};
use super::super::reader::Reader;
use super::platform::{self, METHODS};
use crate::domain::yaml::Node;

const ACCESS: &[(&str, &str)] = &[("public", "Public"), ("read", "Read"), ("write", "Write")];

pub(super) fn load(reader: Reader<'_>, root: &Node) -> Coverage {
    let mut coverage = Coverage::default();
    let Some(fields) = reader.fields(root, "sandbox.yaml") else { return coverage };
    if let Some(node) = fields.optional("further") {
        for (name, node) in reader.entries(node, "`further`").unwrap_or_default() {
            coverage.further.extend(further(reader, name, node));
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

fn further(reader: Reader<'_>, name: At<String>, node: &Node) -> Option<Further> {
    let fields = reader.named("call", &name, node)?;
    let method = fields.required("method").and_then(|node| reader.word(node, "method", METHODS));
    let path = fields.text("path");
    platform::check_path(reader, &path);
    let access = fields.optional("access").and_then(|node| reader.word(node, "access", ACCESS));
    let doc = fields.text("doc").value;
    fields.finish();
    let method = method.unwrap_or_default();
    let access = access.unwrap_or(if method == "GET" { "Read" } else { "Write" });
    Some(Further { name, method, path: path.value, access, doc })
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
