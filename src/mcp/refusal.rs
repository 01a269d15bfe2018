//! The failures that the server itself answers, whatever the tool.

use serde_json::{Map, Value};

use super::offer::Withheld;
use crate::domain::call::NextCall;
use crate::domain::failure::{Detail, ErrorInfo, Failure};
use crate::domain::params::Kind;
use crate::domain::tool::ToolSpec;

/// zcp itself failed.
pub static INTERNAL_ERROR: ErrorInfo = ErrorInfo {
    code: "INTERNAL_ERROR",
    meaning: "zcp itself failed; the platform did not answer this.",
    cause: "A defect in zcp.",
    suggestion: "Look at what the project says now before trying again; the call may have taken effect. \
                 The log on standard error has the details.",
    retryable: false,
    next: None,
};

/// The tool or action exists and this server does not offer it.
pub static INVALID_USAGE: ErrorInfo = ErrorInfo {
    code: "INVALID_USAGE",
    meaning: "The tool or action exists and this server was started without it.",
    cause: "--read-only, --groups, --tools or --exclude-tools.",
    suggestion: "Ask the user: they can run it as the command line in `next`, or start the server differently.",
    retryable: false,
    next: None,
};

/// The call was cancelled before it was done.
pub static CANCELLED: ErrorInfo = ErrorInfo {
    code: "CANCELLED",
    meaning: "The client cancelled the call, or the server was stopping.",
    cause: "A cancellation, or the end of the session.",
    suggestion: "Look at what the project says now; what was already asked of the platform goes on there.",
    retryable: true,
    next: None,
};

/// zcp itself failed in this tool; what exactly is in the log alone.
pub(super) fn internal(tool: &str) -> Failure {
    let message = format!("zcp itself failed while it ran {tool}; this is a defect of zcp, not of the call.");
    Failure::new(&INTERNAL_ERROR, Detail { message, ..Detail::default() })
}

/// A call that ended because it was cancelled.
pub(super) fn cancelled(tool: &str) -> Failure {
    let message = format!("{tool} was cancelled before it was done.");
    Failure::new(&CANCELLED, Detail { message, ..Detail::default() })
}

/// A tool or action that this server was started without.
pub(super) fn withheld(spec: &ToolSpec, arguments: &Map<String, Value>, why: Withheld) -> Failure {
    let action = arguments.get("action").and_then(Value::as_str).and_then(|name| spec.params.action(name));
    let what = action.map_or_else(|| spec.name.to_owned(), |action| format!("{} action={}", spec.name, action.name));
    let message = match why {
        Withheld::Writes => format!("{what} changes the project and this server was started with --read-only."),
        Withheld::Filtered => {
            format!("This server was started without {what}: see its --groups, --tools and --exclude-tools.")
        }
    };
    let next = vec![NextCall { tool: spec.name.to_owned(), args: outline(spec, arguments) }];
    Failure::new(&INVALID_USAGE, Detail { message, next, ..Detail::default() })
}

/// The arguments with every free text replaced by its name, since a text may be a secret and
/// nothing echoes what a caller sets.
fn outline(spec: &ToolSpec, arguments: &Map<String, Value>) -> Map<String, Value> {
    let shown = |name: &String, value: &Value| {
        let field = spec.params.field(name)?;
        let closed = match &field.kind {
            Kind::Enum(variants) => value.as_str().is_some_and(|text| variants.contains(&text)),
            _ => value.is_boolean() || value.is_number(),
        };
        Some((name.clone(), if closed { value.clone() } else { Value::String(format!("<{name}>")) }))
    };
    arguments.iter().filter_map(|(name, value)| shown(name, value)).collect()
}
