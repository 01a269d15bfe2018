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
    /// One project.
    ProjectGet,
    /// The services of a project; lags the REST reads by seconds.
    ServiceSearch,
    /// One service as it is now.
    ServiceGet,
    /// One service by its hostname as it is now.
    ServiceByName,
    /// Starts the containers of a service.
    ServiceStart,
    /// Stops the containers of a service.
    ServiceStop,
    /// Restarts the containers of a service.
    ServiceRestart,
    /// Reloads a service that supports it.
    ServiceReload,
    /// Mounts a shared storage into a runtime.
    ServiceStorageConnect,
    /// Removes the mount of a shared storage.
    ServiceStorageDisconnect,
    /// Sets the scaling limits of a service.
    ServiceAutoscalingPut,
    /// Makes the HTTP ports of a service public under zerops.app.
    ServiceSubdomainEnable,
    /// Takes the zerops.app addresses away.
    ServiceSubdomainDisable,
    /// Deletes a service and its data.
    ServiceDelete,
    /// The environment variables of a service, own and generated ones.
    ServiceEnvList,
    /// One process as it is now.
    ProcessGet,
    /// Asks a process that has not finished to stop.
    ProcessCancel,
}

impl Operation {
    /// All operations in the order of the spec.
    pub const ALL: &'static [Operation] = &[
        Operation::UserInfo,
        Operation::ProjectSearch,
        Operation::ProjectGet,
        Operation::ServiceSearch,
        Operation::ServiceGet,
        Operation::ServiceByName,
        Operation::ServiceStart,
        Operation::ServiceStop,
        Operation::ServiceRestart,
        Operation::ServiceReload,
        Operation::ServiceStorageConnect,
        Operation::ServiceStorageDisconnect,
        Operation::ServiceAutoscalingPut,
        Operation::ServiceSubdomainEnable,
        Operation::ServiceSubdomainDisable,
        Operation::ServiceDelete,
        Operation::ServiceEnvList,
        Operation::ProcessGet,
        Operation::ProcessCancel,
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
            Operation::ProjectGet => {
                &OperationInfo {
                    name: "project.get",
                    method: Method::Get,
                    path: "/api/rest/public/project/{projectId}",
                    effect: Effect::Read,
                    idempotent: true,
                }
            }
            Operation::ServiceSearch => {
                &OperationInfo {
                    name: "service.search",
                    method: Method::Post,
                    path: "/api/rest/public/service-stack/search",
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
            Operation::ServiceStorageConnect => {
                &OperationInfo {
                    name: "service.storage.connect",
                    method: Method::Put,
                    path: "/api/rest/public/service-stack/{serviceId}/connect-shared-storage",
                    effect: Effect::Write,
                    idempotent: true,
                }
            }
            Operation::ServiceStorageDisconnect => {
                &OperationInfo {
                    name: "service.storage.disconnect",
                    method: Method::Put,
                    path: "/api/rest/public/service-stack/{serviceId}/disconnect-shared-storage",
                    effect: Effect::Write,
                    idempotent: true,
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
                    idempotent: true,
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
        }
    }
}
