//! The calls of other clients that the sandbox answers.
//! Source: spec/sandbox.yaml. Written by build.rs (src/codegen/render/further.rs); edit the spec.

use crate::domain::operation::{Access, FurtherInfo, Method};

/// A call of the platform's REST API that zcp does not make.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Further {
    /// The regions.
    RegionList,
    /// The regions in the form that zcli reads.
    RegionZcli,
    /// The version that zcli compares itself with.
    ZcliVersion,
    /// Settings of the platform that clients read at their start.
    Settings,
    /// The schema of zerops.yaml under its other address.
    SchemaZeropsYamlAlias,
    /// The schema of import.yaml under its other address.
    SchemaImportYamlAlias,
    /// Ends a session.
    AuthLogout,
    /// Deletes a project.
    ProjectDelete,
    /// The variables of a project as a file.
    ProjectEnvFile,
    /// Sets the variables of a project from a file.
    ProjectEnvPutFile,
    /// The services of an organisation by conditions.
    ServiceSearch,
    /// The processes of an organisation by conditions.
    ProcessSearch,
    /// A project as an import document.
    ProjectExport,
    /// Makes an empty project.
    ProjectCreate,
    /// Makes a project with the services of an import document.
    ProjectImport,
    /// The projects of an organisation.
    ClientProjectList,
    /// Makes one service.
    ServiceCreate,
    /// A service as an import document.
    ServiceExport,
    /// Sets the variables of a service from a file.
    ServiceEnvPutFile,
    /// The own variables of a service.
    ServiceUserDataList,
    /// The processes of a service.
    ServiceProcessList,
    /// One variable of a service.
    UserDataGet,
    /// The content of a sensitive variable of a service, for a person.
    UserDataReveal,
    /// The content of a sensitive variable of a project, for a person.
    ProjectEnvReveal,
    /// Mounts a shared storage into a runtime.
    ServiceStorageConnect,
    /// Removes the mount of a shared storage.
    ServiceStorageDisconnect,
    /// Takes an archive through the API itself.
    AppVersionUpload,
    /// Stops a build.
    AppVersionCancelBuild,
    /// Follows a log over a websocket.
    LogStream,
}

