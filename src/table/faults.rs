//! Faults on request: which calls of the sandbox go wrong, and how.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Makes some calls of an operation go wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Fault {
    /// The operation, such as `service.get`, or `*` for every call.
    pub operation: String,
    /// The first call that is hit, counted from 1 since the fault was added.
    #[serde(default = "one")]
    pub nth: u64,
    /// How many calls are hit; 0 is for ever.
    #[serde(default = "one")]
    pub times: u64,
    /// Whether the call takes effect all the same.
    #[serde(default)]
    pub applied: bool,
    /// How it goes wrong.
    pub kind: FaultKind,
}

fn one() -> u64 {
    1
}

/// How a call goes wrong.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", deny_unknown_fields)]
pub enum FaultKind {
    /// The error envelope with this status.
    Status {
        /// The HTTP status.
        status: u16,
        /// The error code, `internalServerError` when absent.
        #[serde(default)]
        code: Option<String>,
        /// The message.
        #[serde(default)]
        message: Option<String>,
        /// The meta, as it is.
        #[serde(default)]
        meta: Option<Value>,
        /// The `Retry-After` header.
        #[serde(default)]
        retry_after: Option<String>,
    },
    /// The real answer, late.
    Latency {
        /// Milliseconds of real time.
        ms: u64,
    },
    /// This JSON with status 200 in the place of the answer.
    Body {
        /// The JSON.
        body: Value,
    },
    /// No answer, ever.
    Silence,
    /// The TCP connection is reset without an answer.
    Reset,
    /// A web page instead of JSON.
    Html {
        /// The HTTP status, 200 when absent.
        #[serde(default)]
        status: Option<u16>,
    },
    /// The real answer, announced in full and cut in the middle by closing the connection.
    Truncated,
    /// The real answer with strings and numbers in each other's place.
    WrongTypes,
    /// A redirect.
    Redirect {
        /// Where to.
        location: String,
    },
    /// A body that never ends.
    Endless,
    /// The real answer one byte at a time.
    Drip,
    /// The real answer with a text behind every string but ids, constants, times and addresses.
    Texts {
        /// The text.
        text: String,
        /// Whether it stands in the place of every string.
        #[serde(default)]
        everywhere: bool,
    },
    /// The error envelope with this status; message and meta quote the body of the request.
    Quotes {
        /// The HTTP status.
        status: u16,
    },
}

impl Fault {
    /// Hits the first call of an operation.
    #[must_use]
    pub fn new(operation: impl Into<String>, kind: FaultKind) -> Self {
        Self { operation: operation.into(), nth: 1, times: 1, applied: false, kind }
    }

    /// Sets the first call that is hit.
    #[must_use]
    pub fn nth(mut self, nth: u64) -> Self {
        self.nth = nth;
        self
    }

    /// Sets how many calls are hit; 0 is for ever.
    #[must_use]
    pub fn times(mut self, times: u64) -> Self {
        self.times = times;
        self
    }

    /// Lets the call take effect all the same.
    #[must_use]
    pub fn applied(mut self) -> Self {
        self.applied = true;
        self
    }

    /// Whether it can be done at all.
    ///
    /// # Errors
    /// What cannot be, in words.
    pub fn check(&self) -> Result<(), &'static str> {
        let (status, text) = match &self.kind {
            FaultKind::Status { status, retry_after, .. } => (Some(*status), retry_after.as_deref()),
            FaultKind::Quotes { status } => (Some(*status), None),
            FaultKind::Html { status } => (*status, None),
            FaultKind::Redirect { location } => (None, Some(location.as_str())),
            _ => (None, None),
        };
        if self.nth == 0 {
            return Err("`nth` counts from 1");
        }
        if status.is_some_and(|status| !(200..=599).contains(&status)) {
            return Err("`status` is from 200 to 599");
        }
        if text.is_some_and(|text| !text.bytes().all(|byte| (b' '..=b'~').contains(&byte))) {
            return Err("`retryAfter` and `location` are texts of visible characters");
        }
        Ok(())
    }
}
