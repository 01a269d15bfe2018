//! Asking a service in its own container, over the ssh configuration that was given: where nobody outside
//! reaches it, the program itself still answers there.

use std::collections::BTreeMap;
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
/// Bytes of a table of sockets.
const TABLE: usize = 64 * 1024;
/// Ports that are named at most.
const MOST_PORTS: usize = 8;
/// The platform's own.
const SSH: u16 = 22;
/// The end of a sentence about a program that others do not reach.
const ALONE: &str = "it answers only inside of its own container, as what listens on 127.0.0.1 does, so nothing else reaches it: \
    have it listen on 0.0.0.0";
/// How curl begins what it says of its own failures.
const CURL: &str = "curl: (";
/// Asks at the container's own addresses in the network, which the kernel knows: there a program answers as it does to
/// other services, and one on 127.0.0.1 does not. The first line says who was answered: `all`, the container `alone`,
/// or `someone` where it has no address that can be seen.
const ASK: &str = r#"
seconds=$1 host=$2 port=$3 path=$4
ask() { curl -sS -i --noproxy '*' --max-time "$seconds" -H "Host: $host" "http://$1:$port$path"; }
own=$(awk '/32 host LOCAL/ && at !~ /^127\./ { print at } { at = $2 }' /proc/net/fib_trie 2>/dev/null | sort -u | head -n 4)
if [ -z "$own" ]; then
    echo someone
    ask 127.0.0.1
    exit
fi
echo all
for at in $own; do
    ask "$at"
    code=$?
    # Only where no connection came about is there another place to ask.
    [ "$code" = 7 ] || exit "$code"
done
for at in 127.0.0.1 '[::1]'; do
    if ask "$at" >/dev/null 2>&1; then
        echo alone
        exit 0
    fi
done
exit "$code"
"#;

/// What came of it.
pub(super) enum Asked {
    /// The program answered, at an address that other services reach too, or at the container's own where no other can
    /// be seen.
    Answered(Address, Answer, Reach),
    /// The container was reached, and no program answered; why, as the end of a sentence.
    Silent(String),
    /// The container was not reached, or has nothing to ask with.
    Unreached,
}

/// Who reaches what answered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Reach {
    /// Whoever is in the network.
    All,
    /// Its own container; whether others do was not seen.
    Someone,
}

/// Asks once, without following redirects.
pub(super) async fn ask(look: &Look<'_>, port: u16, path: &str) -> Asked {
    let programs = look.cx.programs();
    let to = Destination::of(look.service).filter(|_| programs.ssh_config.is_some());
    let url = Url::parse(&format!("http://{}:{port}{path}", look.service.name)).ok();
    let (Some(to), Some(url)) = (to, url) else { return Asked::Unreached };
    let within = look.cx.connection().settings().probe_timeout;
    let (seconds, host) = (within.as_secs().max(1).to_string(), format!("{}:{port}", look.service.name));
    let (port_word, words) = (port.to_string(), ["sh", "-c", ASK, "sh", &seconds, &host]);
    let words = [&words[..], &[port_word.as_str(), path]].concat();
    tracing::debug!(effect = "ssh.probe", hostname = to.hostname(), "asking in a container");
    // It may ask at several places, of which all but one refuse at once.
    let limits = Limits { bytes: HEAD + MOST_BYTES, time: within * 2 + CONNECT };
    match Ssh::new(programs).run(&to, &words, limits).await {
        Ok(bytes) => match told(&bytes) {
            (_, Some((reach, answer))) => {
                let private = Private { address: SocketAddr::from((Ipv4Addr::LOCALHOST, port)), over_vpn: false };
                Asked::Answered(Address { url, private: Some(private) }, answer, reach)
            }
            (true, None) => Asked::Silent(ALONE.to_owned()),
            (false, None) => Asked::Silent("what answers there does not speak HTTP".to_owned()),
        },
        Err(error) if error.kind == Kind::Failed && error.message.contains(CURL) => {
            let heard = listening(look).await.map(|heard| format!("; {heard}")).unwrap_or_default();
            Asked::Silent(format!("nothing answers on this port in its own container{heard}"))
        }
        Err(error) => {
            tracing::debug!(%error, "the service was not asked in its container");
            Asked::Unreached
        }
    }
}

