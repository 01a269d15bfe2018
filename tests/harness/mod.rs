//! What the tests share: a world of sandbox, server and client, and the runner of examples.

pub(crate) mod actions;
pub(crate) mod answer;
pub(crate) mod browser;
pub(crate) mod canary;
pub(crate) mod clock;
pub(crate) mod databases;
pub(crate) mod example;
pub(crate) mod git;
pub(crate) mod hold;
pub(crate) mod need;
pub(crate) mod notebook;
pub(crate) mod proxy;
pub(crate) mod rooms;
pub(crate) mod servers;
pub(crate) mod snapshot;
pub(crate) mod world;
