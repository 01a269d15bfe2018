//! The types that tools share.
//! Source: spec/types.yaml. Written by build.rs (src/codegen/render/types.rs); edit the spec.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use crate::domain::call::NextCall;
use crate::domain::number;
use crate::domain::tracked::Tracked;
pub use crate::domain::hostname::Hostname;
pub use crate::domain::ids::ProcessId;
pub use crate::domain::ids::ServiceId;
pub use crate::domain::scaling::Scaling as ScalingView;

/// The id of a build, which is that of its app version.
/// Rule: the 22 characters of a build id, as a result named it, or `latest`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct BuildId(pub String);

impl std::fmt::Display for BuildId {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A version of a service.
/// Rule: an id, the beginning of one, a name, or `previous`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct VersionName(pub String);

impl std::fmt::Display for VersionName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A moment, or how long ago it was.
/// Rule: a duration such as 30m, 2h or 7d, or an RFC 3339 time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Moment(pub String);

impl std::fmt::Display for Moment {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a list goes on.
/// Rule: the `nextCursor` of the previous answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Cursor(pub String);

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A path on the computer that zcp runs on.
/// Rule: a path of 1 to 4096 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FilePath(pub String);

impl std::fmt::Display for FilePath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A folder here, or in a container.
/// Rule: a path of 1 to 4096 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct FolderPath(pub String);

impl std::fmt::Display for FolderPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a setup of zerops.yaml.
/// Rule: a name of 1 to 200 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct SetupName(pub String);

impl std::fmt::Display for SetupName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The path of an address, with its query.
/// Rule: a path that begins with / and is written in printable ASCII without #.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct UrlPath(pub String);

impl std::fmt::Display for UrlPath {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where a page is.
/// Rule: a path that begins with / or an address that begins with http:// or https://, of at most 2000 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PageAddress(pub String);

impl std::fmt::Display for PageAddress {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text with expressions of the import preprocessor.
/// Rule: a text of 1 to 8192 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct PreprocessorText(pub String);

impl std::fmt::Display for PreprocessorText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The name of a recipe, with a tier behind a slash or without.
/// Rule: a name as zerops_recipes lists it, such as shop or shop/stage.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct RecipeName(pub String);

impl std::fmt::Display for RecipeName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// What is looked for.
/// Rule: a text of at most 262144 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Question(pub String);

impl std::fmt::Display for Question {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// The text of a YAML document.
/// Rule: the text of a document of at most 262144 characters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(transparent)]
pub struct Document(pub String);

impl std::fmt::Display for Document {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// How the services of one unit are laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Layout {
    /// A dev service with its stage.
    #[serde(rename = "standard")]
    Standard,
    /// A dev service alone.
    #[serde(rename = "dev")]
    Dev,
    /// One service that builds and runs the code.
    #[serde(rename = "simple")]
    Simple,
    /// A local folder with one service that it is deployed to.
    #[serde(rename = "local-stage")]
    LocalStage,
    /// A local folder alone.
    #[serde(rename = "local-only")]
    LocalOnly,
}

impl Layout {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Standard => "standard",
            Self::Dev => "dev",
            Self::Simple => "simple",
            Self::LocalStage => "local-stage",
            Self::LocalOnly => "local-only",
        }
    }
}

/// The way to the services of a project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Route {
    /// Go on with a bootstrap that was interrupted.
    #[serde(rename = "resume")]
    Resume,
    /// Take on what is there.
    #[serde(rename = "adopt")]
    Adopt,
    /// Begin from a known example.
    #[serde(rename = "recipe")]
    Recipe,
    /// Plan the services one by one.
    #[serde(rename = "classic")]
    Classic,
}

impl Route {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Resume => "resume",
            Self::Adopt => "adopt",
            Self::Recipe => "recipe",
            Self::Classic => "classic",
        }
    }
}

/// How work on a unit ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum CloseMode {
    /// A deploy and a proof of it end it.
    #[serde(rename = "auto")]
    Auto,
    /// A push to a git remote, and what is built from it, end it.
    #[serde(rename = "git-push")]
    GitPush,
    /// A person ends it.
    #[serde(rename = "manual")]
    Manual,
}

impl CloseMode {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Auto => "auto",
            Self::GitPush => "git-push",
            Self::Manual => "manual",
        }
    }
}

/// What builds the code that was pushed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum BuildIntegration {
    /// Nothing does.
    #[serde(rename = "none")]
    None,
    /// The platform itself, by a webhook of the repository.
    #[serde(rename = "webhook")]
    Webhook,
    /// A workflow of the repository that deploys.
    #[serde(rename = "actions")]
    Actions,
}

