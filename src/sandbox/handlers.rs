//! Which function answers which call: a call without one does not compile.

use super::endpoints::call::{Answer, Call, LongAnswer};
use super::endpoints::{
    app_versions, backups, creation, deploys, exports, identity, imports, lifecycle, logs, processes, project_env,
    projects, public, scaling, services, storage, subdomain, usage, user_data, validation,
};
use crate::generated::further::Further;
use crate::generated::operations::Operation;
use crate::sandbox::wire::error::ApiError;
use crate::sandbox::wire::reply::Reply;

/// The function behind a call.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Handler {
    Short(fn(&mut Call<'_>) -> Answer),
    Long(fn(&mut Call<'_>) -> LongAnswer),
    /// An archive comes as the body.
    Upload,
    /// A websocket.
    Stream,
    /// A file is answered.
    File,
}

use Handler::{Long, Short};

impl Handler {
    /// Answers a call.
    pub(crate) fn answer(self, call: &mut Call<'_>) -> LongAnswer {
        match self {
            Short(handler) => handler(call).map(Reply::from),
            Long(handler) => handler(call),
            // These are answered before there is a call.
            Self::Upload | Self::Stream | Self::File => Err(ApiError::new("notAvailable", "Not available.")),
        }
    }
}

/// What answers an operation that zcp makes.
pub(crate) fn of_operation(operation: Operation) -> Handler {
    use Operation as O;
    match operation {
        O::SchemaZeropsYaml => Short(public::zerops_yaml_schema),
        O::SchemaImportYaml => Short(public::import_yaml_schema),
        O::CatalogSearch => Long(public::types),
        O::UserInfo => Short(identity::user_info),
        O::IntegrationTokenGet => Short(identity::token),
        O::ProjectSearch => Long(projects::search),
        O::ProjectGet => Short(projects::get),
        O::ProjectEnvCreate => Short(project_env::create),
        O::ProjectEnvPut => Short(project_env::put),
        O::ProjectEnvDelete => Short(project_env::delete),
        O::ProjectLog => Short(logs::access),
        O::ProjectServiceList => Short(services::list),
        O::ProjectProcessList => Short(processes::of_project),
        O::ServiceImport => Short(imports::services),
        O::ZeropsYamlValidate => Short(validation::zerops_yaml),
        O::ServiceGet => Short(services::get),
        O::ServiceByName => Short(services::by_name),
        O::ServiceStart => Short(lifecycle::start),
        O::ServiceStop => Short(lifecycle::stop),
        O::ServiceRestart => Short(lifecycle::restart),
        O::ServiceReload => Short(lifecycle::reload),
        O::ServiceAutoscalingPut => Short(scaling::put),
        O::ServiceSubdomainEnable => Short(subdomain::enable),
        O::ServiceSubdomainDisable => Short(subdomain::disable),
        O::ServiceDelete => Short(lifecycle::delete),
        O::ServiceEnvList => Short(services::env),
        O::ServiceEnvCreate => Short(user_data::create),
        O::UserDataPut => Short(user_data::put),
        O::UserDataDelete => Short(user_data::delete),
        O::ServiceBackupList => Short(backups::of_service),
        O::ServiceBackupCreate => Short(backups::create),
        O::ServiceBackupDelete => Short(backups::delete),
        O::ServiceBackupDownload => Short(backups::address),
        O::ProjectBackupList => Short(backups::of_project),
        O::ServiceAppVersionList => Short(app_versions::of_service),
        O::AppVersionSearch => Long(app_versions::search),
        O::AppVersionCreate => Short(deploys::create),
        O::AppVersionBuildAndDeploy => Short(deploys::build_and_deploy),
        O::AppVersionDeploy => Short(deploys::deploy),
        O::AppVersionDelete => Short(deploys::delete),
        O::AppVersionGet => Short(app_versions::get),
        O::UsageCurrent => Short(usage::current),
        O::UsageHistory => Short(usage::history),
        O::UsageCost => Short(usage::cost),
        O::ProcessGet => Short(processes::get),
        O::ProcessCancel => Short(processes::cancel),
    }
}

/// Whether an operation needs no token.
pub(crate) fn is_public(operation: Operation) -> bool {
    use Operation as O;
    matches!(operation, O::SchemaZeropsYaml | O::SchemaImportYaml | O::CatalogSearch | O::ZeropsYamlValidate)
}

/// What answers a call that only other clients make.
pub(crate) fn of_further(call: Further) -> Handler {
    use Further as F;
    match call {
        F::RegionList | F::RegionZcli => Short(public::regions),
        F::ZcliVersion => Short(public::client_version),
        F::Settings => Short(public::settings),
        F::SchemaZeropsYamlAlias => Short(public::zerops_yaml_schema),
        F::SchemaImportYamlAlias => Short(public::import_yaml_schema),
        F::AuthLogout => Short(identity::logout),
        F::ProjectDelete => Short(projects::delete),
        F::ProjectEnvFile => Short(project_env::file),
        F::ProjectEnvPutFile => Short(project_env::put_file),
        F::ProjectEnvReveal => Short(project_env::reveal),
        F::ServiceCreate => Short(creation::create),
        F::ProjectExport => Short(exports::project),
        F::ServiceExport => Short(exports::service),
        F::ClientProjectList => Short(projects::list),
        F::ProjectCreate => Short(projects::create),
        F::ProjectImport => Short(imports::project),
        F::ServiceSearch => Long(services::search),
        F::ServiceStorageConnect => Short(storage::connect),
        F::ServiceStorageDisconnect => Short(storage::disconnect),
        F::ServiceEnvPutFile => Short(user_data::put_file),
        F::UserDataGet => Short(user_data::get),
        F::UserDataReveal => Short(user_data::reveal),
        F::ServiceUserDataList => Short(services::user_data),
        F::ServiceProcessList => Short(processes::of_service),
        F::AppVersionCancelBuild => Short(deploys::cancel_build),
        F::ProcessSearch => Long(processes::search),
        F::AppVersionUpload => Handler::Upload,
        F::LogStream => Handler::Stream,
    }
}

/// What answers a call that is none of the API's.
pub(crate) mod beside {
    use super::Handler;
    use crate::sandbox::endpoints::{logs, recipes};

    pub(crate) const LOG: Handler = Handler::Long(logs::fetch);
    pub(crate) const RECIPES: Handler = Handler::Long(recipes::search);
}
