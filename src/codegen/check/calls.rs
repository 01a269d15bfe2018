//! Suggested calls: each is one that the tool would take, of values that a template can have.

use serde_json::Value;

use super::super::diagnostics::Report;
use super::super::model::{CallDef, SERVICE, Spec};
use super::super::tables;
use super::lookup;
use crate::domain::decode;

/// A hostname for the place where one will stand.
const HOSTNAME: &str = "app";

/// Whether somebody who suggests a call knows which service it is about.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Service {
    Known,
    Unknown,
}

pub(super) fn suggested(spec: &Spec, call: &CallDef, service: Service, decodable: &[&str], report: &Report) {
    lookup::tool(spec, report, &call.tool.place, &call.tool, "a suggested call");
    if !is_template(call, service, report) {
        return;
    }
    let Some(tool) = spec.tool(&call.tool).filter(|tool| decodable.contains(&tool.name.as_str())) else { return };
    let mut args = call.args.clone();
    for value in args.values_mut().filter(|value| *value == SERVICE) {
        *value = Value::from(HOSTNAME);
    }
    let params = tables::params(spec, tool);
    for fault in decode::decode(&params, args).err().unwrap_or_default() {
        let message = format!("`{}` would refuse this suggested call", call.tool.value);
        report.fault(call.places.of(&fault, &params), message, fault.to_string());
    }
}

/// Whether every argument is one of a template.
fn is_template(call: &CallDef, service: Service, report: &Report) -> bool {
    let mut fits = true;
    for (name, value) in &call.args {
        let problem = match value {
            Value::String(text) if text == SERVICE && service == Service::Unknown => {
                "there is no service here to be put in"
            }
            Value::String(text) if text != SERVICE && text.contains("${") => {
                "only `${service}` is put in, as the whole value"
            }
            Value::String(_) | Value::Bool(_) => continue,
            Value::Number(number) if number.is_i64() => continue,
            _ => "this is no text, whole number, true or false",
        };
        let place = call.places.each.iter().find(|(key, _)| key.value == *name).map(|(_, place)| place);
        let message = format!("`{name}` cannot be part of a suggested call");
        report.fault(place.unwrap_or(&call.places.whole), message, problem);
        fits = false;
    }
    fits
}