impl BuildIntegration {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::Webhook => "webhook",
            Self::Actions => "actions",
        }
    }
}

/// The way of code to a service.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DeployStrategy {
    /// It is sent to the platform.
    #[serde(rename = "direct")]
    Direct,
    /// Its commit is pushed to the git remote of the unit, and what builds there makes the version.
    #[serde(rename = "git-push")]
    GitPush,
}

impl DeployStrategy {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Direct => "direct",
            Self::GitPush => "git-push",
        }
    }
}

/// Whose workflow files a repository has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum CiVariant {
    /// GitHub Actions.
    #[serde(rename = "github")]
    Github,
    /// GitLab CI.
    #[serde(rename = "gitlab")]
    Gitlab,
}

impl CiVariant {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Github => "github",
            Self::Gitlab => "gitlab",
        }
    }
}

/// The two documents of a Zerops project.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DocumentType {
    /// How services are built and run.
    #[serde(rename = "zerops.yml")]
    ZeropsYml,
    /// Which services there are.
    #[serde(rename = "import.yml")]
    ImportYml,
}

impl DocumentType {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::ZeropsYml => "zerops.yml",
            Self::ImportYml => "import.yml",
        }
    }
}

/// How the cores of a container are given out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum CpuMode {
    /// Cores are shared with other tenants.
    #[serde(rename = "SHARED")]
    Shared,
    /// Cores belong to the container alone.
    #[serde(rename = "DEDICATED")]
    Dedicated,
}

impl CpuMode {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Shared => "SHARED",
            Self::Dedicated => "DEDICATED",
        }
    }
}

/// Who uploads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum DeployMethod {
    /// zcp itself.
    #[serde(rename = "native")]
    Native,
    /// The zcli of this computer.
    #[serde(rename = "zcli")]
    Zcli,
}

impl DeployMethod {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Native => "native",
            Self::Zcli => "zcli",
        }
    }
}

/// What documents are about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum KnowledgeTopic {
    /// Service types.
    #[serde(rename = "services")]
    Services,
    /// Keys of zerops.yaml and import.yaml.
    #[serde(rename = "config")]
    Config,
    /// How the platform works.
    #[serde(rename = "topics")]
    Topics,
    /// Errors and what to do about them.
    #[serde(rename = "problems")]
    Problems,
    /// Worked examples with whole YAML files.
    #[serde(rename = "stacks")]
    Stacks,
}

impl KnowledgeTopic {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Services => "services",
            Self::Config => "config",
            Self::Topics => "topics",
            Self::Problems => "problems",
            Self::Stacks => "stacks",
        }
    }
}

/// How much of the passages is answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum KnowledgeDetail {
    /// The best one whole, of the next ones what stands around the match.
    #[serde(rename = "best")]
    Best,
    /// Each one whole, with what else its document says to it.
    #[serde(rename = "full")]
    Full,
}

impl KnowledgeDetail {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Best => "best",
            Self::Full => "full",
        }
    }
}

/// How grave a log line is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum LogSeverity {
    /// The system is unusable.
    #[serde(rename = "emergency")]
    Emergency,
    /// Action must be taken at once.
    #[serde(rename = "alert")]
    Alert,
    /// Critical conditions.
    #[serde(rename = "critical")]
    Critical,
    /// Errors.
    #[serde(rename = "error")]
    Error,
    /// Warnings.
    #[serde(rename = "warning")]
    Warning,
    /// Normal but significant.
    #[serde(rename = "notice")]
    Notice,
    /// Plain output.
    #[serde(rename = "info")]
    Info,
    /// Details for debugging.
    #[serde(rename = "debug")]
    Debug,
}

impl LogSeverity {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Emergency => "emergency",
            Self::Alert => "alert",
            Self::Critical => "critical",
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Notice => "notice",
            Self::Info => "info",
            Self::Debug => "debug",
        }
    }
}

/// What guidance is there for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub enum Workflow {
    /// Create services from scratch.
    #[serde(rename = "bootstrap")]
    Bootstrap,
    /// Change code until it is proven.
    #[serde(rename = "develop")]
    Develop,
    /// Deploy code.
    #[serde(rename = "deploy")]
    Deploy,
    /// Find out what is wrong.
    #[serde(rename = "debug")]
    Debug,
    /// Change resources.
    #[serde(rename = "scale")]
    Scale,
    /// Variables and public access.
    #[serde(rename = "configure")]
    Configure,
    /// See how it is going.
    #[serde(rename = "monitor")]
    Monitor,
    /// Have pushes deployed.
    #[serde(rename = "cicd")]
    Cicd,
}

