//! The order of the checks.

use super::super::diagnostics::Report;
use super::super::model::Spec;
use super::super::{examples, ops};
use super::{
    catalog, errors, failures, identifiers, knowledge, lookup, operations, sandbox, situations, surface, tools, types,
    workflow,
};

/// Checks the spec as a whole, and the ops against it.
pub(crate) fn check(spec: &Spec, found: &ops::Ops, report: &Report) {
    identifiers::check(spec, report);
    types::check(spec, report);
    catalog::check(spec, report);
    lookup::ambient(spec, report);
    lookup::sets(spec, report);
    let mut decodable = Vec::new();
    for tool in &spec.tools {
        if tools::check(spec, tool, report) {
            decodable.push(tool.name.as_str());
        }
    }
    errors::check(spec, &decodable, report);
    workflow::check(spec, &decodable, report);
    situations::check(spec, report);
    failures::check(spec, &decodable, report);
    sandbox::check(spec, report);
    for tool in &spec.tools {
        examples::check(spec, tool, decodable.contains(&tool.name.as_str()), report);
    }
    knowledge::check(spec, report);
    ops::check(spec, found, report);
    // A fault could hide a call, and a spec that is otherwise in order is what callers will meet.
    if report.is_clean() {
        operations::check(spec, report);
        surface::check(spec, report);
    }
}
