//! What each call of the API does, one file per subject. [`super::routes`] says which function
//! answers which call.

pub(crate) mod app_versions;
pub(crate) mod backup_file;
pub(crate) mod backups;
pub(crate) mod call;
pub(crate) mod creation;
pub(crate) mod deploys;
pub(crate) mod exports;
pub(crate) mod identity;
pub(crate) mod imports;
pub(crate) mod lifecycle;
pub(crate) mod logs;
pub(crate) mod processes;
pub(crate) mod project_env;
pub(crate) mod projects;
pub(crate) mod public;
pub(crate) mod recipes;
pub(crate) mod scaling;
pub(crate) mod services;
pub(crate) mod storage;
pub(crate) mod subdomain;
pub(crate) mod usage;
pub(crate) mod user_data;
pub(crate) mod validation;