impl Further {
    /// All of them in the order of the spec.
    pub const ALL: &'static [Further] = &[
        Further::RegionList,
        Further::RegionZcli,
        Further::ZcliVersion,
        Further::Settings,
        Further::SchemaZeropsYamlAlias,
        Further::SchemaImportYamlAlias,
        Further::AuthLogout,
        Further::ProjectDelete,
        Further::ProjectEnvFile,
        Further::ProjectEnvPutFile,
        Further::ServiceSearch,
        Further::ProcessSearch,
        Further::ProjectExport,
        Further::ProjectCreate,
        Further::ProjectImport,
        Further::ClientProjectList,
        Further::ServiceCreate,
        Further::ServiceExport,
        Further::ServiceEnvPutFile,
        Further::ServiceUserDataList,
        Further::ServiceProcessList,
        Further::UserDataGet,
        Further::UserDataReveal,
        Further::ProjectEnvReveal,
        Further::ServiceStorageConnect,
        Further::ServiceStorageDisconnect,
        Further::AppVersionUpload,
        Further::AppVersionCancelBuild,
        Further::LogStream,
    ];
    /// The declared facts.
    #[must_use]
    pub const fn info(self) -> &'static FurtherInfo {
        match self {
            Further::RegionList => {
                &FurtherInfo {
                    name: "region.list",
                    method: Method::Get,
                    path: "/region",
                    access: Access::Public,
                }
            }
            Further::RegionZcli => {
                &FurtherInfo {
                    name: "region.zcli",
                    method: Method::Get,
                    path: "/region/zcli",
                    access: Access::Public,
                }
            }
            Further::ZcliVersion => {
                &FurtherInfo {
                    name: "zcli.version",
                    method: Method::Get,
                    path: "/zcli/version",
                    access: Access::Public,
                }
            }
            Further::Settings => {
                &FurtherInfo {
                    name: "settings",
                    method: Method::Get,
                    path: "/settings",
                    access: Access::Public,
                }
            }
            Further::SchemaZeropsYamlAlias => {
                &FurtherInfo {
                    name: "schema.zeropsYaml.alias",
                    method: Method::Get,
                    path: "/settings/zerops-yaml-json-schema.json",
                    access: Access::Public,
                }
            }
            Further::SchemaImportYamlAlias => {
                &FurtherInfo {
                    name: "schema.importYaml.alias",
                    method: Method::Get,
                    path: "/settings/import-project-yaml-json-schema.json",
                    access: Access::Public,
                }
            }
            Further::AuthLogout => {
                &FurtherInfo {
                    name: "auth.logout",
                    method: Method::Post,
                    path: "/auth/logout",
                    access: Access::Read,
                }
            }
            Further::ProjectDelete => {
                &FurtherInfo {
                    name: "project.delete",
                    method: Method::Delete,
                    path: "/project/{projectId}",
                    access: Access::Write,
                }
            }
            Further::ProjectEnvFile => {
                &FurtherInfo {
                    name: "project.env.file",
                    method: Method::Get,
                    path: "/project/{projectId}/env-file",
                    access: Access::Read,
                }
            }
            Further::ProjectEnvPutFile => {
                &FurtherInfo {
                    name: "project.env.putFile",
                    method: Method::Put,
                    path: "/project/{projectId}/env/file",
                    access: Access::Write,
                }
            }
            Further::ServiceSearch => {
                &FurtherInfo {
                    name: "service.search",
                    method: Method::Post,
                    path: "/service-stack/search",
                    access: Access::Read,
                }
            }
            Further::ProcessSearch => {
                &FurtherInfo {
                    name: "process.search",
                    method: Method::Post,
                    path: "/process/search",
                    access: Access::Read,
                }
            }
            Further::ProjectExport => {
                &FurtherInfo {
                    name: "project.export",
                    method: Method::Get,
                    path: "/project/{projectId}/export",
                    access: Access::Read,
                }
            }
            Further::ProjectCreate => {
                &FurtherInfo {
                    name: "project.create",
                    method: Method::Post,
                    path: "/client/{clientId}/project",
                    access: Access::Write,
                }
            }
            Further::ProjectImport => {
                &FurtherInfo {
                    name: "project.import",
                    method: Method::Post,
                    path: "/client/{clientId}/project/import",
                    access: Access::Write,
                }
            }
            Further::ClientProjectList => {
                &FurtherInfo {
                    name: "client.project.list",
                    method: Method::Get,
                    path: "/client/{clientId}/project",
                    access: Access::Read,
                }
            }
            Further::ServiceCreate => {
                &FurtherInfo {
                    name: "service.create",
                    method: Method::Post,
                    path: "/project/{projectId}/service-stack/{typeVersionId}",
                    access: Access::Write,
                }
            }
            Further::ServiceExport => {
                &FurtherInfo {
                    name: "service.export",
                    method: Method::Get,
                    path: "/service-stack/{serviceId}/export",
                    access: Access::Read,
                }
            }
            Further::ServiceEnvPutFile => {
                &FurtherInfo {
                    name: "service.env.putFile",
                    method: Method::Put,
                    path: "/service-stack/{serviceId}/user-data/env-file",
                    access: Access::Write,
                }
            }
            Further::ServiceUserDataList => {
                &FurtherInfo {
                    name: "service.userData.list",
                    method: Method::Get,
                    path: "/service-stack/{serviceId}/user-data",
                    access: Access::Read,
                }
            }
            Further::ServiceProcessList => {
                &FurtherInfo {
                    name: "service.process.list",
                    method: Method::Get,
                    path: "/service-stack/{serviceId}/process",
                    access: Access::Read,
                }
            }
            Further::UserDataGet => {
                &FurtherInfo {
                    name: "userData.get",
                    method: Method::Get,
                    path: "/user-data/{userDataId}",
                    access: Access::Read,
                }
            }
            Further::UserDataReveal => {
                &FurtherInfo {
                    name: "userData.reveal",
                    method: Method::Get,
                    path: "/user-data/{userDataId}/reveal",
                    access: Access::Read,
                }
            }
            Further::ProjectEnvReveal => {
                &FurtherInfo {
                    name: "projectEnv.reveal",
                    method: Method::Get,
                    path: "/project-env/{envId}/reveal",
                    access: Access::Read,
                }
            }
            Further::ServiceStorageConnect => {
                &FurtherInfo {
                    name: "service.storage.connect",
                    method: Method::Put,
                    path: "/service-stack/{serviceId}/connect-shared-storage",
                    access: Access::Write,
                }
            }
            Further::ServiceStorageDisconnect => {
                &FurtherInfo {
                    name: "service.storage.disconnect",
                    method: Method::Put,
                    path: "/service-stack/{serviceId}/disconnect-shared-storage",
                    access: Access::Write,
                }
            }
            Further::AppVersionUpload => {
                &FurtherInfo {
                    name: "appVersion.upload",
                    method: Method::Put,
                    path: "/app-version/{appVersionId}/upload",
                    access: Access::Write,
                }
            }
            Further::AppVersionCancelBuild => {
                &FurtherInfo {
                    name: "appVersion.cancelBuild",
                    method: Method::Put,
                    path: "/app-version/{appVersionId}/cancel-build",
                    access: Access::Write,
                }
            }
            Further::LogStream => {
                &FurtherInfo {
                    name: "log.stream",
                    method: Method::Get,
                    path: "/api/rest/log/stream",
                    access: Access::Public,
                }
            }
        }
    }
}
