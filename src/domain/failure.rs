//! How an operation says that it did not work.
//!
//! [`Fail`] is what an operation returns: its code is a variant of the error enum generated for
//! that tool, so an undeclared code does not compile. [`Failure`] is the same thing after the type
//! has done its work: the one JSON shape that every client sees.

use std::fmt;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::call::{NextCall, Template};

/// The declared facts of an error code, from `spec/errors.yaml`.
#[derive(Debug)]
pub struct ErrorInfo {
    /// The code, such as `SERVICE_NOT_FOUND`.
    pub code: &'static str,
    /// What the code says.
    pub meaning: &'static str,
    /// What usually leads to it.
    pub cause: &'static str,
    /// What to do about it, for the caller.
    pub suggestion: &'static str,
    /// Whether the same call can succeed later.
    pub retryable: bool,
    /// The call to suggest, which is about no service.
    pub next: Option<Template>,
}

/// A variant of a generated error enum.
pub trait ErrorCode: Copy + fmt::Debug + Send + Sync + 'static {
    /// The facts of the code.
    fn info(self) -> &'static ErrorInfo;
}

/// One reason of the API, or of the argument decoder, about one field.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldReason {
    /// The field, as a dotted path; empty when the reason is about the whole.
    pub field: String,
    /// What is wrong with it.
    pub reasons: Vec<String>,
    /// The API's code for this reason, where it gave one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
}

impl FieldReason {
    /// One reason about one field.
    pub fn new(field: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { field: field.into(), reasons: vec![reason.into()], code: None }
    }
}

/// A question for the human behind the client, asked before something that cannot be undone.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// The question as the human reads it.
    pub text: String,
    /// What the human types for a yes, such as the hostname of what would be lost: a key that is pressed without
    /// reading is none.
    pub word: String,
    /// What that does, as in "Type … to delete it".
    pub deed: String,
    /// What the answer is good for.
    pub stake: Stake,
}

/// What is lost when the human says yes: ids of the platform in the order of the question. A yes is good
/// for exactly this; what was made again under the same name has another id.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Stake(Vec<String>);

impl Stake {
    /// These ids.
    #[must_use]
    pub fn new(ids: impl IntoIterator<Item = impl Into<String>>) -> Self {
        Self(ids.into_iter().map(Into::into).collect())
    }
}

/// A failure whose code is still a type.
#[derive(Clone, Debug)]
pub struct Fail<E> {
    /// The code, a variant of the tool's error enum.
    pub code: E,
    /// Everything else.
    pub detail: Box<Detail>,
}

/// What a failure says besides its code.
#[derive(Clone, Debug, Default)]
pub struct Detail {
    /// What happened, for the caller.
    pub message: String,
    /// What to do next; the code's own suggestion when absent.
    pub suggestion: Option<String>,
    /// Whether a retry can help; the code's own answer when absent.
    pub retryable: Option<bool>,
    /// Calls to make next; the code's own when empty.
    pub next: Vec<NextCall>,
    /// The API's code.
    pub api_code: Option<String>,
    /// The reasons field by field.
    pub fields: Vec<FieldReason>,
    /// Asked first where the client can ask its human; then the operation runs again.
    pub question: Option<Question>,
}

impl<E: ErrorCode> Fail<E> {
    /// A failure with what happened.
    pub fn new(code: impl Into<E>, message: impl Into<String>) -> Self {
        let detail = Detail { message: message.into(), ..Detail::default() };
        Self { code: code.into(), detail: Box::new(detail) }
    }

    /// Says what to do instead of the code's own suggestion.
    #[must_use]
    pub fn suggest(mut self, suggestion: impl Into<String>) -> Self {
        self.detail.suggestion = Some(suggestion.into());
        self
    }

    /// Adds a call to make next.
    #[must_use]
    pub fn next(mut self, call: NextCall) -> Self {
        self.detail.next.push(call);
        self
    }

    /// Adds a reason about a field.
    #[must_use]
    pub fn field(mut self, field: impl Into<String>, reason: impl Into<String>) -> Self {
        self.detail.fields.push(FieldReason::new(field, reason));
        self
    }

    /// Asks the human first where the client can.
    #[must_use]
    pub fn ask(mut self, question: Question) -> Self {
        self.detail.question = Some(question);
        self
    }
}

/// A failure as the client sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// The error code.
    pub code: String,
    /// What happened.
    pub error: String,
    /// What to do next.
    pub suggestion: String,
    /// Whether the same call can succeed later.
    pub retryable: bool,
    /// Calls to make next.
    pub next: Vec<NextCall>,
    /// The API's own code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub api_code: Option<String>,
    /// The reasons field by field.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldReason>,
    /// A question for the human, before this failure is the answer.
    #[serde(skip)]
    pub question: Option<QuestionBox>,
}

/// The question of a failure; boxed so that failures stay small.
pub type QuestionBox = Box<Question>;

impl Failure {
    /// Puts a code's facts and a detail together.
    #[must_use]
    pub fn new(info: &'static ErrorInfo, detail: Detail) -> Self {
        let mut next = detail.next;
        if next.is_empty() {
            next.extend(info.next.map(|template| template.call("")));
        }
        Self {
            code: info.code.to_owned(),
            error: detail.message,
            suggestion: detail.suggestion.unwrap_or_else(|| info.suggestion.to_owned()),
            retryable: detail.retryable.unwrap_or(info.retryable),
            next,
            api_code: detail.api_code,
            fields: detail.fields,
            question: detail.question.map(Box::new),
        }
    }
}

impl<E: ErrorCode> From<Fail<E>> for Failure {
    fn from(fail: Fail<E>) -> Self {
        Self::new(fail.code.info(), *fail.detail)
    }
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code, self.error)
    }
}

impl std::error::Error for Failure {}

/// The record of a failure in its text: the last line, behind those that tell it in words.
#[must_use]
pub fn failure_of(text: &str) -> Option<Value> {
    let record = text.lines().next_back()?;
    serde_json::from_str(record).ok().filter(Value::is_object)
}

#[cfg(test)]
mod tests {
    use super::failure_of;

    #[test]
    fn the_record_of_a_failure_is_found_behind_its_words() {
        for text in [r#"{"code":"X"}"#, "X: it failed\nMend it.\n{\"code\":\"X\"}"] {
            assert_eq!(failure_of(text).expect("a record")["code"], "X");
        }
        assert_eq!(failure_of("no record"), None);
        assert_eq!(failure_of(""), None);
    }
}
