//! A sandbox, a zcp server that talks to it, and a real MCP client that talks to the server.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rmcp::model::CallToolResult;
use serde_json::{Map, Value};
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio_util::sync::CancellationToken;
use zcp::cli::client::{Client, Handler, Human};
use zcp::deploy::programs::Programs;
use zcp::domain::clock::{Clock, SystemClock};
use zcp::domain::ids::ProjectId;
use zcp::domain::network::PrivateNetwork;
use zcp::generated::registry::TOOLS;
use zcp::mcp::consent::SealKey;
use zcp::mcp::offer::{Filter, Offer};
use zcp::mcp::server::Server;
use zcp::mcp::stdio;
use zcp::ops::context::{Base, Context};
use zcp::platform::connection::Connection;
use zcp::platform::credentials::Source;
use zcp::platform::kept::Keeper;
use zcp::platform::settings::Settings;
use zcp::platform::token::Token;
use zcp::sandbox::options::{ClockMode, Options};
use zcp::sandbox::platform_date::PlatformDate;
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;
use zcp::sandbox::tokens::TokenKind;
use zcp::workflow::notebook::Notebook;

use super::canary;
use super::clock::{OwnClock, SandboxClock};
use super::proxy::{Behaviour, Proxy};
use super::servers::Probed;

/// What surrounds a call.
#[expect(clippy::struct_excessive_bools, reason = "each is one switch of a test")]
pub(crate) struct Setting<'a> {
    /// The seed of the project.
    pub(crate) seed: &'a str,
    /// Which state of the platform the sandbox plays.
    pub(crate) platform: PlatformDate,
    /// What of the platform stands between zcp and the sandbox.
    pub(crate) behaviours: &'a [Behaviour],
    /// The kind of token, or `none` or `invalid`.
    pub(crate) token: &'a str,
    /// The longest time of a call to the platform.
    pub(crate) call_timeout: Duration,
    /// The longest time of one look at a service.
    pub(crate) probe_timeout: Duration,
    /// Where services are in the private network.
    pub(crate) network: PrivateNetwork,
    /// The service that zcp runs in.
    pub(crate) own_hostname: Option<String>,
    /// What a variable calls that service, where it is something else.
    pub(crate) own_variable: Option<String>,
    /// What the human answers, where the client can ask; nothing when they close the question.
    #[expect(clippy::option_option, reason = "the client may not ask, and the human may not answer")]
    pub(crate) human: Option<Option<bool>>,
    /// Whether the client asks for progress.
    pub(crate) progress: bool,
    /// Whether the platform's time stands still while zcp's goes on.
    pub(crate) frozen: bool,
    /// Whether the time is that of the computer, as for a sandbox that runs programs.
    pub(crate) ticking: bool,
    /// Where what the platform said is kept.
    pub(crate) cache_folder: Option<PathBuf>,
    /// Whether that goes for what the sandbox says.
    pub(crate) keeps_local: bool,
    /// Where the notebook is; in memory when absent.
    pub(crate) state_folder: Option<PathBuf>,
    /// The programs of this computer.
    pub(crate) programs: Programs,
    /// The name of the project, in place of the seed's.
    pub(crate) project: Option<&'a str>,
    /// Whether a project that looks like production is written to.
    pub(crate) allow_production: bool,
    /// Whether a change waits for a workflow that is open.
    pub(crate) require_workflow: bool,
    /// Whether the word of a human alone counts.
    pub(crate) require_human: bool,
    /// Attempts in a row after which a human is asked.
    pub(crate) most_attempts: usize,
    /// The folder that paths are confined to.
    pub(crate) working_folder: PathBuf,
}

impl Default for Setting<'_> {
    fn default() -> Self {
        Self {
            seed: "node-postgres",
            platform: PlatformDate::default(),
            behaviours: &[],
            token: "valid",
            call_timeout: Duration::from_secs(20),
            probe_timeout: Duration::from_secs(20),
            network: PrivateNetwork::table(),
            own_hostname: None,
            own_variable: None,
            human: None,
            progress: false,
            frozen: false,
            ticking: false,
            cache_folder: None,
            keeps_local: true,
            state_folder: None,
            project: None,
            allow_production: false,
            require_workflow: false,
            require_human: false,
            most_attempts: 5,
            programs: Programs::default(),
            working_folder: env!("CARGO_MANIFEST_DIR").into(),
        }
    }
}

