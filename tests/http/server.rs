//! A server over HTTP and the sandbox behind it.

use std::io::Write as _;
use std::net::SocketAddr;

use tempfile::NamedTempFile;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;
use zcp::generated::registry::TOOLS;
use zcp::mcp::audit::Audit;
use zcp::mcp::consent::SealKey;
use zcp::mcp::http::{Callers, HttpLimits, Known, Settings, Tokens, serve_on};
use zcp::mcp::offer::{Filter, Offer, names_of_groups};
use zcp::mcp::server::Server;
use zcp::sandbox::options::{ClockMode, Options};
use zcp::sandbox::seeds::Seed;
use zcp::sandbox::server::Sandbox;

use crate::harness::world::{Setting, context};

pub(crate) const ALICE: &str = "alice-0123456789-0123456789";
pub(crate) const BOB: &str = "bob-0123456789-0123456789-xy";
pub(crate) const READER: &str = "reader-0123456789-0123456789";
/// Alice may do everything, Bob too, the reader may look at services.
const TOKENS: &str = "\
    alice alice-0123456789-0123456789\n\
    bob bob-0123456789-0123456789-xy\n\
    reader reader-0123456789-0123456789 read-only groups=observe\n";

/// How a server is started.
pub(crate) struct Start {
    /// Whether callers need a token.
    pub(crate) tokens: bool,
    /// Whether what touches its own computer is offered.
    pub(crate) local: bool,
    pub(crate) limits: HttpLimits,
    pub(crate) hosts: Vec<String>,
    pub(crate) origins: Vec<String>,
    pub(crate) key: [u8; 32],
    pub(crate) audit: Option<Audit>,
    /// Whether the word of a human alone counts.
    pub(crate) human: bool,
}

impl Default for Start {
    fn default() -> Self {
        let limits = HttpLimits { rate: 0, ..HttpLimits::default() };
        Self {
            tokens: false,
            local: false,
            limits,
            hosts: Vec::new(),
            origins: Vec::new(),
            key: [7; 32],
            audit: None,
            human: false,
        }
    }
}

/// A server that listens.
pub(crate) struct Http {
    pub(crate) address: SocketAddr,
    pub(crate) stop: CancellationToken,
    pub(crate) serving: JoinHandle<std::io::Result<()>>,
    /// The file of tokens, as long as the server may read it.
    pub(crate) tokens: Option<NamedTempFile>,
}

/// A sandbox whose time stands still.
pub(crate) async fn sandbox() -> Sandbox {
    let seed = Seed::builtin("node-postgres").expect("a built-in seed");
    Sandbox::start(Options::deterministic(ClockMode::Manual).seed(seed)).await.expect("the sandbox starts")
}

impl Http {
    /// Starts one over this sandbox.
    pub(crate) async fn over(sandbox: &Sandbox, start: Start) -> Self {
        let filter = Filter { remote: !start.local, ..Filter::default() };
        let offer = Offer::new(TOOLS, &filter).expect("the filter is valid");
        let server = Server::new(context(sandbox, &Setting::default()), offer, &SealKey::new(start.key));
        let server = match start.audit {
            Some(audit) => server.with_audit(audit),
            None => server,
        };
        let server = if start.human { server.requiring_a_human() } else { server };
        let tokens = start.tokens.then(|| {
            let mut file = NamedTempFile::new().expect("a file");
            file.write_all(TOKENS.as_bytes()).expect("written");
            file
        });
        let callers = match &tokens {
            None => Callers::Anybody,
            Some(file) => {
                let tokens = Tokens::open(Some(file.path().to_owned()), None, names_of_groups(TOOLS)).expect("right");
                Callers::Known(Box::new(Known { tokens: Some(tokens), issuer: None }))
            }
        };
        let Start { limits, hosts, origins, .. } = start;
        let settings = Settings { hosts, origins, callers, limits };
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let (address, stop) = (listener.local_addr().expect("an address"), CancellationToken::new());
        let serving = tokio::spawn(serve_on(listener, server, settings, stop.clone()));
        Self { address, stop, serving, tokens }
    }
}
