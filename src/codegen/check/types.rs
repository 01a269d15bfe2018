//! The shared types: what they name exists, and what becomes of them in Rust compiles.

use super::super::diagnostics::{At, Diagnostic, Report};
use super::super::model::{Record, RecordField, Spec, TypeRef};
use super::lookup;

pub(super) fn check(spec: &Spec, report: &Report) {
    for scalar in &spec.types.scalars {
        for code in scalar.error.iter().chain(&scalar.missing) {
            lookup::code(spec, report, code);
        }
    }
    for record in &spec.types.records {
        for field in &record.fields {
            if let Some(name) = named(&field.kind) {
                known(spec, report, name, true);
            }
            if !spec.is_argument(record) {
                has_default(spec, report, field);
            }
        }
        followed(report, record);
    }
    loops(spec, report);
}

/// The type that a type or its elements name.
pub(super) fn named(kind: &TypeRef) -> Option<&At<String>> {
    match kind {
        TypeRef::List(item) => named(item),
        TypeRef::Named(name) => Some(name),
        _ => None,
    }
}

/// Reports a type that does not exist.
pub(super) fn known(spec: &Spec, report: &Report, name: &At<String>, in_record: bool) {
    if !spec.knows("spec/types.yaml") || spec.types.names().contains(&name.value.as_str()) {
        return;
    }
    let mut known = vec!["string", "integer", "number", "boolean"];
    if in_record {
        known.push("call");
        known.extend(spec.types.names());
    } else {
        known.extend(spec.types.names().into_iter().filter(|name| spec.types.record(name).is_none()));
    }
    report.unknown(name, "type", &known);
}

/// Operations fill a record from its default, which an enum, a scalar or a record of arguments does not have.
fn has_default(spec: &Spec, report: &Report, field: &RecordField) {
    let TypeRef::Named(name) = &field.kind else { return };
    let has_none = spec.types.scalar(name).is_some()
        || spec.types.enumeration(name).is_some()
        || spec.types.record(name).is_some_and(|record| spec.is_argument(record));
    if has_none && !field.optional {
        let message = format!("field `{}` has no value to begin with", field.name.value);
        let label = "a scalar or an enum in a record is `optional: true`; else say `string`";
        report.fault(&name.place, message, label);
    }
}

/// Whether awaited processes can be put into this record.
pub(super) fn has_process(record: &Record) -> bool {
    record.awaited().is_some()
}

/// A record with a process that can be awaited also says how to go on.
fn followed(report: &Report, record: &Record) {
    let is_next = |field: &RecordField| {
        let calls = matches!(&field.kind, TypeRef::List(item) if matches!(**item, TypeRef::Call));
        field.name.value == "next" && field.optional && calls
    };
    if has_process(record) && !record.fields.iter().any(is_next) {
        let message = format!("record `{}` has a process and no `next`", record.name.value);
        let label = "give it `next: { type: [call], optional: true, doc: … }`";
        report.fault(&record.name.place, message, label);
    }
}

/// Schemas write records in place, so no record can be within itself, not even in a list.
fn loops(spec: &Spec, report: &Report) {
    let mut reported: Vec<&str> = Vec::new();
    for record in &spec.types.records {
        if reported.contains(&record.name.as_str()) {
            continue;
        }
        let Some(way) = way_back(spec, record, record, &mut Vec::new()) else { continue };
        let Some((first, rest)) = way.split_first() else { continue };
        reported.extend(rest.iter().map(|(owner, _)| owner.name.as_str()));
        let message = format!("record `{}` contains itself", record.name.value);
        let mut fault = Diagnostic::new(&first.1.name.place, message, "by way of this field");
        for (_, field) in rest {
            fault = fault.related(&field.name.place, "and this one");
        }
        report.add(fault);
    }
}

/// The fields that lead from `from` to `to`.
fn way_back<'a>(
    spec: &'a Spec,
    from: &'a Record,
    to: &Record,
    seen: &mut Vec<&'a str>,
) -> Option<Vec<(&'a Record, &'a RecordField)>> {
    for field in &from.fields {
        let Some(next) = named(&field.kind).and_then(|name| spec.types.record(name)) else { continue };
        if next.name.value == to.name.value {
            return Some(vec![(from, field)]);
        }
        if seen.contains(&next.name.as_str()) {
            continue;
        }
        seen.push(&next.name);
        if let Some(mut way) = way_back(spec, next, to, seen) {
            way.insert(0, (from, field));
            return Some(way);
        }
    }
    None
}