/// A notebook that somebody else writes is waited for only briefly.
const NOTEBOOK_PATIENCE: Duration = Duration::from_millis(50);

/// Everything that a test needs.
pub(crate) struct World {
    /// The platform.
    pub(crate) sandbox: Sandbox,
    /// The client.
    pub(crate) client: Client,
    /// What was reported, in order.
    pub(crate) progress: Arc<Mutex<Vec<(f64, String)>>>,
    /// What the human was asked.
    pub(crate) questions: Arc<Mutex<Vec<String>>>,
    /// What servers in the place of services saw.
    pub(crate) probed: Probed,
    /// What stands between zcp and the sandbox.
    pub(crate) proxy: Option<Proxy>,
}

impl World {
    /// Starts all of it.
    pub(crate) async fn start(setting: &Setting<'_>) -> Self {
        let seed = Seed::builtin(setting.seed).expect("a built-in seed");
        let seed = match setting.project {
            Some(name) => seed.named(name),
            None => seed,
        };
        let options = Options::deterministic(ClockMode::Manual).platform(setting.platform).seed(seed);
        Self::over(Sandbox::start(options).await.expect("the sandbox starts"), setting).await
    }

    /// Starts all of it but the sandbox.
    pub(crate) async fn over(sandbox: Sandbox, setting: &Setting<'_>) -> Self {
        let proxy = match setting.behaviours {
            [] => None,
            behaviours => Some(Proxy::start(sandbox.url(), behaviours).await),
        };
        let host = proxy.as_ref().map_or_else(|| sandbox.url(), |proxy| proxy.url.clone());
        let server = server(host, &sandbox, setting);
        let progress: Arc<Mutex<Vec<(f64, String)>>> = Arc::default();
        let questions: Arc<Mutex<Vec<String>>> = Arc::default();
        let (reported, asked) = (progress.clone(), questions.clone());
        let human = match setting.human {
            None => Human::Absent,
            Some(answer) => Human::Asks(Arc::new(move |question| {
                asked.lock().expect("lock").push(format!("{} {}", question.text, question.title));
                answer.map(|agrees| if agrees { question.word().to_owned() } else { String::new() })
            })),
        };
        let handler = Handler::new(
            human,
            Arc::new(move |report| {
                reported.lock().expect("lock").push((report.done, report.message.to_owned()));
            }),
        );
        let client = connect(server, handler, setting.progress).await;
        Self { sandbox, client, progress, questions, probed: Probed::default(), proxy }
    }

    /// A second server in the place of the first one, as after a restart.
    pub(crate) async fn restart(&mut self, setting: &Setting<'_>) {
        let host = self.proxy.as_ref().map_or_else(|| self.sandbox.url(), |proxy| proxy.url.clone());
        let handler = Handler::new(Human::Absent, Arc::new(|_| {}));
        self.client = connect(server(host, &self.sandbox, setting), handler, setting.progress).await;
    }

    /// Calls a tool.
    pub(crate) async fn call(&self, tool: &str, arguments: Map<String, Value>) -> CallToolResult {
        self.client.call(tool, arguments).await.expect("the call is answered")
    }
}

/// A server that talks to this sandbox at an address.
fn server(host: String, sandbox: &Sandbox, setting: &Setting<'_>) -> Server {
    let offer = Offer::new(TOOLS, &Filter::default()).expect("everything is offered");
    let server = Server::new(context_at(host, sandbox, setting), offer, &SealKey::new([7; 32]));
    let server = if setting.require_human { server.requiring_a_human() } else { server };
    if setting.require_workflow { server.requiring_a_workflow() } else { server }
}

