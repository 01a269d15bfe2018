//! The documentation site: what its pages say is true, and their links lead somewhere.

#[path = "../../xtask/src/site/knowledge.rs"]
mod knowledge;
mod links;
mod names;
#[path = "../../xtask/src/site/pages.rs"]
mod pages;
#[path = "../../xtask/src/site/placeholders.rs"]
mod placeholders;
#[path = "../../xtask/src/site/snapshots.rs"]
mod snapshots;
#[cfg(target_os = "linux")]
mod tutorial;
