//! The notebook: what a project was chosen to be and what was proved of it, in `.zcp/state` below the
//! working folder.
//!
//! It holds choices, plans and proofs. What the platform knows (status, ports, variables, deploys) is
//! never written down. One file is one unit, one open bootstrap or one piece of work, so that a person can
//! read it; a change of several files is one change all the same: it is written as a whole to a journal
//! first, and a reader sees what the journal says. A file of another project is nobody's here, one
//! that a newer zcp wrote is not touched, and a broken one is put aside, never lost. So is one that zcp did not
//! write on this computer: who plants a notebook in a repository is not believed.
//!
//! Deliberately absent: the clock, which callers bring, and everything that decides.

mod book;
mod disk;
mod error;
mod lock;
mod owner;
mod registry;
mod seal;
mod session;
mod store;
#[cfg(test)]
mod tests;
mod unit;
mod work;

pub use book::Book;
pub use error::NotebookError;
pub use owner::Owner;
pub use registry::{Entry, Kind, Registry};
pub use session::{Session, Step, Taken};
pub use store::{Notebook, Reading};
pub use unit::{Deployed, Handed, Origin, Promoted, Proof, Pushed, Remote, Unit, Verdict};
pub use work::{Closed, Work};

/// The schema of every file.
pub const SCHEMA: u32 = 1;
/// The unit of the local folder itself, where code lives that no service has.
pub const LOCAL: &str = "_local";