impl Workflow {
    /// The value as it goes on the wire.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Bootstrap => "bootstrap",
            Self::Develop => "develop",
            Self::Deploy => "deploy",
            Self::Debug => "debug",
            Self::Scale => "scale",
            Self::Configure => "configure",
            Self::Monitor => "monitor",
            Self::Cicd => "cicd",
        }
    }
}

/// A service of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PlannedService {
    /// Its hostname; of a pair that of the dev service.
    pub hostname: String,
    /// Its type.
    pub r#type: String,
    /// How a runtime is laid out: standard where a stage is named, else simple.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub layout: Option<Layout>,
    /// The hostname of the stage.
    #[serde(rename = "stageHostname")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_hostname: Option<String>,
    /// Whether a managed service has several nodes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ha: Option<bool>,
    /// Whether it is there already.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub existing: Option<bool>,
}

/// A way to begin.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RouteView {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub route: Option<String>,
    /// What speaks for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// The call that takes it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// A file to write.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FileView {
    /// Where it belongs in the repository.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// The service that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub of: Option<String>,
    /// Its text.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// What it takes for granted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What to do now and how things stand; what an action did; or the list of guides, or one of them for this project.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorkflowResult {
    /// What to do now, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// What is to be done after that, or by others meanwhile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<String>,
    /// The project and what goes on in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// Services or units, one a line, with how they stand or what became of each.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// What keeps the open work from being closed by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<String>,
    /// What else is to be known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// What there is guidance for; only without an argument.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub workflows: Vec<WorkflowView>,
    /// What the workflow is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What matters of the project, a fact a line.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub state: Vec<String>,
    /// What to do now, in order.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<WorkflowStep>,
    /// Resources to read for more.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub documents: Vec<String>,
    /// The bootstrap that is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<String>,
    /// The ways to begin, the best one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub routes: Vec<RouteView>,
    /// The document that makes what was planned.
    #[serde(rename = "importYaml")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import_yaml: Option<String>,
    /// Names of variables of managed services, as references.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<String>,
    /// Files to write.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub files: Vec<FileView>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The first call to make.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// Where things stand and what to do now.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct StatusResult {
    /// What to do now, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub now: Option<String>,
    /// What is to be done after that, or by others meanwhile.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub then: Vec<String>,
    /// The project and what goes on in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<String>,
    /// Services, one a line, with how they stand.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// What keeps the open work from being closed by itself.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub blocked: Vec<String>,
    /// What else is to be known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The hostname of the service that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Its status on the platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// Its kept versions, the newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<VersionView>,
    /// Its backups, the newest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub backups: Vec<BackupView>,
    /// When the platform makes them by itself, as five fields of cron in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// The process that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<ProcessView>,
    /// Whether that has ended; only FINISHED is a success.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub done: Option<bool>,
    /// Calls to make next, the first one first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

impl Tracked for StatusResult {
    type Process = ProcessView;
    fn processes(&self) -> &[ProcessView] {
        self.process.as_slice()
    }
    fn processes_mut(&mut self) -> &mut [ProcessView] {
        self.process.as_mut_slice()
    }
    fn suggest(&mut self, calls: Vec<NextCall>) {
        self.next = calls;
    }
}

/// A workflow.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorkflowView {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When to take it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub summary: Option<String>,
}

/// A step.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct WorkflowStep {
    /// What to do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// How, and what to mind.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The calls that do it, one for each service that it is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// What an agent should know of Zerops before it works with it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContextResult {
    /// Concepts, rules, defaults and the service types, in Markdown.
    pub text: String,
}

/// The project and its services.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DiscoverResult {
    /// The project that the token opens.
    pub project: ProjectView,
    /// The services in the order of their hostnames.
    pub services: Vec<ServiceView>,
    /// How many services the project has.
    pub total: i64,
    /// Give this as `cursor` to read on; absent at the end.
    #[serde(rename = "nextCursor")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// A project.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProjectView {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its status, such as ACTIVE.
    pub status: String,
}

