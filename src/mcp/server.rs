//! The server: what is made once for all calls. It keeps nothing between them but questions, so that any replica can
//! answer any of them.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use rmcp::model::{CacheScope, Implementation, JsonObject, MetaObject, ServerCapabilities, ServerConfig};
use serde_json::Value;
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use super::audit::Audit;
use super::caller::Caller;
use super::cancelling::Cancelling;
use super::consent::{Questions, SealKey, TIME_TO_ANSWER};
use super::metrics::Metrics;
use super::offer::{Grant, Lookup, Offer, OfferError};
use crate::domain::clock::Clock;
use crate::domain::scope::Scope;
use crate::ops::context::Context;

/// What a model reads before the list of tools.
pub const INSTRUCTIONS: &str = "Tools for the infrastructure of one Zerops project: its services, deploys, \
    configuration, logs and debugging. Use them whenever a task creates, changes, deploys, inspects or repairs \
    something that runs there.";

/// Where to start; said where that tool is offered.
const START: &str = " Call zerops_context first.";

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
#[derive(Debug, Default)]
pub(super) struct Connection {
    /// Nothing more will be read, so nothing but answers should be written.
    pub(super) ended: CancellationToken,
    /// Calls stop.
    pub(super) abort: CancellationToken,
    /// One of its requests could ask a human.
    human: AtomicBool,
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
    connection: Arc<Connection>,
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
        Self { shared: Arc::new(shared), connection: Arc::default(), caller: Caller::default() }
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
        Self { connection: Arc::new(connection), ..self.clone() }
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

    /// What it says about itself.
    pub(super) fn config(&self) -> &ServerConfig {
        &self.shared.config
    }

    /// Its name and version, for the `_meta` of a result.
    pub(super) fn identity(&self) -> &MetaObject {
        &self.shared.identity
    }

    /// Who may keep what depends on the offer.
    pub(super) fn offer_scope(&self) -> CacheScope {
        self.shared.offer_scope
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
