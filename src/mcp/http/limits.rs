//! The bounds of a server that anybody can connect to.

use std::time::Duration;

use crate::mcp::incoming::MAX_MESSAGE;

/// The bounds of an HTTP server.
#[derive(Clone, Copy, Debug)]
pub struct HttpLimits {
    /// Connections at the same time; more wait to be accepted.
    pub connections: usize,
    /// Connections of one peer at the same time; more are closed.
    pub connections_of_peer: usize,
    /// Requests that are answered at the same time; more are refused with 503.
    pub requests: usize,
    /// Bytes of one body.
    pub body: usize,
    /// Bytes of all bodies that are held at the same time.
    pub bodies: usize,
    /// Bytes of the head of a request.
    pub head: usize,
    /// Header lines of a request.
    pub headers: usize,
    /// How long a head may take to come, and a connection may lie idle.
    pub head_time: Duration,
    /// How long a body may take to come.
    pub body_time: Duration,
    /// How long a client may take none of an answer.
    pub write_time: Duration,
    /// Requests of one caller in a second, on average; 0 for no such bound.
    pub rate: u32,
    /// How long calls may go on after a signal to stop; then they are cancelled.
    pub drain: Duration,
}

impl Default for HttpLimits {
    fn default() -> Self {
        Self {
            connections: 2048,
            connections_of_peer: 1024,
            requests: 1024,
            body: MAX_MESSAGE,
            bodies: 16 * MAX_MESSAGE,
            head: 32 * 1024,
            headers: 64,
            head_time: Duration::from_mins(1),
            body_time: Duration::from_secs(30),
            write_time: Duration::from_secs(30),
            rate: 100,
            drain: Duration::from_secs(20),
        }
    }
}
