//! Key pairs in the four forms in which they are stored.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{Ed25519KeyPair, KeyPair as _};

use super::expand::Fault;
use crate::sandbox::ids::IdSource;

/// PKCS #8 before the seed of an Ed25519 key.
const PRIVATE_HEAD: &[u8] = &[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
/// What stands before the bytes of a public Ed25519 key.
const PUBLIC_HEAD: &[u8] = &[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];
/// The block size of a private key that is not encrypted.
const SSH_BLOCK: usize = 8;

/// A new Ed25519 pair: what is appended to the name, and the text.
pub(super) fn ed25519(ids: &mut IdSource) -> Result<[(&'static str, String); 4], Fault> {
    let seed = ids.random(32);
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| Fault::new("no key could be made"))?;
    let public = pair.public_key().as_ref();
    let check = ids.random(4);
    Ok([
        ("Public", pem("PUBLIC KEY", &[PUBLIC_HEAD, public].concat())),
        ("PublicSsh", format!("ssh-ed25519 {}", STANDARD.encode(ssh_public(public)))),
        ("Private", pem("PRIVATE KEY", &[PRIVATE_HEAD, &seed].concat())),
        ("PrivateSsh", pem("OPENSSH PRIVATE KEY", &ssh_private(&seed, public, &check))),
    ])
}

fn ssh_public(public: &[u8]) -> Vec<u8> {
    [field(b"ssh-ed25519"), field(public)].concat()
}

fn ssh_private(seed: &[u8], public: &[u8], check: &[u8]) -> Vec<u8> {
    let mut secret = [check, check].concat();
    secret.extend(ssh_public(public));
    secret.extend(field(&[seed, public].concat()));
    secret.extend(field(b""));
    let padding = (SSH_BLOCK - secret.len() % SSH_BLOCK) % SSH_BLOCK;
    secret.extend((1_u8..).take(padding));
    let one = 1_u32.to_be_bytes();
    let parts = [
        b"openssh-key-v1\0".to_vec(),
        field(b"none"),
        field(b"none"),
        field(b""),
        one.to_vec(),
        field(&ssh_public(public)),
        field(&secret),
    ];
    parts.concat()
}

/// A field of SSH's formats: its length, then its bytes.
fn field(bytes: &[u8]) -> Vec<u8> {
    let length = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes(), bytes].concat()
}

fn pem(label: &str, bytes: &[u8]) -> String {
    let text = STANDARD.encode(bytes);
    let mut out = format!("-----BEGIN {label}-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        out.extend([line, "\n"]);
        rest = after;
    }
    out.push_str(&format!("-----END {label}-----\n"));
    out
}
