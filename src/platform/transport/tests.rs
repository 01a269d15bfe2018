use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

use super::*;
use crate::generated::operations::Operation;

/// What a peer does after it has read a request.
#[derive(Clone, Copy)]
enum Peer {
    /// Sends these bytes and closes.
    Sends(&'static str),
    /// Resets the connection.
    Resets,
    /// Sends these bytes and then nothing, without closing.
    Stalls(&'static str),
    /// Sends these bytes, then a byte now and then.
    Drips(&'static str),
    /// Sends these bytes, then chunks without end.
    Floods(&'static str),
}

async fn play(mut stream: TcpStream, peer: Peer) -> io::Result<()> {
    let mut request = [0; 4096];
    let read = stream.read(&mut request).await?;
    assert!(read > 0, "a request");
    match peer {
        Peer::Sends(bytes) => {
            stream.write_all(bytes.as_bytes()).await?;
            stream.shutdown().await?;
            while stream.read(&mut request).await? > 0 {}
        }
        Peer::Resets => stream.set_zero_linger()?,
        Peer::Stalls(bytes) => {
            stream.write_all(bytes.as_bytes()).await?;
            std::future::pending::<()>().await;
        }
        Peer::Drips(bytes) => {
            stream.write_all(bytes.as_bytes()).await?;
            loop {
                stream.write_all(b" ").await?;
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
        Peer::Floods(bytes) => {
            stream.write_all(bytes.as_bytes()).await?;
            loop {
                stream.write_all(b"400\r\n").await?;
                stream.write_all(&[b' '; 1024]).await?;
                stream.write_all(b"\r\n").await?;
            }
        }
    }
    Ok(())
}

/// One exchange with a peer that serves every connection in the same way.
async fn exchange(peer: Peer, settings: &Settings) -> Result<Answer, Fault> {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let host = format!("http://{}", listener.local_addr().expect("an address"));
    let server = tokio::spawn(async move {
        loop {
            let Ok((stream, _)) = listener.accept().await else { return };
            tokio::spawn(play(stream, peer));
        }
    });
    let answer = ask(&host, settings).await;
    server.abort();
    answer
}

async fn ask(host: &str, settings: &Settings) -> Result<Answer, Fault> {
    let host = Host::parse(host, "the test").expect("a host");
    let transport = Transport::new(&host, settings).expect("a client");
    let request = Request {
        method: Method::Put,
        address: &host.address("/x"),
        authorization: Some(HeaderValue::from_static("Bearer t")),
        body: Some(b"{}"),
    };
    transport.exchange(request, settings.call_timeout).await
}

fn small() -> Settings {
    Settings { max_body_bytes: 64 * 1024, ..Settings::default() }
}

/// For peers that never come to an end.
fn hurried() -> Settings {
    Settings { call_timeout: Duration::from_millis(200), ..small() }
}

#[tokio::test]
async fn an_answer_comes_with_what_matters_of_its_head() {
    let peer = Peer::Sends(
        "HTTP/1.1 429 Slow\r\ncontent-type: text/html\r\nretry-after: 7\r\nlocation: /y\r\ncontent-length: 3\r\n\r\nabc",
    );
    let answer = exchange(peer, &small()).await.expect("an answer");
    assert_eq!((answer.status, answer.content_type.as_str()), (429, "text/html"));
    assert_eq!((answer.retry_after.as_deref(), answer.location.as_deref()), (Some("7"), Some("/y")));
    assert_eq!(answer.body, b"abc");
}

#[tokio::test]
async fn a_redirect_is_not_followed() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let elsewhere = listener.local_addr().expect("an address");
    let head: &'static str =
        format!("HTTP/1.1 307 Elsewhere\r\nlocation: http://{elsewhere}/x\r\ncontent-length: 0\r\n\r\n").leak();
    let answer = exchange(Peer::Sends(head), &small()).await.expect("an answer");
    assert_eq!(answer.status, 307);
    assert!(futures_util::FutureExt::now_or_never(listener.accept()).is_none(), "nobody came");
}

#[tokio::test]
async fn connections_that_end_early_are_lost() {
    for peer in [
        Peer::Resets,
        Peer::Sends(""),
        Peer::Sends("HTTP/1.1 200 OK\r\ncontent-"),
        Peer::Sends("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{\"id\":"),
        Peer::Sends("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"id\""),
        Peer::Sends("SSH-2.0-OpenSSH_9.6\r\n"),
    ] {
        let fault = exchange(peer, &small()).await.expect_err("no answer");
        assert!(matches!(fault, Fault::Lost { .. }), "{fault:?}");
    }
}

#[tokio::test]
async fn answers_that_do_not_end_in_time_are_given_up() {
    let settings = hurried();
    for peer in [
        Peer::Stalls(""),
        Peer::Stalls("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{"),
        Peer::Drips("HTTP/1.1 200 OK\r\ncontent-length: 60000\r\n\r\n{"),
        Peer::Drips("HTTP/1.1 200 OK\r\nx: "),
    ] {
        let fault = exchange(peer, &settings).await.expect_err("no answer");
        assert_eq!(fault, Fault::Timeout { after: settings.call_timeout });
    }
}

#[tokio::test]
async fn answers_are_bounded() {
    let settings = small();
    let limit = settings.max_body_bytes;
    let peer = Peer::Floods("HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n");
    assert_eq!(exchange(peer, &settings).await.expect_err("too large"), Fault::TooLarge { limit });
}

#[tokio::test]
async fn connections_that_do_not_come_about_sent_nothing() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let closed = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let fault = ask(&closed, &small()).await.expect_err("no answer");
    assert_eq!(fault, Fault::Connect { why: "connection refused", lasting: false });
}

#[tokio::test]
async fn a_peer_without_tls_is_a_lasting_failure() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            drop(stream.write_all(b"HTTP/1.1 400 Plain\r\n\r\n").await);
        }
    });
    let host = Host::parse(&address.to_string(), "the test").expect("a host");
    let Ok(transport) = Transport::new(&host, &small()) else {
        // A machine without root certificates cannot make the client, which is its own error.
        return;
    };
    let request = Request {
        method: Method::Get,
        address: &host.address("/x"),
        authorization: Some(HeaderValue::from_static("Bearer t")),
        body: None,
    };
    let fault = transport.exchange(request, Duration::from_secs(30)).await.expect_err("no answer");
    assert_eq!(fault, Fault::Connect { why: "TLS failed", lasting: true });
}