/// A service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceView {
    /// Its hostname, the name it has in the private network.
    pub hostname: String,
    /// Its id.
    pub id: String,
    /// Its type and version, such as ubuntu/nodejs@22.
    pub r#type: String,
    /// Its status: ACTIVE is up, READY_TO_DEPLOY waits for code.
    pub status: String,
    /// HA or NON_HA; only of managed services.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mode: Option<String>,
    /// The scaling profile that sizes it, such as oltp-staging.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile: Option<String>,
    /// Its ports with protocol and scheme, such as 3000/tcp http.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ports: Vec<String>,
    /// How many containers it may have.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub containers: Option<ContainerRange>,
    /// The version that serves: its name, which begins with its commit where it has one, who made it and since when it is live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What became of the newest version, where that failed or is on its way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub newest: Option<String>,
    /// The dev service that it is the stage of.
    #[serde(rename = "stageOf")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stage_of: Option<String>,
    /// When it was made; only when it was asked for by hostname.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// When a version of it was last made; only when it was asked for by hostname.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deployed: Option<String>,
    /// Services that its variables refer to; only when it was asked for by hostname.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<String>,
    /// Services whose variables refer to it; only when it was asked for by hostname.
    #[serde(rename = "usedBy")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub used_by: Vec<String>,
    /// Its public zerops.app addresses; absent while subdomain access is off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
    /// Its scaling limits; only when it was asked for by hostname.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub scaling: Option<ScalingView>,
    /// Its environment variables; only with includeEnvs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub envs: Vec<EnvView>,
    /// How many variables it has where not all are shown.
    #[serde(rename = "envsTotal")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub envs_total: Option<i64>,
}

/// Bounds of horizontal scaling.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ContainerRange {
    /// The fewest containers.
    pub min: i64,
    /// The most containers.
    pub max: i64,
}

/// An environment variable.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EnvView {
    /// Its name.
    pub key: String,
    /// USER or SYSTEM; an older platform says SECRET, EDITABLE, READ_ONLY, INTERNAL or ENV.
    pub r#type: String,
    /// `***` where it may be secret and was not revealed.
    pub value: String,
    /// True where it is kept from tokens that may only read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sensitive: Option<bool>,
    /// True where the platform does not tell this token the value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<bool>,
    /// zerops.yaml where its run.envVariables sets it: change it there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// The variables its value refers to, such as db_password for ${db_password}.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub references: Vec<String>,
}

/// What the documentation says about a question.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct KnowledgeResult {
    /// The passages that answer it, the best one first.
    pub passages: Vec<PassageView>,
    /// What to ask instead where no passage answers it well.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub suggestions: Vec<String>,
}

/// A section of a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PassageView {
    /// The title of its document.
    pub title: String,
    /// Its heading; empty for the introduction.
    pub heading: String,
    /// Its address, zerops://docs/PATH#HEADING.
    pub uri: String,
    /// What it says, in Markdown: whole, the part around the match, or with other sections of its document.
    pub text: String,
}

/// An operation that the platform runs.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProcessView {
    /// Its id.
    pub id: String,
    /// What it does, such as restart.
    pub action: String,
    /// PENDING, RUNNING, FINISHED, FAILED, CANCELING or CANCELED.
    pub status: String,
    /// The hostnames it works on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// When it was accepted, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// When it began to run, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub started: Option<String>,
    /// When it ended, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub finished: Option<String>,
    /// Why it failed, in the words of the platform.
    #[serde(rename = "failReason")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fail_reason: Option<String>,
    /// Why its end is not confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One thing that is wrong with a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct FindingView {
    /// error, when the platform refuses the document, or warning.
    pub severity: String,
    /// What it is.
    pub code: String,
    /// Where, as `services[0].mode`.
    pub path: String,
    /// The line, from 1.
    pub line: i64,
    /// The column, from 1.
    pub column: i64,
    /// What is wrong.
    pub message: String,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fix: Option<String>,
}

/// A backup.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BackupView {
    /// The name of its file, by which it is named in calls.
    pub name: String,
    /// The hostname of its service; only in the list of the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// When it was made, RFC 3339, where the list says it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// In bytes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub size: Option<i64>,
    /// Its tags; `daily`, `weekly` and `monthly` are the platform's own.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<String>,
    /// True where its service is gone.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deleted: Option<bool>,
}

/// Published recipes, or one of them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecipesResult {
    /// Those that were found, the best first; only of search.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub recipes: Vec<RecipeView>,
    /// How many were found.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// The recipe that was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub recipe: Option<RecipeView>,
    /// What each of its tiers has.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<RecipeTierView>,
    /// The tier whose document this is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tier: Option<String>,
    /// The import document of that tier, as it was published.
    #[serde(rename = "importYaml")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub import_yaml: Option<String>,
    /// When the catalogue was read, RFC 3339.
    #[serde(rename = "asOf")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub as_of: Option<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// A recipe.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecipeView {
    /// What names it.
    pub recipe: String,
    /// Its name for people.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// What it is, in the words of who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<String>,
    /// Languages and frameworks.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub uses: Vec<String>,
    /// Its tiers.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tiers: Vec<String>,
}

