//! The keys that an issuer signs with, as it publishes them (RFC 7517).
//!
//! They are read when the first token comes, again when they are old, and once for a token that names a key which is
//! not among them, since issuers change keys. A stranger's token cannot make this server ask more often, and one
//! request asks for all that wait.

use std::fmt;
use std::pin::Pin;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use jsonwebtoken::jwk::{AlgorithmParameters, EllipticCurve, Jwk, KeyOperations, PublicKeyUse};
use jsonwebtoken::{Algorithm, DecodingKey};
use serde::Deserialize;
use serde_json::Value;

const RSA: [Algorithm; 6] =
    [Algorithm::RS256, Algorithm::RS384, Algorithm::RS512, Algorithm::PS256, Algorithm::PS384, Algorithm::PS512];
/// How tokens may be signed: with a key whose other half nobody but the issuer has.
pub(super) const ALGORITHMS: [Algorithm; 9] = {
    let [a, b, c, d, e, f] = RSA;
    [a, b, c, d, e, f, Algorithm::ES256, Algorithm::ES384, Algorithm::EdDSA]
};

/// How long keys are taken for what the issuer publishes.
const FRESH: Duration = Duration::from_mins(10);
/// How long keys are used that cannot be read again; a key that was withdrawn must not live for ever.
const STALE: Duration = Duration::from_hours(1);
/// How long after a token with an unknown key the next one makes this server ask.
const AGAIN: Duration = Duration::from_secs(30);
/// How long after keys could not be read they are tried again.
const RETRY: Duration = Duration::from_secs(5);
/// The most keys that are kept.
const MOST_KEYS: usize = 64;

/// Reads the set of keys as the issuer publishes it now; the error says why it cannot be had.
pub type ReadKeys =
    Box<dyn Fn() -> Pin<Box<dyn Future<Output = Result<Vec<u8>, String>> + Send>> + Send + Sync + 'static>;

/// The keys of an issuer.
pub(super) struct Keys {
    read: ReadKeys,
    state: Mutex<State>,
    /// Held by the one who reads.
    reading: tokio::sync::Mutex<()>,
}

impl fmt::Debug for Keys {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Keys({})", self.lock().keys.len())
    }
}

#[derive(Default)]
struct State {
    keys: Arc<[Key]>,
    read: Option<Instant>,
    failed: Option<Instant>,
    /// When a token with an unknown key last made this server ask.
    asked: Option<Instant>,
}

struct Key {
    id: Option<String>,
    algorithms: Vec<Algorithm>,
    public: DecodingKey,
}

/// Why there is no key for a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Missing {
    /// The issuer has none like it.
    Unknown,
    /// The keys cannot be read now, so nobody knows.
    Unread,
}

impl Keys {
    pub(super) fn new(read: ReadKeys) -> Self {
        Self { read, state: Mutex::default(), reading: tokio::sync::Mutex::default() }
    }

    /// The key of this id, where a token names one, that signs this way.
    pub(super) async fn find(
        &self,
        id: Option<&str>,
        algorithm: Algorithm,
        now: Instant,
    ) -> Result<DecodingKey, Missing> {
        if !self.lock().is_old(now)
            && let Some(key) = self.lock().find(id, algorithm, now)
        {
            return Ok(key);
        }
        let _alone = self.reading.lock().await;
        // Whoever was here before may have read it.
        let is_known = self.lock().find(id, algorithm, now).is_some();
        if self.lock().may_read(is_known, now) {
            self.read(now).await;
        }
        let state = self.lock();
        state.find(id, algorithm, now).ok_or(if state.are_read(now) { Missing::Unknown } else { Missing::Unread })
    }

    /// Whether there are keys; they are read where that was not done yet.
    pub(super) async fn are_known(&self, now: Instant) -> bool {
        let _alone = self.reading.lock().await;
        if self.lock().may_read(true, now) {
            self.read(now).await;
        }
        !self.lock().usable(now).is_empty()
    }

