//! A terminal of a certain width, as a person has one.

use std::fs::File;
use std::io::{Read, Write};
use std::os::fd::OwnedFd;
use std::os::unix::ffi::OsStringExt;
use std::process::Stdio;
use std::time::Duration;

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use tokio::process::{Child, Command};
use tokio::sync::mpsc::{UnboundedReceiver, unbounded_channel};
use tokio::time::timeout;

/// A guard against a program that does not end.
const PATIENCE: Duration = Duration::from_mins(1);

/// A program on a terminal.
pub(super) struct OnTerminal {
    pub(super) child: Child,
    keyboard: File,
    pieces: UnboundedReceiver<String>,
    /// What is on the screen, with everything that was rewritten.
    pub(super) seen: String,
}

impl OnTerminal {
    /// Starts it with all three streams on a terminal of this width.
    pub(super) fn start(mut command: Command, columns: u16) -> Self {
        let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).expect("a terminal");
        grantpt(&master).expect("granted");
        unlockpt(&master).expect("unlocked");
        let size = Winsize { ws_row: 50, ws_col: columns, ws_xpixel: 0, ws_ypixel: 0 };
        tcsetwinsize(&master, size).expect("a size");
        let name = ptsname(&master, Vec::new()).expect("a name").into_bytes();
        let name = std::ffi::OsString::from_vec(name);
        let slave = File::options().read(true).write(true).open(name).expect("the other end");
        let stream = || Stdio::from(OwnedFd::from(slave.try_clone().expect("a copy")));
        command.stdin(stream()).stdout(stream()).stderr(stream());
        let child = command.spawn().expect("it starts");
        drop((command, slave));
        let keyboard = File::from(master);
        let mut screen = keyboard.try_clone().expect("a copy");
        let (tell, pieces) = unbounded_channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            // Linux answers an error once the other end is closed.
            while let Ok(read @ 1..) = screen.read(&mut bytes) {
                if tell.send(String::from_utf8_lossy(&bytes[..read]).into_owned()).is_err() {
                    break;
                }
            }
        });
        Self { child, keyboard, pieces, seen: String::new() }
    }

    /// Waits until something is seen.
    pub(super) async fn see(&mut self, text: &str) {
        while !self.seen.contains(text) {
            let piece = timeout(PATIENCE, self.pieces.recv()).await.ok().flatten();
            self.seen.push_str(&piece.unwrap_or_else(|| panic!("no `{text}` in {}", self.seen)));
        }
    }

    /// Types a line.
    pub(super) fn write(&mut self, line: &str) {
        self.keyboard.write_all(format!("{line}\n").as_bytes()).expect("it is typed");
    }

    /// Waits for its end; answers its exit code and everything that was seen.
    pub(super) async fn end(mut self) -> (Option<i32>, String) {
        let status = timeout(PATIENCE, self.child.wait()).await.expect("it ends").expect("it ends");
        while let Some(piece) = timeout(PATIENCE, self.pieces.recv()).await.expect("its output ends") {
            self.seen.push_str(&piece);
        }
        (status.code(), self.seen.replace("\r\n", "\n"))
    }
}
