//! The server: what it says about itself, the list of its tools, and the way to a call.
//!
//! It keeps nothing between calls but questions, so that any replica can answer any of them. Subscriptions and
//! logging are deliberately absent: their methods do not exist here.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rmcp::model::{
    CacheScope, CallToolRequestParams, CallToolResponse, CancelTaskParams, CompleteRequestParams, CompleteResult,
    CustomRequest, CustomResult, DiscoverResult, ErrorData, GetPromptRequestParams, GetPromptResponse,
    GetSkillRequestParams, GetSkillResult, GetTaskParams, GetTaskResult, Implementation, InitializeRequestParams,
    InitializeResult, JsonObject, ListPromptsResult, ListResourceTemplatesResult, ListResourcesResult,
    ListSkillsResult, ListToolsResult, MetaObject, PaginatedRequestParams, ReadResourceRequestParams,
    ReadResourceResponse, ServerCapabilities, ServerConfig, Tool, UpdateTaskParams,
};
use rmcp::service::RequestContext;
use rmcp::{RoleServer, ServerHandler};
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::audit::Audit;
use super::caller::Caller;
use super::cancelling::Cancelling;
use super::consent::{Questions, SealKey, TIME_TO_ANSWER, is_modern};
use super::metrics::Metrics;
use super::offer::{Grant, Lookup, Offer, OfferError};
use super::{call, completion, methods, prompts, resources, skills, tasks};
use crate::domain::clock::Clock;
use crate::domain::scope::Scope;
use crate::ops::context::Context;

/// What a model reads before the list of tools.
pub const INSTRUCTIONS: &str = "Tools for the infrastructure of one Zerops project: its services, deploys, \
    configuration, logs and debugging. Use them whenever a task creates, changes, deploys, inspects or repairs \
    something that runs there.";

/// Where to start; said where that tool is offered.
const START: &str = " Call zerops_context first.";

/// How long a client may keep a list, in milliseconds: it changes only with another version.
const TTL_MS: u64 = 300_000;

const SERVER_INFO: &str = "io.modelcontextprotocol/serverInfo";

/// The bounds of a server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Operations on the platform that run at the same time, most of which wait for it; more wait for
    /// their turn.
    pub(super) running: usize,
    /// The least time between two progress notifications of a call.
    pub(super) progress_interval: Duration,
    /// How long an operation that writes may go on once nobody wants its answer.
    pub(super) writer_grace: Duration,
    /// How long the human may take to answer a question.
    pub(super) answer: Duration,
    /// How long calls may go on after the input has ended.
    pub(super) end_grace: Duration,
    /// How long after a stop, or after the end of the input and its grace, everything is left.
    pub(super) deadline: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            running: 128,
            progress_interval: Duration::from_millis(200),
            writer_grace: Duration::from_secs(1),
            answer: TIME_TO_ANSWER,
            end_grace: Duration::from_secs(2),
            deadline: Duration::from_millis(2500),
        }
    }
}

/// How a connection ends, and what is known of its client. Nothing of it ever happens on a connection that lasts for one
/// request.
#[derive(Clone, Debug, Default)]
pub(super) struct Connection {
    /// Nothing more will be read, so nothing but answers should be written.
    pub(super) ended: CancellationToken,
    /// Calls stop.
    pub(super) abort: CancellationToken,
    /// One of its requests could ask a human.
    human: Arc<AtomicBool>,
}

impl Connection {
    /// One that stops with this token.
    pub(super) fn new(abort: CancellationToken) -> Self {
        Self { abort, ..Self::default() }
    }

    /// Whether a request of it could ask a human, this one or one before it.
    pub(super) fn has_human(&self, now: bool) -> bool {
        self.human.fetch_or(now, Ordering::Relaxed) || now
    }
}

/// The MCP server of one process. Cloning it is cheap.
#[derive(Clone, Debug)]
pub struct Server {
    shared: Arc<Shared>,
    connection: Connection,
    caller: Caller,
}

