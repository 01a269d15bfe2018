//! The validator: a text in, every finding out.

use super::checks::check::Check;
use super::checks::scope::Vaults;
use super::checks::{self, scope};
use super::codes;
use super::context::Context;
use super::document_kind::DocumentKind;
use super::homes;
use super::import_yaml::ImportYaml;
use super::lines::Lines;
use super::path::Path;
use super::preprocessor::{self, Scan};
use super::read::reader::Reader;
use super::read::shape::Shape as _;
use super::read::sink::Sink;
use super::report::{Finding, Report, Severity};
use super::source;
use super::zerops_yaml::ZeropsYaml;

/// Validates a document: everything that is wrong with it, in its order. Nothing but the text and
/// the context is looked at.
#[must_use]
pub fn validate(kind: DocumentKind, text: &str, context: &Context) -> Report {
    let sink = Sink::leading(homes::of);
    let parsed = match source::parse(kind, text) {
        Ok(parsed) => parsed,
        Err(finding) => {
            sink.push(*finding);
            return report(kind, text, sink, false);
        }
    };
    match kind {
        DocumentKind::ZeropsYaml => {
            let reader = Reader { sink: &sink, unknown: Severity::Warning };
            if let Some(document) = ZeropsYaml::read(&reader, &parsed.root, &Path::root()) {
                let services = scope::of_project(context);
                let check = Check { sink: &sink, context, services: &services, vaults: &Vaults::default() };
                checks::zerops_yaml::check(&check, &document);
                checks::zerops_yaml::check_deploy(&check, &document);
            }
        }
        DocumentKind::ImportYaml => {
            expressions(&sink, text, &parsed.scan);
            let reader = Reader { sink: &sink, unknown: Severity::Error };
            if let Some(document) = ImportYaml::read(&reader, &parsed.root, &Path::root()) {
                checks::import_yaml::check(&sink, context, &document, text.len());
            }
        }
    }
    report(kind, text, sink, true)
}

fn expressions(sink: &Sink, text: &str, scan: &Scan) {
    let root = Path::root();
    if !preprocessor::is_switched_on(text) {
        // What looks like an expression may be any text; one of a known function hardly is, and as a secret it is one
        // that everybody knows.
        let known = |name: &str| preprocessor::FUNCTIONS.iter().any(|function| function.name == name);
        if let Some(first) = scan.expressions.iter().find(|expression| known(&expression.function.text)) {
            let message = "the preprocessor is off: expressions stay the text that they are";
            let finding = Finding::error(codes::PREPROCESSOR_OFF, &root, &first.span, message);
            sink.push(finding.fix("make `#yamlPreprocessor=on` the first line"));
        }
        return;
    }
    for fault in &scan.faults {
        sink.push(Finding::error(codes::PREPROCESSOR_SYNTAX, &root, &fault.span, fault.message));
    }
    for fault in preprocessor::check(scan) {
        sink.push(Finding::error(fault.code, &root, &fault.span, fault.message).maybe_fix(fault.fix));
    }
    for note in preprocessor::notes(text, scan) {
        sink.push(Finding::warning(codes::PREPROCESSOR_CHANGES, &root, &note.span, note.message).fix(note.fix));
    }
}

fn report(kind: DocumentKind, text: &str, sink: Sink, parsed: bool) -> Report {
    let lines = Lines::new(text);
    let (mut findings, omitted, masks) = sink.finish();
    for finding in &mut findings {
        (finding.line, finding.column) = lines.place(finding.span.start);
    }
    Report { kind, findings, omitted, masks: parsed.then_some(masks) }
}