/// What operations work with that talk to this sandbox.
pub(crate) fn context(sandbox: &Sandbox, setting: &Setting<'_>) -> Context {
    context_at(sandbox.url(), sandbox, setting)
}

/// The same, reached at this address.
fn context_at(host: String, sandbox: &Sandbox, setting: &Setting<'_>) -> Context {
    let clock: Arc<dyn Clock> = if setting.ticking {
        Arc::new(SystemClock)
    } else if setting.frozen {
        Arc::new(OwnClock(Mutex::new(sandbox.control().now())))
    } else {
        Arc::new(SandboxClock(sandbox.control()))
    };
    context_with(clock, host, sandbox, setting)
}

/// The same with this clock.
pub(crate) fn context_with(clock: Arc<dyn Clock>, host: String, sandbox: &Sandbox, setting: &Setting<'_>) -> Context {
    let token = match setting.token {
        "none" => None,
        "invalid" => Token::new(canary::BAD_TOKEN),
        name => {
            let kind = TokenKind::ALL.iter().find(|kind| kind.name() == name).expect("a kind of token");
            Token::new(kind.token())
        }
    };
    let source = Source::Fixed { token, host, project: None };
    let settings =
        Settings { call_timeout: setting.call_timeout, probe_timeout: setting.probe_timeout, ..Settings::default() };
    let keeps_local = setting.keeps_local;
    let keeper = setting.cache_folder.clone().map(|folder| Keeper { folder, keeps_local });
    let connection = Connection::keeping(source, settings, clock.clone(), None, keeper);
    let base = Base {
        own_hostname: setting.own_variable.clone().or_else(|| setting.own_hostname.clone()),
        own_service: setting.own_hostname.as_deref().and_then(|name| sandbox.control().service_id(name).ok()),
        network: setting.network.clone(),
        working_folder: setting.working_folder.clone(),
        cache_folder: setting.cache_folder.clone(),
        keeps_local: setting.keeps_local,
        programs: setting.programs.clone(),
        notebook: Arc::new(
            setting
                .state_folder
                .as_deref()
                .map_or_else(Notebook::in_memory, |folder| Notebook::named(folder).patient(NOTEBOOK_PATIENCE)),
        ),
        allow_production: setting.allow_production,
        most_attempts: setting.most_attempts,
        seed: Some([7; 32]),
        own_project: sandbox.control().status()["projects"][0]["id"].as_str().map(ProjectId::new),
        ..Base::new(clock)
    };
    Context::new(base, connection)
}

/// Connects a client. rmcp's client asks for progress with every request; without progress a relay
/// takes the token out, as a client would that does not want any.
async fn connect(server: Server, handler: Handler, progress: bool) -> Client {
    if progress {
        return Client::in_process(server, handler).await.expect("the handshake");
    }
    let stop = CancellationToken::new();
    let (ours, relayed) = tokio::io::duplex(64 * 1024);
    let (onward, theirs) = tokio::io::duplex(64 * 1024);
    let (reader, writer) = tokio::io::split(theirs);
    tokio::spawn(stdio::serve_io(server, reader, writer, stop.clone()));
    let (from_client, mut to_client) = tokio::io::split(relayed);
    let (mut from_server, mut to_server) = tokio::io::split(onward);
    tokio::spawn(async move {
        let mut lines = BufReader::new(from_client).lines();
        while let Ok(Some(line)) = lines.next_line().await {
            let mut message: Value = serde_json::from_str(&line).expect("a client writes JSON");
            if let Some(meta) = message.pointer_mut("/params/_meta").and_then(Value::as_object_mut) {
                meta.shift_remove("progressToken");
            }
            let sent = to_server.write_all(format!("{message}\n").as_bytes()).await;
            if sent.is_err() {
                break;
            }
        }
    });
    tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    let (reader, writer) = tokio::io::split(ours);
    Client::over(reader, writer, handler, stop).await.expect("the handshake")
}

/// Runs a test on a runtime like the product's.
pub(crate) fn block_on<F: Future>(future: F) -> F::Output {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(future)
}
