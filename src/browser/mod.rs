//! A headless Chromium of this computer, for a look at a page.
//!
//! It is driven over a pipe (`--remote-debugging-pipe`), so no port of this computer lets anybody else drive it, and the
//! protocol is JSON between zero bytes: that needs no crate. Whatever it asks of the network goes through [`guard`],
//! which lets it reach the places of the project and the public Internet, and nothing private; it resolves no name by
//! itself. The page itself is never left: a document of another place is refused before it is asked for.
//!
//! Deliberately absent: a profile that lasts, downloads, other windows, and Windows, whose programs have no such pipes.

mod elements;
mod events;
mod guard;
mod launch;
mod outline;
mod picture;
mod pipe;
mod place;
mod profile;
mod step;
mod tab;
mod visit;

pub(crate) use launch::{Missing, find};
pub(crate) use place::{Place, Way};
pub(crate) use step::Step;
pub(crate) use visit::{Seen, Visit, visit};
