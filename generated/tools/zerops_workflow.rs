//! `zerops_workflow`: Plan, track and hand over work
//! Source: spec/tools/zerops_workflow.yaml. Written by build.rs (src/codegen/render/tool.rs); edit the spec.

use serde::{Deserialize, Serialize};
use crate::domain::call::Arguments;
use crate::domain::failure::{ErrorCode, ErrorInfo};
use crate::domain::hints::Hints;
use crate::domain::params::{Action, Field, Kind, Params, Text};
use crate::domain::tool::ToolSpec;
use crate::generated::{errors, types};

/// Arguments of `zerops_workflow`, by action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action")]
pub enum Args {
    /// guidance for a workflow.
    #[serde(rename = "guide")]
    Guide(GuideArgs),
    /// where things stand and the next calls.
    #[serde(rename = "status")]
    Status(StatusArgs),
    /// bootstrap services, or develop code (intent, scope).
    #[serde(rename = "start")]
    Start(StartArgs),
    /// end the work.
    #[serde(rename = "close")]
    Close(CloseArgs),
    /// check planned services.
    #[serde(rename = "plan")]
    Plan(PlanArgs),
    /// create what was planned.
    #[serde(rename = "provision")]
    Provision(ProvisionArgs),
    /// let existing services have choices.
    #[serde(rename = "adopt")]
    Adopt(AdoptArgs),
    /// drop what is open.
    #[serde(rename = "reset")]
    Reset(ResetArgs),
    /// choose how work ends.
    #[serde(rename = "close-mode")]
    CloseMode(CloseModeArgs),
    /// choose where code is pushed.
    #[serde(rename = "git-push-setup")]
    GitPushSetup(GitPushSetupArgs),
    /// choose what builds a push.
    #[serde(rename = "build-integration")]
    BuildIntegration(BuildIntegrationArgs),
    /// report for a release.
    #[serde(rename = "handoff")]
    Handoff(HandoffArgs),
    /// the project as import.yaml.
    #[serde(rename = "export")]
    Export(ExportArgs),
}

/// Arguments of `zerops_workflow` with `action=guide`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GuideArgs {
    /// What to get done; start takes bootstrap or develop.
    #[serde(default)]
    pub workflow: Option<types::Workflow>,
}

/// Arguments of `zerops_workflow` with `action=status`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct StatusArgs {}

/// Arguments of `zerops_workflow` with `action=start`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct StartArgs {
    /// What to get done; start takes bootstrap or develop.
    pub workflow: types::Workflow,
    /// The task in one sentence.
    #[serde(default)]
    pub intent: Option<String>,
    /// Way to bootstrap, as start listed it.
    #[serde(default)]
    pub route: Option<types::Route>,
    /// Recipe to begin from; a tier after a slash.
    #[serde(default)]
    pub recipe: Option<types::RecipeName>,
    /// Open bootstrap, as start listed it.
    #[serde(rename = "sessionId")]
    #[serde(default)]
    pub session_id: Option<String>,
    /// Hostnames of the runtimes that are meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<types::Hostname>,
}

impl StartArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(workflow: types::Workflow) -> Self {
        Self {
            workflow,
            intent: None,
            route: None,
            recipe: None,
            session_id: None,
            scope: Vec::new(),
        }
    }
}

/// Arguments of `zerops_workflow` with `action=close`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct CloseArgs {}

/// Arguments of `zerops_workflow` with `action=plan`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanArgs {
    /// Every planned service; of a pair its dev service as hostname, its stage as stageHostname.
    pub services: Vec<types::PlannedService>,
    /// Open bootstrap, as start listed it.
    #[serde(rename = "sessionId")]
    #[serde(default)]
    pub session_id: Option<String>,
}

impl PlanArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(services: Vec<types::PlannedService>) -> Self {
        Self { services, session_id: None }
    }
}

