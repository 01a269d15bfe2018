//! `spec/catalog.yaml`: the service types.

use super::super::diagnostics::{At, Diagnostic};
use super::super::model::{CatalogFamily, CatalogSection};
use super::super::reader::Reader;
use crate::domain::yaml::Node;

const CATEGORIES: &[(&str, &str)] = &[
    ("USER", "USER"),
    ("STANDARD", "STANDARD"),
    ("SHARED_STORAGE", "SHARED_STORAGE"),
    ("OBJECT_STORAGE", "OBJECT_STORAGE"),
];

pub(super) fn load(reader: Reader<'_>, root: &Node) -> Vec<CatalogSection> {
    let mut sections = Vec::new();
    let mut seen: Vec<At<String>> = Vec::new();
    for (title, node) in reader.entries(root, "catalog.yaml").unwrap_or_default() {
        let mut families = Vec::new();
        for (name, node) in reader.entries(node, &format!("section `{}`", title.value)).unwrap_or_default() {
            if let Some(earlier) = seen.iter().find(|earlier| earlier.value == name.value) {
                let message = format!("type `{}` is in two sections", name.value);
                let fault = Diagnostic::new(&name.place, message, "named again here");
                reader.report().add(fault.related(&earlier.place, "first named here"));
            }
            seen.push(name.clone());
            families.extend(family(reader, name, node));
        }
        sections.push(CatalogSection { title: title.value, families });
    }
    sections
}

fn family(reader: Reader<'_>, name: At<String>, node: &Node) -> Option<CatalogFamily> {
    let fields = reader.named("type", &name, node)?;
    let title = fields.text("title").value;
    let category = fields.required("category").and_then(|node| reader.word(node, "category", CATEGORIES));
    let versions = fields.texts("versions");
    let note = fields.optional_text("note").map(|note| note.value);
    fields.finish();
    Some(CatalogFamily { name, title, category: category.unwrap_or_default().to_owned(), versions, note })
}
