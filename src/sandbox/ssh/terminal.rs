//! A terminal for a session that asked for one.
//!
//! The client's terminal modes are not applied: the ones a fresh terminal has are what a shell
//! expects.

use std::fs::{File, OpenOptions};
use std::io;
use std::os::unix::ffi::OsStringExt as _;
use std::os::unix::fs::OpenOptionsExt as _;
use std::path::PathBuf;

use rustix::fs::OFlags;
use rustix::process::Pid;
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcgetpgrp, tcgetsid, tcsetwinsize};
use tokio::net::unix::pipe::{Receiver, Sender};

/// How large a terminal is.
#[derive(Clone, Copy, Debug)]
pub(super) struct Size {
    pub(super) columns: u32,
    pub(super) rows: u32,
}

/// What a client said about its terminal.
#[derive(Clone, Debug)]
pub(super) struct Wanted {
    /// The value of `TERM`.
    pub(super) kind: String,
    pub(super) size: Size,
}

/// Our end of a terminal.
#[derive(Debug)]
pub(super) struct Terminal(File);

impl Terminal {
    /// Opens a terminal; the file is the command's end.
    pub(super) fn open(size: Size) -> io::Result<(Self, File)> {
        let ours = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC)?;
        grantpt(&ours)?;
        unlockpt(&ours)?;
        let path = ptsname(&ours, Vec::new())?;
        let path = PathBuf::from(std::ffi::OsString::from_vec(path.into_bytes()));
        let no_control = i32::try_from(OFlags::NOCTTY.bits()).map_err(io::Error::other)?;
        let theirs = OpenOptions::new().read(true).write(true).custom_flags(no_control).open(path)?;
        rustix::io::ioctl_fionbio(&ours, true)?;
        let terminal = Self(File::from(ours));
        terminal.resize(size);
        Ok((terminal, theirs))
    }

    /// What is typed, and what is shown. The runtime reads and writes it as it does a pipe; that
    /// nobody holds the other end any more is an error here and means the end.
    pub(super) fn streams(&self) -> io::Result<(Sender, Receiver)> {
        Ok((Sender::from_file_unchecked(self.0.try_clone()?)?, Receiver::from_file_unchecked(self.0.try_clone()?)?))
    }

    /// The process groups of what runs in it: the first one, and the one that is shown.
    pub(super) fn groups(&self) -> Vec<Pid> {
        [tcgetsid(&self.0), tcgetpgrp(&self.0)].into_iter().flatten().collect()
    }

    /// Tells the command how large it is now.
    pub(super) fn resize(&self, size: Size) {
        let cells = |count: u32| u16::try_from(count).unwrap_or(u16::MAX);
        let size = Winsize { ws_row: cells(size.rows), ws_col: cells(size.columns), ws_xpixel: 0, ws_ypixel: 0 };
        if let Err(error) = tcsetwinsize(&self.0, size) {
            tracing::debug!(%error, "a terminal was not resized");
        }
    }
}
