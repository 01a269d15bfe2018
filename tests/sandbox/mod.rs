//! The sandbox as other clients of the platform meet it: through TLS, and following logs.

mod client;
mod secure;
mod stream;
