//! The error envelope and its three forms of `meta`.

use std::fmt;

use serde_json::{Map, Value, json};

use crate::sandbox::platform_date::PlatformDate;

/// An error as the platform answers it.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    pub(crate) status: u16,
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// The field reasons, the parameters or the object that says more.
    pub(crate) meta: Option<Value>,
}

impl ApiError {
    /// A fault of the caller: HTTP 400.
    ///
    /// Guessed: 400 wherever the reference knows no status.
    pub(crate) fn new(code: &'static str, message: impl Into<String>) -> Self {
        Self { status: 400, code, message: message.into(), meta: None }
    }

    /// The same error under another HTTP status.
    pub(crate) fn status(mut self, status: u16) -> Self {
        self.status = status;
        self
    }

    /// Adds a reason about a field: `meta` is a list of `{code, error, metadata}`.
    ///
    /// Observed: the shape, for imports and for the validation of documents.
    pub(crate) fn reason(self, field: impl Into<String>, reason: impl Into<String>) -> Self {
        self.reasons(field, vec![Value::String(reason.into())])
    }

    /// Adds several reasons about a field.
    pub(crate) fn reasons(mut self, field: impl Into<String>, reasons: Vec<Value>) -> Self {
        let mut metadata = Map::new();
        metadata.insert(field.into(), Value::Array(reasons));
        self.meta = Some(json!([{ "code": self.code, "error": self.message, "metadata": metadata }]));
        self
    }

    /// Says that there is nothing more to say: `metadata` is null.
    pub(crate) fn without_reasons(mut self) -> Self {
        self.meta = Some(json!([{ "code": self.code, "error": self.message, "metadata": null }]));
        self
    }

    /// Sets `meta` to an object.
    pub(crate) fn object(mut self, meta: Value) -> Self {
        self.meta = Some(meta);
        self
    }

    /// A fault of a path argument or of a body: `meta` is a list of `{parameter, message}`.
    ///
    /// Derived: the shape, from the validator that clients carry.
    pub(crate) fn user_input(parameter: &str, message: &str) -> Self {
        let mut error = Self::new("invalidUserInput", "Invalid user input.");
        error.meta = Some(json!([{ "parameter": parameter, "message": message }]));
        error
    }

    /// A field of a body that is not there or of another type; `wanted` is such as `a string`.
    pub(crate) fn unlike(parameter: &str, value: &Value, wanted: &str) -> Self {
        match value {
            Value::Null => Self::user_input(parameter, "field is required"),
            _ => Self::user_input(parameter, &format!("must be {wanted}")),
        }
    }

    /// Guessed: the code and the message; 401 is observed.
    pub(crate) fn not_authorized() -> Self {
        Self::new("notAuthorized", "Not authorized.").status(401)
    }

    /// Guessed: the code and the message; 401 is observed.
    pub(crate) fn token_expired() -> Self {
        Self::new("tokenExpired", "Token expired.").status(401)
    }

    /// Observed: the code and status 403. Guessed, of the former platform: the code.
    pub(crate) fn not_permitted(platform: PlatformDate) -> Self {
        let code = if platform.is_former() { "insufficientPrivileges" } else { "insufficientPermissions" };
        Self::new(code, "Insufficient privileges.").status(403)
    }

    /// Observed: the code, of what only a person who has proven to be one may do.
    pub(crate) fn not_in_sudo_mode() -> Self {
        Self::new("notInSudoMode", "Not in sudo mode.")
    }

    /// Observed: the message, and a status other than 404.
    pub(crate) fn service_not_found() -> Self {
        Self::new("serviceStackNotFound", "Service stack not found.")
    }

    /// Observed: status 404 on the former platform. Guessed: 400 today, as for everything else that is
    /// absent; the code and the message.
    pub(crate) fn process_not_found(platform: PlatformDate) -> Self {
        Self::new("processNotFound", "Process not found.").status(if platform.is_former() { 404 } else { 400 })
    }

    /// Guessed: the status; the code is one clients look for.
    pub(crate) fn project_not_found() -> Self {
        Self::new("projectNotFound", "Project not found.")
    }

    /// The envelope.
    pub(crate) fn to_json(&self) -> Value {
        json!({ "error": self.object_json() })
    }

    /// What stands in the envelope, and beside a service of an import that failed alone.
    pub(crate) fn object_json(&self) -> Value {
        json!({ "code": self.code, "message": self.message, "meta": self.meta })
    }
}

/// For the person who starts a sandbox: the message, then each field with its reason.
impl fmt::Display for ApiError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message.trim_end_matches('.'))?;
        for (field, reason) in self.meta.iter().flat_map(told) {
            write!(f, "; {field}: {reason}")?;
        }
        Ok(())
    }
}

/// The fields and reasons of a `meta`, whatever its form.
fn told(meta: &Value) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let fields = |map: &Map<String, Value>| -> Vec<(String, String)> {
        map.iter()
            .flat_map(|(field, reasons)| match reasons {
                Value::Array(reasons) => reasons.iter().map(|reason| (field.clone(), text(reason))).collect(),
                reason => vec![(field.clone(), text(reason))],
            })
            .collect()
    };
    match meta {
        Value::Array(items) => items.iter().flat_map(told).collect(),
        Value::Object(map) => match (map.get("metadata"), map.get("parameter"), map.get("message")) {
            (Some(Value::Object(metadata)), ..) => fields(metadata),
            (Some(_), ..) => Vec::new(),
            (None, Some(parameter), Some(message)) => vec![(text(parameter), text(message))],
            _ => fields(map),
        },
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_person_reads_fields_and_reasons() {
        let error = ApiError::new("x", "Invalid.").reasons("services[0].type", vec![json!("odd"), json!("new")]);
        assert_eq!(error.to_string(), "Invalid; services[0].type: odd; services[0].type: new");
        assert_eq!(ApiError::new("x", "Invalid.").without_reasons().to_string(), "Invalid");
        assert_eq!(ApiError::user_input("id", "is odd").to_string(), "Invalid user input; id: is odd");
        assert_eq!(ApiError::new("x", "No.").object(json!({ "name": "app" })).to_string(), "No; name: app");
    }
}
