//! The life of an app version.

/// The status of an app version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AppVersionStatus {
    WaitingToBuild,
    Building,
    BuildFailed,
    WaitingToDeploy,
    Deploying,
    DeployFailed,
    Active,
    Backup,
    Cancelled,
}

/// What can happen to an app version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AppVersionEvent {
    /// The next stage of its pipeline begins.
    Advance,
    Fail,
    Cancel,
    /// Another version takes its place.
    Replace,
}

/// An event that cannot happen in a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct IllegalTransition;

/// The status after an event.
///
/// Derived: the order of a good build, and which failure belongs to which stage.
/// Guessed: the version before it becomes BACKUP.
pub(crate) fn next(status: AppVersionStatus, event: AppVersionEvent) -> Result<AppVersionStatus, IllegalTransition> {
    use AppVersionEvent as Event;
    use AppVersionStatus as Status;
    match (status, event) {
        (Status::WaitingToBuild, Event::Advance) => Ok(Status::Building),
        (Status::Building, Event::Advance) => Ok(Status::WaitingToDeploy),
        (Status::WaitingToDeploy, Event::Advance) => Ok(Status::Deploying),
        (Status::Deploying, Event::Advance) => Ok(Status::Active),
        (Status::WaitingToBuild | Status::Building, Event::Fail) => Ok(Status::BuildFailed),
        (Status::WaitingToDeploy | Status::Deploying, Event::Fail) => Ok(Status::DeployFailed),
        (Status::WaitingToBuild | Status::Building | Status::WaitingToDeploy | Status::Deploying, Event::Cancel) => {
            Ok(Status::Cancelled)
        }
        (Status::Active, Event::Replace) => Ok(Status::Backup),
        _ => Err(IllegalTransition),
    }
}

impl AppVersionStatus {
    /// The status as it goes on the wire. It is CANCELLED here, with two L.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::WaitingToBuild => "WAITING_TO_BUILD",
            Self::Building => "BUILDING",
            Self::BuildFailed => "BUILD_FAILED",
            Self::WaitingToDeploy => "WAITING_TO_DEPLOY",
            Self::Deploying => "DEPLOYING",
            Self::DeployFailed => "DEPLOY_FAILED",
            Self::Active => "ACTIVE",
            Self::Backup => "BACKUP",
            Self::Cancelled => "CANCELLED",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_good_build_ends_active_and_is_replaced() {
        let mut status = AppVersionStatus::WaitingToBuild;
        let mut seen = Vec::new();
        while let Ok(following) = next(status, AppVersionEvent::Advance) {
            seen.push(following.wire());
            status = following;
        }
        assert_eq!(seen, ["BUILDING", "WAITING_TO_DEPLOY", "DEPLOYING", "ACTIVE"]);
        assert_eq!(next(status, AppVersionEvent::Replace), Ok(AppVersionStatus::Backup));
        assert_eq!(next(status, AppVersionEvent::Fail), Err(IllegalTransition));
    }

    #[test]
    fn a_failure_belongs_to_its_stage() {
        assert_eq!(next(AppVersionStatus::Building, AppVersionEvent::Fail), Ok(AppVersionStatus::BuildFailed));
        assert_eq!(next(AppVersionStatus::Deploying, AppVersionEvent::Fail), Ok(AppVersionStatus::DeployFailed));
    }
}
