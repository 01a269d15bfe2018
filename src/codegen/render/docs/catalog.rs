//! The service types.

use std::fmt::Write as _;

use super::super::super::model::{CatalogFamily, Spec};
use super::text::{finished, header};

pub(super) fn page(spec: &Spec) -> String {
    let mut page = header("spec/catalog.yaml", "catalog");
    page.push_str(
        "# Service types\n\nWhat `type` may be in an import. The platform's own list wins where it is newer.\n\n",
    );
    for section in &spec.catalog {
        let _ = writeln!(page, "## {}\n\n| Type | Name | Versions | Note |\n|---|---|---|---|", section.title);
        for family in section.families.iter().filter(|family| family.is_documented()) {
            let name = &family.name.value;
            let forms = forms(family);
            let versions: Vec<String> = family.versions.iter().map(|version| format!("`{}`", version.value)).collect();
            let versions = if versions.is_empty() { "none".to_owned() } else { versions.join(", ") };
            let note = family.note.as_deref().unwrap_or("");
            let document = spec.documents.iter().find(|document| document.types.iter().any(|one| one.value == *name));
            let title = match document {
                Some(document) => format!("[{}](knowledge/{}.md)", family.title, document.path.value),
                None => family.title.clone(),
            };
            let _ = writeln!(page, "| {forms} | {title} | {versions} | {note} |");
        }
        page.push('\n');
    }
    finished(&page)
}

/// How the family is written before its version.
fn forms(family: &CatalogFamily) -> String {
    let name = &family.name.value;
    let systems = family.systems.iter().map(|system| format!("`{}/{name}`", system.to_lowercase()));
    let modes = family.modes.iter().map(|mode| format!("`{name}:{}`", mode.to_lowercase()));
    let mut forms: Vec<String> = systems.chain(modes).collect();
    if forms.is_empty() || family.bare {
        forms.push(format!("`{name}`"));
    }
    forms.join(", ")
}
