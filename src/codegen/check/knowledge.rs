//! What documents of the knowledge name must exist: types, related documents; and every family of
//! the catalog has a document.

use super::super::diagnostics::{Diagnostic, Report};
use super::super::model::Spec;

pub(super) fn check(spec: &Spec, report: &Report) {
    let families: Vec<&str> =
        spec.catalog.iter().flat_map(|section| &section.families).map(|family| family.name.as_str()).collect();
    let paths: Vec<&str> = spec.documents.iter().map(|document| document.path.as_str()).collect();
    for (index, document) in spec.documents.iter().enumerate() {
        let place = &document.title.place;
        let is_titled = |other: &&super::super::model::Document| {
            !document.title.is_empty() && other.title.value == document.title.value
        };
        if let Some(other) = spec.documents.iter().take(index).find(is_titled) {
            let fault = Diagnostic::new(place, "two documents have the same title", "given again here");
            report.add(fault.related(&other.title.place, "first given here"));
        }
        if spec.knows("spec/catalog.yaml") {
            for name in document.types.iter().filter(|name| !families.contains(&name.as_str())) {
                report.unknown(name, "service type", &families);
            }
        }
        match (document.kind, document.types.first()) {
            ("service", None) => {
                report.fault(place, "this document of a service has no `types`", "give it `types: [\u{2026}]`");
            }
            ("" | "service", _) | (_, None) => {}
            (kind, Some(first)) => {
                let message = format!("a document of kind `{kind}` has `types`");
                report.fault(&first.place, message, "only one of kind `service` is about types");
            }
        }
        if document.related.is_empty() {
            report.fault(place, "this document is related to nothing", "give it `related: [topics/\u{2026}]`");
        }
        for (heading, questions) in &document.questions {
            for question in questions.iter().filter(|one| one.value.starts_with("# ")) {
                report.fault(&question.place, "this question reads as a heading", "write it as people ask it");
            }
            let is_heading = |line: &str| line.strip_prefix("## ").is_some_and(|text| text.trim() == heading.value);
            if !heading.is_empty() && !document.source.lines().any(is_heading) {
                report.fault(
                    &heading.place,
                    "these questions are for a passage that is not there",
                    "no heading says this",
                );
            }
        }
        for path in &document.related {
            if path.value == document.path.value {
                report.fault(&path.place, "this document is related to itself", "name another one");
            } else if spec.knows("knowledge/") && !paths.contains(&path.as_str()) {
                report.unknown(path, "document", &paths);
            }
        }
    }
    families_have_documents(spec, report);
}

fn families_have_documents(spec: &Spec, report: &Report) {
    if spec.documents.is_empty() || !spec.knows("knowledge/") {
        return;
    }
    let families = spec.catalog.iter().flat_map(|section| &section.families);
    for family in families.filter(|family| family.is_documented()) {
        let mut documents = spec.documents.iter().filter_map(|document| {
            let named = document.types.iter().find(|name| name.value == family.name.value)?;
            Some(named)
        });
        match (documents.next(), documents.next()) {
            (None, _) => {
                let message = format!("no document is about the type `{}`", family.name.value);
                report.fault(&family.name.place, message, "write one in `knowledge/services`");
            }
            (Some(first), Some(second)) => {
                let message = format!("two documents are about the type `{}`", family.name.value);
                let fault = Diagnostic::new(&second.place, message, "named again here");
                report.add(fault.related(&first.place, "first named here"));
            }
            _ => {}
        }
    }
}
