//! What databases, caches and queues say to whoever connects, before anyone logs in.
//!
//! Each is the shortest exchange that only a server of this protocol answers so. Nothing here logs
//! in, and nothing is asked that a server would count as a failed login.

use std::time::Duration;

use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};

use super::report::shown;
use crate::domain::catalog::Protocol;

/// Bytes of a greeting that are read.
const MOST: usize = 4096;

/// What is said in a protocol.
pub(super) trait Greeting: Copy {
    /// The name that a reader knows.
    fn name(self) -> &'static str;

    /// What is sent to be greeted.
    fn question(self) -> &'static [u8];

    /// What the bytes say, once they are enough to say it: how the server greets, or why it is none
    /// of this protocol.
    fn read(self, bytes: &[u8]) -> Option<Result<String, String>>;
}

impl Greeting for Protocol {
    fn name(self) -> &'static str {
        match self {
            Self::Postgres => "PostgreSQL",
            Self::Redis => "the Redis protocol",
            Self::MariaDb => "the MySQL protocol",
            Self::Nats => "NATS",
            Self::Kafka => "Kafka",
            Self::Amqp => "AMQP",
        }
    }

    fn question(self) -> &'static [u8] {
        match self {
            // Length 8, then the code of a request for TLS.
            Self::Postgres => &[0, 0, 0, 8, 4, 210, 22, 47],
            Self::Redis => b"PING\r\n",
            Self::MariaDb | Self::Nats => b"",
            // Length, ApiVersions in version 0, correlation id 31, client `zcp`.
            Self::Kafka => &[0, 0, 0, 13, 0, 18, 0, 0, 0, 0, 0, 31, 0, 3, b'z', b'c', b'p'],
            Self::Amqp => b"AMQP\x00\x00\x09\x01",
        }
    }

    fn read(self, bytes: &[u8]) -> Option<Result<String, String>> {
        let strange = || Some(Err(format!("what answers does not speak {}", self.name())));
        match self {
            Self::Postgres => match *bytes.first()? {
                b'N' => Some(Ok("It answered the request for TLS with no.".to_owned())),
                b'S' => Some(Ok("It answered the request for TLS with yes.".to_owned())),
                _ => strange(),
            },
            Self::Redis => {
                let line = first_line(bytes)?;
                match line.split(' ').next().unwrap_or_default() {
                    "+PONG" => Some(Ok("PING was answered with PONG, without a password.".to_owned())),
                    "-NOAUTH" => Some(Ok("PING was answered: it asks for a password.".to_owned())),
                    "-LOADING" | "-DENIED" | "-MISCONF" | "-ERR" => Some(Err(format!("PING was answered {line}"))),
                    _ => strange(),
                }
            }
            Self::MariaDb => match (bytes.get(3)?, bytes.get(4)?) {
                (0, 10) => maria_version(&bytes[5..]),
                (0, 255) => Some(Err(maria_refusal(bytes.get(7..)?))),
                _ => strange(),
            },
            Self::Nats => {
                let line = first_line(bytes).or_else(|| (bytes.len() >= MOST).then(String::new))?;
                if line.starts_with("INFO {") { Some(Ok("It greeted with its INFO.".to_owned())) } else { strange() }
            }
            Self::Kafka => {
                let head = bytes.get(..10)?;
                if head[4..8] == [0, 0, 0, 31] && head[8..10] == [0, 0] {
                    Some(Ok("It named the versions of its API.".to_owned()))
                } else {
                    strange()
                }
            }
            Self::Amqp => match bytes.get(..8)? {
                [1, 0, 0, ..] => Some(Ok("It began a connection.".to_owned())),
                [b'A', b'M', b'Q', b'P', ..] => Some(Ok("It answered with its version of AMQP.".to_owned())),
                _ => strange(),
            },
        }
    }
}

