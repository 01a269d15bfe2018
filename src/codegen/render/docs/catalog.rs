//! The service types.

use std::fmt::Write as _;

use super::super::super::model::Spec;
use super::text::{finished, header};

pub(super) fn page(spec: &Spec) -> String {
    let mut page = header("spec/catalog.yaml", "catalog");
    page.push_str(
        "# Service types\n\nWhat `type` may be in an import. The platform's own list wins where it is newer.\n\n",
    );
    for section in &spec.catalog {
        let _ = writeln!(page, "## {}\n\n| Type | Name | Versions | Note |\n|---|---|---|---|", section.title);
        for family in &section.families {
            let name = &family.name.value;
            let versions: Vec<String> =
                family.versions.iter().map(|version| format!("`{name}@{}`", version.value)).collect();
            let versions = if versions.is_empty() { format!("`{name}`") } else { versions.join(", ") };
            let note = family.note.as_deref().unwrap_or("");
            let document = spec.documents.iter().find(|document| document.types.iter().any(|one| one.value == *name));
            let title = match document {
                Some(document) => format!("[{}](knowledge/{}.md)", family.title, document.path.value),
                None => family.title.clone(),
            };
            let _ = writeln!(page, "| `{name}` | {title} | {versions} | {note} |");
        }
        page.push('\n');
    }
    finished(&page)
}