#[derive(Clone, Debug)]
struct Shared {
    /// What the contexts of its calls are made from: all of them are for one project.
    context: Context,
    offer: Offer,
    /// Who may keep what depends on the offer.
    offer_scope: CacheScope,
    questions: Questions,
    cancelling: Cancelling,
    running: Arc<Semaphore>,
    metrics: Arc<Metrics>,
    audit: Option<Audit>,
    /// Whether the word of a human alone counts.
    requires_human: bool,
    /// Whether changes wait for a workflow that is open.
    requires_workflow: bool,
    limits: Limits,
    config: ServerConfig,
    identity: MetaObject,
}

impl Server {
    /// A server over these tools. The key seals the questions to the human; replicas share it.
    #[must_use]
    pub fn new(context: Context, offer: Offer, key: &SealKey) -> Self {
        Self::with_limits(context, offer, key, Limits::default())
    }

    /// The same, where the human may take so long to answer a question.
    #[must_use]
    pub fn with_time_to_answer(context: Context, offer: Offer, key: &SealKey, answer: Duration) -> Self {
        Self::with_limits(context, offer, key, Limits { answer, ..Limits::default() })
    }

    pub(super) fn with_limits(context: Context, offer: Offer, key: &SealKey, limits: Limits) -> Self {
        let identity = Implementation::new("zerops", env!("CARGO_PKG_VERSION")).with_title("Zerops");
        let config = ServerConfig::new(capabilities())
            .with_server_info(identity.clone())
            .with_instructions(instructions(&offer));
        let mut meta = MetaObject::new();
        meta.0.insert(SERVER_INFO.to_owned(), serde_json::to_value(identity).unwrap_or(Value::Null));
        let questions = Questions::new(key, limits.answer);
        let shared = Shared {
            context,
            offer,
            offer_scope: CacheScope::Public,
            questions,
            cancelling: Cancelling::default(),
            running: Arc::new(Semaphore::new(limits.running)),
            metrics: Arc::default(),
            audit: None,
            requires_human: false,
            requires_workflow: false,
            limits,
            config,
            identity: meta,
        };
        Self { shared: Arc::new(shared), connection: Connection::default(), caller: Caller::default() }
    }

    /// The same server, which writes down what it changes and refuses.
    #[must_use]
    pub fn with_audit(&self, audit: Audit) -> Self {
        let shared = Shared { audit: Some(audit), ..(*self.shared).clone() };
        Self { shared: Arc::new(shared), ..self.clone() }
    }

    /// The same server, which does nothing that cannot be undone where the client cannot ask its human.
    #[must_use]
    pub fn requiring_a_human(&self) -> Self {
        let shared = Shared { requires_human: true, ..(*self.shared).clone() };
        Self { shared: Arc::new(shared), ..self.clone() }
    }

    /// The same server, which changes nothing before a workflow is open.
    #[must_use]
    pub fn requiring_a_workflow(&self) -> Self {
        let shared = Shared { requires_workflow: true, ..(*self.shared).clone() };
        Self { shared: Arc::new(shared), ..self.clone() }
    }

    /// The same server for callers who may use less of it.
    ///
    /// # Errors
    /// When they are granted a group that does not exist.
    pub(super) fn granted(&self, grant: &Grant) -> Result<Self, OfferError> {
        let mut shared = (*self.shared).clone();
        shared.offer = shared.offer.for_caller(grant)?;
        shared.config = shared.config.with_instructions(instructions(&shared.offer));
        Ok(Self { shared: Arc::new(shared), ..self.clone() })
    }

    /// The same server, whose lists are not the same for all callers.
    pub(super) fn with_private_lists(&self) -> Self {
        let shared = Shared { offer_scope: CacheScope::Private, ..(*self.shared).clone() };
        Self { shared: Arc::new(shared), ..self.clone() }
    }

    /// The same server for a request of this caller.
    pub(super) fn called_by(&self, caller: Caller) -> Self {
        Self { caller, ..self.clone() }
    }

    /// What this server offers.
    #[must_use]
    pub fn offer(&self) -> &Offer {
        &self.shared.offer
    }

    /// The same server on a connection that ends this way.
    pub(super) fn on(&self, connection: Connection) -> Self {
        Self { connection, ..self.clone() }
    }

    /// The context of a call with this scope.
    pub(super) fn context(&self, scope: Scope) -> Context {
        self.shared.context.with_scope(scope)
    }

    pub(super) fn clock(&self) -> &Arc<dyn Clock> {
        self.shared.context.clock()
    }

