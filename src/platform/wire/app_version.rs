//! A version of an application and its build.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::blank::{blank, blank_if_null};
use super::lenient::{moment, readable_items, write_moment};
use super::marks::verbatim;
use crate::domain::ids::{AppVersionId, ProjectId, ServiceId};
use crate::domain::status::VersionStatus;

/// A version of an application.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AppVersion {
    /// Its id.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: AppVersionId,
    /// The project it belongs to.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub project_id: ProjectId,
    /// The service it is for.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack_id: ServiceId,
    /// `UPLOADING`, `BUILDING`, `BUILD_FAILED`, `DEPLOYING`, `ACTIVE`, `BACKUP`, `CANCELLED`, …
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub status: String,
    /// `CLI`, `GUI`, `GITHUB`, `GITLAB`, `GIT` or `NONE`.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub source: String,
    /// What its maker called it, such as a commit. Searches say it, and processes; the read of one does not.
    #[serde(default)]
    pub name: Option<String>,
    /// When it was made.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub created: Option<Timestamp>,
    /// When it went live; absent before.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub activation_date: Option<Timestamp>,
    /// When it changed last.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub last_update: Option<Timestamp>,
    /// How it was built; absent where it was not.
    #[serde(default)]
    pub build: Option<Build>,
    /// The variables that came with it; only the read of one version answers them.
    #[serde(default, deserialize_with = "readable_items")]
    pub user_data_list: Vec<VersionVariable>,
    /// The public repository that it is built from, where it is.
    #[serde(default)]
    pub public_git_source: Option<GitSource>,
}

/// A variable of a version. Its value is not read: nobody needs it, and it may be a secret.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct VersionVariable {
    /// Its name.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub key: String,
}

/// A public repository that a version is built from.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct GitSource {
    /// Its address.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub git_url: String,
    /// The branch.
    #[serde(default)]
    pub branch_name: Option<String>,
}

/// The making of an image to run on.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Preparation {
    /// The service that does it and writes the log of it; empty before it has begun.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack_id: ServiceId,
}

/// A version that waits for its archive. It is not printed: its address gives access.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CreatedVersion {
    /// Its id.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub id: AppVersionId,
    /// The service it is for.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack_id: ServiceId,
    /// Where the archive goes.
    #[serde(default = "blank", deserialize_with = "verbatim")]
    pub upload_url: String,
}

/// What the platform says of a zerops.yaml that it takes.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Validated {
    /// Whether it does.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub success: bool,
}

/// What an operation answers that makes nothing and begins nothing.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Succeeded {
    /// Whether it was done.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub success: bool,
}

/// The build of a version.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Build {
    /// The service that builds, which writes the log of it.
    #[serde(default = "blank", deserialize_with = "blank_if_null")]
    pub service_stack_id: ServiceId,
    /// When it began.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub pipeline_start: Option<Timestamp>,
    /// When all of it had gone well.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub pipeline_finish: Option<Timestamp>,
    /// When it failed.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub pipeline_failed: Option<Timestamp>,
    /// When the build itself was over; what it made is started after that.
    #[serde(default, deserialize_with = "moment", serialize_with = "write_moment")]
    pub end_date: Option<Timestamp>,
}

impl AppVersion {
    /// How it stands.
    #[must_use]
    pub fn state(&self) -> VersionStatus {
        VersionStatus::of(&self.status)
    }

    /// Whether it is what a service has before its first deploy: no source and no build.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.source == "NONE" && self.build.is_none()
    }
}
