//! Where generated values come from.

use ring::hmac;

/// A source of random bytes.
pub(crate) trait Random {
    /// So many of them.
    fn random(&mut self, count: usize) -> Vec<u8>;
}

/// Bytes that follow from one key of the operating system, so that asking for them cannot fail halfway.
pub(crate) struct SystemRandom {
    key: hmac::Key,
    block: u64,
}

impl SystemRandom {
    /// A source that nobody can foretell; none where the system has no randomness.
    pub(crate) fn new() -> Option<Self> {
        let mut seed = [0; 32];
        getrandom::fill(&mut seed).ok().map(|()| Self::seeded(&seed))
    }

    /// The same bytes for the same seed.
    pub(crate) fn seeded(seed: &[u8; 32]) -> Self {
        Self { key: hmac::Key::new(hmac::HMAC_SHA256, seed), block: 0 }
    }
}

impl Random for SystemRandom {
    fn random(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(count + 32);
        while bytes.len() < count {
            bytes.extend_from_slice(hmac::sign(&self.key, &self.block.to_be_bytes()).as_ref());
            self.block += 1;
        }
        bytes.truncate(count);
        bytes
    }
}
