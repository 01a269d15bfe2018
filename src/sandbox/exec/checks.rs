//! Readiness and health: what a container must pass to get traffic and to keep it.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::commands;
use super::container::WWW;
use super::inside::probe;
use super::instance::Instance;
use super::output::{ERROR, INFORMATIONAL, Sink, WARNING, say};
use crate::domain::documents::probe_time::ProbeTime;
use crate::domain::documents::spanned::Spanned;
use crate::domain::documents::zerops_yaml::probe::Scheme;
use crate::domain::documents::zerops_yaml::{ExecProbe, HealthCheck, HttpProbe, ReadinessCheck};

/// Derived: an attempt may take 5 s; the program that makes it needs some time of its own.
const ATTEMPT: Duration = Duration::from_secs(7);
/// Derived: what is tried again is tried every 5 s, and given up after 5 minutes.
const PERIOD: Duration = Duration::from_secs(5);
const FAILURE: Duration = Duration::from_mins(5);
/// Guessed: how long a container may fail before it loses its traffic, and succeed until it gets
/// it back.
const DISCONNECT: Duration = Duration::from_secs(30);
const RECOVERY: Duration = Duration::from_secs(0);
/// The first attempts come sooner: most applications are ready in a moment.
const EAGER: Duration = Duration::from_millis(250);
const EAGER_ATTEMPTS: u32 = 8;
/// An application that ended this often while it was waited for is not going to be ready. Guessed.
const MOST_EXITS: u32 = 3;
/// How long an application without a check may take to listen before it gets its traffic all the
/// same.
const LISTENS: Duration = Duration::from_secs(5);

/// One attempt.
#[derive(Clone, Debug)]
pub(crate) enum Probe {
    Http { url: String, host: Option<String> },
    Command(String),
}

impl Probe {
    fn of(instance: &Instance, http: Option<&Spanned<HttpProbe>>, exec: Option<&Spanned<ExecProbe>>) -> Option<Self> {
        if let Some(command) = exec.and_then(|exec| exec.command.as_ref()) {
            return Some(Self::Command(command.value.clone()));
        }
        let http = http?;
        let port = u16::try_from(http.port.as_ref()?.value).ok()?;
        let secure =
            http.scheme.as_ref().is_some_and(|scheme| matches!(scheme.value, Scheme::Https | Scheme::HttpsCapitals));
        let scheme = if secure { "https" } else { "http" };
        let path = http.value.path.as_ref().map_or("/", |path| path.as_str());
        let slash = if path.starts_with('/') { "" } else { "/" };
        let url = format!("{scheme}://127.0.0.1:{}{slash}{path}", instance.container.port(port));
        Some(Self::Http { url, host: http.host.as_ref().map(|host| host.value.clone()) })
    }

    /// Tries once.
    async fn attempt(&self, instance: &Instance) -> Result<(), String> {
        let quiet: Sink = Arc::new(|_| {});
        let cancel = CancellationToken::new();
        match self {
            Self::Command(script) => {
                let (container, environment) = (&instance.container, &instance.environment);
                let bounds = (probe::LIMIT, &cancel);
                let ran = commands::run(container, Path::new(WWW), script, environment, bounds, &quiet).await;
                ran.map_err(|stopped| format!("the command {stopped}"))
            }
            Self::Http { url, host } => {
                let container = &instance.container;
                let mut argv = vec![container.program().into_os_string()];
                argv.extend(["sandbox-inside", "probe", url].map(Into::into));
                argv.extend(host.iter().flat_map(|host| ["--host".into(), host.into()]));
                let mut command = container.command(Path::new("/"), argv);
                command.kill_on_drop(true).stdin(std::process::Stdio::null());
                match tokio::time::timeout(ATTEMPT, command.output()).await {
                    Ok(Ok(output)) if output.status.success() => Ok(()),
                    Ok(Ok(output)) => {
                        let heard = String::from_utf8_lossy(&output.stderr);
                        Err(heard.trim().trim_start_matches("error: ").to_owned())
                    }
                    Ok(Err(error)) => Err(error.to_string()),
                    Err(_) => Err(format!("GET {url} did not end")),
                }
            }
        }
    }
}

