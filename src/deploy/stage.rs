//! Where a version of an application is on its way, read off what the platform says of it.

use super::classify::Phase;
use crate::domain::status::VersionStatus;
use crate::platform::wire::AppVersion;

/// The stage of a version.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// It goes on; a status that zcp does not know counts as this.
    Going {
        /// Whether its build is done.
        built: bool,
    },
    /// It runs.
    Live,
    /// It ran, and another version has taken its place.
    Replaced,
    /// It failed.
    Failed(Phase),
    /// Somebody cancelled it.
    Cancelled,
}

/// The stage of a version.
#[must_use]
pub fn of(version: &AppVersion) -> Stage {
    use VersionStatus as Is;

    let failed = version.build.as_ref().is_some_and(|build| build.pipeline_failed.is_some());
    match version.state() {
        Is::Active => Stage::Live,
        Is::Backup => Stage::Replaced,
        Is::BuildValidationFailed | Is::BuildFailed => Stage::Failed(Phase::Build),
        Is::PreparingRuntimeFailed => Stage::Failed(Phase::Prepare),
        Is::DeployFailed => Stage::Failed(Phase::Init),
        Is::Cancelled => Stage::Cancelled,
        Is::PreparingRuntime if failed => Stage::Failed(Phase::Prepare),
        Is::WaitingToDeploy | Is::Deploying if failed => Stage::Failed(Phase::Init),
        _ if failed => Stage::Failed(Phase::Build),
        Is::PreparingRuntime | Is::WaitingToDeploy | Is::Deploying => Stage::Going { built: true },
        _ => Stage::Going { built: false },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_status_has_its_stage() {
        let version = |status: &str, failed: Option<&str>| {
            let json = serde_json::json!({ "status": status, "build": { "pipelineFailed": failed } });
            of(&serde_json::from_value(json).expect("a version"))
        };
        let at = Some("2026-01-02T03:04:05Z");
        for (status, failed, stage) in [
            ("UPLOADING", None, Stage::Going { built: false }),
            ("WAITING_TO_BUILD", None, Stage::Going { built: false }),
            ("BUILDING", None, Stage::Going { built: false }),
            ("BUILDING", at, Stage::Failed(Phase::Build)),
            ("PREPARING_RUNTIME", None, Stage::Going { built: true }),
            ("PREPARING_RUNTIME", at, Stage::Failed(Phase::Prepare)),
            ("DEPLOYING", at, Stage::Failed(Phase::Init)),
            ("ACTIVE", None, Stage::Live),
            ("BACKUP", None, Stage::Replaced),
            ("BUILD_VALIDATION_FAILED", at, Stage::Failed(Phase::Build)),
            ("PREPARING_RUNTIME_FAILED", at, Stage::Failed(Phase::Prepare)),
            ("DEPLOY_FAILED", at, Stage::Failed(Phase::Init)),
            ("CANCELLED", None, Stage::Cancelled),
            ("CANCELED", None, Stage::Cancelled),
            ("NEVER_HEARD_OF", None, Stage::Going { built: false }),
        ] {
            assert_eq!(version(status, failed), stage, "{status}");
        }
    }
}
