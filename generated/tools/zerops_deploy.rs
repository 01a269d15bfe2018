//! `zerops_deploy`: Deploy
//! Source: spec/tools/zerops_deploy.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_deploy`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Args {
    /// Service whose files are deployed, over SSH.
    #[serde(rename = "sourceService")]
    #[serde(default)]
    pub source_service: Option<types::Hostname>,
    /// Service to deploy to.
    #[serde(rename = "targetService")]
    #[serde(default)]
    pub target_service: Option<types::Hostname>,
    /// Id of the service to deploy to.
    #[serde(rename = "targetServiceId")]
    #[serde(default)]
    pub target_service_id: Option<types::ServiceId>,
    /// Id of the service to deploy to, from a local folder.
    #[serde(rename = "serviceId")]
    #[serde(default)]
    pub service_id: Option<types::ServiceId>,
    /// Folder that holds zerops.yaml, needed unless sourceService is given; in a service /var/www.
    #[serde(rename = "workingDir")]
    #[serde(default)]
    pub working_dir: Option<types::FolderPath>,
    /// Setup of zerops.yaml; by default that named like the target, else of its last deploy, else the only one.
    #[serde(default)]
    pub setup: Option<types::SetupName>,
    /// Deploy the .git folder too.
    #[serde(rename = "includeGit")]
    #[serde(default)]
    pub include_git: Option<bool>,
    /// Also deploy files with credentials to a service that would publish them.
    #[serde(rename = "includeSecrets")]
    #[serde(default)]
    pub include_secrets: Option<bool>,
    /// Who uploads a local folder: zcp itself (default) or the zcli program.
    #[serde(default)]
    pub method: Option<types::DeployMethod>,
    /// direct uploads the files (default); git-push pushes the commit to the git remote.
    #[serde(default)]
    pub strategy: Option<types::DeployStrategy>,
    /// Longest wait for the deploy, where it is awaited in seconds.
    #[serde(
        default = "Args::default_timeout",
        skip_serializing_if = "Args::is_default_timeout"
    )]
    pub timeout: i64,
    /// Cancel the build when this call is cancelled or times out.
    #[serde(rename = "cancelBuild")]
    #[serde(default)]
    pub cancel_build: Option<bool>,
    /// Wait until done; by default only with a progress token.
    #[serde(default)]
    pub wait: Option<bool>,
}

impl Default for Args {
    fn default() -> Self {
        Self {
            source_service: None,
            target_service: None,
            target_service_id: None,
            service_id: None,
            working_dir: None,
            setup: None,
            include_git: None,
            include_secrets: None,
            method: None,
            strategy: None,
            timeout: Self::default_timeout(),
            cancel_build: None,
            wait: None,
        }
    }
}

impl Args {
    /// `timeout` when it is not given.
    #[must_use]
    pub fn default_timeout() -> i64 {
        900i64
    }
    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde gives a reference")]
    fn is_default_timeout(value: &i64) -> bool {
        *value == Self::default_timeout()
    }
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_deploy";
}

/// What `zerops_deploy` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
    /// `SERVICE_NOT_FOUND`
    ServiceNotFound,
    /// `INVALID_HOSTNAME`
    InvalidHostname,
    /// `SERVICE_PROTECTED`
    ServiceProtected,
    /// `PREFLIGHT_FAILED`
    PreflightFailed,
    /// `ZEROPS_YML_NOT_FOUND`
    ZeropsYmlNotFound,
    /// `FILES_REFUSED`
    FilesRefused,
    /// `SSH_FAILED`
    SshFailed,
    /// `UPLOAD_FAILED`
    UploadFailed,
    /// `BUILD_FAILED`
    BuildFailed,
    /// `PREPARE_FAILED`
    PrepareFailed,
    /// `DEPLOY_FAILED`
    DeployFailed,
    /// `ZCLI_FAILED`
    ZcliFailed,
    /// `PROCESS_FAILED`
    ProcessFailed,
    /// `GIT_PUSH_REQUIRED`
    GitPushRequired,
    /// `GIT_REMOTE_FAILED`
    GitRemoteFailed,
    /// `INVALID_PARAMETER`
    InvalidParameter,
    /// `AUTH_REQUIRED`
    AuthRequired,
    /// `AUTH_INVALID_TOKEN`
    AuthInvalidToken,
    /// `AUTH_TOKEN_EXPIRED`
    AuthTokenExpired,
    /// `AUTH_API_ERROR`
    AuthApiError,
    /// `TOKEN_NO_PROJECT`
    TokenNoProject,
    /// `TOKEN_MULTI_PROJECT`
    TokenMultiProject,
    /// `PERMISSION_DENIED`
    PermissionDenied,
    /// `API_ERROR`
    ApiError,
    /// `API_TIMEOUT`
    ApiTimeout,
    /// `API_RATE_LIMITED`
    ApiRateLimited,
    /// `NETWORK_ERROR`
    NetworkError,
}

