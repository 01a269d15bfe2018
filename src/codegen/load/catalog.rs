//! `spec/catalog.yaml`: the service types.

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
    for (title, node) in reader.entries(root, "catalog.yaml").unwrap_or_default() {
        let mut families = Vec::new();
        for (name, node) in reader.entries(node, &format!("section `{}`", title.value)).unwrap_or_default() {
            let Some(fields) = reader.fields(node, format!("type `{}`", name.value)) else { continue };
            let title = fields.text("title");
            let category = fields.required("category").and_then(|node| reader.word(node, "category", CATEGORIES));
            let versions = fields.texts("versions");
            let note = fields.optional_text("note").map(|note| note.value);
            fields.finish();
            if let (Some(title), Some(category)) = (title, category) {
                let category = category.to_owned();
                families.push(CatalogFamily { name, title: title.value, category, versions, note });
            }
        }
        sections.push(CatalogSection { title: title.value, families });
    }
    sections
}