/// Where programs of its container listen, as the end of a sentence; nothing where that cannot be seen.
pub(super) async fn listening(look: &Look<'_>) -> Option<String> {
    let programs = look.cx.programs();
    let to = Destination::of(look.service).filter(|_| programs.ssh_config.is_some())?;
    tracing::debug!(effect = "ssh.probe", hostname = to.hostname(), "looking where a container listens");
    let limits = Limits { bytes: TABLE, time: look.cx.connection().settings().probe_timeout + CONNECT };
    // One of the two is missing where a family of addresses is switched off.
    let words = ["sh", "-c", "cat /proc/net/tcp /proc/net/tcp6 2>/dev/null; :"];
    let table = Ssh::new(programs).run(&to, &words, limits).await.ok()?;
    let heard = listeners(&String::from_utf8_lossy(&table));
    Some(if heard.is_empty() {
        "no program listens there".to_owned()
    } else {
        format!("listening: {}", heard.join(", "))
    })
}

/// The ports of a table of Linux on which somebody listens, and of those that are for the container alone that
/// they are.
fn listeners(table: &str) -> Vec<String> {
    const LISTENS: &str = "0A";
    let mut ports: BTreeMap<u16, bool> = BTreeMap::new();
    for line in table.lines() {
        let mut words = line.split_whitespace().skip(1);
        let (Some(local), Some(_), Some(LISTENS)) = (words.next(), words.next(), words.next()) else { continue };
        let Some((address, port)) = local.split_once(':') else { continue };
        let Ok(port) = u16::from_str_radix(port, 16) else { continue };
        // In the bytes of a small machine: 127.0.0.1, the same as IPv6 has it, and ::1.
        let of_v4 = address.strip_prefix("0000000000000000FFFF0000").unwrap_or(address);
        let is_loopback = (of_v4.ends_with("7F") && of_v4.len() == 8) || address == "00000000000000000000000001000000";
        let is_open = ports.entry(port).or_default();
        *is_open |= !is_loopback;
    }
    let own = ports.into_iter().filter(|(port, _)| *port != SSH);
    own.map(|(port, is_open)| if is_open { port.to_string() } else { format!("{port} on localhost alone") })
        .take(MOST_PORTS)
        .collect()
}

/// Whether only the container itself is answered, and otherwise the answer with who gets it.
fn told(bytes: &[u8]) -> (bool, Option<(Reach, Answer)>) {
    let end = bytes.iter().position(|byte| *byte == b'\n').unwrap_or(bytes.len());
    let reach = if &bytes[..end] == b"someone" { Reach::Someone } else { Reach::All };
    let rest = bytes.get(end + 1..).unwrap_or_default();
    (rest == b"alone\n", read(rest).map(|answer| (reach, answer)))
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
    use super::{Reach, listeners, read, told};

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

    #[test]
    fn ports_are_read_from_the_tables_of_a_container() {
        let table = "\
  sl  local_address rem_address   st tx_queue rx_queue
   0: 00000000:1F90 00000000:0000 0A 00000000:00000000
   1: 0100007F:0BB8 00000000:0000 0A 00000000:00000000
   2: 00000000:0016 00000000:0000 0A 00000000:00000000
   3: 0100007F:D431 0100007F:1F90 01 00000000:00000000
  sl  local_address                         remote_address
   0: 00000000000000000000000000000000:0050 00000000000000000000000000000000:0000 0A
   1: 00000000000000000000000001000000:1F90 00000000000000000000000000000000:0000 0A
nonsense
   2: 0000000000000000FFFF00000100007F:1388 00000000000000000000000000000000:0000 0A
   4: 00000000:none 00000000:0000 0A
";
        let alone = |port: &str| format!("{port} on localhost alone");
        assert_eq!(listeners(table), ["80".to_owned(), alone("3000"), alone("5000"), "8080".to_owned()]);
        assert!(listeners("").is_empty());
    }

    #[test]
    fn who_is_answered_is_told_before_the_answer() {
        let answer = "HTTP/1.1 200 OK\r\n\r\nok";
        for (line, reach) in [("all", Reach::All), ("someone", Reach::Someone)] {
            let (is_alone, found) = told(format!("{line}\n{answer}").as_bytes());
            assert!(!is_alone && found.is_some_and(|(found, answer)| found == reach && answer.status == 200), "{line}");
        }
        assert!(matches!(told(b"all\nalone\n"), (true, None)));
        for odd in [&b""[..], b"all", b"all\n", b"all\nSSH-2.0-x\r\n\r\n"] {
            assert!(matches!(told(odd), (false, None)));
        }
    }
}