impl ErrorCode for Error {
    fn info(self) -> &'static ErrorInfo {
        match self {
            Self::ServiceNotFound => &errors::SERVICE_NOT_FOUND,
            Self::InvalidHostname => &errors::INVALID_HOSTNAME,
            Self::ServiceProtected => &errors::SERVICE_PROTECTED,
            Self::PreflightFailed => &errors::PREFLIGHT_FAILED,
            Self::ZeropsYmlNotFound => &errors::ZEROPS_YML_NOT_FOUND,
            Self::FilesRefused => &errors::FILES_REFUSED,
            Self::SshFailed => &errors::SSH_FAILED,
            Self::UploadFailed => &errors::UPLOAD_FAILED,
            Self::BuildFailed => &errors::BUILD_FAILED,
            Self::PrepareFailed => &errors::PREPARE_FAILED,
            Self::DeployFailed => &errors::DEPLOY_FAILED,
            Self::ZcliFailed => &errors::ZCLI_FAILED,
            Self::ProcessFailed => &errors::PROCESS_FAILED,
            Self::GitPushRequired => &errors::GIT_PUSH_REQUIRED,
            Self::GitRemoteFailed => &errors::GIT_REMOTE_FAILED,
            Self::InvalidParameter => &errors::INVALID_PARAMETER,
            Self::AuthRequired => &errors::AUTH_REQUIRED,
            Self::AuthInvalidToken => &errors::AUTH_INVALID_TOKEN,
            Self::AuthTokenExpired => &errors::AUTH_TOKEN_EXPIRED,
            Self::AuthApiError => &errors::AUTH_API_ERROR,
            Self::TokenNoProject => &errors::TOKEN_NO_PROJECT,
            Self::TokenMultiProject => &errors::TOKEN_MULTI_PROJECT,
            Self::PermissionDenied => &errors::PERMISSION_DENIED,
            Self::ApiError => &errors::API_ERROR,
            Self::ApiTimeout => &errors::API_TIMEOUT,
            Self::ApiRateLimited => &errors::API_RATE_LIMITED,
            Self::NetworkError => &errors::NETWORK_ERROR,
        }
    }
}

impl From<errors::code::ServiceNotFound> for Error {
    fn from(_: errors::code::ServiceNotFound) -> Self {
        Self::ServiceNotFound
    }
}

impl From<errors::code::InvalidHostname> for Error {
    fn from(_: errors::code::InvalidHostname) -> Self {
        Self::InvalidHostname
    }
}

impl From<errors::code::ServiceProtected> for Error {
    fn from(_: errors::code::ServiceProtected) -> Self {
        Self::ServiceProtected
    }
}

impl From<errors::code::PreflightFailed> for Error {
    fn from(_: errors::code::PreflightFailed) -> Self {
        Self::PreflightFailed
    }
}

impl From<errors::code::ZeropsYmlNotFound> for Error {
    fn from(_: errors::code::ZeropsYmlNotFound) -> Self {
        Self::ZeropsYmlNotFound
    }
}

impl From<errors::code::FilesRefused> for Error {
    fn from(_: errors::code::FilesRefused) -> Self {
        Self::FilesRefused
    }
}

