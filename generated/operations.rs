//! The operations of the platform.
//! Source: spec/platform.yaml. Written by build.rs (src/codegen/render/operations.rs); edit the spec.

use crate::domain::operation::{Effect, Method, OperationInfo};

/// An operation of the platform's REST API.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Operation {
    /// Who the token belongs to and its organisations.
    UserInfo,
    /// The projects a token can reach.
    ProjectSearch,
    /// What an integration token is granted; it may read its own record.
    IntegrationTokenGet,
    /// One project.
    ProjectGet,
    /// Sets one new variable of a project.
    ProjectEnvCreate,
    /// Changes one variable of a project.
    ProjectEnvPut,
    /// Removes one variable of a project.
    ProjectEnvDelete,
    /// The address of a project's log, good for a while.
    ProjectLog,
    /// The services of a project as they are now.
    ProjectServiceList,
    /// One service as it is now.
    ServiceGet,
    /// One service by its hostname as it is now.
    ServiceByName,
    /// Makes the services of an import document.
    ServiceImport,
    /// Starts the containers of a service.
    ServiceStart,
    /// Stops the containers of a service.
    ServiceStop,
    /// Restarts the containers of a service.
    ServiceRestart,
    /// Reloads a service that supports it.
    ServiceReload,
    /// Sets the scaling limits of a service.
    ServiceAutoscalingPut,
    /// Makes the HTTP ports of a service public under zerops.app; where they are already, its process fails.
    ServiceSubdomainEnable,
    /// Takes the zerops.app addresses away.
    ServiceSubdomainDisable,
    /// Deletes a service and its data.
    ServiceDelete,
    /// The environment variables of a service, own and generated ones.
    ServiceEnvList,
    /// Sets one new variable of a service.
    ServiceEnvCreate,
    /// Changes one variable of a service.
    UserDataPut,
    /// Removes one variable of a service.
    UserDataDelete,
    /// One process as it is now.
    ProcessGet,
    /// Asks a process that has not finished to stop.
    ProcessCancel,
    /// The processes of a project as they are now, the newest first.
    ProjectProcessList,
    /// The app versions of a service as they are now, the newest first.
    ServiceAppVersionList,
    /// The backups of a service with its schedule.
    ServiceBackupList,
    /// Asks for a backup of a service, which is made in the background.
    ServiceBackupCreate,
    /// Deletes one backup of a service.
    ServiceBackupDelete,
    /// An address where one backup of a service can be read for a while.
    ServiceBackupDownload,
    /// The backups of a project, those of deleted services too.
    ProjectBackupList,
    /// The app versions of a project with their builds; lags the REST reads by seconds.
    AppVersionSearch,
    /// One app version with its build as it is now.
    AppVersionGet,
    /// Makes an app version that waits for its archive.
    AppVersionCreate,
    /// Takes back an app version that was made and never released.
    AppVersionDelete,
    /// Builds and deploys what was uploaded for an app version.
    AppVersionBuildAndDeploy,
    /// Deploys what was uploaded for an app version as it is.
    AppVersionDeploy,
    /// What the services of a project use now.
    UsageCurrent,
    /// What they used, in buckets of a minute, an hour or a day.
    UsageHistory,
    /// What they cost, day by day.
    UsageCost,
    /// Says whether the platform would take a zerops.yaml for a service.
    ZeropsYamlValidate,
    /// The service types with their versions; needs no token.
    CatalogSearch,
    /// The JSON schema of zerops.yaml; needs no token.
    SchemaZeropsYaml,
    /// The JSON schema of import.yaml; needs no token.
    SchemaImportYaml,
}

