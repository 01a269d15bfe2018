//! The coverage of the sandbox: every call it names exists, and every call is covered.

use super::super::diagnostics::{At, Report};
use super::super::model::Spec;

/// The file.
const PATH: &str = "spec/sandbox.yaml";

pub(super) fn check(spec: &Spec, report: &Report) {
    let coverage = &spec.coverage;
    // A spec whose sandbox is described nowhere has nothing to be covered.
    if coverage.areas.is_empty() || !spec.knows(PATH) || !spec.knows("spec/platform.yaml") {
        return;
    }
    let operations = spec.operations.iter().map(|operation| &operation.name);
    let effects = spec.effects.iter().map(|effect| &effect.name);
    let further = coverage.further.iter().map(|call| &call.name);
    let known: Vec<&str> =
        operations.clone().chain(effects.clone()).chain(further.clone()).map(|name| name.as_str()).collect();
    for name in coverage.behaviours().flat_map(|behaviour| &behaviour.operations) {
        if !known.contains(&name.value.as_str()) {
            report.unknown(name, "operation", &known);
        }
    }
    for name in operations.clone().chain(further.clone()).filter(|name| coverage.counts(name) == [0; 3]) {
        let message = format!("nothing says how faithful the sandbox is about `{}`", name.value);
        report.fault(&name.place, message, format!("name it in `{PATH}` under `areas`"));
    }
    let of_zcp: Vec<&At<String>> = operations.chain(effects).collect();
    for name in further.filter(|name| of_zcp.iter().any(|other| other.value == name.value)) {
        let message = format!("`{}` is a call of zcp itself", name.value);
        report.fault(&name.place, message, "take it out of `further`");
    }
}
