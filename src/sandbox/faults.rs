//! Faults on request: which calls go wrong, and how.

use std::fmt;

use axum::http::HeaderValue;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::routes::{BESIDE, ROUTES};
use crate::domain::nearest::nearest;

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

/// Faults at a time.
const MOST: usize = 1_000;

/// Why a fault was not added.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotAdded {
    /// There is no such operation; with the nearest one.
    UnknownOperation {
        /// What was given.
        name: String,
        /// What may be meant.
        hint: Option<&'static str>,
    },
    /// There are as many as can be.
    TooMany,
}

impl fmt::Display for NotAdded {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::UnknownOperation { name, hint } => {
                write!(f, "`{name}` is no operation of the sandbox")?;
                hint.map_or(Ok(()), |hint| write!(f, ". Did you mean `{hint}`?"))
            }
            Self::TooMany => write!(f, "there are {MOST} faults already"),
        }
    }
}

impl std::error::Error for NotAdded {}

impl Fault {
    /// Hits the first call of an operation.
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
    pub(crate) fn check(&self) -> Result<(), &'static str> {
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
        if text.is_some_and(|text| text.contains('\t') || HeaderValue::from_str(text).is_err()) {
            return Err("`retryAfter` and `location` are texts of visible characters");
        }
        Ok(())
    }
}

/// The faults in force, with how many calls each has seen.
#[derive(Debug, Default)]
pub(crate) struct FaultList {
    entries: Vec<(Fault, u64)>,
}

impl FaultList {
    /// Adds a fault.
    pub(crate) fn add(&mut self, fault: Fault) -> Result<(), NotAdded> {
        // Every call looks at all of them.
        if self.entries.len() >= MOST {
            return Err(NotAdded::TooMany);
        }
        let names = || ROUTES.iter().chain(BESIDE.iter().copied()).map(|route| route.name);
        if fault.operation != "*" && !names().any(|name| name == fault.operation) {
            let hint = nearest(&fault.operation, names());
            return Err(NotAdded::UnknownOperation { name: fault.operation, hint });
        }
        self.entries.push((fault, 0));
        Ok(())
    }

    /// The fault of a call, if any hits it. Every fault of the operation counts the call; the
    /// one added first wins.
    pub(crate) fn hit(&mut self, operation: &str) -> Option<Fault> {
        let mut found = None;
        for (fault, seen) in &mut self.entries {
            if fault.operation == "*" || fault.operation == operation {
                *seen += 1;
                let first = fault.nth.max(1);
                let hits = *seen >= first && (fault.times == 0 || *seen < first.saturating_add(fault.times));
                if hits && found.is_none() {
                    found = Some(fault.clone());
                }
            }
        }
        found
    }

    /// Every fault in force.
    pub(crate) fn list(&self) -> Vec<Fault> {
        self.entries.iter().map(|(fault, _)| fault.clone()).collect()
    }

    /// Removes every fault.
    pub(crate) fn clear(&mut self) {
        self.entries.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nth_call_and_so_many_after_it_are_hit() {
        let mut list = FaultList::default();
        list.add(Fault::new("service.get", FaultKind::Reset).nth(2).times(2)).expect("added");
        let hits: Vec<bool> = (0..5).map(|_| list.hit("service.get").is_some()).collect();
        assert_eq!(hits, [false, true, true, false, false]);
        assert!(list.hit("process.get").is_none());
    }

    #[test]
    fn an_unknown_operation_is_refused_with_the_nearest_one() {
        let error = FaultList::default().add(Fault::new("service.gett", FaultKind::Silence)).expect_err("refused");
        assert!(error.to_string().contains("`service.get`"));
    }

    #[test]
    fn a_fault_is_written_as_json() {
        let text = r#"{"operation":"*","times":0,"kind":{"status":{"status":429,"retryAfter":"1"}}}"#;
        let fault: Fault = serde_json::from_str(text).expect("json");
        assert_eq!((fault.nth, fault.times), (1, 0));
        assert_eq!(
            serde_json::from_str::<Fault>(r#"{"operation":"*","kind":"silence"}"#).expect("json").kind,
            FaultKind::Silence
        );
    }
}
