//! A tool as the generated table describes it.

use super::decode::{self, Fault};
use super::failure::{Detail, ErrorInfo, Failure, FieldReason};
use super::hints::Hints;
use super::params::Params;

use serde::de::DeserializeOwned;
use serde_json::{Map, Value};

/// Everything about a tool but the function behind it.
#[derive(Debug)]
pub struct ToolSpec {
    /// The name a client calls.
    pub name: &'static str,
    /// The name a person reads.
    pub title: &'static str,
    /// The group it is switched on and off with.
    pub group: &'static str,
    /// The sets of groups that have its group.
    pub sets: &'static [&'static str],
    /// What the model reads.
    pub description: &'static str,
    /// What there is to know besides, in Markdown; no model is given it.
    pub docs: &'static str,
    /// The published input schema, JSON.
    pub input_schema: &'static str,
    /// The published output schema, JSON.
    pub output_schema: &'static str,
    /// The annotations over all actions.
    pub hints: Hints,
    /// Whether each of its actions touches the computer that zcp runs on: its disk, or programs there.
    pub local: bool,
    /// The decoding tables.
    pub params: Params,
    /// Every error it can answer.
    pub errors: &'static [&'static ErrorInfo],
    /// The operations of `spec/platform.yaml` it makes.
    pub calls: &'static [&'static str],
    /// The most bytes its serialised result may have.
    pub budget_bytes: usize,
}

impl ToolSpec {
    /// The names of groups that select it: its own group, then the sets that have it.
    pub fn groups(&self) -> impl Iterator<Item = &'static str> + use<> {
        std::iter::once(self.group).chain(self.sets.iter().copied())
    }

    /// Whether one of these names of groups selects it.
    #[must_use]
    pub fn is_in(&self, groups: &[String]) -> bool {
        self.groups().any(|own| groups.iter().any(|group| group == own))
    }

    /// Decodes a call's arguments into the generated type, or says everything that is wrong.
    ///
    /// # Errors
    /// A failure whose code is the one that all faults share, else `INVALID_PARAMETER`.
    pub fn decode<T: DeserializeOwned>(&self, arguments: Map<String, Value>) -> Result<T, Failure> {
        let map = decode::decode(&self.params, arguments).map_err(|faults| self.refuse(faults))?;
        // The tables and the type are generated from the same spec, so this does not happen; serde's
        // own words would quote the arguments.
        serde_json::from_value(Value::Object(map)).map_err(|_| {
            let reason = "the arguments do not fit the tool".to_owned();
            self.refuse(vec![Fault { field: String::new(), reason, valid: None, code: None }])
        })
    }

    /// The action that a call names, or the one it means by naming none.
    #[must_use]
    pub fn action_of<'a>(&self, arguments: &'a Map<String, Value>) -> Option<&'a str> {
        match arguments.get("action") {
            None | Some(Value::Null) => self.params.default_action,
            Some(named) => named.as_str(),
        }
    }

    /// The facts of an error this tool declares.
    #[must_use]
    pub fn error(&self, code: &str) -> Option<&'static ErrorInfo> {
        self.errors.iter().copied().find(|info| info.code == code)
    }

    fn refuse(&self, faults: Vec<Fault>) -> Failure {
        let shared = faults.first().and_then(|first| first.code);
        let shared = shared.filter(|code| faults.iter().all(|fault| fault.code == Some(*code)));
        let info =
            shared.and_then(|code| self.error(code)).or_else(|| self.error("INVALID_PARAMETER")).unwrap_or(&UNDECLARED);
        let message = faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("; ");
        let fields = faults
            .into_iter()
            .filter(|fault| !fault.field.is_empty())
            .map(|fault| FieldReason {
                field: fault.field,
                reasons: [fault.reason].into_iter().chain(fault.valid).collect(),
                code: None,
            })
            .collect();
        Failure::new(info, Detail { message, fields, ..Detail::default() })
    }
}

/// Stands in where a table lacks the code; codegen refuses such a table.
static UNDECLARED: ErrorInfo = ErrorInfo {
    code: "INVALID_PARAMETER",
    meaning: "The arguments do not fit the tool.",
    cause: "",
    suggestion: "Correct the arguments and call again.",
    retryable: false,
    next: None,
};
