//! The life of an app version.

/// The status of an app version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum AppVersionStatus {
    Uploading,
    WaitingToBuild,
    Building,
    BuildFailed,
    PreparingRuntime,
    PreparingRuntimeFailed,
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
    /// What was uploaded is to be built and deployed.
    Build,
    /// What was uploaded, or was active before, is to be deployed as it is.
    Deploy,
    /// A runtime of its own is made for it.
    Prepare,
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
/// Guessed: the version before it becomes BACKUP; one that is deployed without a build waits first,
/// before a runtime is prepared for it; one that nobody uploads is cancelled in the end.
pub(crate) fn next(status: AppVersionStatus, event: AppVersionEvent) -> Result<AppVersionStatus, IllegalTransition> {
    use AppVersionEvent as Event;
    use AppVersionStatus as Status;
    match (status, event) {
        (Status::Uploading, Event::Build) => Ok(Status::WaitingToBuild),
        (Status::WaitingToBuild, Event::Advance) => Ok(Status::Building),
        (Status::Building | Status::WaitingToDeploy, Event::Prepare) => Ok(Status::PreparingRuntime),
        (Status::Uploading | Status::Backup, Event::Deploy)
        | (Status::Building | Status::PreparingRuntime, Event::Advance) => Ok(Status::WaitingToDeploy),
        (Status::WaitingToDeploy, Event::Advance) => Ok(Status::Deploying),
        (Status::Deploying, Event::Advance) => Ok(Status::Active),
        (Status::WaitingToBuild | Status::Building, Event::Fail) => Ok(Status::BuildFailed),
        (Status::PreparingRuntime, Event::Fail) => Ok(Status::PreparingRuntimeFailed),
        (Status::WaitingToDeploy | Status::Deploying, Event::Fail) => Ok(Status::DeployFailed),
        (
            Status::Uploading
            | Status::WaitingToBuild
            | Status::Building
            | Status::PreparingRuntime
            | Status::WaitingToDeploy
            | Status::Deploying,
            Event::Cancel,
        ) => Ok(Status::Cancelled),
        (Status::Active, Event::Replace) => Ok(Status::Backup),
        _ => Err(IllegalTransition),
    }
}

impl AppVersionStatus {
    /// The status as it goes on the wire. It is CANCELLED here, with two L.
    pub(crate) const fn wire(self) -> &'static str {
        match self {
            Self::Uploading => "UPLOADING",
            Self::WaitingToBuild => "WAITING_TO_BUILD",
            Self::Building => "BUILDING",
            Self::BuildFailed => "BUILD_FAILED",
            Self::PreparingRuntime => "PREPARING_RUNTIME",
            Self::PreparingRuntimeFailed => "PREPARING_RUNTIME_FAILED",
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
    fn a_runtime_is_prepared_between_build_and_deploy() {
        let path = [
            (AppVersionEvent::Build, AppVersionStatus::WaitingToBuild),
            (AppVersionEvent::Advance, AppVersionStatus::Building),
            (AppVersionEvent::Prepare, AppVersionStatus::PreparingRuntime),
            (AppVersionEvent::Advance, AppVersionStatus::WaitingToDeploy),
        ];
        let mut status = AppVersionStatus::Uploading;
        for (event, expected) in path {
            status = next(status, event).expect("legal");
            assert_eq!(status, expected);
        }
        assert_eq!(next(AppVersionStatus::Uploading, AppVersionEvent::Advance), Err(IllegalTransition));
        assert_eq!(next(AppVersionStatus::Backup, AppVersionEvent::Deploy), Ok(AppVersionStatus::WaitingToDeploy));
    }

    #[test]
    fn a_failure_belongs_to_its_stage() {
        assert_eq!(next(AppVersionStatus::Building, AppVersionEvent::Fail), Ok(AppVersionStatus::BuildFailed));
        assert_eq!(next(AppVersionStatus::Deploying, AppVersionEvent::Fail), Ok(AppVersionStatus::DeployFailed));
        let prepare = next(AppVersionStatus::PreparingRuntime, AppVersionEvent::Fail);
        assert_eq!(prepare, Ok(AppVersionStatus::PreparingRuntimeFailed));
    }
}