/// A tier of a recipe.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct RecipeTierView {
    /// What names it.
    pub tier: String,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub intro: Option<String>,
    /// Its services, one a line: hostname, type, setup, repository.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<String>,
    /// Values that a person has to give: a service or `project`, and the name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub asks: Vec<String>,
    /// Why it cannot be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// What a database answers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct QueryResult {
    /// The hostname of the database.
    pub service: String,
    /// PostgreSQL, MariaDB or Valkey.
    pub engine: String,
    /// The runtime that was gone through; absent where it was reached directly.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub via: Option<String>,
    /// The columns, each its name and its type; of Valkey one, whose rows are the elements of a list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<String>,
    /// The rows, each a JSON list of the values in the order of the columns.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rows: Vec<String>,
    /// Who wrote what is in them.
    pub untrusted: String,
    /// Whether there are more.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Backups, or what was done to one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BackupResult {
    /// The hostname of the service; absent for the whole project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Whether something was made or deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
    /// The backups, the newest first; only of list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub backups: Vec<BackupView>,
    /// How many there are where not all are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// When the platform makes them by itself, as five fields of cron in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub schedule: Option<String>,
    /// The backup that was made, downloaded or deleted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub backup: Option<BackupView>,
    /// The file that was written, from the working folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The SHA-256 of that file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// An amount, all containers together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct GaugeView {
    /// What is used now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "number::optional")]
    pub used: Option<f64>,
    /// What the containers have now.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "number::optional")]
    pub limit: Option<f64>,
    /// The highest bucket of the time that was looked at.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "number::optional")]
    pub most: Option<f64>,
}

/// What a service used in a while on average, all containers together.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BucketView {
    /// When it began, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// How many containers it had.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "number::optional")]
    pub containers: Option<f64>,
    /// Cores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "number::optional")]
    pub cpu: Option<f64>,
    /// RAM in GB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "number::optional")]
    pub ram: Option<f64>,
    /// Disk in GB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "number::optional")]
    pub disk: Option<f64>,
}

/// What a service uses.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UsageView {
    /// Its hostname.
    pub service: String,
    /// Its status: only what is ACTIVE is measured.
    pub status: String,
    /// How many containers it has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "number::optional")]
    pub containers: Option<f64>,
    /// SHARED or DEDICATED cores.
    #[serde(rename = "cpuMode")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu_mode: Option<String>,
    /// Cores.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cpu: Option<GaugeView>,
    /// RAM in GB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ram: Option<GaugeView>,
    /// Disk in GB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub disk: Option<GaugeView>,
    /// What it costs a day, by what was paid in the last days, so a change of limits shows late; in the currency of the account.
    #[serde(rename = "perDay")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "number::optional")]
    pub per_day: Option<f64>,
    /// Whether its limits fit, with the numbers.
    pub verdict: String,
    /// How long a bucket is: 1m, 1h or 1d.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<String>,
    /// What it used, the oldest first; only when it was asked for by hostname.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub buckets: Vec<BucketView>,
}

/// What services use and cost.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct UsageResult {
    /// How far back was looked.
    pub hours: i64,
    /// The services.
    pub services: Vec<UsageView>,
    /// How many there are where not all are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// What the whole project costs a day, in the same way.
    #[serde(rename = "perDay")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[serde(serialize_with = "number::optional")]
    pub per_day: Option<f64>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The calls that change limits which do not fit.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// What expressions became.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PreprocessResult {
    /// The values, in the order of the expressions.
    pub values: Vec<String>,
    /// What they are good for.
    pub note: String,
}

/// What is wrong with a document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ValidateResult {
    /// Whether the platform would accept it.
    pub valid: bool,
    /// Which document it is, zerops.yml or import.yml.
    pub r#type: String,
    /// Everything that was found, in the order of the document.
    pub findings: Vec<FindingView>,
    /// How many findings are not shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub omitted: Option<i64>,
    /// Which list of service types was used and how old it is.
    #[serde(rename = "checkedAgainst")]
    pub checked_against: String,
}

/// What an import makes, or would make.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImportResult {
    /// Whether nothing was made.
    #[serde(rename = "dryRun")]
    pub dry_run: bool,
    /// The services of the document, in its order.
    pub services: Vec<ImportedService>,
    /// The processes that make them; done when all are FINISHED.
    pub processes: Vec<ProcessView>,
    /// What the platform would accept without doing what may be meant.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<FindingView>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Which list of service types was used and how old it is.
    #[serde(rename = "checkedAgainst")]
    pub checked_against: String,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

impl Tracked for ImportResult {
    type Process = ProcessView;
    fn processes(&self) -> &[ProcessView] {
        self.processes.as_slice()
    }
    fn processes_mut(&mut self) -> &mut [ProcessView] {
        self.processes.as_mut_slice()
    }
    fn suggest(&mut self, calls: Vec<NextCall>) {
        self.next = calls;
    }
}

