//! A process: one asynchronous operation of the platform.

use jiff::Timestamp;
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;

use super::app_version::Preparation;
use super::blank::{blank, blank_if_null};
use super::envelope::ErrorBody;
use super::lenient::{moment, write_moment};
use super::service::ServiceReference;
use crate::domain::ids::{AppVersionId, ProcessId, ProjectId};
use crate::domain::status::ProcessStatus;

/// A process.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Process {
    /// Its id.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: ProcessId,
    /// The project it belongs to.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub project_id: ProjectId,
    /// `PENDING`, `RUNNING`, `ROLLBACKING`, `CANCELING`, `FINISHED`, `FAILED` or `CANCELED`; other
    /// spellings of these are normalised, other words are kept.
    #[serde(default = "blank", deserialize_with = "status")]
    pub status: String,
    /// What it does, such as `stack.restart`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub action_name: String,
    /// The services it works on.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stacks: Vec<ServiceReference>,
    /// When it was asked for.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub created: Option<Timestamp>,
    /// When it began.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub started: Option<Timestamp>,
    /// When it ended.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub finished: Option<Timestamp>,
    /// The version that it builds and deploys.
    #[serde(default)]
    pub app_version: Option<VersionReference>,
    /// What the platform says about it; see [`Process::fail_reason`].
    #[serde(default)]
    pub public_meta: Option<Value>,
    /// Why it failed; null until then, and in answers of a former platform.
    #[serde(default)]
    pub error: Option<ErrorBody>,
}

/// An app version as a process names it.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct VersionReference {
    /// Its id.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: AppVersionId,
    /// What its maker called it, such as a commit.
    #[serde(default)]
    pub name: Option<String>,
    /// How the image that it runs on is made; absent before that and where it is not needed.
    #[serde(default)]
    pub prepare_custom_runtime: Option<Preparation>,
}

impl Process {
    /// Whether nothing more will happen. A status that zcp does not know counts as in progress.
    #[must_use]
    pub fn is_terminal(&self) -> bool {
        self.state().is_over()
    }

    /// How it stands.
    #[must_use]
    pub fn state(&self) -> ProcessStatus {
        ProcessStatus::of(&self.status)
    }

    /// The API's code of the failure, such as `noSubdomainPorts`.
    #[must_use]
    pub fn fail_code(&self) -> Option<&str> {
        self.own(|error| &error.code).or_else(|| self.meta_text("/error/code"))
    }

    /// Why it failed, in the best words there are. Its own error is the platform's word; the reason
    /// beside it is often empty.
    #[must_use]
    pub fn fail_reason(&self) -> Option<&str> {
        self.own(|error| &error.message)
            .or_else(|| self.meta_text("/failReason"))
            .or_else(|| self.meta_text("/error/message"))
            .or_else(|| self.fail_code())
    }

    fn own(&self, text: impl Fn(&ErrorBody) -> &String) -> Option<&str> {
        self.error.as_ref().map(|error| text(error).as_str()).filter(|text| !text.is_empty())
    }

    fn meta_text(&self, pointer: &str) -> Option<&str> {
        self.public_meta.as_ref()?.pointer(pointer)?.as_str().filter(|text| !text.is_empty())
    }
}

fn status<'de, D: Deserializer<'de>>(from: D) -> Result<String, D::Error> {
    let status: String = blank_if_null(from)?;
    // Two words that have been spelt otherwise.
    Ok(ProcessStatus::of(&status).as_str().to_owned())
}

/// What setting limits answers.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct AutoscalingAnswer {
    /// The process that applies the limits; absent when they applied at once.
    #[serde(default)]
    pub process: Option<Process>,
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Process;

    fn process(json: Value) -> Process {
        serde_json::from_value(json).expect("parses")
    }

    #[test]
    fn statuses_have_one_spelling() {
        for (wire, status, terminal) in [
            ("DONE", "FINISHED", true),
            ("FINISHED", "FINISHED", true),
            ("CANCELLED", "CANCELED", true),
            ("FAILED", "FAILED", true),
            ("ROLLBACKING", "ROLLBACKING", false),
            ("CANCELING", "CANCELING", false),
            ("NEVER_HEARD_OF", "NEVER_HEARD_OF", false),
        ] {
            let process = process(json!({"status": wire}));
            assert_eq!((process.status.as_str(), process.is_terminal()), (status, terminal));
        }
    }

    #[test]
    fn the_best_reason_is_found() {
        let reason = |meta: Value| process(json!({"publicMeta": meta})).fail_reason().map(str::to_owned);
        assert_eq!(reason(Value::Null), None);
        assert_eq!(reason(json!({"failReason": "disk is full"})).as_deref(), Some("disk is full"));
        assert_eq!(reason(json!({"failReason": "", "error": {"code": "commandExec"}})).as_deref(), Some("commandExec"));
        assert_eq!(reason(json!({"error": {"code": "x", "message": "y"}})).as_deref(), Some("y"));
    }

    #[test]
    fn its_own_error_comes_first() {
        let of = |error: Value| {
            let process =
                process(json!({"error": error, "publicMeta": {"failReason": "less", "error": {"code": "old"}}}));
            (process.fail_reason().map(str::to_owned), process.fail_code().map(str::to_owned))
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(of(json!({"code": "new", "message": "more", "meta": null})), (some("more"), some("new")));
        assert_eq!(of(json!({"code": "new", "message": ""})), (some("less"), some("new")));
        assert_eq!(of(Value::Null), (some("less"), some("old")));
    }
}