    pub(super) fn questions(&self) -> &Questions {
        &self.shared.questions
    }

    pub(super) fn cancelling(&self) -> &Cancelling {
        &self.shared.cancelling
    }

    pub(super) fn running(&self) -> &Semaphore {
        &self.shared.running
    }

    pub(super) fn limits(&self) -> Limits {
        self.shared.limits
    }

    pub(super) fn metrics(&self) -> &Metrics {
        &self.shared.metrics
    }

    pub(super) fn audit(&self) -> Option<&Audit> {
        self.shared.audit.as_ref()
    }

    /// Whether changes wait for a workflow that is open.
    pub(super) fn requires_workflow(&self) -> bool {
        self.shared.requires_workflow
    }

    pub(super) fn requires_human(&self) -> bool {
        self.shared.requires_human
    }

    pub(super) fn caller(&self) -> &Caller {
        &self.caller
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// The `_meta` of a result: who answered, where the protocol wants that in every result.
    fn identity(&self, cx: &RequestContext<RoleServer>) -> Option<MetaObject> {
        is_modern(cx).then(|| self.shared.identity.clone())
    }
}

fn instructions(offer: &Offer) -> String {
    let start = matches!(offer.lookup("zerops_context", &JsonObject::new()), Lookup::Offered(_));
    if start { format!("{INSTRUCTIONS}{START}") } else { INSTRUCTIONS.to_owned() }
}

fn capabilities() -> ServerCapabilities {
    ServerCapabilities::builder()
        .enable_tools()
        .enable_resources()
        .enable_prompts()
        .enable_completions()
        .enable_tasks()
        .enable_skills()
        .build()
}

/// Refuses a cursor where there is only one page.
fn one_page(request: Option<&PaginatedRequestParams>) -> Result<(), ErrorData> {
    match request {
        Some(request) if request.cursor.is_some() => {
            Err(ErrorData::invalid_params("the list has one page, so no `cursor` is valid", None))
        }
        _ => Ok(()),
    }
}

impl ServerHandler for Server {
    fn get_info(&self) -> ServerConfig {
        self.shared.config.clone()
    }

    fn get_tool(&self, name: &str) -> Option<Tool> {
        self.offer().listed().iter().find(|tool| tool.name == name).cloned()
    }

