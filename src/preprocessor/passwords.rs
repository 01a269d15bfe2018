//! Hashes of passwords, with the costs that the platform documents.

use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;

use super::random::Random;
use super::state::Fault;

/// Derived: from the manual.
const BCRYPT_COST: u32 = 11;
/// KiB of memory, iterations and lanes. Derived: from the manual.
const ARGON2: (u32, u32, u32) = (64 * 1024, 4, 4);
/// Bytes of a salt, and of an Argon2 hash. Guessed.
const SALT: usize = 16;
const HASH: usize = 32;

/// Guessed: the version `2a`, and that what bcrypt would cut off is refused.
pub(super) fn bcrypt(random: &mut dyn Random, password: &[u8]) -> Result<Vec<u8>, Fault> {
    let mut salt = [0; SALT];
    salt.copy_from_slice(&random.random(SALT));
    let parts = bcrypt::non_truncating_hash_with_salt(password, BCRYPT_COST, salt);
    let parts = parts.map_err(|_| Fault::new("`bcrypt` takes at most 72 bytes without a zero"))?;
    Ok(parts.format_for_version(bcrypt::Version::TwoA).into_bytes())
}

/// Guessed: the PHC form.
pub(super) fn argon2id(random: &mut dyn Random, password: &[u8]) -> Result<Vec<u8>, Fault> {
    let (memory, iterations, lanes) = ARGON2;
    let failed = |_| Fault::new("`argon2id` could not be computed");
    let params = Params::new(memory, iterations, lanes, Some(HASH)).map_err(failed)?;
    let salt = random.random(SALT);
    let mut hash = [0; HASH];
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
    argon2.hash_password_into(password, &salt, &mut hash).map_err(failed)?;
    let (salt, hash) = (STANDARD_NO_PAD.encode(salt), STANDARD_NO_PAD.encode(hash));
    Ok(format!("$argon2id$v=19$m={memory},t={iterations},p={lanes}${salt}${hash}").into_bytes())
}
