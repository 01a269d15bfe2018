//! `spec/released.json` and `spec/breaking.yaml`: what the last release took, and what is meant to break it.

use super::super::model::{Breaking, Released};
use super::super::reader::Reader;
use crate::domain::yaml::Node;

/// Reads the surface of the last release. JSON is YAML too, so its names have places.
pub(super) fn load(reader: Reader<'_>, root: &Node) -> Option<Released> {
    let fields = reader.fields(root, "released.json")?;
    let version = fields.text("version").value;
    let date = fields.required("date").filter(|node| !node.is_null());
    let date = date.and_then(|node| reader.text(node, "`date`")).map(|date| date.value);
    let node = fields.required("tools")?;
    let names = reader.entries(node, "`tools`")?.into_iter().map(|(name, _)| name).collect();
    let tools = reader.object(node, "`tools`");
    fields.finish();
    Some(Released { version, date, names, tools })
}

/// Reads what is meant to break callers, by place.
pub(super) fn breaking(reader: Reader<'_>, root: &Node) -> Vec<Breaking> {
    let Some(fields) = reader.fields(root, "breaking.yaml") else { return Vec::new() };
    let node = fields.required("breaking").filter(|node| !node.is_null());
    fields.finish();
    let entries = node.and_then(|node| reader.entries(node, "`breaking`")).unwrap_or_default();
    let read = entries.into_iter().filter_map(|(spot, node)| {
        let reason = reader.text(node, &format!("the reason of `{}`", spot.value))?.value;
        Some(Breaking { spot, reason })
    });
    read.collect()
}