/// Arguments of `zerops_workflow` with `action=provision`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ProvisionArgs {
    /// Open bootstrap, as start listed it.
    #[serde(rename = "sessionId")]
    #[serde(default)]
    pub session_id: Option<String>,
}

/// Arguments of `zerops_workflow` with `action=adopt`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct AdoptArgs {
    /// Hostnames of the runtimes that are meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<types::Hostname>,
}

/// Arguments of `zerops_workflow` with `action=reset`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ResetArgs {
    /// Open bootstrap, as start listed it.
    #[serde(rename = "sessionId")]
    #[serde(default)]
    pub session_id: Option<String>,
}

/// Arguments of `zerops_workflow` with `action=close-mode`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct CloseModeArgs {
    /// Hostnames of the runtimes that are meant.
    pub scope: Vec<types::Hostname>,
    /// How the human wants work to end.
    #[serde(rename = "closeMode")]
    pub close_mode: types::CloseMode,
}

impl CloseModeArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(scope: Vec<types::Hostname>, close_mode: types::CloseMode) -> Self {
        Self { scope, close_mode }
    }
}

/// Arguments of `zerops_workflow` with `action=git-push-setup`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct GitPushSetupArgs {
    /// Runtime for git and CI.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// Git remote without credentials.
    #[serde(rename = "remoteUrl")]
    #[serde(default)]
    pub remote_url: Option<String>,
    /// Branch to push to, main by default.
    #[serde(default)]
    pub branch: Option<String>,
}

impl GitPushSetupArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(service_hostname: types::Hostname) -> Self {
        Self {
            service_hostname,
            remote_url: None,
            branch: None,
        }
    }
}

/// Arguments of `zerops_workflow` with `action=build-integration`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BuildIntegrationArgs {
    /// Runtime for git and CI.
    #[serde(rename = "serviceHostname")]
    pub service_hostname: types::Hostname,
    /// What builds what is pushed.
    pub integration: types::BuildIntegration,
    /// Whose CI; by default as the remote says.
    #[serde(default)]
    pub variant: Option<types::CiVariant>,
}

impl BuildIntegrationArgs {
    /// These arguments, and nothing that may be left out.
    #[must_use]
    pub fn new(
        service_hostname: types::Hostname,
        integration: types::BuildIntegration,
    ) -> Self {
        Self {
            service_hostname,
            integration,
            variant: None,
        }
    }
}

/// Arguments of `zerops_workflow` with `action=handoff`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct HandoffArgs {}

/// Arguments of `zerops_workflow` with `action=export`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ExportArgs {
    /// Hostnames of the runtimes that are meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub scope: Vec<types::Hostname>,
}

impl Arguments for Args {
    const TOOL: &'static str = "zerops_workflow";
}

/// What `zerops_workflow` can answer besides a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Error {
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
    /// `INVALID_HOSTNAME`
    InvalidHostname,
    /// `SERVICE_REQUIRED`
    ServiceRequired,
    /// `SERVICE_NOT_FOUND`
    ServiceNotFound,
    /// `RECIPES_UNAVAILABLE`
    RecipesUnavailable,
    /// `RECIPE_NOT_FOUND`
    RecipeNotFound,
    /// `NO_BOOTSTRAP`
    NoBootstrap,
    /// `BOOTSTRAP_OPEN`
    BootstrapOpen,
    /// `BOOTSTRAP_TAKEN`
    BootstrapTaken,
    /// `PLAN_INVALID`
    PlanInvalid,
    /// `PROVISION_FAILED`
    ProvisionFailed,
    /// `NOT_ADOPTED`
    NotAdopted,
    /// `GIT_REMOTE_FAILED`
    GitRemoteFailed,
    /// `GIT_PUSH_REQUIRED`
    GitPushRequired,
    /// `NOTEBOOK_BUSY`
    NotebookBusy,
    /// `NOTEBOOK_NEWER`
    NotebookNewer,
    /// `NOTEBOOK_OTHER_PROJECT`
    NotebookOtherProject,
    /// `NOTEBOOK_REFUSED`
    NotebookRefused,
    /// `CONFIRM_REQUIRED`
    ConfirmRequired,
    /// `CONFIRM_REFUSED`
    ConfirmRefused,
    /// `CONFIRM_UNANSWERED`
    ConfirmUnanswered,
}