impl Operation {
    /// All operations in the order of the spec.
    pub const ALL: &'static [Operation] = &[
        Operation::UserInfo,
        Operation::ProjectSearch,
        Operation::IntegrationTokenGet,
        Operation::ProjectGet,
        Operation::ProjectEnvCreate,
        Operation::ProjectEnvPut,
        Operation::ProjectEnvDelete,
        Operation::ProjectLog,
        Operation::ProjectServiceList,
        Operation::ServiceGet,
        Operation::ServiceByName,
        Operation::ServiceImport,
        Operation::ServiceStart,
        Operation::ServiceStop,
        Operation::ServiceRestart,
        Operation::ServiceReload,
        Operation::ServiceAutoscalingPut,
        Operation::ServiceSubdomainEnable,
        Operation::ServiceSubdomainDisable,
        Operation::ServiceDelete,
        Operation::ServiceEnvList,
        Operation::ServiceEnvCreate,
        Operation::UserDataPut,
        Operation::UserDataDelete,
        Operation::ProcessGet,
        Operation::ProcessCancel,
        Operation::ProjectProcessList,
        Operation::ServiceAppVersionList,
        Operation::ServiceBackupList,
        Operation::ServiceBackupCreate,
        Operation::ServiceBackupDelete,
        Operation::ServiceBackupDownload,
        Operation::ProjectBackupList,
        Operation::AppVersionSearch,
        Operation::AppVersionGet,
        Operation::AppVersionCreate,
        Operation::AppVersionDelete,
        Operation::AppVersionBuildAndDeploy,
        Operation::AppVersionDeploy,
        Operation::UsageCurrent,
        Operation::UsageHistory,
        Operation::UsageCost,
        Operation::ZeropsYamlValidate,
        Operation::CatalogSearch,
        Operation::SchemaZeropsYaml,
        Operation::SchemaImportYaml,
    ];
    /// The declared facts.
    #[must_use]
    pub const fn info(self) -> &'static OperationInfo {
        match self {
            Operation::UserInfo => {
                &OperationInfo {
                    name: "user.info",
                    method: Method::Get,
                    path: "/api/rest/public/user/info",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ProjectSearch => {
                &OperationInfo {
                    name: "project.search",
                    method: Method::Post,
                    path: "/api/rest/public/project/search",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::IntegrationTokenGet => {
                &OperationInfo {
                    name: "integrationToken.get",
                    method: Method::Get,
                    path: "/api/rest/public/client/{clientId}/integration-token/{tokenId}",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ProjectGet => {
                &OperationInfo {
                    name: "project.get",
                    method: Method::Get,
                    path: "/api/rest/public/project/{projectId}",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ProjectEnvCreate => {
                &OperationInfo {
                    name: "project.env.create",
                    method: Method::Post,
                    path: "/api/rest/public/project/{projectId}/env",
                    effect: Effect::Write,
                    idempotent: false,
                }
            }
            Operation::ProjectEnvPut => {
                &OperationInfo {
                    name: "projectEnv.put",
                    method: Method::Put,
                    path: "/api/rest/public/project-env/{envId}",
                    effect: Effect::Write,
                    idempotent: true,
                }
            }
            Operation::ProjectEnvDelete => {
                &OperationInfo {
                    name: "projectEnv.delete",
                    method: Method::Delete,
                    path: "/api/rest/public/project-env/{envId}",
                    effect: Effect::Destroy,
                    idempotent: true,
                }
            }
            Operation::ProjectLog => {
                &OperationInfo {
                    name: "project.log",
                    method: Method::Get,
                    path: "/api/rest/public/project/{projectId}/log",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ProjectServiceList => {
                &OperationInfo {
                    name: "project.service.list",
                    method: Method::Get,
                    path: "/api/rest/public/project/{projectId}/service-stack",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ServiceGet => {
                &OperationInfo {
                    name: "service.get",
                    method: Method::Get,
                    path: "/api/rest/public/service-stack/{serviceId}",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ServiceByName => {
                &OperationInfo {
                    name: "service.byName",
                    method: Method::Get,
                    path: "/api/rest/public/service-stack-by-name/{projectId}/{hostname}",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ServiceImport => {
                &OperationInfo {
                    name: "service.import",
                    method: Method::Post,
                    path: "/api/rest/public/project/{projectId}/service-stack/import",
                    effect: Effect::Write,
                    idempotent: false,
                }
            }
            Operation::ServiceStart => {
                &OperationInfo {
                    name: "service.start",
                    method: Method::Put,
                    path: "/api/rest/public/service-stack/{serviceId}/start",
                    effect: Effect::Write,
                    idempotent: true,
                }
            }
            Operation::ServiceStop => {
                &OperationInfo {
                    name: "service.stop",
                    method: Method::Put,
                    path: "/api/rest/public/service-stack/{serviceId}/stop",
                    effect: Effect::Write,
                    idempotent: true,
                }
            }
            Operation::ServiceRestart => {
                &OperationInfo {
                    name: "service.restart",
                    method: Method::Put,
                    path: "/api/rest/public/service-stack/{serviceId}/restart",
                    effect: Effect::Write,
                    idempotent: false,
                }
            }
            Operation::ServiceReload => {
                &OperationInfo {
                    name: "service.reload",
                    method: Method::Put,
                    path: "/api/rest/public/service-stack/{serviceId}/reload",
                    effect: Effect::Write,
                    idempotent: false,
                }
            }
            Operation::ServiceAutoscalingPut => {
                &OperationInfo {
                    name: "service.autoscaling.put",
                    method: Method::Put,
                    path: "/api/rest/public/service-stack/{serviceId}/autoscaling",
                    effect: Effect::Write,
                    idempotent: true,
                }
            }
            Operation::ServiceSubdomainEnable => {
                &OperationInfo {
                    name: "service.subdomain.enable",
                    method: Method::Put,
                    path: "/api/rest/public/service-stack/{serviceId}/enable-subdomain-access",
                    effect: Effect::Write,
                    idempotent: false,
                }
            }
            Operation::ServiceSubdomainDisable => {
                &OperationInfo {
                    name: "service.subdomain.disable",
                    method: Method::Put,
                    path: "/api/rest/public/service-stack/{serviceId}/disable-subdomain-access",
                    effect: Effect::Write,
                    idempotent: true,
                }
            }
            Operation::ServiceDelete => {
                &OperationInfo {
                    name: "service.delete",
                    method: Method::Delete,
                    path: "/api/rest/public/service-stack/{serviceId}",
                    effect: Effect::Destroy,
                    idempotent: true,
                }
            }
            Operation::ServiceEnvList => {
                &OperationInfo {
                    name: "service.env.list",
                    method: Method::Get,
                    path: "/api/rest/public/service-stack/{serviceId}/env",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ServiceEnvCreate => {
                &OperationInfo {
                    name: "service.env.create",
                    method: Method::Post,
                    path: "/api/rest/public/service-stack/{serviceId}/user-data",
                    effect: Effect::Write,
                    idempotent: false,
                }
            }
            Operation::UserDataPut => {
                &OperationInfo {
                    name: "userData.put",
                    method: Method::Put,
                    path: "/api/rest/public/user-data/{userDataId}",
                    effect: Effect::Write,
                    idempotent: true,
                }
            }
            Operation::UserDataDelete => {
                &OperationInfo {
                    name: "userData.delete",
                    method: Method::Delete,
                    path: "/api/rest/public/user-data/{userDataId}",
                    effect: Effect::Destroy,
                    idempotent: true,
                }
            }
            Operation::ProcessGet => {
                &OperationInfo {
                    name: "process.get",
                    method: Method::Get,
                    path: "/api/rest/public/process/{processId}",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ProcessCancel => {
                &OperationInfo {
                    name: "process.cancel",
                    method: Method::Put,
                    path: "/api/rest/public/process/{processId}/cancel",
                    effect: Effect::Write,
                    idempotent: true,
                }
            }
            Operation::ProjectProcessList => {
                &OperationInfo {
                    name: "project.process.list",
                    method: Method::Get,
                    path: "/api/rest/public/project/{projectId}/process",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ServiceAppVersionList => {
                &OperationInfo {
                    name: "service.appVersion.list",
                    method: Method::Get,
                    path: "/api/rest/public/service-stack/{serviceId}/app-version",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ServiceBackupList => {
                &OperationInfo {
                    name: "service.backup.list",
                    method: Method::Get,
                    path: "/api/rest/public/service-stack/{serviceId}/backup",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ServiceBackupCreate => {
                &OperationInfo {
                    name: "service.backup.create",
                    method: Method::Post,
                    path: "/api/rest/public/service-stack/{serviceId}/backup",
                    effect: Effect::Write,
                    idempotent: false,
                }
            }
            Operation::ServiceBackupDelete => {
                &OperationInfo {
                    name: "service.backup.delete",
                    method: Method::Delete,
                    path: "/api/rest/public/service-stack/{serviceId}/backup/{date}",
                    effect: Effect::Destroy,
                    idempotent: true,
                }
            }
            Operation::ServiceBackupDownload => {
                &OperationInfo {
                    name: "service.backup.download",
                    method: Method::Post,
                    path: "/api/rest/public/service-stack/{serviceId}/backup/download-url/{date}",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ProjectBackupList => {
                &OperationInfo {
                    name: "project.backup.list",
                    method: Method::Get,
                    path: "/api/rest/public/project/{projectId}/backup",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::AppVersionSearch => {
                &OperationInfo {
                    name: "appVersion.search",
                    method: Method::Post,
                    path: "/api/rest/public/app-version/search",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::AppVersionGet => {
                &OperationInfo {
                    name: "appVersion.get",
                    method: Method::Get,
                    path: "/api/rest/public/app-version/{appVersionId}",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::AppVersionCreate => {
                &OperationInfo {
                    name: "appVersion.create",
                    method: Method::Post,
                    path: "/api/rest/public/service-stack/{serviceId}/app-version",
                    effect: Effect::Write,
                    idempotent: false,
                }
            }
            Operation::AppVersionDelete => {
                &OperationInfo {
                    name: "appVersion.delete",
                    method: Method::Delete,
                    path: "/api/rest/public/app-version/{appVersionId}",
                    effect: Effect::Write,
                    idempotent: true,
                }
            }
            Operation::AppVersionBuildAndDeploy => {
                &OperationInfo {
                    name: "appVersion.buildAndDeploy",
                    method: Method::Put,
                    path: "/api/rest/public/app-version/{appVersionId}/build-and-deploy",
                    effect: Effect::Write,
                    idempotent: false,
                }
            }
            Operation::AppVersionDeploy => {
                &OperationInfo {
                    name: "appVersion.deploy",
                    method: Method::Put,
                    path: "/api/rest/public/app-version/{appVersionId}/deploy",
                    effect: Effect::Write,
                    idempotent: false,
                }
            }
            Operation::UsageCurrent => {
                &OperationInfo {
                    name: "usage.current",
                    method: Method::Post,
                    path: "/api/rest/public/current-stats/group-by-search",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::UsageHistory => {
                &OperationInfo {
                    name: "usage.history",
                    method: Method::Post,
                    path: "/api/rest/public/stats-history/group-by-search",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::UsageCost => {
                &OperationInfo {
                    name: "usage.cost",
                    method: Method::Post,
                    path: "/api/rest/public/transaction-debit/group-by-search",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ZeropsYamlValidate => {
                &OperationInfo {
                    name: "zeropsYaml.validate",
                    method: Method::Post,
                    path: "/api/rest/public/service-stack/zerops-yaml-validation",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::CatalogSearch => {
                &OperationInfo {
                    name: "catalog.search",
                    method: Method::Post,
                    path: "/api/rest/public/service-stack-type/search",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::SchemaZeropsYaml => {
                &OperationInfo {
                    name: "schema.zeropsYaml",
                    method: Method::Get,
                    path: "/api/rest/public/settings/zerops-yml-json-schema.json",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::SchemaImportYaml => {
                &OperationInfo {
                    name: "schema.importYaml",
                    method: Method::Get,
                    path: "/api/rest/public/settings/import-project-yml-json-schema.json",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
        }
    }
}