/// A service of an import.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ImportedService {
    /// Its hostname.
    pub hostname: String,
    /// Its type.
    pub r#type: String,
    /// create, keep (it exists and stays), overwrite (an empty version over its code), replace (by an older platform), wait (it is being deleted), or refuse (it is taken).
    pub plan: String,
}

/// A process as it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ProcessResult {
    /// The process.
    pub process: ProcessView,
    /// Whether it has ended; only FINISHED is a success.
    pub done: bool,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// What was done to a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ServiceChange {
    /// Its hostname.
    pub service: String,
    /// What was asked for.
    pub action: String,
    /// Whether anything had to change; false when it already was so.
    pub changed: bool,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The process that does it; done when its status is FINISHED.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<ProcessView>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

impl Tracked for ServiceChange {
    type Process = ProcessView;
    fn processes(&self) -> &[ProcessView] {
        self.process.as_slice()
    }
    fn processes_mut(&mut self) -> &mut [ProcessView] {
        self.process.as_mut_slice()
    }
    fn suggest(&mut self, calls: Vec<NextCall>) {
        self.next = calls;
    }
}

/// The scaling limits that were set.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ScaleResult {
    /// Its hostname.
    pub service: String,
    /// Whether anything had to change; false when it already was so.
    pub changed: bool,
    /// The limits as they are when the change is done.
    pub scaling: ScalingView,
    /// What the change cannot take back, or costs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The process that applies them; absent when they were applied at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<ProcessView>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

impl Tracked for ScaleResult {
    type Process = ProcessView;
    fn processes(&self) -> &[ProcessView] {
        self.process.as_slice()
    }
    fn processes_mut(&mut self) -> &mut [ProcessView] {
        self.process.as_mut_slice()
    }
    fn suggest(&mut self, calls: Vec<NextCall>) {
        self.next = calls;
    }
}

/// The public address of a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct SubdomainResult {
    /// Its hostname.
    pub service: String,
    /// Whether subdomain access is on now.
    pub enabled: bool,
    /// Whether it was switched; false while `process` is not FINISHED.
    pub changed: bool,
    /// The addresses when it is on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The process that does it; done when its status is FINISHED.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<ProcessView>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

impl Tracked for SubdomainResult {
    type Process = ProcessView;
    fn processes(&self) -> &[ProcessView] {
        self.process.as_slice()
    }
    fn processes_mut(&mut self) -> &mut [ProcessView] {
        self.process.as_mut_slice()
    }
    fn suggest(&mut self, calls: Vec<NextCall>) {
        self.next = calls;
    }
}

/// A deploy as it stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeployResult {
    /// The hostname of the target.
    pub service: String,
    /// Whether the new version is live; false while it is not.
    pub changed: bool,
    /// The id of this version, which is also that of its build; absent where a push made none yet.
    #[serde(rename = "appVersionId")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version_id: Option<String>,
    /// What this version is called: the commit that is checked out in the folder, which may have been changed since.
    #[serde(rename = "appVersionName")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version_name: Option<String>,
    /// The status of this version: ACTIVE is live; UPLOADING, WAITING_TO_BUILD, BUILDING, PREPARING_RUNTIME, WAITING_TO_DEPLOY and DEPLOYING go on. After a push that made none yet PUSHED or AWAITING_BUILD.
    pub status: String,
    /// The setup of zerops.yaml that was used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub setup: Option<String>,
    /// How many entries the archive has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub files: Option<i64>,
    /// How many bytes were uploaded, compressed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub bytes: Option<i64>,
    /// How long each part took.
    pub seconds: DeploySeconds,
    /// The public addresses; absent while subdomain access is off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
    /// What the preflight and the build warn of; build lines are output of programs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub warnings: Vec<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The process that builds; absent when it was not seen.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<ProcessView>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

impl Tracked for DeployResult {
    type Process = ProcessView;
    fn processes(&self) -> &[ProcessView] {
        self.process.as_slice()
    }
    fn processes_mut(&mut self) -> &mut [ProcessView] {
        self.process.as_mut_slice()
    }
    fn suggest(&mut self, calls: Vec<NextCall>) {
        self.next = calls;
    }
}

/// How long the parts of a deploy took, in seconds.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DeploySeconds {
    /// Packing and uploading.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upload: Option<i64>,
    /// From the acceptance to the end of the build.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build: Option<i64>,
    /// From the end of the build until the version was live.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deploy: Option<i64>,
}

