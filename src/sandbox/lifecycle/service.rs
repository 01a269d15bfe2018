//! The life of a service.

/// The status of a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ServiceStatus {
    New,
    Creating,
    ReadyToDeploy,
    Active,
    Starting,
    Stopping,
    Stopped,
    Restarting,
    Reloading,
    Scaling,
    Upgrading,
    Repairing,
    RepairFailed,
    MovingContainer,
    ContainerFailed,
    Failed,
    ActionFailed,
    Deleting,
    Deleted,
}

/// What can happen to a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ServiceEvent {
    CreateBegan,
    /// It is made and its containers run.
    CreatedRunning,
    /// It is made and waits for code.
    CreatedEmpty,
    StartBegan,
    Started,
    StopBegan,
    Stopped,
    RestartBegan,
    Restarted,
    ReloadBegan,
    Reloaded,
    /// A version became active.
    Deployed,
    /// The running action went wrong.
    ActionFailed,
    /// The running action was canceled.
    Canceled,
    DeleteBegan,
    Deleted,
}

/// An event that cannot happen in a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IllegalTransition;

/// The status after an event.
///
/// Derived: the statuses and what they mean; a runtime without code waits as `READY_TO_DEPLOY`.
/// Guessed: which action is possible in which status, and that a canceled action leaves the
/// status from before it.
pub(crate) fn next(status: ServiceStatus, event: ServiceEvent) -> Result<ServiceStatus, IllegalTransition> {
    use ServiceEvent as Event;
    use ServiceStatus as Status;
    match (status, event) {
        (Status::New, Event::CreateBegan) => Ok(Status::Creating),
        (Status::New | Status::Creating, Event::CreatedEmpty) => Ok(Status::ReadyToDeploy),
        (Status::New | Status::Creating, Event::CreatedRunning)
        | (Status::Starting, Event::Started)
        | (Status::Restarting, Event::Restarted)
        | (Status::Reloading, Event::Reloaded)
        | (Status::Stopping | Status::Restarting | Status::Reloading, Event::Canceled)
        | (Status::ReadyToDeploy | Status::Active | Status::Stopped | Status::ActionFailed, Event::Deployed) => {
            Ok(Status::Active)
        }
        (Status::Stopped | Status::ActionFailed | Status::Failed, Event::StartBegan) => Ok(Status::Starting),
        (Status::Active | Status::ActionFailed | Status::ContainerFailed | Status::Failed, Event::StopBegan) => {
            Ok(Status::Stopping)
        }
        (Status::Active | Status::ActionFailed | Status::ContainerFailed, Event::RestartBegan) => {
            Ok(Status::Restarting)
        }
        (Status::Active, Event::ReloadBegan) => Ok(Status::Reloading),
        (Status::Stopping, Event::Stopped) | (Status::Starting, Event::Canceled) => Ok(Status::Stopped),
        (Status::New | Status::Creating, Event::ActionFailed | Event::Canceled) => Ok(Status::Failed),
        (
            Status::Starting | Status::Stopping | Status::Restarting | Status::Reloading | Status::Deleting,
            Event::ActionFailed,
        )
        | (Status::Deleting, Event::Canceled) => Ok(Status::ActionFailed),
        (Status::Deleting, Event::Deleted) => Ok(Status::Deleted),
        (Status::Deleting | Status::Deleted, _) => Err(IllegalTransition),
        (_, Event::DeleteBegan) => Ok(Status::Deleting),
        _ => Err(IllegalTransition),
    }
}

impl ServiceStatus {
    /// Every status.
    pub(crate) const ALL: &'static [Self] = &[
        Self::New,
        Self::Creating,
        Self::ReadyToDeploy,
        Self::Active,
        Self::Starting,
        Self::Stopping,
        Self::Stopped,
        Self::Restarting,
        Self::Reloading,
        Self::Scaling,
        Self::Upgrading,
        Self::Repairing,
        Self::RepairFailed,
        Self::MovingContainer,
        Self::ContainerFailed,
        Self::Failed,
        Self::ActionFailed,
        Self::Deleting,
        Self::Deleted,
    ];

    /// The status as it goes on the wire.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::New => "NEW",
            Self::Creating => "CREATING",
            Self::ReadyToDeploy => "READY_TO_DEPLOY",
            Self::Active => "ACTIVE",
            Self::Starting => "STARTING",
            Self::Stopping => "STOPPING",
            Self::Stopped => "STOPPED",
            Self::Restarting => "RESTARTING",
            Self::Reloading => "RELOADING",
            Self::Scaling => "SCALING",
            Self::Upgrading => "UPGRADING",
            Self::Repairing => "REPAIRING",
            Self::RepairFailed => "REPAIR_FAILED",
            Self::MovingContainer => "MOVING_CONTAINER",
            Self::ContainerFailed => "CONTAINER_FAILED",
            Self::Failed => "FAILED",
            Self::ActionFailed => "ACTION_FAILED",
            Self::Deleting => "DELETING",
            Self::Deleted => "DELETED",
        }
    }

    /// The status of this name on the wire.
    pub(crate) fn from_wire(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|status| status.wire() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_service_stops_and_starts() {
        let path = [
            (ServiceEvent::StopBegan, ServiceStatus::Stopping),
            (ServiceEvent::Stopped, ServiceStatus::Stopped),
            (ServiceEvent::StartBegan, ServiceStatus::Starting),
            (ServiceEvent::Started, ServiceStatus::Active),
        ];
        let mut status = ServiceStatus::Active;
        for (event, expected) in path {
            status = next(status, event).expect("legal");
            assert_eq!(status, expected);
        }
    }

    #[test]
    fn nothing_begins_on_what_is_being_deleted() {
        for event in [ServiceEvent::StartBegan, ServiceEvent::RestartBegan, ServiceEvent::DeleteBegan] {
            assert_eq!(next(ServiceStatus::Deleting, event), Err(IllegalTransition));
        }
    }

    #[test]
    fn a_service_that_waits_for_code_has_nothing_to_restart() {
        for event in [ServiceEvent::StartBegan, ServiceEvent::StopBegan, ServiceEvent::RestartBegan] {
            assert_eq!(next(ServiceStatus::ReadyToDeploy, event), Err(IllegalTransition));
        }
        assert_eq!(next(ServiceStatus::ReadyToDeploy, ServiceEvent::Deployed), Ok(ServiceStatus::Active));
    }
}
