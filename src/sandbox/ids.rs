//! Where ids and generated secrets come from: the operating system, or a counter when a run has to
//! be reproducible.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::preprocessor::Random;

/// Makes ids in the platform's form.
#[derive(Clone, Debug)]
pub(crate) struct IdSource {
    counter: Option<u64>,
}

impl IdSource {
    /// Reproducible from the first id on, or random.
    pub(crate) fn new(deterministic: bool) -> Self {
        Self { counter: deterministic.then_some(0) }
    }

    /// A source whose ids are no others', however many of those there are.
    pub(crate) fn aside(deterministic: bool) -> Self {
        Self { counter: deterministic.then_some(1 << 40) }
    }

    /// Goes on after another source that began as a copy of this one.
    pub(crate) fn catch_up(&mut self, other: &Self) {
        self.counter = self.counter.max(other.counter);
    }

    /// A new id: 16 bytes as base64url without padding, 22 characters.
    ///
    /// Derived: as the platform's own tool does, `-` becomes `A` and `_` becomes `B`.
    pub(crate) fn next(&mut self) -> String {
        URL_SAFE_NO_PAD.encode(self.bytes()).replace('-', "A").replace('_', "B")
    }

    /// A generated password of 16 alphanumeric characters.
    pub(crate) fn secret(&mut self) -> String {
        self.next().chars().take(16).collect()
    }

    /// Four hexadecimal digits, such as a project has in its public host.
    pub(crate) fn prefix(&mut self) -> String {
        let bytes = self.bytes();
        format!("{:02x}{:02x}", bytes[0], bytes[1])
    }

    /// So many random bytes.
    pub(crate) fn random(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count + 16);
        while bytes.len() < count {
            bytes.extend(self.bytes());
        }
        bytes.truncate(count);
        bytes
    }

    fn bytes(&mut self) -> [u8; 16] {
        let mut bytes = [0; 16];
        match &mut self.counter {
            Some(counter) => {
                *counter += 1;
                bytes[..8].copy_from_slice(&mix(*counter).to_be_bytes());
                bytes[8..].copy_from_slice(&mix(counter.wrapping_add(1 << 63)).to_be_bytes());
            }
            None => {
                if getrandom::fill(&mut bytes).is_err() {
                    let now = jiff::Timestamp::now().as_nanosecond();
                    bytes.copy_from_slice(&now.to_be_bytes());
                }
            }
        }
        bytes
    }
}

impl Random for IdSource {
    fn random(&mut self, count: usize) -> Vec<u8> {
        Self::random(self, count)
    }
}

/// A bijection that spreads consecutive numbers over all bits, so ids are unique and look it.
fn mix(number: u64) -> u64 {
    let mut z = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// An id that follows from another one.
pub(crate) fn derived_id(id: &str, index: usize) -> String {
    let (head, tail) = id.split_at(id.len().min(20));
    let last = tail.chars().last().unwrap_or('A');
    format!("{head}{}{last}", char::from(b'a' + u8::try_from(index % 26).unwrap_or(0)))
}

/// Whether a path argument has the form of an id.
pub(crate) fn is_id(text: &str) -> bool {
    text.len() == 22 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn ids_are_unique_well_formed_and_reproducible_on_request() {
        let mut source = IdSource::new(true);
        let first: Vec<String> = (0..1000).map(|_| source.next()).collect();
        let mut again = IdSource::new(true);
        assert!(first.iter().all(|id| is_id(id) && *id == again.next()));
        assert_eq!(first.iter().collect::<HashSet<_>>().len(), 1000);
        assert_ne!(IdSource::new(false).next(), IdSource::new(false).next());
    }
}
