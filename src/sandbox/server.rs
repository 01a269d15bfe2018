//! The listener: from an HTTP request to the function that answers it.

use std::fmt;
use std::io;
use std::net::Ipv4Addr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::{Body, to_bytes};
use axum::extract::connect_info::IntoMakeServiceWithConnectInfo;
use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, Response, header};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use super::authority;
use super::connection::{Arrival, BreakableListener};
use super::control::Control;
use super::endpoints::call::Call;
use super::endpoints::{backup_file, deploys};
use super::execution::Execution;
use super::folder::Folder;
use super::git;
use super::handlers::Handler;
use super::import::ahead;
use super::logs::stream;
use super::options::Options;
use super::paths;
use super::pipeline::start;
use super::platform_date::PlatformDate;
use super::requests::LoggedRequest;
use super::routes::{self, Found, Route};
use super::secure::SecureListener;
use super::shared::{Secure, Shared};
#[cfg(unix)]
use super::ssh;
use super::tokens::TokenKind;
use super::uploads::receive;
use super::wire::error::ApiError;
use super::wire::reply::Reply;
use super::world::World;
use super::{control_http, fault_answers, fault_texts};
use crate::domain::ids::AppVersionId;
use crate::domain::operation::Access;

/// The largest request body in bytes.
const MAX_BODY: usize = 1024 * 1024;

/// A running sandbox; it ends when this is dropped.
pub struct Sandbox {
    shared: Arc<Shared>,
    stop: CancellationToken,
    tasks: Vec<JoinHandle<()>>,
    execution: Option<Execution>,
    #[cfg(unix)]
    ssh: Option<ssh::server::Server>,
}

impl Sandbox {
    /// Binds 127.0.0.1 and serves on the current runtime.
    ///
    /// # Errors
    /// A port cannot be bound, another sandbox has the folder, or a seed is refused.
    pub async fn start(options: Options) -> io::Result<Self> {
        let mut options = options;
        // Before anything is touched that may be another sandbox's.
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, options.port)).await?;
        let tls_listener = match options.tls_port {
            Some(port) => Some(TcpListener::bind((Ipv4Addr::LOCALHOST, port)).await?),
            None => None,
        };
        let folder = Folder::open(options.folder.as_deref())?;
        let execution = Execution::prepare(&mut options, &folder).await?;
        let world = World::new(&options)?;
        let stop = CancellationToken::new();
        let url = format!("http://127.0.0.1:{}", listener.local_addr()?.port());
        let worker = execution.as_ref().map(Execution::worker);
        let listener = BreakableListener::new(listener, stop.clone());
        let secure = tls_listener.map(|listener| secured(listener, &folder, &stop)).transpose()?;
        let (secure, tls) = secure.unzip();
        let shared = Arc::new(Shared::new(options, url, secure, folder, world, worker));
        let app = Router::new().fallback(answer).with_state(Arc::clone(&shared));
        let mut tasks = vec![serve(axum::serve(listener, with_arrival(&app)).into_future(), &stop)];
        if let Some(listener) = tls {
            tasks.push(serve(axum::serve(listener, with_arrival(&app)).into_future(), &stop));
        }
        if let Some(execution) = &execution {
            execution.begin(&shared, &stop).await;
        }
        #[cfg(unix)]
        let machines = shared.options.machines.clone().or_else(|| execution.as_ref().map(Execution::machines));
        #[cfg(unix)]
        let ssh = match machines {
            Some(machines) => Some(ssh::server::Server::start(shared.folder.path(), machines).await?),
            None => None,
        };
        #[cfg(unix)]
        if let Some(ssh) = &ssh {
            shared.ssh_config.get_or_init(|| ssh.config_file().to_owned());
        }
        Ok(Self {
            shared,
            stop,
            tasks,
            execution,
            #[cfg(unix)]
            ssh,
        })
    }

    /// The address, `http://127.0.0.1:PORT`.
    #[must_use]
    pub fn url(&self) -> String {
        self.shared.url.clone()
    }

    /// The address for those who want TLS, `https://127.0.0.1:PORT`, and the file with the
    /// certificate of the authority to trust; none unless the options ask for it.
    #[must_use]
    pub fn secure(&self) -> Option<(String, PathBuf)> {
        self.shared.secure.as_ref().map(|secure| (secure.url.clone(), secure.ca_file.clone()))
    }

    /// The token of a kind.
    #[must_use]
    pub fn token(&self, kind: TokenKind) -> &str {
        kind.token()
    }

    /// The configuration with which `ssh -F` finds the services; none when they cannot be reached.
    #[must_use]
    pub fn ssh_config(&self) -> Option<&Path> {
        self.shared.ssh_config.get().map(PathBuf::as_path)
    }

    /// The control of this sandbox.
    #[must_use]
    pub fn control(&self) -> Control {
        Control::new(Arc::clone(&self.shared))
    }

    /// Stops listening and breaks every connection.
    pub async fn shutdown(mut self) {
        self.stop.cancel();
        #[cfg(unix)]
        if let Some(ssh) = self.ssh.take() {
            ssh.shutdown().await;
        }
        for task in std::mem::take(&mut self.tasks) {
            task.await.ok();
        }
        if let Some(execution) = self.execution.take() {
            execution.end().await;
        }
    }

    /// What to know of how things run here; none when nothing does.
    #[must_use]
    pub fn execution_notes(&self) -> Option<Vec<String>> {
        self.execution.as_ref().map(Execution::notes)
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        self.stop.cancel();
        if let Some(execution) = &self.execution {
            execution.release();
        }
        self.shared.world().lifetime.cancel();
        self.shared.folder.clear();
    }
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sandbox").field("url", &self.shared.url).finish_non_exhaustive()
    }
}

