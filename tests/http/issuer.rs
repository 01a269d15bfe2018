//! A small issuer of access tokens, with real keys of each kind.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{SystemTime, UNIX_EPOCH};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::digest::{SHA256, digest};
use ring::rand::SystemRandom;
use ring::signature::{
    ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, Ed25519KeyPair, KeyPair as _, RSA_PKCS1_SHA256, RSA_PSS_SHA384,
    RsaKeyPair, RsaPublicKeyComponents,
};
use ring::{hmac, signature};
use rsa::Pkcs1v15Sign;
use rsa::pkcs8::EncodePrivateKey as _;
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::traits::PublicKeyParts as _;
use serde_json::{Value, json};
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpListener;

/// Whom its tokens are for.
pub(crate) const AUDIENCE: &str = "https://zcp.example/mcp";

/// What stands in front of a digest of SHA-256 that RSA signs (RFC 8017, section 9.2).
const SHA256_IN_DER: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0d, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// A key.
pub(crate) enum Key {
    Rsa(RsaKeyPair),
    /// RSA that is shorter than it should be.
    Short(Box<rsa::PrivateKey>),
    P256(EcdsaKeyPair),
    Ed25519(Ed25519KeyPair),
}

/// How a token is signed.
pub(crate) enum Signed<'a> {
    By(&'a Key),
    /// With PSS, which the same key can do.
    Pss(&'a Key),
    /// With a secret that whoever checks has too.
    Shared(&'a [u8]),
    Not,
}

/// The issuer.
pub(crate) struct Issuer {
    pub(crate) url: String,
    published: Arc<Mutex<Option<Value>>>,
    /// What it says about itself, by path.
    documents: Arc<Mutex<BTreeMap<String, String>>>,
    asked: Arc<AtomicUsize>,
}

impl Key {
    /// A new RSA key.
    pub(crate) fn rsa() -> Self {
        let key = rsa::PrivateKey::new(&mut Randomness, 2048).expect("a key");
        let der = key.to_pkcs8_der().expect("its form");
        Self::Rsa(RsaKeyPair::from_pkcs8(der.as_bytes()).expect("a key"))
    }

    /// A new RSA key of half the length.
    pub(crate) fn short() -> Self {
        Self::Short(Box::new(rsa::PrivateKey::new(&mut Randomness, 1024).expect("a key")))
    }

    /// A new key on P-256.
    pub(crate) fn p256() -> Self {
        let (how, random) = (&ECDSA_P256_SHA256_FIXED_SIGNING, SystemRandom::new());
        let der = EcdsaKeyPair::generate_pkcs8(how, &random).expect("a key");
        Self::P256(EcdsaKeyPair::from_pkcs8(how, der.as_ref(), &random).expect("a key"))
    }

    /// A new Ed25519 key.
    pub(crate) fn ed25519() -> Self {
        let der = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new()).expect("a key");
        Self::Ed25519(Ed25519KeyPair::from_pkcs8(der.as_ref()).expect("a key"))
    }

    /// Its public half, as an issuer publishes it under a name.
    pub(crate) fn public(&self, id: &str) -> Value {
        match self {
            Self::Rsa(pair) => {
                let RsaPublicKeyComponents { n, e } = RsaPublicKeyComponents::<Vec<u8>>::from(pair.public());
                json!({ "kty": "RSA", "use": "sig", "kid": id, "n": text(&n), "e": text(&e) })
            }
            Self::Short(key) => {
                let (n, e) = (key.n_bytes(), key.e_bytes());
                json!({ "kty": "RSA", "use": "sig", "kid": id, "n": text(&n), "e": text(&e) })
            }
            Self::P256(pair) => {
                let (x, y) = pair.public_key().as_ref()[1..].split_at(32);
                json!({ "kty": "EC", "crv": "P-256", "alg": "ES256", "kid": id, "x": text(x), "y": text(y) })
            }
            Self::Ed25519(pair) => {
                json!({ "kty": "OKP", "crv": "Ed25519", "kid": id, "x": text(pair.public_key().as_ref()) })
            }
        }
    }

    fn sign(&self, message: &[u8], pss: bool) -> Vec<u8> {
        match self {
            Self::Rsa(pair) => {
                let how: &dyn signature::RsaEncoding = if pss { &RSA_PSS_SHA384 } else { &RSA_PKCS1_SHA256 };
                let mut signed = vec![0; pair.public().modulus_len()];
                pair.sign(how, &SystemRandom::new(), message, &mut signed).expect("signed");
                signed
            }
            Self::Short(key) => {
                let how = Pkcs1v15Sign { hash_len: Some(32), prefix: SHA256_IN_DER.into() };
                key.sign(how, digest(&SHA256, message).as_ref()).expect("signed")
            }
            Self::P256(pair) => pair.sign(&SystemRandom::new(), message).expect("signed").as_ref().to_vec(),
            Self::Ed25519(pair) => pair.sign(message).as_ref().to_vec(),
        }
    }
}

/// A token with this header and these claims.
pub(crate) fn token(header: &Value, claims: &Value, signed: &Signed<'_>) -> String {
    let message = format!("{}.{}", text(header.to_string().as_bytes()), text(claims.to_string().as_bytes()));
    let signature = match signed {
        Signed::By(key) => key.sign(message.as_bytes(), false),
        Signed::Pss(key) => key.sign(message.as_bytes(), true),
        Signed::Shared(secret) => {
            hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes()).as_ref().to_vec()
        }
        Signed::Not => Vec::new(),
    };
    format!("{message}.{}", text(&signature))
}