    /// The library keeps a connection that a request of the current protocol opened to that protocol:
    /// it would answer `initialize` and refuse every request after it.
    async fn initialize(
        &self,
        request: InitializeRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<InitializeResult, ErrorData> {
        if cx.peer.peer_info().is_none() {
            let message = "This connection was opened by a request of a protocol that has no `initialize`; \
                go on in that protocol, or open another connection";
            return Err(ErrorData::invalid_request(message, None));
        }
        cx.peer.set_peer_info(request.clone());
        let mut result = self.negotiate_initialize(&request)?;
        // Those protocols have no extensions.
        result.capabilities.extensions = None;
        Ok(result)
    }

    async fn discover(&self, _: RequestContext<RoleServer>) -> Result<DiscoverResult, ErrorData> {
        let versions = self.supported_protocol_versions().into_owned();
        Ok(DiscoverResult::from_server_info(versions, self.get_info())
            .with_ttl_ms(TTL_MS)
            .with_cache_scope(self.shared.offer_scope))
    }

    async fn list_tools(
        &self,
        request: Option<PaginatedRequestParams>,
        cx: RequestContext<RoleServer>,
    ) -> Result<ListToolsResult, ErrorData> {
        one_page(request.as_ref())?;
        let mut result = ListToolsResult::with_all_items(self.offer().listed().to_vec());
        if is_modern(&cx) {
            result = result.with_ttl_ms(TTL_MS).with_cache_scope(self.shared.offer_scope);
        }
        result.meta = self.identity(&cx);
        Ok(result)
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<CallToolResponse, ErrorData> {
        let mut response = call::call(self, request, &cx).await?;
        match &mut response {
            CallToolResponse::Complete(result) => result.meta = self.identity(&cx),
            CallToolResponse::InputRequired(result) => result.meta = self.identity(&cx),
            CallToolResponse::Task(result) => result.meta = self.identity(&cx),
            _ => {}
        }
        Ok(response)
    }

    async fn get_task(
        &self,
        request: GetTaskParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<GetTaskResult, ErrorData> {
        let mut result = Box::pin(tasks::get(self, &request.task_id, &cx)).await?;
        result.meta = self.identity(&cx);
        Ok(result)
    }

    async fn update_task(&self, request: UpdateTaskParams, cx: RequestContext<RoleServer>) -> Result<(), ErrorData> {
        Box::pin(tasks::update(self, &request, &cx)).await
    }

    async fn cancel_task(&self, request: CancelTaskParams, cx: RequestContext<RoleServer>) -> Result<(), ErrorData> {
        Box::pin(tasks::cancel(self, &request.task_id, &cx)).await
    }

    async fn on_custom_request(
        &self,
        request: CustomRequest,
        _: RequestContext<RoleServer>,
    ) -> Result<CustomResult, ErrorData> {
        Err(methods::misfit(&request.method))
    }

    async fn list_prompts(
        &self,
        request: Option<PaginatedRequestParams>,
        cx: RequestContext<RoleServer>,
    ) -> Result<ListPromptsResult, ErrorData> {
        one_page(request.as_ref())?;
        let mut result = prompts::list();
        if is_modern(&cx) {
            result = result.with_ttl_ms(TTL_MS).with_cache_scope(CacheScope::Public);
        }
        result.meta = self.identity(&cx);
        Ok(result)
    }

    async fn get_prompt(
        &self,
        request: GetPromptRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<GetPromptResponse, ErrorData> {
        let mut result = prompts::get(&request.name, request.arguments.as_ref(), self.offer())?;
        result.meta = self.identity(&cx);
        Ok(result.into())
    }

    async fn list_resources(
        &self,
        request: Option<PaginatedRequestParams>,
        cx: RequestContext<RoleServer>,
    ) -> Result<ListResourcesResult, ErrorData> {
        let mut result = resources::list(request.and_then(|request| request.cursor).as_deref())?;
        if is_modern(&cx) {
            result = result.with_ttl_ms(TTL_MS).with_cache_scope(CacheScope::Public);
        }
        result.meta = self.identity(&cx);
        Ok(result)
    }

    async fn list_resource_templates(
        &self,
        request: Option<PaginatedRequestParams>,
        cx: RequestContext<RoleServer>,
    ) -> Result<ListResourceTemplatesResult, ErrorData> {
        one_page(request.as_ref())?;
        let mut result = resources::templates();
        if is_modern(&cx) {
            result = result.with_ttl_ms(TTL_MS).with_cache_scope(CacheScope::Public);
        }
        result.meta = self.identity(&cx);
        Ok(result)
    }

    async fn read_resource(
        &self,
        request: ReadResourceRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<ReadResourceResponse, ErrorData> {
        let mut result = resources::read(&request.uri)?;
        if is_modern(&cx) {
            result = result.with_ttl_ms(TTL_MS).with_cache_scope(CacheScope::Public);
        }
        result.meta = self.identity(&cx);
        Ok(result.into())
    }

    async fn list_skills(
        &self,
        request: Option<PaginatedRequestParams>,
        cx: RequestContext<RoleServer>,
    ) -> Result<ListSkillsResult, ErrorData> {
        one_page(request.as_ref())?;
        let mut result = ListSkillsResult::with_all_items(skills::all());
        if is_modern(&cx) {
            result = result.with_ttl_ms(TTL_MS).with_cache_scope(CacheScope::Public);
        }
        result.meta = self.identity(&cx);
        Ok(result)
    }

    async fn get_skill(
        &self,
        request: GetSkillRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<GetSkillResult, ErrorData> {
        let mut result = GetSkillResult::new(skills::get(&request.uri)?);
        if is_modern(&cx) {
            result = result.with_ttl_ms(TTL_MS).with_cache_scope(CacheScope::Public);
        }
        result.meta = self.identity(&cx);
        Ok(result)
    }

    async fn complete(
        &self,
        request: CompleteRequestParams,
        cx: RequestContext<RoleServer>,
    ) -> Result<CompleteResult, ErrorData> {
        let scope = Scope { cancel: cx.ct.clone(), ..Scope::default() };
        let mut result = completion::complete(&self.context(scope), request).await?;
        result.meta = self.identity(&cx);
        Ok(result)
    }
}