/// A greeting has the version of the server, up to a zero.
fn maria_version(bytes: &[u8]) -> Option<Result<String, String>> {
    let end = bytes.iter().position(|byte| *byte == 0)?;
    Some(Ok(format!("It greeted as {}.", shown(&String::from_utf8_lossy(&bytes[..end])))))
}

fn maria_refusal(text: &[u8]) -> String {
    format!("it refuses connections: {}", shown(&String::from_utf8_lossy(text)))
}

/// The first line, once it is there.
fn first_line(bytes: &[u8]) -> Option<String> {
    let end = bytes.iter().position(|byte| *byte == b'\n')?;
    Some(shown(&String::from_utf8_lossy(&bytes[..end])))
}

/// Has the exchange.
///
/// # Errors
/// Why it does not prove a server of this protocol, as the end of a sentence.
pub(super) async fn exchange<S>(greeting: Protocol, mut stream: S, within: Duration) -> Result<String, String>
where
    S: AsyncRead + AsyncWrite + Unpin,
{
    let talk = async {
        let lost = |_| "the connection was lost before an answer".to_owned();
        stream.write_all(greeting.question()).await.map_err(lost)?;
        let mut bytes = Vec::new();
        let mut chunk = [0; 1024];
        loop {
            let count = stream.read(&mut chunk).await.map_err(lost)?;
            bytes.extend_from_slice(&chunk[..count]);
            if let Some(said) = greeting.read(&bytes) {
                return said;
            }
            if count == 0 {
                return Err("the connection was closed before an answer".to_owned());
            }
            if bytes.len() >= MOST {
                return Err(format!("what answers does not speak {}", greeting.name()));
            }
        }
    };
    let late = || format!("it accepts connections and says nothing within {}", super::exchange::seconds(within));
    tokio::time::timeout(within, talk).await.unwrap_or_else(|_| Err(late()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn greetings_are_told_apart() {
        use Protocol::{Amqp, Kafka, MariaDb, Nats, Postgres, Redis};
        for (greeting, bytes, works) in [
            (Postgres, b"N".as_slice(), Some(true)),
            (Postgres, b"S", Some(true)),
            (Postgres, b"HTTP/1.1 400", Some(false)),
            (Postgres, b"", None),
            (Redis, b"+PONG\r\n", Some(true)),
            (Redis, b"-NOAUTH Authentication required.\r\n", Some(true)),
            (Redis, b"-LOADING Redis is loading the dataset in memory\r\n", Some(false)),
            (Redis, b"HTTP/1.1 400 Bad Request\r\n", Some(false)),
            (Redis, b"+PO", None),
            (MariaDb, b"\x4a\0\0\0\x0a10.6.18-MariaDB\0\x01", Some(true)),
            (MariaDb, b"\x4a\0\0\0\x0a10.6.18", None),
            (MariaDb, b"\x20\0\0\0\xff\x69\x04Host is blocked", Some(false)),
            (MariaDb, b"HTTP/1.1", Some(false)),
            (MariaDb, b"\x4a\0", None),
            (Nats, b"INFO {\"server_id\":\"N\"}\r\n", Some(true)),
            (Nats, b"INFO {", None),
            (Nats, b"-ERR x\r\n", Some(false)),
            (Kafka, &[0, 0, 0, 9, 0, 0, 0, 31, 0, 0], Some(true)),
            (Kafka, &[0, 0, 0, 9, 0, 0, 0, 30, 0, 0], Some(false)),
            (Kafka, &[0, 0, 0, 9], None),
            (Amqp, b"\x01\0\0\0\0\x02\0\0", Some(true)),
            (Amqp, b"AMQP\0\0\x09\x01", Some(true)),
            (Amqp, b"SSH-2.0-OpenSSH", Some(false)),
        ] {
            let read = greeting.read(bytes);
            assert_eq!(read.as_ref().map(Result::is_ok), works, "{greeting:?} {bytes:?}: {read:?}");
        }
    }
}