impl From<errors::code::SshFailed> for Error {
    fn from(_: errors::code::SshFailed) -> Self {
        Self::SshFailed
    }
}

impl From<errors::code::UploadFailed> for Error {
    fn from(_: errors::code::UploadFailed) -> Self {
        Self::UploadFailed
    }
}

impl From<errors::code::BuildFailed> for Error {
    fn from(_: errors::code::BuildFailed) -> Self {
        Self::BuildFailed
    }
}

impl From<errors::code::PrepareFailed> for Error {
    fn from(_: errors::code::PrepareFailed) -> Self {
        Self::PrepareFailed
    }
}

impl From<errors::code::DeployFailed> for Error {
    fn from(_: errors::code::DeployFailed) -> Self {
        Self::DeployFailed
    }
}

impl From<errors::code::ZcliFailed> for Error {
    fn from(_: errors::code::ZcliFailed) -> Self {
        Self::ZcliFailed
    }
}

impl From<errors::code::ProcessFailed> for Error {
    fn from(_: errors::code::ProcessFailed) -> Self {
        Self::ProcessFailed
    }
}

impl From<errors::code::GitPushRequired> for Error {
    fn from(_: errors::code::GitPushRequired) -> Self {
        Self::GitPushRequired
    }
}

impl From<errors::code::GitRemoteFailed> for Error {
    fn from(_: errors::code::GitRemoteFailed) -> Self {
        Self::GitRemoteFailed
    }
}

impl From<errors::code::InvalidParameter> for Error {
    fn from(_: errors::code::InvalidParameter) -> Self {
        Self::InvalidParameter
    }
}

impl From<errors::code::AuthRequired> for Error {
    fn from(_: errors::code::AuthRequired) -> Self {
        Self::AuthRequired
    }
}

impl From<errors::code::AuthInvalidToken> for Error {
    fn from(_: errors::code::AuthInvalidToken) -> Self {
        Self::AuthInvalidToken
    }
}

impl From<errors::code::AuthTokenExpired> for Error {
    fn from(_: errors::code::AuthTokenExpired) -> Self {
        Self::AuthTokenExpired
    }
}

impl From<errors::code::AuthApiError> for Error {
    fn from(_: errors::code::AuthApiError) -> Self {
        Self::AuthApiError
    }
}

impl From<errors::code::TokenNoProject> for Error {
    fn from(_: errors::code::TokenNoProject) -> Self {
        Self::TokenNoProject
    }
}

impl From<errors::code::TokenMultiProject> for Error {
    fn from(_: errors::code::TokenMultiProject) -> Self {
        Self::TokenMultiProject
    }
}

impl From<errors::code::PermissionDenied> for Error {
    fn from(_: errors::code::PermissionDenied) -> Self {
        Self::PermissionDenied
    }
}

impl From<errors::code::ApiError> for Error {
    fn from(_: errors::code::ApiError) -> Self {
        Self::ApiError
    }
}

impl From<errors::code::ApiTimeout> for Error {
    fn from(_: errors::code::ApiTimeout) -> Self {
        Self::ApiTimeout
    }
}

impl From<errors::code::ApiRateLimited> for Error {
    fn from(_: errors::code::ApiRateLimited) -> Self {
        Self::ApiRateLimited
    }
}

impl From<errors::code::NetworkError> for Error {
    fn from(_: errors::code::NetworkError) -> Self {
        Self::NetworkError
    }
}

impl From<errors::ArgumentsError> for Error {
    fn from(error: errors::ArgumentsError) -> Self {
        match error {
            errors::ArgumentsError::InvalidParameter => Self::InvalidParameter,
        }
    }
}

