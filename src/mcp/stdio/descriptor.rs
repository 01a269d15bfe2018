//! Standard input and output without blocking threads where the system allows it.
//!
//! Hosts give a server pipes or sockets. Both can be driven by the reactor: a pipe is opened anew,
//! so that its flags stay our own; a socket cannot be, so its descriptor is duplicated. A terminal,
//! a file or another system falls back to threads that block.

use tokio::io::{AsyncRead, AsyncWrite};

/// A stream to read.
pub(super) type Input = Box<dyn AsyncRead + Send + Unpin>;

/// A stream to write.
pub(super) type Output = Box<dyn AsyncWrite + Send + Unpin>;

/// Standard input.
#[must_use]
pub(super) fn input() -> Input {
    #[cfg(unix)]
    if let Some(input) = unix::input() {
        return input;
    }
    tracing::debug!("standard input is read by a thread");
    Box::new(tokio::io::stdin())
}

/// Standard output.
#[must_use]
pub(super) fn output() -> Output {
    #[cfg(unix)]
    if let Some(output) = unix::output() {
        return output;
    }
    tracing::debug!("standard output is written by a thread");
    Box::new(tokio::io::stdout())
}

#[cfg(unix)]
mod unix {
    use std::fs::File;
    use std::os::fd::{AsFd, OwnedFd};
    use std::os::unix::fs::FileTypeExt;

    use tokio::net::UnixStream;

    use super::{Input, Output};

    /// What a descriptor is, of the kinds that can be driven by the reactor.
    enum Kind {
        Pipe,
        Socket(OwnedFd),
    }

    fn kind(descriptor: impl AsFd) -> Option<Kind> {
        let file = File::from(descriptor.as_fd().try_clone_to_owned().ok()?);
        let kind = file.metadata().ok()?.file_type();
        if kind.is_socket() { Some(Kind::Socket(file.into())) } else { kind.is_fifo().then_some(Kind::Pipe) }
    }

    fn socket(descriptor: OwnedFd) -> Option<UnixStream> {
        let socket = std::os::unix::net::UnixStream::from(descriptor);
        socket.set_nonblocking(true).ok()?;
        UnixStream::from_std(socket).ok()
    }

    pub(super) fn input() -> Option<Input> {
        match kind(std::io::stdin())? {
            Kind::Socket(descriptor) => Some(Box::new(socket(descriptor)?)),
            Kind::Pipe => pipe::input(),
        }
    }

    pub(super) fn output() -> Option<Output> {
        match kind(std::io::stdout())? {
            Kind::Socket(descriptor) => Some(Box::new(socket(descriptor)?)),
            Kind::Pipe => pipe::output(),
        }
    }

    #[cfg(target_os = "linux")]
    mod pipe {
        use tokio::net::unix::pipe::OpenOptions;

        use super::{Input, Output};

        pub(super) fn input() -> Option<Input> {
            Some(Box::new(OpenOptions::new().open_receiver("/proc/self/fd/0").ok()?))
        }

        pub(super) fn output() -> Option<Output> {
            Some(Box::new(OpenOptions::new().open_sender("/proc/self/fd/1").ok()?))
        }
    }

    /// Elsewhere a pipe cannot be opened anew.
    #[cfg(not(target_os = "linux"))]
    mod pipe {
        use super::{Input, Output};

        pub(super) fn input() -> Option<Input> {
            None
        }

        pub(super) fn output() -> Option<Output> {
            None
        }
    }
}