#[test]
fn a_fault_is_an_error_that_says_whether_something_may_have_happened() {
    let host = Host::parse("api.example.com", "the test").expect("a host");
    let error = |fault: Fault, operation: Operation| fault.into_error(operation.info(), &host);
    let after = Duration::from_secs(30);
    for (fault, kind, may, message) in [
        (
            Fault::Connect { why: "connection refused", lasting: false },
            ErrorKind::Network,
            false,
            "service.stop: no connection to api.example.com: connection refused; nothing was changed",
        ),
        (
            Fault::ConnectTimeout,
            ErrorKind::Timeout,
            false,
            "service.stop: no connection to api.example.com in time; nothing was changed",
        ),
        (
            Fault::Lost { why: "connection reset" },
            ErrorKind::Network,
            true,
            "service.stop: the connection to api.example.com was lost: connection reset; the request may have taken effect",
        ),
        (
            Fault::Timeout { after },
            ErrorKind::Timeout,
            true,
            "service.stop: no complete answer from api.example.com within 30 s; the request may have taken effect",
        ),
        (
            Fault::TooLarge { limit: 5 },
            ErrorKind::Api,
            true,
            "service.stop: the answer from api.example.com is larger than 5 bytes; the request may have taken effect",
        ),
    ] {
        let error = error(fault, Operation::ServiceStop);
        assert_eq!((error.kind, error.may_have_taken_effect, error.message.as_str()), (kind, may, message));
    }
    let error = error(Fault::Timeout { after }, Operation::ServiceGet);
    assert_eq!(error.message, "service.get: no complete answer from api.example.com within 30 s");
}
