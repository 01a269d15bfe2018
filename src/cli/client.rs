//! A real MCP client around a real server, for the commands that make calls themselves and for
//! the tests: what they see is what any client sees.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use rmcp::model::{
    CallToolRequestParams, CallToolResult, ClientCapabilities, ClientConfig, ElicitRequestParams, ElicitResult,
    ElicitationAction, ErrorData, Implementation, PrimitiveSchemaDefinition, ProgressNotificationParam,
};
use rmcp::service::{ClientServiceExt, NotificationContext, RequestContext, RoleClient, RunningService, ServiceError};
use rmcp::{ClientHandler, ClientLifecycleMode};
use serde_json::{Map, Value, json};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use crate::mcp::server::Server;
use crate::mcp::stdio;

/// Bytes that may be under way between the client and the server.
const PIPE_BYTES: usize = 64 * 1024;
/// How long a server may take to end.
const GRACE: Duration = Duration::from_secs(5);

/// A question of a server, as its form has it.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The question.
    pub text: String,
    /// What is to be typed for a yes, and what it does.
    pub title: String,
}

impl Asked {
    /// The word to type: what the title quotes.
    #[must_use]
    pub fn word(&self) -> &str {
        self.title.split('`').nth(1).unwrap_or_default()
    }
}

/// What a human types to a question.
type Answering = dyn Fn(&Asked) -> Option<String> + Send + Sync;

/// How the human behind the client is asked.
#[derive(Clone)]
pub enum Human {
    /// The client cannot ask.
    Absent,
    /// Asks with the question and answers with what the human typed; nothing when they closed it.
    Asks(Arc<Answering>),
}

impl fmt::Debug for Human {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Absent => "Human::Absent",
            Self::Asks(_) => "Human::Asks(…)",
        })
    }
}

/// What a server reports of work that goes on.
#[derive(Clone, Copy, Debug)]
pub struct Report<'a> {
    /// The steps that are done; it grows with each report.
    pub done: f64,
    /// The steps that there are, where that is known.
    pub total: Option<f64>,
    /// What is happening.
    pub message: &'a str,
}

/// Where progress goes.
pub type OnProgress = Arc<dyn Fn(&Report<'_>) + Send + Sync>;

/// The client's side of a connection.
pub struct Handler {
    human: Human,
    on_progress: OnProgress,
}

impl fmt::Debug for Handler {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Handler").field("human", &self.human).finish_non_exhaustive()
    }
}

impl Handler {
    /// A client with this human and this progress display.
    #[must_use]
    pub fn new(human: Human, on_progress: OnProgress) -> Self {
        Self { human, on_progress }
    }
}

impl ClientHandler for Handler {
    fn get_info(&self) -> ClientConfig {
        let capabilities = match self.human {
            Human::Absent => ClientCapabilities::default(),
            Human::Asks(_) => ClientCapabilities::builder().enable_elicitation().build(),
        };
        ClientConfig::new(capabilities, Implementation::new("zcp-cli", env!("CARGO_PKG_VERSION")))
    }

    async fn create_elicitation(
        &self,
        request: ElicitRequestParams,
        _context: RequestContext<RoleClient>,
    ) -> Result<ElicitResult, ErrorData> {
        let ElicitRequestParams::FormElicitationParams { message, requested_schema, .. } = request else {
            return Ok(ElicitResult::new(ElicitationAction::Decline));
        };
        let Human::Asks(ask) = self.human.clone() else {
            return Ok(ElicitResult::new(ElicitationAction::Decline));
        };
        let field = requested_schema.properties.iter().next();
        let Some((name, PrimitiveSchemaDefinition::String(field))) = field else {
            return Ok(ElicitResult::new(ElicitationAction::Decline));
        };
        let name = name.clone();
        let asked = Asked { text: message, title: field.title.as_deref().unwrap_or_default().to_owned() };
        let answer = tokio::task::spawn_blocking(move || ask(&asked)).await.unwrap_or_default();
        Ok(match answer {
            Some(word) if word.is_empty() => ElicitResult::new(ElicitationAction::Decline),
            Some(word) => ElicitResult::new(ElicitationAction::Accept).with_content(json!({ name: word })),
            None => ElicitResult::new(ElicitationAction::Cancel),
        })
    }

    async fn on_progress(&self, params: ProgressNotificationParam, _context: NotificationContext<RoleClient>) {
        let message = params.message.as_deref().unwrap_or_default();
        (self.on_progress)(&Report { done: params.progress, total: params.total, message });
    }
}

/// A client that is connected to a server.
#[derive(Debug)]
pub struct Client {
    service: RunningService<RoleClient, Handler>,
    stop: CancellationToken,
    /// The server, where it runs in this process.
    server: Option<JoinHandle<()>>,
}

impl Client {
    /// Starts the server in this process and connects to it over its own transport.
    ///
    /// # Errors
    /// When the handshake fails.
    pub async fn in_process(server: Server, handler: Handler) -> Result<Self, String> {
        let (ours, theirs) = tokio::io::duplex(PIPE_BYTES);
        let stop = CancellationToken::new();
        let (reader, writer) = tokio::io::split(theirs);
        let served = stop.clone();
        let task = tokio::spawn(async move {
            let reason = Box::pin(stdio::serve_io(server, reader, writer, served)).await;
            tracing::debug!(?reason, "the server ended");
        });
        let (reader, writer) = tokio::io::split(ours);
        let client = Self::over(reader, writer, handler, stop).await?;
        Ok(Self { server: Some(task), ..client })
    }

    /// Connects over any pair of streams.
    ///
    /// # Errors
    /// When the handshake fails.
    pub async fn over(
        reader: impl AsyncRead + Send + Unpin + 'static,
        writer: impl AsyncWrite + Send + Unpin + 'static,
        handler: Handler,
        stop: CancellationToken,
    ) -> Result<Self, String> {
        let mode = ClientLifecycleMode::Initialize;
        let connected = handler.serve_with_lifecycle((reader, writer), mode).await;
        let service = connected.map_err(|error| format!("the MCP handshake failed: {error}"))?;
        Ok(Self { service, stop, server: None })
    }

    /// The tools that the server lists.
    ///
    /// # Errors
    /// When the server refuses or the connection ends.
    pub async fn tools(&self) -> Result<Vec<rmcp::model::Tool>, ServiceError> {
        self.service.list_all_tools().await
    }

    /// Calls a tool.
    ///
    /// # Errors
    /// When the server refuses the request itself, or the connection ends. A tool that fails is a
    /// result.
    pub async fn call(&self, tool: &str, arguments: Map<String, Value>) -> Result<CallToolResult, ServiceError> {
        let params = CallToolRequestParams::new(tool.to_owned()).with_arguments(arguments);
        self.service.call_tool(params).await
    }

    /// What the server said about itself.
    #[must_use]
    pub fn instructions(&self) -> Option<String> {
        self.service.peer_info().and_then(|info| info.instructions.clone())
    }

    /// Tells a server in this process to end: it answers what it can of the calls under way first.
    pub fn interrupt(&self) {
        self.stop.cancel();
    }

    /// Ends the connection and waits for a server in this process to end.
    pub async fn close(self) {
        self.stop.cancel();
        let _ = self.service.cancel().await;
        if let Some(server) = self.server {
            let _ = tokio::time::timeout(GRACE, server).await;
        }
    }
}

/// The text of a result.
#[must_use]
pub fn text_of(result: &CallToolResult) -> String {
    let texts = result.content.iter().filter_map(|block| block.as_text().map(|text| text.text.as_str()));
    texts.collect::<Vec<_>>().join("\n")
}
