use std::sync::atomic::AtomicUsize;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use super::*;
use crate::domain::clock::SystemClock;
use crate::platform::token::Token;

fn connection(host: String, token: Option<&str>, settings: Settings) -> Connection {
    let source = Source::Fixed { token: token.and_then(Token::new), host, project: None };
    Connection::new(source, settings, Arc::new(SystemClock))
}

/// A peer that answers every request with these bytes and counts the requests.
async fn peer(answer: &'static str) -> (String, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let host = format!("http://{}", listener.local_addr().expect("an address"));
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            let mut request = [0; 4096];
            if stream.read(&mut request).await.is_ok_and(|read| read > 0) {
                counted.fetch_add(1, Ordering::SeqCst);
                // Gives calls that came together the time to wait for each other.
                tokio::task::yield_now().await;
                drop(stream.write_all(answer.as_bytes()).await);
            }
        }
    });
    (host, count)
}

const UNAUTHORIZED: &str = "HTTP/1.1 401 No\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";
const UNAVAILABLE: &str = "HTTP/1.1 503 No\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}";

#[tokio::test]
async fn no_token_is_an_answer_and_no_request() {
    let (host, count) = peer(UNAUTHORIZED).await;
    let error = connection(host, None, Settings::default()).session().await.expect_err("no token");
    assert_eq!(error.kind, ErrorKind::AuthRequired);
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn calls_that_come_together_share_an_attempt_and_later_ones_make_their_own() {
    let (host, count) = peer(UNAUTHORIZED).await;
    let connection = connection(host, Some("t"), Settings::default());
    let (first, second, third) = tokio::join!(connection.session(), connection.session(), connection.session());
    for outcome in [first, second, third] {
        assert_eq!(outcome.expect_err("refused").kind, ErrorKind::AuthInvalidToken);
    }
    assert_eq!(count.load(Ordering::SeqCst), 1);
    assert!(connection.session().await.is_err());
    assert_eq!(count.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn a_caller_that_gives_up_does_not_hold_the_others_up() {
    let (host, count) = peer(UNAUTHORIZED).await;
    let connection = connection(host, Some("t"), Settings::default());
    assert!(futures_util::FutureExt::now_or_never(connection.session()).is_none());
    assert_eq!(connection.session().await.expect_err("refused").kind, ErrorKind::AuthInvalidToken);
    assert_eq!(count.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn reads_are_tried_again_up_to_the_limit() {
    let (host, count) = peer(UNAVAILABLE).await;
    let settings = Settings { max_attempts: 3, ..Settings::default() };
    let settings = Settings { backoff_base: Duration::from_millis(1), ..settings };
    let error = connection(host, Some("t"), settings).session().await.expect_err("unavailable");
    assert_eq!((error.kind, error.status), (ErrorKind::AuthApiError, Some(503)));
    assert!(error.is_retryable());
    assert_eq!(count.load(Ordering::SeqCst), 3);
}

#[tokio::test]
async fn a_token_that_no_header_can_carry_is_a_bad_token() {
    let (host, count) = peer(UNAUTHORIZED).await;
    let error = connection(host, Some("two words"), Settings::default()).session().await.expect_err("refused");
    assert_eq!(error.message, "The token has characters that no token has");
    assert_eq!(count.load(Ordering::SeqCst), 0);
}

#[test]
fn nothing_secret_is_printed_and_nothing_is_made_early() {
    let connection = connection("not a host".to_owned(), Some("hunter2"), Settings::default());
    assert!(!format!("{connection:?}").contains("hunter2"));
}
