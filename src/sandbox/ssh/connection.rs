//! One connection of a client: who it is and what its sessions ask for.

use std::collections::HashMap;
use std::sync::Arc;

use russh::server::{Auth, ChannelOpenHandle, Handler, Msg, PublicKeyOffer, Session, VerifiedPublicKey};
use russh::{Channel, ChannelId, ChannelWriteHalf, Error, Pty, Sig};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::command::{self, Request};
use super::group::Group;
use super::input::{self, Input};
use super::limits;
use super::server::Common;
use super::session;
use super::terminal::{Size, Terminal, Wanted};

/// What the library asks about a connection. Dropping it ends every session.
pub(super) struct Connection {
    hostname: String,
    common: Arc<Common>,
    sessions: HashMap<ChannelId, OneSession>,
    stop: CancellationToken,
    _ends: DropGuard,
    known: CancellationToken,
}

/// A session before and while its command runs.
struct OneSession {
    out: Option<ChannelWriteHalf<Msg>>,
    variables: Vec<(String, String)>,
    wanted: Option<Wanted>,
    running: Option<Running>,
    stop: CancellationToken,
    _ends: DropGuard,
}

struct Running {
    input: Input,
    group: Option<Group>,
    terminal: Option<Arc<Terminal>>,
}

impl Connection {
    /// A connection to a service. `known` is cancelled when the client has logged in.
    pub(super) fn new(
        hostname: String,
        common: Arc<Common>,
        stop: CancellationToken,
        known: CancellationToken,
    ) -> Self {
        let ends = stop.clone().drop_guard();
        Self { hostname, common, sessions: HashMap::new(), stop, _ends: ends, known }
    }

    fn start(&mut self, channel: ChannelId, request: &Request<'_>, session: &mut Session) -> Result<(), Error> {
        let Some(one) = self.sessions.get_mut(&channel) else { return session.channel_failure(channel) };
        // A session runs one command.
        let Some(out) = one.out.take() else { return session.channel_failure(channel) };
        session.channel_success(channel)?;
        let handle = session.handle();
        let machines = &*self.common.machines;
        match command::start(machines, &self.hostname, request, &one.variables, one.wanted.as_ref()) {
            Ok(started) => {
                let (input, taken) = input::queue();
                let terminal = started.terminal.clone();
                let group = Group::of(&started.child, terminal.clone());
                one.running = Some(Running { input, group, terminal });
                self.common.tasks.spawn(session::run(started, out, taken, handle, one.stop.clone()));
            }
            Err(error) => {
                let reason = format!("{} cannot be entered: {error}", self.hostname);
                self.common.tasks.spawn(session::refuse(out, handle, reason));
            }
        }
        Ok(())
    }

    fn running(&mut self, channel: ChannelId) -> Option<&mut Running> {
        self.sessions.get_mut(&channel)?.running.as_mut()
    }
}

/// Whether a variable may be set from outside: what says how to write texts, like Debian's sshd.
fn is_accepted(name: &str) -> bool {
    let known = name == "LANG" || name.strip_prefix("LC_").is_some_and(|rest| !rest.is_empty());
    known && name.len() <= 64 && name.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'_')
}

/// What can be the name of a host or its address, and no option of a program.
fn is_host(host: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-.:".contains(&byte);
    !host.is_empty() && host.len() <= 253 && !host.starts_with('-') && host.bytes().all(fits)
}

/// What can be a kind of terminal.
fn is_kind(term: &str) -> bool {
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.+".contains(&byte);
    !term.is_empty() && term.len() <= 64 && term.bytes().all(fits)
}

impl Handler for Connection {
    type Error = Error;