/// The kept versions of a service, or a rollback.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VersionsResult {
    /// Its hostname.
    pub service: String,
    /// Of a rollback whether the version is live now; false while it is not.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
    /// The versions, the newest first; only of list.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub versions: Vec<VersionView>,
    /// Of a rollback the version that it brings back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionView>,
    /// Of a rollback the version that served before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaced: Option<VersionView>,
    /// The public addresses; absent while subdomain access is off.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The process of a rollback; done when its status is FINISHED.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<ProcessView>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

impl Tracked for VersionsResult {
    type Process = ProcessView;
    fn processes(&self) -> &[ProcessView] {
        self.process.as_slice()
    }
    fn processes_mut(&mut self) -> &mut [ProcessView] {
        self.process.as_mut_slice()
    }
    fn suggest(&mut self, calls: Vec<NextCall>) {
        self.next = calls;
    }
}

/// A version of the code of a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VersionView {
    /// Its id, which is also that of its build.
    pub id: String,
    /// ACTIVE serves; BACKUP served and can be rolled back to; others as in a deploy.
    pub status: String,
    /// What it is called: its commit and its setup where zcp made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Who made it: CLI, GUI, GITHUB, GITLAB, GIT, or NONE where it has no code.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
    /// The public repository that it was built from, with @ and the branch.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repository: Option<String>,
    /// When it was made, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created: Option<String>,
    /// When it went live last, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub activated: Option<String>,
    /// How long its build and deploy took; absent where nothing was built.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<i64>,
    /// What the last zerops_verify of it found: passed, failed or unreached; absent where nobody looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proof: Option<String>,
    /// When that was, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proved: Option<String>,
    /// What was checked, such as `http /health 200: pass`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<String>,
}

/// How a command in a container ended, and what it wrote.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct ExecResult {
    /// The hostname of the service.
    pub service: String,
    /// Whether it ended by itself with exit code 0.
    pub ok: bool,
    /// Its exit code; above 128 it usually stands for a signal.
    #[serde(rename = "exitCode")]
    pub exit_code: i64,
    /// The signal that this exit code stands for, such as KILL.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub signal: Option<String>,
    /// True where it took longer than `timeout` and was ended with all that it started.
    #[serde(rename = "timedOut")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub timed_out: Option<bool>,
    /// How long the call took, with connecting.
    pub seconds: i64,
    /// What stdout and stderr are: output of programs.
    pub untrusted: String,
    /// What it wrote to standard output; absent where nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stdout: Option<String>,
    /// What it wrote to standard error; absent where nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stderr: Option<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// How a development server stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct DevServerResult {
    /// The hostname of the service.
    pub service: String,
    /// ready; local: it answers on 127.0.0.1 only; failing: 5xx or no HTTP; silent: it runs, and nothing listens; exited by itself; taken: something else has the port; stopped.
    pub state: String,
    /// Whether it is as it should be: ready, or stopped after a stop.
    pub ok: bool,
    /// Whether anything had to change; absent where it did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
    /// Its port.
    pub port: i64,
    /// Its process, which leads a session of its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pid: Option<i64>,
    /// What was asked inside of the container, and the status that came.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answers: Option<String>,
    /// The exit code of what ended by itself.
    #[serde(rename = "exitCode")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exit_code: Option<i64>,
    /// How long ago it was started, where it runs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<i64>,
    /// The line that started it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub command: Option<String>,
    /// Where it was started; absent for /var/www.
    #[serde(rename = "workingDir")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub working_dir: Option<String>,
    /// Other ports that it listens on.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub others: Vec<i64>,
    /// The command line of what has the port instead.
    #[serde(rename = "takenBy")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub taken_by: Option<String>,
    /// What the lines are: output of programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub untrusted: Option<String>,
    /// The last lines of its log.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub log: Vec<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// A mount, or the place for one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MountView {
    /// The hostname of the service.
    pub service: String,
    /// The folder here.
    pub path: String,
    /// True where nothing can be written.
    #[serde(rename = "readOnly")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub read_only: Option<bool>,
    /// mounted; stale (mounted, and nothing answers); pending (the service has no running container yet) or not_mounted.
    pub state: String,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// Mounts of services, or what was done to one.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct MountResult {
    /// Whether anything had to change; absent for status.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
    /// The mounts and the places for them, what is mounted first.
    pub mounts: Vec<MountView>,
    /// How many there are where not all are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// Environment variables, or what was done to them.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EnvResult {
    /// Whose they are; absent for those of the project.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// Whether anything had to change; false when it already was so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub changed: Option<bool>,
    /// The variables by name, those revealed first; only of get.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub variables: Vec<EnvView>,
    /// How many there are where not all are shown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub total: Option<i64>,
    /// The variables that were set, removed or written; of get those that are only named.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<String>,
    /// The file that was written, from the working folder.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// Services that keep the old values until they are restarted.
    #[serde(rename = "restartNeeded")]
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restart_needed: Vec<String>,
    /// Services that were restarted and run with the new values.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub restarted: Vec<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// The last process of the change; done when its status is FINISHED.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process: Option<ProcessView>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

