//! The life of a process.

/// The status of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProcessStatus {
    Pending,
    Running,
    Finished,
    Failed,
    Canceling,
    Canceled,
}

/// What can happen to a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProcessEvent {
    Start,
    Finish,
    Fail,
    Cancel,
    CancelDone,
}

/// An event that cannot happen in a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IllegalTransition;

/// The status after an event.
///
/// Observed: PENDING, RUNNING, then FINISHED or FAILED; CANCELING, then CANCELED.
/// Guessed: a process that was asked to stop can no longer finish or fail.
pub(crate) fn next(status: ProcessStatus, event: ProcessEvent) -> Result<ProcessStatus, IllegalTransition> {
    use ProcessEvent as Event;
    use ProcessStatus as Status;
    match (status, event) {
        (Status::Pending, Event::Start) => Ok(Status::Running),
        (Status::Running, Event::Finish) => Ok(Status::Finished),
        (Status::Running, Event::Fail) => Ok(Status::Failed),
        (Status::Pending | Status::Running, Event::Cancel) => Ok(Status::Canceling),
        (Status::Canceling, Event::CancelDone) => Ok(Status::Canceled),
        _ => Err(IllegalTransition),
    }
}

impl ProcessStatus {
    /// Whether nothing more will happen.
    pub(crate) const fn is_over(self) -> bool {
        matches!(self, Self::Finished | Self::Failed | Self::Canceled)
    }

    /// The status as it goes on the wire.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Pending => "PENDING",
            Self::Running => "RUNNING",
            Self::Finished => "FINISHED",
            Self::Failed => "FAILED",
            Self::Canceling => "CANCELING",
            Self::Canceled => "CANCELED",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_over_stays_as_it_is() {
        let events = [
            ProcessEvent::Start,
            ProcessEvent::Finish,
            ProcessEvent::Fail,
            ProcessEvent::Cancel,
            ProcessEvent::CancelDone,
        ];
        for status in [ProcessStatus::Finished, ProcessStatus::Failed, ProcessStatus::Canceled] {
            assert!(status.is_over());
            assert!(events.iter().all(|event| next(status, *event) == Err(IllegalTransition)));
        }
    }

    #[test]
    fn a_process_runs_before_it_ends() {
        assert_eq!(next(ProcessStatus::Pending, ProcessEvent::Finish), Err(IllegalTransition));
        assert_eq!(next(ProcessStatus::Pending, ProcessEvent::Start), Ok(ProcessStatus::Running));
        assert_eq!(next(ProcessStatus::Running, ProcessEvent::Fail), Ok(ProcessStatus::Failed));
        assert_eq!(next(ProcessStatus::Running, ProcessEvent::Cancel), Ok(ProcessStatus::Canceling));
    }
}
