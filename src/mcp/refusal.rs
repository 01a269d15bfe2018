//! The failures that the server itself answers, whatever the tool.

use std::io;

use serde_json::{Map, Number, Value};

use super::offer::Withheld;
use crate::domain::call::NextCall;
use crate::domain::decode;
use crate::domain::failure::{Detail, Failure};
use crate::domain::params::Kind;
use crate::domain::tool::ToolSpec;
use crate::generated::errors::{CANCELLED, INTERNAL_ERROR, INVALID_USAGE, PRODUCTION_PROJECT};

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

/// A call that was cancelled while it changed something. What was sent by then is not known here.
pub(super) fn cut_off(tool: &str) -> Failure {
    let message = format!("{tool} was cancelled while it ran; what it had asked of the platform goes on there.");
    Failure::new(&CANCELLED, Detail { message, retryable: Some(false), ..Detail::default() })
}

/// A change of a project that looks like production.
pub(super) fn production(tool: &str, project: &str, why: &str) -> Failure {
    let message = format!("{tool} changed nothing: the project `{project}` looks like production ({why}).");
    Failure::new(&PRODUCTION_PROJECT, Detail { message, ..Detail::default() })
}

/// A change that cannot be put on record, and so is not made.
pub(super) fn unrecorded(tool: &str, error: &io::Error) -> Failure {
    let message = format!("{tool} changed nothing: the audit log of this server cannot be written ({}).", error.kind());
    let suggestion = "Tell whoever runs this server; what changes nothing still works.".to_owned();
    Failure::new(&INTERNAL_ERROR, Detail { message, suggestion: Some(suggestion), ..Detail::default() })
}

/// A tool, an action or a parameter that this server was started without, or that its caller may not use.
pub(super) fn withheld(spec: &ToolSpec, arguments: &Map<String, Value>, why: Withheld) -> Failure {
    let action = spec.action_of(arguments).and_then(|name| spec.params.action(name));
    let what = action.map_or_else(|| spec.name.to_owned(), |action| format!("{} action={}", spec.name, action.name));
    let message = match why {
        Withheld::Writes => format!("{what} writes, which --read-only forbids."),
        Withheld::Filtered => {
            format!("{what} is left out by --groups, --tools or --exclude-tools.")
        }
        Withheld::Local => {
            let named = arguments.keys().find(|name| spec.params.field(name).is_some_and(|field| field.local));
            let what = named.map_or(what, |name| format!("{name} of {}", spec.name));
            format!("{what} is about the computer of this server, which was started without --allow-local.")
        }
        Withheld::NotGranted => format!("{what} is more than the token of this caller is good for."),
    };
    let next = vec![NextCall { tool: spec.name.to_owned(), args: outline(spec, arguments) }];
    Failure::new(&INVALID_USAGE, Detail { message, next, ..Detail::default() })
}

/// The arguments with every free text replaced by its name, since a text may be a secret and
/// nothing echoes what a caller sets.
pub(super) fn outline(spec: &ToolSpec, arguments: &Map<String, Value>) -> Map<String, Value> {
    let shown = |name: &String, value: &Value| {
        let field = spec.params.field(name)?;
        Some((name.clone(), closed(&field.kind, value).unwrap_or_else(|| Value::String(format!("<{name}>")))))
    };
    arguments.iter().filter_map(|(name, value)| shown(name, value)).collect()
}

/// A value that has no room for a secret.
fn closed(kind: &Kind, value: &Value) -> Option<Value> {
    let Value::String(text) = value else {
        return (value.is_boolean() || value.is_number()).then(|| value.clone());
    };
    match kind {
        Kind::Enum(variants) => variants.contains(&text.as_str()).then(|| value.clone()),
        // A hostname or an id.
        Kind::Text(rule) => (rule.pattern.is_some() && decode::fits(rule, text)).then(|| value.clone()),
        // A command line has words alone, and agents quote what needs no quotes.
        Kind::Boolean => text.trim().to_ascii_lowercase().parse().ok().map(Value::Bool),
        Kind::Integer { .. } | Kind::Number { .. } => number(text.trim()).map(Value::Number),
        Kind::List { .. } | Kind::Record(_) => None,
    }
}

fn number(text: &str) -> Option<Number> {
    text.parse().ok().or_else(|| text.parse().ok().and_then(Number::from_f64))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_cut_off_is_not_to_be_repeated() {
        assert!(cancelled("zerops_discover").retryable);
        let failure = cut_off("zerops_manage");
        assert_eq!((failure.code.as_str(), failure.retryable), ("CANCELLED", false));
    }
}