impl Tracked for EnvResult {
    type Process = ProcessView;
    fn processes(&self) -> &[ProcessView] {
        self.process.as_slice()
    }
    fn processes_mut(&mut self) -> &mut [ProcessView] {
        self.process.as_mut_slice()
    }
    fn suggest(&mut self, calls: Vec<NextCall>) {
        self.next = calls;
    }
}

/// Lines of a log, the oldest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct LogsResult {
    /// Its hostname.
    pub service: String,
    /// The build whose log it is.
    #[serde(rename = "buildId")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build_id: Option<String>,
    /// What the messages are: output of programs; absent where there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub untrusted: Option<String>,
    /// The day on which all of them were written, UTC; absent where each begins with its own.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<String>,
    /// Each as `TIME SEVERITY message`, and where `containers` is true the container in brackets before the message.
    pub lines: Vec<String>,
    /// True where the lines are of several containers.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub containers: Option<bool>,
    /// What was left out, and how to get it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<String>,
    /// What else to know.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// What happened, the newest first.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventsResult {
    /// The events.
    pub events: Vec<EventView>,
    /// What was left out, and how to get it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cut: Option<String>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// A process, or a deploy.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct EventView {
    /// When it was asked for, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// The hostnames it works on; absent for the project itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub service: Option<String>,
    /// What it does, such as restart, deploy, scale or env.
    pub action: String,
    /// Its status; of a deploy that of the app version, ACTIVE when it is live.
    pub status: String,
    /// How long it took, or has taken.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub seconds: Option<i64>,
    /// Why it failed, in the words of the platform.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Its process, where that has not finished well.
    #[serde(rename = "processId")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub process_id: Option<String>,
    /// The build of a deploy.
    #[serde(rename = "buildId")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub build_id: Option<String>,
    /// What the version of a deploy is called: its commit and its setup where zcp made it.
    #[serde(rename = "appVersionName")]
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub app_version_name: Option<String>,
    /// Who made the version of a deploy, such as CLI or GITHUB.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub source: Option<String>,
}

/// What could be proved about a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct VerifyResult {
    /// Its hostname.
    pub service: String,
    /// What it was checked as: web, static, worker, managed or storage.
    pub kind: String,
    /// Whether no check failed; absent while http or protocol was skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub healthy: Option<bool>,
    /// The checks in the order they were made.
    pub checks: Vec<CheckView>,
    /// The checks that were skipped.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unproved: Vec<String>,
    /// Why this was not noted as a proof, or for how long it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// What `lines` of checks are: output of programs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub untrusted: Option<String>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// A page as a browser shows it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct BrowseResult {
    /// The hostname of the service.
    pub service: String,
    /// Whether it answered with a status below 400, no script and no request failed, it did not lead elsewhere, and every step was made.
    pub ok: bool,
    /// Where the page is in the end, without its query.
    pub url: String,
    /// The HTTP status of the page itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<i64>,
    /// Its title.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// What title, outline, console, failed and notes are: text of the page.
    pub untrusted: String,
    /// What it says and offers, a line each, indented: roles, names and texts.
    pub outline: Vec<String>,
    /// Errors of its scripts, with their place.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub console: Vec<String>,
    /// Requests of the page that failed, with the reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub failed: Vec<String>,
    /// The host that the page wanted to go to and was not let.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub refused: Option<String>,
    /// The first step that was not made, and why.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub stopped: Option<String>,
    /// What else happened, and what was left out.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
    /// The picture of it: an image block of its own, and not repeated here.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub picture: Option<PictureView>,
    /// Calls to make next.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub next: Vec<NextCall>,
}

/// A picture.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct PictureView {
    /// image/jpeg.
    #[serde(rename = "mediaType")]
    pub media_type: String,
    /// Its bytes in base64.
    pub data: String,
}

/// One check of a service.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
pub struct CheckView {
    /// Its name: running, deployed, logs, http, text, protocol or mounted.
    pub check: String,
    /// pass, fail or skip.
    pub status: String,
    /// What it proves, and no more; only where it passed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proves: Option<String>,
    /// What was seen, or why it was skipped.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// What the service wrote or answered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lines: Vec<String>,
}
