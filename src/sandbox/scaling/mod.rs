//! Scaling limits: what they are, what is allowed and how a request names them.

pub(crate) mod limits;
pub(crate) mod request;
pub(crate) mod rules;
