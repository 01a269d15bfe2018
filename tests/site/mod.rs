//! The documentation site: what its pages say is true, and their links lead somewhere.

#[path = "../../examples/site/knowledge.rs"]
mod knowledge;
mod links;
mod names;
#[path = "../../examples/site/pages.rs"]
mod pages;
#[path = "../../examples/site/placeholders.rs"]
mod placeholders;
#[path = "../../examples/site/snapshots.rs"]
mod snapshots;
#[cfg(target_os = "linux")]
mod tutorial;