fn with_arrival(app: &Router) -> IntoMakeServiceWithConnectInfo<Router, Arrival> {
    app.clone().into_make_service_with_connect_info::<Arrival>()
}

/// Serves until the sandbox stops.
fn serve(served: impl Future<Output = io::Result<()>> + Send + 'static, stop: &CancellationToken) -> JoinHandle<()> {
    let stopped = stop.clone();
    tokio::spawn(async move {
        tokio::select! {
            () = stopped.cancelled() => {}
            result = served => {
                if let Err(error) = result {
                    tracing::warn!(%error, "the sandbox stopped serving");
                }
            }
        }
    })
}

/// A listener with TLS, and how to reach it.
fn secured(listener: TcpListener, folder: &Folder, stop: &CancellationToken) -> io::Result<(Secure, SecureListener)> {
    let url = format!("https://127.0.0.1:{}", listener.local_addr()?.port());
    let (ca_file, acceptor) = authority::found(folder.path())?;
    let listener = SecureListener::new(BreakableListener::new(listener, stop.clone()), acceptor, stop.clone())?;
    Ok((Secure { url, ca_file }, listener))
}

async fn answer(
    State(shared): State<Arc<Shared>>,
    ConnectInfo(arrival): ConnectInfo<Arrival>,
    request: Request,
) -> Response<Body> {
    let Arrival { breaker, secure } = arrival;
    let (mut parts, body) = request.into_parts();
    // A stream takes something out of the parts.
    let (method, path) = (parts.method.clone(), parts.uri.path().to_owned());
    let (method, path) = (method.as_str(), path.as_str());
    if !path.starts_with(control_http::PREFIX)
        && let Err(message) = control_http::check_origin(&parts.headers)
    {
        let error = ApiError::new("sandboxCaller", message).status(403);
        return fault_answers::plain(error.status, &error.to_json());
    }
    let query = query(parts.uri.query().unwrap_or_default());
    let token = token(&parts.headers);
    let found = routes::find(method, path);
    if let Found::Route(route, arguments) = &found
        && matches!(route.handler, Handler::Upload)
    {
        let number = shared.requests().push(logged(Some(route), method, path, token, None));
        let fault = shared.faults().hit(route.name);
        let version = upload(&shared, route, arguments, token, &query);
        return receive::answer(&shared, version, fault, body, &breaker, number).await;
    }
    if let Found::Route(route, _) = &found
        && matches!(route.handler, Handler::Stream)
    {
        let number = shared.requests().push(logged(Some(route), method, path, token, None));
        let fault = shared.faults().hit(route.name);
        return stream::answer(&shared, &mut parts, query, fault, &breaker, number).await;
    }
    if let Found::Route(route, arguments) = &found
        && matches!(route.handler, Handler::File)
    {
        let number = shared.requests().push(logged(Some(route), method, paths::BACKUP.path, token, None));
        let fault = shared.faults().hit(route.name);
        let secret = arguments.first().map_or("", String::as_str);
        return backup_file::answer(&shared, secret, fault, &breaker, number).await;
    }
    let Ok(body) = to_bytes(body, MAX_BODY).await else {
        let error = ApiError::new("fileSizeLimitExceeded", "Request body is too large.").status(413);
        return fault_answers::plain(error.status, &error.to_json());
    };
    if path.starts_with(git::PREFIX) {
        return git::answer(&shared, method, path, &query, &parts.headers, &body).await;
    }
    if path.starts_with(control_http::PREFIX) {
        return control_http::answer(&Control::new(shared), method, path, &parts.headers, &body);
    }
    let route = match &found {
        Found::Route(route, _) => Some(*route),
        Found::OtherMethod | Found::Nothing => None,
    };
    let number = shared.requests().push(logged(route, method, path, token, serde_json::from_slice(&body).ok()));
    let fault = shared.faults().hit(route.map_or("", |route| route.name));
    let prevented = fault.as_ref().is_some_and(|fault| !fault.applied && fault_answers::prevents(&fault.kind));
    let real = if prevented {
        (200, Value::Null.into())
    } else {
        let expanded =
            match route.filter(|route| route.imports() && allowed(route, token, shared.options.platform).is_ok()) {
                Some(_) => ahead::expanded(&shared, &body).await,
                None => None,
            };
        perform(&shared, secure, found, token, query, &body, expanded)
    };
    start::pending(&shared).await;
    let status = fault.as_ref().map_or(Some(real.0), |fault| fault_answers::status(&fault.kind, real.0));
    if let Some(status) = status {
        shared.requests().answered(number, status);
    }
    match fault {
        Some(fault) => {
            fault_answers::answer(fault_texts::quoting(fault.kind, &body), (real.0, real.1.into_tree()), &breaker).await
        }
        None => fault_answers::text(real.0, real.1.into_text()),
    }
}

