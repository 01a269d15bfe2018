//! What `spec/platform.yaml` names is called by a tool, so that the list of calls says what zcp does.

use super::super::diagnostics::{At, Report};
use super::super::model::Spec;

pub(super) fn check(spec: &Spec, report: &Report) {
    let is_called = |name: &At<String>| {
        let actions = spec.tools.iter().flat_map(|tool| &tool.actions);
        let called = actions.flat_map(|action| &action.calls).chain(&spec.server.ambient);
        called.into_iter().any(|call| call.value == name.value)
    };
    let operations = spec.operations.iter().map(|operation| &operation.name);
    for name in operations.chain(spec.effects.iter().map(|effect| &effect.name)).filter(|name| !is_called(name)) {
        let label = "an operation enters with the first tool that calls it";
        report.fault(&name.place, format!("no tool calls `{}`", name.value), label);
    }
}