impl ErrorCode for Error {
    fn info(self) -> &'static ErrorInfo {
        match self {
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
            Self::InvalidHostname => &errors::INVALID_HOSTNAME,
            Self::ServiceRequired => &errors::SERVICE_REQUIRED,
            Self::ServiceNotFound => &errors::SERVICE_NOT_FOUND,
            Self::RecipesUnavailable => &errors::RECIPES_UNAVAILABLE,
            Self::RecipeNotFound => &errors::RECIPE_NOT_FOUND,
            Self::NoBootstrap => &errors::NO_BOOTSTRAP,
            Self::BootstrapOpen => &errors::BOOTSTRAP_OPEN,
            Self::BootstrapTaken => &errors::BOOTSTRAP_TAKEN,
            Self::PlanInvalid => &errors::PLAN_INVALID,
            Self::ProvisionFailed => &errors::PROVISION_FAILED,
            Self::NotAdopted => &errors::NOT_ADOPTED,
            Self::GitRemoteFailed => &errors::GIT_REMOTE_FAILED,
            Self::GitPushRequired => &errors::GIT_PUSH_REQUIRED,
            Self::NotebookBusy => &errors::NOTEBOOK_BUSY,
            Self::NotebookNewer => &errors::NOTEBOOK_NEWER,
            Self::NotebookOtherProject => &errors::NOTEBOOK_OTHER_PROJECT,
            Self::NotebookRefused => &errors::NOTEBOOK_REFUSED,
            Self::ConfirmRequired => &errors::CONFIRM_REQUIRED,
            Self::ConfirmRefused => &errors::CONFIRM_REFUSED,
            Self::ConfirmUnanswered => &errors::CONFIRM_UNANSWERED,
        }
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

impl From<errors::code::InvalidHostname> for Error {
    fn from(_: errors::code::InvalidHostname) -> Self {
        Self::InvalidHostname
    }
}

impl From<errors::code::ServiceRequired> for Error {
    fn from(_: errors::code::ServiceRequired) -> Self {
        Self::ServiceRequired
    }
}

impl From<errors::code::ServiceNotFound> for Error {
    fn from(_: errors::code::ServiceNotFound) -> Self {
        Self::ServiceNotFound
    }
}

impl From<errors::code::RecipesUnavailable> for Error {
    fn from(_: errors::code::RecipesUnavailable) -> Self {
        Self::RecipesUnavailable
    }
}

impl From<errors::code::RecipeNotFound> for Error {
    fn from(_: errors::code::RecipeNotFound) -> Self {
        Self::RecipeNotFound
    }
}

impl From<errors::code::NoBootstrap> for Error {
    fn from(_: errors::code::NoBootstrap) -> Self {
        Self::NoBootstrap
    }
}

impl From<errors::code::BootstrapOpen> for Error {
    fn from(_: errors::code::BootstrapOpen) -> Self {
        Self::BootstrapOpen
    }
}

impl From<errors::code::BootstrapTaken> for Error {
    fn from(_: errors::code::BootstrapTaken) -> Self {
        Self::BootstrapTaken
    }
}

impl From<errors::code::PlanInvalid> for Error {
    fn from(_: errors::code::PlanInvalid) -> Self {
        Self::PlanInvalid
    }
}

impl From<errors::code::ProvisionFailed> for Error {
    fn from(_: errors::code::ProvisionFailed) -> Self {
        Self::ProvisionFailed
    }
}

impl From<errors::code::NotAdopted> for Error {
    fn from(_: errors::code::NotAdopted) -> Self {
        Self::NotAdopted
    }
}

impl From<errors::code::GitRemoteFailed> for Error {
    fn from(_: errors::code::GitRemoteFailed) -> Self {
        Self::GitRemoteFailed
    }
}

impl From<errors::code::GitPushRequired> for Error {
    fn from(_: errors::code::GitPushRequired) -> Self {
        Self::GitPushRequired
    }
}

impl From<errors::code::NotebookBusy> for Error {
    fn from(_: errors::code::NotebookBusy) -> Self {
        Self::NotebookBusy
    }
}

impl From<errors::code::NotebookNewer> for Error {
    fn from(_: errors::code::NotebookNewer) -> Self {
        Self::NotebookNewer
    }
}

impl From<errors::code::NotebookOtherProject> for Error {
    fn from(_: errors::code::NotebookOtherProject) -> Self {
        Self::NotebookOtherProject
    }
}

impl From<errors::code::NotebookRefused> for Error {
    fn from(_: errors::code::NotebookRefused) -> Self {
        Self::NotebookRefused
    }
}

impl From<errors::code::ConfirmRequired> for Error {
    fn from(_: errors::code::ConfirmRequired) -> Self {
        Self::ConfirmRequired
    }
}

impl From<errors::code::ConfirmRefused> for Error {
    fn from(_: errors::code::ConfirmRefused) -> Self {
        Self::ConfirmRefused
    }
}

impl From<errors::code::ConfirmUnanswered> for Error {
    fn from(_: errors::code::ConfirmUnanswered) -> Self {
        Self::ConfirmUnanswered
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
    name: "zerops_workflow",
    title: "Plan, track and hand over work",
    group: "guidance",
    sets: &["core"],
    description: "Guides (default); plan and create services; track work; adopt; set up git and CI; handoff; export. To look where things stand: zerops_status.",
    docs: "`status` is the answer after any interruption: it looks at the services, their versions and processes, at what was\nproven, and for zerops.yaml in the working folder and one level below, and says what to do now, as calls that can be\nmade as they are. Deploy attempts are the platform's own versions, whoever made them, so nothing has to be recorded.\nThe words for each situation are on the page of situations. Where a stage was deployed from its dev service over SSH, it\nsays too whether the files there are others by now, by one hash of what would be deployed.\n\n`start` with `workflow: develop` opens work: what is deployed and proven from then on counts for its `intent`. The same\nintent goes on with work that is open, also after a restart; another one takes its place, for which a human is asked where units\nof it were adopted and are closed by hand or nobody said how. `close` ends it and\ndeploys nothing. Work and proofs are kept in zcp's notebook; nothing is refused without it.\n\nWithout an action it answers the list of guides, or one of them, whose steps fit the state of the project: what is done\nalready is left out, and each call names the services that it is for.\n\n**Bootstrap.** `start` with `workflow: bootstrap` ranks the routes, or takes the only one that fits: `resume` what was left open, `adopt` what is there,\n`classic` planning, or `recipe`, a published one whose services, variables and setups are taken as they are. `plan` checks `services` against the types and the project, all findings at once, and answers with\nwhat becomes of each (CREATE, EXISTS, SHARED) and the import.yaml that makes them; nothing is made, and it can be called\nagain. `provision` makes them, follows all processes as one, and looks at what came of it: managed services and dev\nservices run, a stage waits for its first deploy. It answers with the names of the variables of managed services and a\nzerops.yaml for each runtime. It never tries again by itself; called again, it goes on where it stands.\n\n**Choices.** Three, of units that were adopted: how work is closed (`close-mode`), where code is pushed to\n(`git-push-setup`, which asks the remote without any prompt), and what builds what was pushed (`build-integration`,\nwhich answers with a workflow file or with the steps for a webhook, and with the names of the secrets). All or nothing: one\nbad entry changes none.\n\n**Hand-over.** `handoff` writes the report for a release in Markdown: of each adopted unit the version, what was verified of\nit and when, its addresses, its setup, its remote, what was deployed since the hand-over before, and the names of the variables that\nproduction needs; the managed services; what a start runs; and the three ways to release. What is not proven, or is behind, comes\nfirst. zcp releases nothing.\n\n**Export.** `export` writes the project, or the runtimes of `scope` with all managed services, as an import.yaml that makes it\nagain in an empty project: types, limits that were set, and variables without their values. A value of references\nalone stays, what only has to be random is made anew, everything else is `REPLACE_ME`. It says which setup of which zerops.yaml\neach runtime is deployed with, and writes one where there is none. Data, domains and public access are not part of it.\n\nChoices, plans and proofs are noted in `.zcp/state` below the working folder, or in `ZCP_STATE_DIR`. What the platform\nknows is never noted. A folder that cannot be written to is said, and what was noted ends with the process then.",
    input_schema: include_str!("../schemas/zerops_workflow.input.json"),
    output_schema: include_str!("../schemas/zerops_workflow.output.json"),
    hints: Hints {
        read_only: false,
        destructive: false,
        idempotent: false,
        open_world: true,
    },
    local: false,
    params: Params {
        fields: &[
            Field {
                name: "action",
                kind: Kind::Enum(
                    &[
                        "guide",
                        "status",
                        "start",
                        "close",
                        "plan",
                        "provision",
                        "adopt",
                        "reset",
                        "close-mode",
                        "git-push-setup",
                        "build-integration",
                        "handoff",
                        "export",
                    ],
                ),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "workflow",
                kind: Kind::Enum(
                    &[
                        "bootstrap",
                        "develop",
                        "deploy",
                        "debug",
                        "scale",
                        "configure",
                        "monitor",
                        "cicd",
                    ],
                ),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "intent",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: None,
                    rule: "a string of at most 65536 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "route",
                kind: Kind::Enum(&["resume", "adopt", "recipe", "classic"]),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "recipe",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: Some("^[a-z0-9][a-z0-9._-]{0,79}(/[a-z0-9-]{1,60})?$"),
                    rule: "a name as zerops_recipes lists it, such as shop or shop/stage",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "sessionId",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: None,
                    rule: "a string of at most 65536 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "services",
                kind: Kind::List {
                    item: &Kind::Record(
                        &[
                            Field {
                                name: "hostname",
                                kind: Kind::Text(Text {
                                    min_length: 0usize,
                                    max_length: 65536usize,
                                    pattern: None,
                                    rule: "a string of at most 65536 characters",
                                    error: None,
                                }),
                                required: true,
                                missing: None,
                                local: false,
                            },
                            Field {
                                name: "type",
                                kind: Kind::Text(Text {
                                    min_length: 0usize,
                                    max_length: 65536usize,
                                    pattern: None,
                                    rule: "a string of at most 65536 characters",
                                    error: None,
                                }),
                                required: true,
                                missing: None,
                                local: false,
                            },
                            Field {
                                name: "layout",
                                kind: Kind::Enum(
                                    &["standard", "dev", "simple", "local-stage", "local-only"],
                                ),
                                required: false,
                                missing: None,
                                local: false,
                            },
                            Field {
                                name: "stageHostname",
                                kind: Kind::Text(Text {
                                    min_length: 0usize,
                                    max_length: 65536usize,
                                    pattern: None,
                                    rule: "a string of at most 65536 characters",
                                    error: None,
                                }),
                                required: false,
                                missing: None,
                                local: false,
                            },
                            Field {
                                name: "ha",
                                kind: Kind::Boolean,
                                required: false,
                                missing: None,
                                local: false,
                            },
                            Field {
                                name: "existing",
                                kind: Kind::Boolean,
                                required: false,
                                missing: None,
                                local: false,
                            },
                        ],
                    ),
                    max: 50usize,
                    line: false,
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "scope",
                kind: Kind::List {
                    item: &Kind::Text(Text {
                        min_length: 0usize,
                        max_length: 65536usize,
                        pattern: Some("^[a-z][a-z0-9]{0,39}$"),
                        rule: "1 to 40 characters a-z and 0-9 that start with a letter",
                        error: Some("INVALID_HOSTNAME"),
                    }),
                    max: 50usize,
                    line: false,
                },
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "serviceHostname",
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
                name: "closeMode",
                kind: Kind::Enum(&["auto", "git-push", "manual"]),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "remoteUrl",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: None,
                    rule: "a string of at most 65536 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "branch",
                kind: Kind::Text(Text {
                    min_length: 0usize,
                    max_length: 65536usize,
                    pattern: None,
                    rule: "a string of at most 65536 characters",
                    error: None,
                }),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "integration",
                kind: Kind::Enum(&["none", "webhook", "actions"]),
                required: false,
                missing: None,
                local: false,
            },
            Field {
                name: "variant",
                kind: Kind::Enum(&["github", "gitlab"]),
                required: false,
                missing: None,
                local: false,
            },
        ],
        rules: &[],
        actions: &[
            Action {
                name: "guide",
                fields: &["workflow"],
                required: &[],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "status",
                fields: &[],
                required: &[],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "start",
                fields: &["workflow", "intent", "route", "recipe", "sessionId", "scope"],
                required: &["workflow"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "close",
                fields: &[],
                required: &[],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "plan",
                fields: &["sessionId", "services"],
                required: &["services"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "provision",
                fields: &["sessionId"],
                required: &[],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: false,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "adopt",
                fields: &["scope"],
                required: &[],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "reset",
                fields: &["sessionId"],
                required: &[],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "close-mode",
                fields: &["scope", "closeMode"],
                required: &["scope", "closeMode"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "git-push-setup",
                fields: &["serviceHostname", "remoteUrl", "branch"],
                required: &["serviceHostname"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: true,
            },
            Action {
                name: "build-integration",
                fields: &["serviceHostname", "integration", "variant"],
                required: &["serviceHostname", "integration"],
                hints: Hints {
                    read_only: false,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
            Action {
                name: "handoff",
                fields: &[],
                required: &[],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: false,
                    open_world: true,
                },
                local: true,
            },
            Action {
                name: "export",
                fields: &["scope"],
                required: &[],
                hints: Hints {
                    read_only: true,
                    destructive: false,
                    idempotent: true,
                    open_world: true,
                },
                local: false,
            },
        ],
        default_action: Some("guide"),
    },
    errors: &[
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
        &errors::INVALID_HOSTNAME,
        &errors::SERVICE_REQUIRED,
        &errors::SERVICE_NOT_FOUND,
        &errors::RECIPES_UNAVAILABLE,
        &errors::RECIPE_NOT_FOUND,
        &errors::NO_BOOTSTRAP,
        &errors::BOOTSTRAP_OPEN,
        &errors::BOOTSTRAP_TAKEN,
        &errors::PLAN_INVALID,
        &errors::PROVISION_FAILED,
        &errors::NOT_ADOPTED,
        &errors::GIT_REMOTE_FAILED,
        &errors::GIT_PUSH_REQUIRED,
        &errors::NOTEBOOK_BUSY,
        &errors::NOTEBOOK_NEWER,
        &errors::NOTEBOOK_OTHER_PROJECT,
        &errors::NOTEBOOK_REFUSED,
        &errors::CONFIRM_REQUIRED,
        &errors::CONFIRM_REFUSED,
        &errors::CONFIRM_UNANSWERED,
    ],
    calls: &[
        "project.service.list",
        "project.process.list",
        "service.appVersion.list",
        "folder.look",
        "service.env.list",
        "ssh.read",
        "catalog.search",
        "schema.zeropsYaml",
        "schema.importYaml",
        "recipes.read",
        "notebook.write",
        "service.import",
        "process.get",
        "project.search",
        "project.env.create",
        "git.read",
        "appVersion.get",
        "project.get",
        "files.read",
        "notebook.append",
    ],
    budget_bytes: 16384usize,
};
