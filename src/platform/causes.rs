//! What the causes of a failed exchange over HTTP say about it. Their texts are not used: they may hold the address.

use std::error::Error;
use std::io;

use super::tls;

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Causes {
    /// What the system said.
    pub(crate) io: Option<io::ErrorKind>,
    /// What is wrong with TLS, in words that go after the name of the peer.
    pub(crate) tls: Option<&'static str>,
}

impl Causes {
    /// Those of an error.
    pub(crate) fn of(error: &reqwest::Error) -> Self {
        let mut causes = Self::default();
        causes.collect(error.source());
        causes
    }

    fn collect(&mut self, cause: Option<&(dyn Error + 'static)>) {
        let Some(cause) = cause else { return };
        self.tls = cause.downcast_ref().map(tls::words).or(self.tls);
        if let Some(error) = cause.downcast_ref::<io::Error>() {
            self.io = Some(error.kind());
            // An I/O error passes over what it wraps when it is asked for its source.
            self.collect(error.get_ref().map(|inner| inner as &(dyn Error + 'static)));
        }
        self.collect(cause.source());
    }
}
