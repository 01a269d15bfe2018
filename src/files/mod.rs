//! The door for files: every path that an argument, a document, an archive or a repository names is
//! opened here, beneath the folder that it belongs to.
//!
//! A [`Root`] is that folder, held open. What is opened beneath it is reached without leaving it, whatever
//! links are on the way and whoever changes them meanwhile: on Linux the kernel sees to it (`openat2`
//! with `RESOLVE_BENEATH`, by `cap-std`). Only regular files are read, an open never waits for
//! somebody else (a pipe is refused, not waited for), and what is read is bounded.
//!
//! Writing is by a [`Draft`], which becomes the file in one step, and which neither git nor other users
//! of the computer see, also when the program is killed in between.
//!
//! Everything here blocks; [`apart`] runs it where that is allowed, in bounded time.

mod apart;
mod draft;
mod error;
mod kept;
mod root;
#[cfg(test)]
mod tests;
mod tree;
#[cfg(unix)]
mod unpack;

pub(crate) use apart::apart;
pub(crate) use draft::{Access, Draft};
pub(crate) use error::{FileError, Problem};
pub(crate) use kept::KeptFile;
#[cfg(unix)]
pub(crate) use root::open_regular;
pub(crate) use root::{Kind, Look, Root, append_named, bounded, create_named, is_private, open_named};
