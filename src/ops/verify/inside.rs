//! Asking a service in its own container, over the ssh configuration that was given: where nobody outside
//! reaches it, the program itself still answers there.

use std::net::{Ipv4Addr, SocketAddr};
use std::time::Duration;

use reqwest::Url;

use super::Look;
use super::address::Address;
use super::exchange::{Answer, End, MOST_BYTES};
use crate::deploy::ssh::{Destination, Kind, Limits, Ssh};
use crate::ops::support::private_port::Private;

/// Bytes of the head of an answer.
const HEAD: usize = 16 * 1024;
/// Beside the time of the request: connecting.
const CONNECT: Duration = Duration::from_secs(15);
/// How curl begins what it says of its own failures.
const CURL: &str = "curl: (";

/// What came of it.
pub(super) enum Asked {
    /// The program answered.
    Answered(Address, Answer),
    /// The container was reached, and no program answered; why, as the end of a sentence.
    Silent(String),
    /// The container was not reached, or has nothing to ask with.
    Unreached,
}

/// Asks once, without following redirects.
pub(super) async fn ask(look: &Look<'_>, port: u16, path: &str) -> Asked {
    let programs = look.cx.programs();
    let to = Destination::of(look.service).filter(|_| programs.ssh_config.is_some());
    let url = Url::parse(&format!("http://{}:{port}{path}", look.service.name)).ok();
    let (Some(to), Some(url)) = (to, url) else { return Asked::Unreached };
    let within = look.cx.connection().settings().probe_timeout;
    let local = format!("http://127.0.0.1:{port}{path}");
    let (seconds, host) = (within.as_secs().max(1).to_string(), format!("Host: {}:{port}", look.service.name));
    let words = ["curl", "-sS", "-i", "--noproxy", "*", "--max-time", &seconds, "-H", &host, &local];
    tracing::debug!(effect = "ssh.probe", hostname = to.hostname(), "asking in a container");
    let limits = Limits { bytes: HEAD + MOST_BYTES, time: within + CONNECT };
    match Ssh::new(programs).run(&to, &words, limits).await {
        Ok(bytes) => match read(&bytes) {
            Some(answer) => {
                let private = Private { address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)), over_vpn: false };
                Asked::Answered(Address { url, private: Some(private) }, answer)
            }
            None => Asked::Silent("what answers there does not speak HTTP".to_owned()),
        },
        Err(error) if error.kind == Kind::Failed && error.message.contains(CURL) => {
            Asked::Silent("nothing answers on this port in its own container".to_owned())
        }
        Err(error) => {
            tracing::debug!(%error, "the service was not asked in its container");
            Asked::Unreached
        }
    }
}

/// Reads what `curl -i` wrote: the head and the body, of an answer that may be preceded by interim ones.
fn read(bytes: &[u8]) -> Option<Answer> {
    let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
    let head = String::from_utf8_lossy(&bytes[..end]);
    let mut lines = head.lines();
    let status: u16 = lines.next()?.strip_prefix("HTTP/")?.split(' ').nth(1)?.parse().ok()?;
    let body = &bytes[end + 4..];
    if (100..200).contains(&status) {
        return read(body);
    }
    let header = |name: &str| {
        let named = |line: &str| {
            let (key, value) = line.split_once(':')?;
            key.eq_ignore_ascii_case(name).then(|| value.trim().to_owned())
        };
        head.lines().skip(1).find_map(named)
    };
    let is_long = body.len() > MOST_BYTES;
    Some(Answer {
        status,
        location: header("location"),
        content_type: header("content-type").unwrap_or_default(),
        encoded: header("content-encoding").is_some_and(|encoding| encoding != "identity"),
        body: body[..body.len().min(MOST_BYTES)].to_vec(),
        end: if is_long { End::Longer } else { End::Whole },
    })
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn an_answer_is_read_from_what_curl_wrote() {
        let text = "HTTP/1.1 103 Early Hints\r\nlink: x\r\n\r\nHTTP/1.1 302 Found\r\nLocation: /login\r\ncontent-type: text/html\r\n\r\n<p>\r\n\r\nok";
        let answer = read(text.as_bytes()).expect("an answer");
        assert_eq!((answer.status, answer.location.as_deref()), (302, Some("/login")));
        assert_eq!((answer.content_type.as_str(), answer.body.as_slice()), ("text/html", b"<p>\r\n\r\nok".as_slice()));
        for wrong in ["", "SSH-2.0-x\r\n\r\n", "HTTP/1.1 ok\r\n\r\n", "HTTP/1.1 200 OK\r\n"] {
            assert!(read(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }
}
