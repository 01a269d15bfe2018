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
use super::preprocessor::{self, Expression, Scan};
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
            unexpanded(&sink, text);
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

/// The first expression of a known function: what looks like one may be any text; such a one hardly is, and as a secret
/// it is one that everybody knows.
fn first_expression(scan: &Scan) -> Option<&Expression> {
    let known = |name: &str| preprocessor::FUNCTIONS.iter().any(|function| function.name == name);
    scan.expressions.iter().find(|expression| known(&expression.function.text))
}

/// Nobody expands the expressions of a zerops.yaml, whatever its first line says. That is documented and not measured.
fn unexpanded(sink: &Sink, text: &str) {
    if let Some(first) = first_expression(&preprocessor::scan(text)) {
        let message = "the preprocessor runs in imports alone: in zerops.yaml expressions stay the text that they are";
        let finding = Finding::warning(codes::PREPROCESSOR_OFF, &Path::root(), &first.span, message);
        sink.push(finding.fix(
            "put it into the `vault` of the service in import.yaml, or set a value that `zerops_preprocess` made with \
             `zerops_env`",
        ));
    }
}

fn expressions(sink: &Sink, text: &str, scan: &Scan) {
    let root = Path::root();
    if !preprocessor::is_switched_on(text) {
        if let Some(first) = first_expression(scan) {
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
    for zone in preprocessor::unknown_zones(scan) {
        let message = "no time zone of this name is known here; the platform refuses those that it does not know";
        let finding = Finding::warning(codes::PREPROCESSOR_ARGUMENT, &root, &zone, message);
        sink.push(finding.fix("write a name such as `Europe/Prague`, an offset such as `+02:00`, or leave it out"));
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
