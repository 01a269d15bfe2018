//! `zcp sync`: what maintainers bring into these sources from elsewhere, and back.
//!
//! Guides come from a folder of a repository on GitHub and keep where they are from in their front matter. Types come from
//! the platform. A build needs neither, and nothing here runs unless somebody types it.

pub(super) mod args;
mod catalog;
pub(super) mod command;
mod github;
mod guide;
mod guides;
mod report;