impl From<errors::PlatformError> for Error {
    fn from(error: errors::PlatformError) -> Self {
        match error {
            errors::PlatformError::AuthRequired => Self::AuthRequired,
            errors::PlatformError::AuthInvalidToken => Self::AuthInvalidToken,
            errors::PlatformError::AuthTokenExpired => Self::AuthTokenExpired,
            errors::PlatformError::AuthApiError => Self::AuthApiError,
            errors::PlatformError::TokenNoProject => Self::TokenNoProject,
            errors::PlatformError::TokenMultiProject => Self::TokenMultiProject,
            errors::PlatformError::PermissionDenied => Self::PermissionDenied,
            errors::PlatformError::ApiError => Self::ApiError,
            errors::PlatformError::ApiTimeout => Self::ApiTimeout,
            errors::PlatformError::ApiRateLimited => Self::ApiRateLimited,
            errors::PlatformError::NetworkError => Self::NetworkError,
        }
    }
}

/// The tool as the server publishes it.
pub static SPEC: ToolSpec = ToolSpec {
    name: "zerops_deploy",
    title: "Deploy",
    group: "deploy",
    sets: &["core"],
    description: "Deploy code to a runtime, from a local folder (workingDir) or a service over SSH (sourceService).",
    docs: "zcp speaks the upload protocol itself: it checks zerops.yaml and the project first, makes an app version, streams\nthe files into it as tar + gzip, has it built and deployed, and follows that one version. Nothing is made before the\nchecks have passed, and all findings come back together.\n\n**Which files.** In a git work tree what `git ls-files --cached --others --exclude-standard` would name in the folder,\nfound without running git; repositories within it are looked into too; elsewhere everything but `.git` and zcp's own `.zcp`. `.deployignore` (in the\nsyntax of `.gitignore`) leaves out more; `includeGit` takes `.git` along. Links and permissions are kept. Paths and\nlinks that leave the folder are refused. Nothing is written into the folder.\n\n**Secrets.** Files that hold the token of zcp (as it is, or in base64), or that zcp wrote with values of the project,\nare left out and named. Other files that look like credentials (`.env`, private keys, tokens of registries and\nclouds) are named; where a static, nginx or PHP service would serve them, they are refused unless `includeSecrets` is\ngiven. Of files in another service the names are looked at for that. zcli packs by itself and runs git, with the token:\nwhat it would have to leave out is refused, and so is a repository that is not as `git init` and `git clone` make it.\n\n**From a service.** With `sourceService` the same rules are applied in that container, over the `ssh` of this\ncomputer; the files stream through zcp, so the token never gets there. `ZCP_SSH_CONFIG` names another ssh\nconfiguration. Deploying a service onto itself is refused when `deployFiles` would erase its only copy of the code.\n\n**Setup.** `setup`, else the setup named like the target, else that of its last deploy, else the only one there is, unless that is\nnamed like another service.\n\n**By git.** `strategy: git-push` commits nothing: it pushes the commit that is checked out in `workingDir` to the remote that\n`zerops_workflow` was told with `git-push-setup`, with the user's own credentials or `GIT_TOKEN`, and says what of the folder is\nin no commit. No hook and no setting of the repository runs. Pushing is not deploying: where a build integration was\nchosen, the version that the push brings about is followed; one that does not come within three minutes is\n`AWAITING_BUILD`. A commit that the remote has already is not waited for: its version is named, or `UP_TO_DATE` said.\n\n**Edits in a container.** What was edited in the container of a setup that starts `zsc noop` is nowhere else. A folder that has\nother contents for such a file is not deployed over it; this is known where the deploy before was followed to its end, over SSH.\n\nWith a progress token, or `wait: true`, the version is followed until it is live or has failed, at most for `timeout`;\nat that limit the answer is the deploy as it stands. Otherwise the call returns when the build was accepted.\nThe time counts from the start of the call; an upload that takes longer is given up and nothing is deployed.\nWhile variables of the service are being changed the release waits for that. A version that is not released in the end,\nwhose upload failed or was cancelled, is taken back. From a git work tree the version is called like its commit\nand its setup.\nA failure names its phase, what probably caused it where that is certain, and has the end of the right log.\nA setup without `build` is deployed as it is. Subdomain access is never switched, only suggested.",
    input_schema: include_str!("../schemas/zerops_deploy.input.json"),
    output_schema: include_str!("../schemas/zerops_deploy.output.json"),
    hints: Hints {
        read_only: false,
        destructive: false,
        idempotent: false,
        open_world: true,
    },
    local: true,
    params: Params {
        fields: &[
            Field {
                name: "sourceService",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: Some("^[a-z][a-z0-9]{0,39}$"),
                    rule: "1 to 40 characters a-z and 0-9 that start with a letter",
                    error: Some("INVALID_HOSTNAME"),
                }),
                required: false,
                missing: Some("SERVICE_REQUIRED"),
                local: false,
            },
            Field {
                name: "targetService",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: Some("^[a-z][a-z0-9]{0,39}$"),
                    rule: "1 to 40 characters a-z and 0-9 that start with a letter",
                    error: Some("INVALID_HOSTNAME"),
                }),
                required: false,
                missing: Some("SERVICE_REQUIRED"),
                local: false,
            },
            Field {
                name: "targetServiceId",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: Some("^[A-Za-z0-9_-]{22}$"),
                    rule: "the 22 characters of a service id, as zerops_discover lists it",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "serviceId",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: Some("^[A-Za-z0-9_-]{22}$"),
                    rule: "the 22 characters of a service id, as zerops_discover lists it",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "workingDir",
                kind: Kind::Text(Text {
                    min_length: 1usize,
                    max_length: 4096usize,
                    pattern: None,
                    rule: "a path of 1 to 4096 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "setup",
                kind: Kind::Text(Text {
                    min_length: 1usize,
                    max_length: 200usize,
                    pattern: None,
                    rule: "a name of 1 to 200 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "includeGit",
                kind: Kind::Boolean,
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "includeSecrets",
                kind: Kind::Boolean,
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "method",
                kind: Kind::Enum(&["native", "zcli"]),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "strategy",
                kind: Kind::Enum(&["direct", "git-push"]),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "timeout",
                kind: Kind::Integer {
                    min: Some(1i64),
                    max: Some(7200i64),
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "cancelBuild",
                kind: Kind::Boolean,
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "wait",
                kind: Kind::Boolean,
                required: false,
                missing: None,
                local: false,
            },
        ],
        rules: &[],
        actions: &[],
        default_action: None,
    },
    errors: &[
        &errors::SERVICE_NOT_FOUND,
        &errors::INVALID_HOSTNAME,
        &errors::SERVICE_PROTECTED,
        &errors::PREFLIGHT_FAILED,
        &errors::ZEROPS_YML_NOT_FOUND,
        &errors::FILES_REFUSED,
        &errors::SSH_FAILED,
        &errors::UPLOAD_FAILED,
        &errors::BUILD_FAILED,
        &errors::PREPARE_FAILED,
        &errors::DEPLOY_FAILED,
        &errors::ZCLI_FAILED,
        &errors::PROCESS_FAILED,
        &errors::GIT_PUSH_REQUIRED,
        &errors::GIT_REMOTE_FAILED,
        &errors::INVALID_PARAMETER,
        &errors::AUTH_REQUIRED,
        &errors::AUTH_INVALID_TOKEN,
        &errors::AUTH_TOKEN_EXPIRED,
        &errors::AUTH_API_ERROR,
        &errors::TOKEN_NO_PROJECT,
        &errors::TOKEN_MULTI_PROJECT,
        &errors::PERMISSION_DENIED,
        &errors::API_ERROR,
        &errors::API_TIMEOUT,
        &errors::API_RATE_LIMITED,
        &errors::NETWORK_ERROR,
    ],
    calls: &[
        "service.byName",
        "project.service.list",
        "service.get",
        "service.env.list",
        "project.search",
        "zeropsYaml.validate",
        "appVersion.create",
        "appVersion.delete",
        "upload.put",
        "appVersion.buildAndDeploy",
        "appVersion.deploy",
        "appVersion.get",
        "service.appVersion.list",
        "process.get",
        "project.process.list",
        "process.cancel",
        "project.get",
        "project.log",
        "log.fetch",
        "files.read",
        "folder.look",
        "ssh.exec",
        "zcli.run",
        "git.push",
        "notebook.append",
    ],
    budget_bytes: 16384usize,
};
