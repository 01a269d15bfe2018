//! How much one client may ask for.

use std::time::Duration;

/// Connections of a sandbox at a time.
pub(super) const CONNECTIONS: usize = 256;
/// Sessions of a connection at a time.
pub(super) const SESSIONS: usize = 32;
/// Variables that a client may set for a session.
pub(super) const VARIABLES: usize = 32;
/// The longest value of one, in bytes.
pub(super) const VALUE: usize = 4096;
/// How long a client may take to log in.
pub(super) const LOGIN: Duration = Duration::from_secs(30);
/// Keys that a client may try in one connection.
pub(super) const ATTEMPTS: usize = 6;
/// How long each refusal takes.
pub(super) const REFUSAL: Duration = Duration::from_millis(300);
/// What a client may send ahead of its commands. Small, because all of it stands before whatever
/// else the client has to say.
pub(super) const WINDOW: u32 = 256 * 1024;
/// A client that does not answer this often in a row is gone.
pub(super) const UNANSWERED: usize = 4;
/// How often it is asked.
pub(super) const ASKED_EVERY: Duration = Duration::from_secs(15);