    async fn auth_publickey_offered(&mut self, _user: &str, offer: PublicKeyOffer<'_>) -> Result<Auth, Error> {
        let fits = offer.public_key.key_data() == self.common.client.key_data();
        Ok(if fits { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_publickey(&mut self, _user: &str, key: VerifiedPublicKey<'_>) -> Result<Auth, Error> {
        let fits = key.public_key.key_data() == self.common.client.key_data();
        Ok(if fits { Auth::Accept } else { Auth::reject() })
    }

    async fn auth_succeeded(&mut self, _session: &mut Session) -> Result<(), Error> {
        self.known.cancel();
        Ok(())
    }

    async fn channel_open_session(
        &mut self,
        channel: Channel<Msg>,
        reply: ChannelOpenHandle,
        _session: &mut Session,
    ) -> Result<(), Error> {
        // Dropping the reply refuses.
        if self.sessions.len() < limits::SESSIONS {
            // What comes in is taken by `data`: the library's own queue would stop the connection.
            let (_, out) = channel.split();
            let id = out.id();
            let stop = self.stop.child_token();
            let ends = stop.clone().drop_guard();
            let one =
                OneSession { out: Some(out), variables: Vec::new(), wanted: None, running: None, stop, _ends: ends };
            self.sessions.insert(id, one);
            reply.accept().await;
        }
        Ok(())
    }

    /// A connection that the client wants from inside of the machine.
    ///
    /// Guessed: that it is given before anything answers there; one to nothing then ends at once.
    async fn channel_open_direct_tcpip(
        &mut self,
        channel: Channel<Msg>,
        host: &str,
        port: u32,
        _originator: &str,
        _originator_port: u32,
        reply: ChannelOpenHandle,
        session: &mut Session,
    ) -> Result<(), Error> {
        let Ok(port) = u16::try_from(port) else { return Ok(()) };
        if self.sessions.len() >= limits::SESSIONS || !is_host(host) {
            return Ok(());
        }
        let (_, out) = channel.split();
        let id = out.id();
        let handle = session.handle();
        reply.accept().await;
        let stop = self.stop.child_token();
        let ends = stop.clone().drop_guard();
        let request = Request::Port(host, port);
        match command::start(&*self.common.machines, &self.hostname, &request, &[], None) {
            Ok(started) => {
                let (input, taken) = input::queue();
                let group = Group::of(&started.child, None);
                let running = Some(Running { input, group, terminal: None });
                let one = OneSession {
                    out: None,
                    variables: Vec::new(),
                    wanted: None,
                    running,
                    stop: stop.clone(),
                    _ends: ends,
                };
                self.sessions.insert(id, one);
                self.common.tasks.spawn(session::run(started, out, taken, handle, stop));
            }
            Err(error) => {
                let reason = format!("{} cannot be entered: {error}", self.hostname);
                self.common.tasks.spawn(session::refuse(out, handle, reason));
            }
        }
        Ok(())
    }

    async fn channel_close(&mut self, channel: ChannelId, _session: &mut Session) -> Result<(), Error> {
        self.sessions.remove(&channel);
        Ok(())
    }

    async fn channel_eof(&mut self, channel: ChannelId, _session: &mut Session) -> Result<(), Error> {
        if let Some(running) = self.running(channel) {
            running.input.end();
        }
        Ok(())
    }

    async fn data(&mut self, channel: ChannelId, data: &[u8], _session: &mut Session) -> Result<(), Error> {
        let Some(running) = self.running(channel) else { return Ok(()) };
        running.input.push(data).await.map_err(|_| Error::Inconsistent)
    }

    async fn pty_request(
        &mut self,
        channel: ChannelId,
        term: &str,
        columns: u32,
        rows: u32,
        _width: u32,
        _height: u32,
        _modes: &[(Pty, u32)],
        session: &mut Session,
    ) -> Result<(), Error> {
        match self.sessions.get_mut(&channel) {
            Some(one) if cfg!(target_os = "linux") => {
                let kind = if is_kind(term) { term } else { "dumb" };
                one.wanted = Some(Wanted { kind: kind.to_owned(), size: Size { columns, rows } });
                session.channel_success(channel)
            }
            _ => session.channel_failure(channel),
        }
    }

    async fn x11_request(
        &mut self,
        channel: ChannelId,
        _single_connection: bool,
        _protocol: &str,
        _cookie: &str,
        _screen: u32,
        session: &mut Session,
    ) -> Result<(), Error> {
        session.channel_failure(channel)
    }

    async fn env_request(
        &mut self,
        channel: ChannelId,
        name: &str,
        value: &str,
        session: &mut Session,
    ) -> Result<(), Error> {
        let fits = is_accepted(name) && value.len() <= limits::VALUE && !value.contains('\0');
        match self.sessions.get_mut(&channel) {
            Some(one) if fits && one.variables.len() < limits::VARIABLES => {
                one.variables.push((name.to_owned(), value.to_owned()));
                session.channel_success(channel)
            }
            _ => session.channel_failure(channel),
        }
    }

    async fn shell_request(&mut self, channel: ChannelId, session: &mut Session) -> Result<(), Error> {
        self.start(channel, &Request::Shell, session)
    }

    async fn exec_request(&mut self, channel: ChannelId, line: &[u8], session: &mut Session) -> Result<(), Error> {
        self.start(channel, &Request::Line(line), session)
    }

    async fn subsystem_request(&mut self, channel: ChannelId, name: &str, session: &mut Session) -> Result<(), Error> {
        if name == "sftp" {
            return self.start(channel, &Request::Files, session);
        }
        session.channel_failure(channel)
    }

    async fn window_change_request(
        &mut self,
        channel: ChannelId,
        columns: u32,
        rows: u32,
        _width: u32,
        _height: u32,
        _session: &mut Session,
    ) -> Result<(), Error> {
        if let Some(terminal) = self.running(channel).and_then(|running| running.terminal.as_ref()) {
            terminal.resize(Size { columns, rows });
        }
        Ok(())
    }

    async fn signal(&mut self, channel: ChannelId, signal: Sig, _session: &mut Session) -> Result<(), Error> {
        if let Some(group) = self.running(channel).and_then(|running| running.group.as_ref()) {
            group.signal(&signal);
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_harmless_variables_are_taken() {
        assert!(is_accepted("LANG") && is_accepted("LC_ALL"));
        for name in ["PATH", "LD_PRELOAD", "LC_", "LANGUAGE", "LC_\0", "lang", "", "LC_=X"] {
            assert!(!is_accepted(name), "{name}");
        }
        assert!(is_host("db") && is_host("10.0.0.1") && !is_host("-x") && !is_host("a b") && !is_host(""));
        assert!(is_kind("xterm-256color") && !is_kind("x\n") && !is_kind(""));
    }
}
