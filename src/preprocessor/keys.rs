//! Key pairs in the forms in which they are stored.

use std::convert::Infallible;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use ring::signature::{Ed25519KeyPair, KeyPair as _};
use rsa::PrivateKey;
use rsa::pkcs8::{EncodePrivateKey as _, EncodePublicKey as _, LineEnding};
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::traits::PublicKeyParts as _;

use super::random::Random;
use super::state::Fault;

/// PKCS #8 before the seed of an Ed25519 key.
const PRIVATE_HEAD: &[u8] = &[0x30, 0x2e, 2, 1, 0, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 4, 0x22, 4, 0x20];
/// What stands before the bytes of a public Ed25519 key.
const PUBLIC_HEAD: &[u8] = &[0x30, 0x2a, 0x30, 5, 6, 3, 0x2b, 0x65, 0x70, 3, 0x21, 0];
/// The block size of a private key that is not encrypted.
const SSH_BLOCK: usize = 8;

/// A new Ed25519 pair: what is appended to the name, and the text.
pub(super) fn ed25519(random: &mut dyn Random) -> Result<[(&'static str, String); 4], Fault> {
    let seed = random.random(32);
    let pair = Ed25519KeyPair::from_seed_unchecked(&seed).map_err(|_| Fault::new("no key could be made"))?;
    let public = pair.public_key().as_ref();
    let check = random.random(4);
    Ok([
        ("Public", pem("PUBLIC KEY", &[PUBLIC_HEAD, public].concat())),
        ("PublicSsh", format!("ssh-ed25519 {}", STANDARD.encode(ssh_public(public)))),
        ("Private", pem("PRIVATE KEY", &[PRIVATE_HEAD, &seed].concat())),
        ("PrivateSsh", pem("OPENSSH PRIVATE KEY", &ssh_private(&seed, public, &check))),
    ])
}

/// A new RSA pair of so many bits, likewise. Derived: there is no private key in SSH's form.
pub(super) fn rsa(random: &mut dyn Random, bits: usize) -> Result<[(&'static str, String); 3], Fault> {
    let failed = || Fault::new("no key could be made");
    let key = PrivateKey::new(&mut Randomness(random), bits).map_err(|_| failed())?;
    let private = key.to_pkcs8_pem(LineEnding::LF).map_err(|_| failed())?;
    let public = key.to_public_key();
    let numbers = [public.e_bytes(), public.n_bytes()];
    let numbers = numbers.iter().flat_map(|bytes| field(&positive(bytes)));
    let ssh: Vec<u8> = field(b"ssh-rsa").into_iter().chain(numbers).collect();
    Ok([
        ("Public", public.to_public_key_pem(LineEnding::LF).map_err(|_| failed())?),
        ("PublicSsh", format!("ssh-rsa {}", STANDARD.encode(ssh))),
        ("Private", private.to_string()),
    ])
}

/// A number in SSH's formats, where the first bit is the sign.
fn positive(bytes: &[u8]) -> Vec<u8> {
    let sign = bytes.first().is_some_and(|first| *first >= 0x80);
    sign.then_some(0).into_iter().chain(bytes.iter().copied()).collect()
}

/// A source of randomness as the library wants it.
struct Randomness<'a>(&'a mut dyn Random);

impl TryRng for Randomness<'_> {
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
        bytes.copy_from_slice(&self.0.random(bytes.len()));
        Ok(())
    }
}

impl TryCryptoRng for Randomness<'_> {}

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