fn text(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// So many seconds from now, as tokens say it.
pub(crate) fn seconds(from_now: i64) -> i64 {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).expect("after 1970").as_secs();
    i64::try_from(now).expect("not for long") + from_now
}

impl Issuer {
    /// Starts one that publishes these keys.
    pub(crate) async fn start(keys: &[Value]) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let issuer = Self { url, published: Arc::default(), documents: Arc::default(), asked: Arc::default() };
        issuer.publish(keys);
        let (published, documents) = (Arc::clone(&issuer.published), Arc::clone(&issuer.documents));
        let asked = Arc::clone(&issuer.asked);
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let mut head = [0; 4096];
                let Ok(length) = stream.read(&mut head).await else { continue };
                let head = String::from_utf8_lossy(&head[..length]);
                let path = head.split(' ').nth(1).unwrap_or_default();
                let found = if path.contains("/.well-known/") {
                    documents.lock().expect("a lock").get(path).cloned()
                } else {
                    asked.fetch_add(1, Ordering::Relaxed);
                    published.lock().expect("a lock").as_ref().map(Value::to_string)
                };
                let (status, body) = found.map_or(("503 Gone", String::new()), |body| ("200 OK", body));
                let head = format!("HTTP/1.1 {status}\r\nconnection: close\r\ncontent-length: {}\r\n\r\n", body.len());
                let _ = stream.write_all(format!("{head}{body}").as_bytes()).await;
            }
        });
        issuer
    }

    /// Publishes other keys.
    pub(crate) fn publish(&self, keys: &[Value]) {
        *self.published.lock().expect("a lock") = Some(json!({ "keys": keys }));
    }

    /// Publishes nothing any more.
    pub(crate) fn fail(&self) {
        *self.published.lock().expect("a lock") = None;
    }

    /// Says this about itself at a path.
    pub(crate) fn say(&self, path: &str, document: &Value) {
        self.documents.lock().expect("a lock").insert(path.to_owned(), document.to_string());
    }

    /// How often it was asked for its keys.
    pub(crate) fn asked(&self) -> usize {
        self.asked.load(Ordering::Relaxed)
    }

    /// What a good token of it says.
    pub(crate) fn claims(&self) -> Value {
        let (issued, expires) = (seconds(-5), seconds(300));
        json!({
            "iss": self.url, "aud": AUDIENCE, "sub": "alice|1", "scope": "openid zcp",
            "iat": issued, "nbf": issued, "exp": expires,
        })
    }
}

/// The randomness of this computer as the library wants it.
struct Randomness;

impl TryRng for Randomness {
    type Error = Infallible;

    fn try_next_u32(&mut self) -> Result<u32, Infallible> {
        let mut bytes = [0; 4];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    }

    fn try_next_u64(&mut self) -> Result<u64, Infallible> {
        let mut bytes = [0; 8];
        self.try_fill_bytes(&mut bytes)?;
        Ok(u64::from_le_bytes(bytes))
    }

    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Infallible> {
        getrandom::fill(bytes).expect("randomness");
        Ok(())
    }
}

impl TryCryptoRng for Randomness {}
