//! Faults on request: which calls go wrong, and how.

use std::fmt;

use super::paths::names;
pub use crate::domain::faults::{Fault, FaultKind};
use crate::domain::nearest::nearest;

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