fn seconds(value: Option<&Spanned<ProbeTime>>, default: Duration) -> Duration {
    value.map_or(default, |value| value.value.0)
}

/// Waits until a new container may get traffic.
///
/// # Errors
/// It does not pass its check, in words.
pub(crate) async fn ready(
    instance: &Instance,
    check: Option<&ReadinessCheck>,
    cancel: &CancellationToken,
) -> Result<(), String> {
    let Some((check, probe)) =
        check.and_then(|check| Some((check, Probe::of(instance, check.http_get.as_ref(), check.exec.as_ref())?)))
    else {
        cancel.run_until_cancelled(listens(instance)).await;
        return Ok(());
    };
    let (period, limit) =
        (seconds(check.retry_period.as_ref(), PERIOD), seconds(check.failure_timeout.as_ref(), FAILURE));
    let deadline = Instant::now() + limit;
    let mut attempts = 0;
    say(&instance.sink, INFORMATIONAL, "waiting for the readiness check to pass");
    loop {
        let Err(reason) = probe.attempt(instance).await else { return Ok(()) };
        attempts += 1;
        if instance.exits.load(Ordering::Relaxed) >= MOST_EXITS {
            return Err(format!("the readiness check failed: the application ended {MOST_EXITS} times; {reason}"));
        }
        let pause = if attempts < EAGER_ATTEMPTS { EAGER.min(period) } else { period };
        // The last attempt is made when the time is over, not a pause before.
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(format!("the readiness check failed for {} s: {reason}", limit.as_secs()));
        }
        tokio::select! {
            () = cancel.cancelled() => return Err("cancelled".to_owned()),
            () = tokio::time::sleep(pause.min(left)) => {}
        }
    }
}

/// Without a check a container gets its traffic at once; here it is given the moment that it takes
/// to listen.
async fn listens(instance: &Instance) {
    let deadline = Instant::now() + LISTENS;
    for port in &instance.ports {
        while instance.container.connect(*port).await.is_err() {
            if Instant::now() > deadline || instance.exits.load(Ordering::Relaxed) > 0 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }
}

/// Looks after the health of a container until it stops.
pub(crate) async fn watch(instance: Arc<Instance>, check: HealthCheck) {
    let Some(probe) = Probe::of(&instance, check.http_get.as_ref(), check.exec.as_ref()) else { return };
    let period = seconds(check.exec_period.as_ref(), PERIOD).max(Duration::from_secs(1));
    let failure = seconds(check.failure_timeout.as_ref(), FAILURE);
    let disconnect = seconds(check.disconnect_timeout.as_ref(), DISCONNECT);
    let recovery = seconds(check.recovery_timeout.as_ref(), RECOVERY);
    let (mut failing, mut passing): (Option<Instant>, Option<Instant>) = (None, None);
    loop {
        tokio::select! {
            () = instance.stop.cancelled() => return,
            () = tokio::time::sleep(period) => {}
        }
        let now = Instant::now();
        match probe.attempt(&instance).await {
            Ok(()) => {
                failing = None;
                let since = *passing.get_or_insert(now);
                if now - since >= recovery && instance.out.swap(false, Ordering::Relaxed) {
                    say(&instance.sink, INFORMATIONAL, "the health check passes again; the container gets traffic");
                }
            }
            Err(reason) => {
                passing = None;
                let since = *failing.get_or_insert(now);
                say(&instance.sink, WARNING, format!("the health check failed: {reason}"));
                if now - since >= disconnect && !instance.out.swap(true, Ordering::Relaxed) {
                    say(&instance.sink, ERROR, "the container gets no traffic until its health check passes");
                }
                if now - since >= failure {
                    say(&instance.sink, ERROR, "the health check kept failing; the application is restarted");
                    instance.kick().await;
                    failing = None;
                }
            }
        }
    }
}