fn logged(
    route: Option<&Route>,
    method: &str,
    path: &str,
    token_kind: Option<TokenKind>,
    body: Option<Value>,
) -> LoggedRequest {
    LoggedRequest {
        operation: route.and_then(|route| route.operation),
        name: route.map(|route| route.name),
        method: method.to_owned(),
        path: path.to_owned(),
        status: None,
        token_kind,
        body,
    }
}

/// The version that an archive is sent to, if it may be.
fn upload(
    shared: &Shared,
    route: &Route,
    arguments: &[String],
    token: Option<TokenKind>,
    query: &[(String, String)],
) -> Result<AppVersionId, ApiError> {
    allowed(route, token, shared.world().platform)?;
    let version = AppVersionId::new(arguments.first().map_or("", String::as_str));
    let signature = query.iter().rev().find(|(key, _)| key == "signature").map_or("", |(_, value)| value.as_str());
    let signature = (route.access == Access::Public).then_some(signature);
    deploys::check_upload(&shared.world(), &version, signature, token)?;
    Ok(version)
}

/// Does what a call asks for.
///
/// Observed: 200 where the status of a success is known. Guessed: 404 and 405 with the envelope.
fn perform(
    shared: &Shared,
    secure: bool,
    found: Found,
    token: Option<TokenKind>,
    query: Vec<(String, String)>,
    body: &[u8],
    expanded: Option<Result<String, ApiError>>,
) -> (u16, Reply) {
    // Read apart: the lock must not be held while the call takes it.
    let platform = shared.world().platform;
    let answer = match found {
        Found::Nothing => Err(ApiError::new("notFound", "Not found.").status(404)),
        Found::OtherMethod => Err(ApiError::new("notAvailable", "Method not allowed.").status(405)),
        Found::Route(route, path) => allowed(route, token, platform).and_then(|()| {
            let body = object(body)?;
            let mut world = shared.world();
            let (url, secure_url) = (shared.address(secure), shared.secure.as_ref().map(|secure| secure.url.as_str()));
            let access = route.access;
            let mut call = Call { world: &mut world, url, secure_url, token, access, path, query, body, expanded };
            let answer = route.handler.answer(&mut call);
            if route.access == Access::Write {
                world.record();
            }
            answer
        }),
    };
    match answer {
        Ok(value) => (200, value),
        Err(error) => (error.status, error.to_json().into()),
    }
}

fn allowed(route: &Route, token: Option<TokenKind>, platform: PlatformDate) -> Result<(), ApiError> {
    match (route.access, token) {
        (Access::Public, _) => Ok(()),
        (_, None) => Err(ApiError::not_authorized()),
        (_, Some(TokenKind::Expired)) => Err(ApiError::token_expired()),
        (Access::Write, Some(TokenKind::ReadOnly)) => Err(ApiError::not_permitted(platform)),
        _ => Ok(()),
    }
}

/// Derived: a body may be absent; otherwise it is an object.
fn object(body: &[u8]) -> Result<Value, ApiError> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(json!({}));
    }
    match serde_json::from_slice(body) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(ApiError::user_input("", "must be an object")),
        Err(error) => Err(ApiError::user_input("", &format!("invalid json at line {}", error.line()))),
    }
}

fn token(headers: &HeaderMap) -> Option<TokenKind> {
    let value = headers.get(header::AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = value.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") { TokenKind::of(token.trim()) } else { None }
}

fn query(text: &str) -> Vec<(String, String)> {
    let decoded = |text: &str| paths::decoded(&text.replace('+', " "));
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pairs = pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")));
    pairs.map(|(key, value)| (decoded(key), decoded(value))).collect()
}
