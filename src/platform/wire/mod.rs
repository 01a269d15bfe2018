//! The JSON of the platform, as far as zcp reads and writes it.
//!
//! Every field may be missing or null, because the API omits what its versions do not know, and
//! unknown keys are ignored. A value of the wrong type is an error where the answer means nothing
//! without it, and absent where it does: times, ports, limits. Field names are those of the wire,
//! where a service is called a stack. Keys that nothing reads are deliberately absent.

mod app_version;
mod autoscaling;
mod backup;
mod blank;
mod envelope;
mod identity;
mod import;
mod lenient;
mod log;
pub mod marks;
mod process;
mod project;
mod recipe;
mod service;
mod types;
mod usage;
mod variable;

pub use app_version::{
    AppVersion, Build, CreatedVersion, GitSource, Preparation, Succeeded, Validated, VersionVariable,
};
pub use autoscaling::{Autoscaling, AutoscalingRequest};
pub(crate) use backup::BACKUP_ENDINGS;
pub use backup::{Backup, BackupBegun, DownloadUrl, ServiceBackups};
pub use envelope::{Condition, ErrorBody, ErrorEnvelope, Items, List, Page, SearchRequest, Sort};
pub use identity::{ClientUser, Grant, TokenRecord, UserInfo};
pub use import::{ImportAnswer, ImportRequest, ImportedService};
pub use log::{LogAccess, LogItem, LogItems};
pub use process::{AutoscalingAnswer, Process, VersionReference};
pub use project::{Location, Project};
pub use recipe::{RecipeItem, RecipePage, RecipeService, RecipeSource, RecipeTag, RecipeTier};
pub use service::{AppVersionSummary, ConnectedService, Port, Service, ServiceReference, TypeInfo};
pub use types::{ServiceType, TypeVersion};
pub use usage::{Amount, DayCost, GroupRequest, LiveUsage, UsageBucket};
pub use variable::EnvEntry;
