//! Secrets that are planted, and the log in which they are looked for.

use std::io::{self, Write};
use std::sync::{Arc, Mutex};

use tracing_subscriber::filter::LevelFilter;
use tracing_subscriber::layer::SubscriberExt;
use zcp::process::logging;
use zcp::sandbox::tokens::TokenKind;

/// Values of variables in the seeds.
const VALUES: &[&str] = &["canary-session-key"];

/// A token that the sandbox does not know.
pub(crate) const BAD_TOKEN: &str = "canary-no-token-of-this-sandbox";

/// The log of one run at the most talkative level.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.0.lock().expect("lock").extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Log {
    /// Keeps what this thread logs until the guard is dropped.
    pub(crate) fn keep(&self) -> tracing::subscriber::DefaultGuard {
        let log = self.clone();
        let lines = tracing_subscriber::fmt::layer().with_ansi(false).with_writer(logging::Clean(move || log.clone()));
        let filter = logging::targets(LevelFilter::TRACE);
        tracing::subscriber::set_default(tracing_subscriber::registry().with(lines).with(filter))
    }

    /// What was logged.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.0.lock().expect("lock")).into_owned()
    }
}

/// No secret is in a text, except those that were asked for by name.
pub(crate) fn assert_absent(what: &str, text: &str, revealed: &[&str]) {
    let tokens = TokenKind::ALL.iter().map(|kind| kind.token());
    for secret in tokens.chain([BAD_TOKEN]).chain(VALUES.iter().copied()) {
        assert!(revealed.contains(&secret) || !text.contains(secret), "{secret} is in {what}: {text}");
    }
}