    async fn read(&self, now: Instant) {
        let keys = (self.read)().await.and_then(|bytes| keys(&bytes));
        let mut state = self.lock();
        match keys {
            Ok(keys) => {
                (state.keys, state.read, state.failed) = (keys.into(), Some(now), None);
            }
            Err(why) => {
                tracing::error!(%why, "the keys of the issuer cannot be read");
                state.failed = Some(now);
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn is_old(&self, now: Instant) -> bool {
        self.read.is_none_or(|read| now.saturating_duration_since(read) >= FRESH)
    }

    /// Whether the keys may be asked for now; it counts as a question then.
    fn may_read(&mut self, is_known: bool, now: Instant) -> bool {
        let since = |moment: Option<Instant>| moment.map(|moment| now.saturating_duration_since(moment));
        if since(self.failed).is_some_and(|since| since < RETRY) {
            return false;
        }
        if self.is_old(now) {
            return true;
        }
        let may_ask = !is_known && since(self.asked).is_none_or(|since| since >= AGAIN);
        if may_ask {
            self.asked = Some(now);
        }
        may_ask
    }

    /// Whether what was read last is what the issuer publishes, as far as anybody knows.
    fn are_read(&self, now: Instant) -> bool {
        self.failed.is_none() && self.read.is_some_and(|read| now.saturating_duration_since(read) < STALE)
    }

    fn usable(&self, now: Instant) -> &[Key] {
        let is_good = self.read.is_some_and(|read| now.saturating_duration_since(read) < STALE);
        if is_good { &self.keys } else { &[] }
    }

    /// A token that names no key means the only one.
    fn find(&self, id: Option<&str>, algorithm: Algorithm, now: Instant) -> Option<DecodingKey> {
        let mut found = self
            .usable(now)
            .iter()
            .filter(|key| key.algorithms.contains(&algorithm) && (id.is_none() || key.id.as_deref() == id));
        let key = found.next()?;
        (id.is_some() || found.next().is_none()).then(|| key.public.clone())
    }
}

/// The keys of a set that tokens may be signed with; whatever else is in it is left out.
fn keys(bytes: &[u8]) -> Result<Vec<Key>, String> {
    #[derive(Deserialize)]
    struct Set {
        keys: Vec<Value>,
    }
    let set: Set = serde_json::from_slice(bytes).map_err(|_| "it is no set of keys".to_owned())?;
    let keys: Vec<Key> = set.keys.into_iter().filter_map(key).take(MOST_KEYS).collect();
    if keys.is_empty() { Err("no key of the set can be used".to_owned()) } else { Ok(keys) }
}

fn key(value: Value) -> Option<Key> {
    let jwk: Jwk = serde_json::from_value(value).ok()?;
    let common = &jwk.common;
    let signs = common.public_key_use.as_ref().is_none_or(|purpose| *purpose == PublicKeyUse::Signature);
    let verifies = common.key_operations.as_ref().is_none_or(|all| all.contains(&KeyOperations::Verify));
    if !signs || !verifies {
        return None;
    }
    let mut algorithms = match &jwk.algorithm {
        AlgorithmParameters::RSA(_) => RSA.to_vec(),
        AlgorithmParameters::EllipticCurve(key) => match key.curve {
            EllipticCurve::P256 => vec![Algorithm::ES256],
            EllipticCurve::P384 => vec![Algorithm::ES384],
            _ => return None,
        },
        AlgorithmParameters::OctetKeyPair(key) if key.curve == EllipticCurve::Ed25519 => vec![Algorithm::EdDSA],
        _ => return None,
    };
    if let Some(named) = &common.key_algorithm {
        let named = Algorithm::from_str(&named.to_string()).ok()?;
        algorithms.retain(|algorithm| *algorithm == named);
    }
    let public = DecodingKey::from_jwk(&jwk).ok().filter(|_| !algorithms.is_empty())?;
    Some(Key { id: jwk.common.key_id, algorithms, public })
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicUsize, Ordering};

    use serde_json::json;

    use super::*;

    fn ed25519(id: &str) -> Value {
        json!({ "kty": "OKP", "crv": "Ed25519", "x": "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo", "kid": id })
    }

    /// What an issuer answers, and how often it was asked.
    #[derive(Clone, Default)]
    struct Published(Arc<Mutex<Option<Value>>>, Arc<AtomicUsize>);

    impl Published {
        fn keys(&self) -> Keys {
            let of = self.clone();
            Keys::new(Box::new(move || {
                of.1.fetch_add(1, Ordering::Relaxed);
                let set = of.0.lock().expect("a lock").clone();
                Box::pin(async move { set.map(|set| set.to_string().into_bytes()).ok_or("it is gone".to_owned()) })
            }))
        }

        fn publish(&self, keys: &[Value]) {
            *self.0.lock().expect("a lock") = Some(json!({ "keys": keys }));
        }

        fn asked(&self) -> usize {
            self.1.load(Ordering::Relaxed)
        }
    }

    #[tokio::test]
    async fn keys_are_read_once_again_for_an_unknown_one_and_no_more() {
        let (published, start) = (Published::default(), Instant::now());
        published.publish(&[ed25519("a")]);
        let keys = published.keys();
        let find = async |id: &'static str, seconds: u64| {
            let at = start + Duration::from_secs(seconds);
            keys.find(Some(id), Algorithm::EdDSA, at).await.map(drop)
        };
        assert_eq!((find("a", 0).await, find("a", 1).await, published.asked()), (Ok(()), Ok(()), 1));
        assert!(keys.find(None, Algorithm::EdDSA, start).await.is_ok(), "it is the only one");
        published.publish(&[ed25519("a"), ed25519("b")]);
        assert_eq!((find("b", 1).await, published.asked()), (Ok(()), 2), "the issuer has a new key");
        let nameless = keys.find(None, Algorithm::EdDSA, start).await.map(drop);
        assert_eq!(nameless, Err(Missing::Unknown), "it may be either");
        for second in 1..30 {
            assert_eq!(find("stranger", second).await, Err(Missing::Unknown));
        }
        assert_eq!(published.asked(), 2, "strangers do not make it ask");
        assert_eq!((find("stranger", 31).await, published.asked()), (Err(Missing::Unknown), 3));
        published.publish(&[ed25519("b")]);
        assert_eq!((find("a", 60).await, find("a", 700).await), (Ok(()), Err(Missing::Unknown)), "it was withdrawn");
    }

    #[tokio::test]
    async fn keys_that_cannot_be_read_are_used_for_a_while_and_tried_again() {
        let (published, start) = (Published::default(), Instant::now());
        let keys = published.keys();
        let find = async |seconds: u64| {
            keys.find(Some("a"), Algorithm::EdDSA, start + Duration::from_secs(seconds)).await.map(drop)
        };
        assert_eq!((find(0).await, find(1).await, published.asked()), (Err(Missing::Unread), Err(Missing::Unread), 1));
        published.publish(&[ed25519("a")]);
        assert_eq!((find(4).await, find(5).await), (Err(Missing::Unread), Ok(())));
        *published.0.lock().expect("a lock") = None;
        let (old, late) = (5 + FRESH.as_secs(), 5 + STALE.as_secs());
        assert_eq!((find(old).await, find(late - 1).await), (Ok(()), Ok(())));
        assert_eq!(find(late).await, Err(Missing::Unread), "not for ever");
        assert!(!keys.are_known(start + Duration::from_secs(late)).await);
    }

    #[test]
    fn only_keys_that_verify_are_kept_and_each_for_its_own_algorithms() {
        let set = json!({ "keys": [
            ed25519("a"),
            { "kty": "oct", "k": "c2VjcmV0LXNlY3JldC1zZWNyZXQtc2VjcmV0", "kid": "shared", "alg": "HS256" },
            { "kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "rsa" },
            { "kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "one", "alg": "PS256", "use": "sig" },
            { "kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "confused", "alg": "HS256" },
            { "kty": "RSA", "n": "AQAB", "e": "AQAB", "kid": "encrypts", "use": "enc" },
            { "kty": "EC", "crv": "P-521", "x": "AQAB", "y": "AQAB", "kid": "p521" },
            { "kty": "new", "kid": "future" },
            "no key",
        ] });
        let keys = keys(set.to_string().as_bytes()).expect("a set");
        let kept: Vec<_> =
            keys.iter().map(|key| (key.id.as_deref().unwrap_or_default(), key.algorithms.len())).collect();
        assert_eq!(kept, [("a", 1), ("rsa", 6), ("one", 1)]);
        for none in ["", "[]", "{\"keys\":[]}", "{\"keys\":[{\"kty\":\"oct\",\"k\":\"YQ\"}]}"] {
            assert!(super::keys(none.as_bytes()).is_err(), "{none}");
        }
    }
}
