//! What each function gives.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use ring::hmac;
use serde_json::{Value, json};

use super::state::{Fault, State};
use super::{dates, keys};

/// The characters of a random string. Derived: from the manual.
pub(super) const ALPHABET: &[u8] = b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_.-";
/// The longest random value.
const MAX_LENGTH: usize = 1024;
/// The largest number, and the smallest with a minus before it.
const MAX_INTEGER: i64 = 4_611_686_018_427_387_903;

/// Calls a function.
pub(super) fn call(state: &mut State<'_>, name: &str, arguments: &[Vec<u8>]) -> Result<Vec<u8>, Fault> {
    let texts: Vec<&str> = arguments
        .iter()
        .map(|argument| std::str::from_utf8(argument).map_err(|_| Fault::new(format!("`{name}` takes texts"))))
        .collect::<Result<_, _>>()?;
    match (name, texts.as_slice()) {
        ("generateRandomString", [length]) => {
            let length = self::length(length)?;
            Ok(random_string(state, length))
        }
        ("generateRandomBytes", [length]) => Ok(state.random.random(self::length(length)?)),
        ("generateRandomInt", [least, most]) => random_integer(state, integer(least)?, integer(most)?),
        ("pickRandom", [_, ..]) => {
            let index = number(state) % (texts.len() as u128);
            let picked = usize::try_from(index).ok().and_then(|index| arguments.get(index));
            Ok(picked.cloned().unwrap_or_default())
        }
        ("setVar", [name, _]) => Ok(store(state, name, arguments[1].clone())),
        // A bare word was looked up already, and a text is taken for the value itself.
        ("getVar", [_]) => Ok(arguments[0].clone()),
        ("generateRandomStringVar", [name, length]) => {
            let length = self::length(length)?;
            let value = random_string(state, length);
            Ok(store(state, name, value))
        }
        ("generateJWT", [secret, payload]) => token(state, secret, payload),
        ("getDateTime" | "getDatetime", [mask]) => dates::format(state.now, mask, "GMT").map(String::into_bytes),
        ("getDateTime" | "getDatetime", [mask, zone]) => dates::format(state.now, mask, zone).map(String::into_bytes),
        ("generateED25519Key", [name]) => {
            let key = keys::ed25519(state.random)?;
            Ok(store_key(state, name, key))
        }
        ("generateRSA2048Key", [name]) => {
            let key = keys::rsa(state.slow()?, 2048)?;
            Ok(store_key(state, name, key))
        }
        ("generateRSA4096Key", [name]) => {
            let key = keys::rsa(state.slow()?, 4096)?;
            Ok(store_key(state, name, key))
        }
        ("mercuryInRetrograde", [_, _]) => Err(Fault::new("where Mercury stands only the platform knows")),
        (name, _) if crate::domain::documents::preprocessor::FUNCTIONS.iter().any(|known| known.name == name) => {
            Err(Fault::new(format!("`{name}` takes another number of arguments")))
        }
        _ => Err(Fault::new("the preprocessor has no function of this name")),
    }
}

fn store(state: &mut State<'_>, name: &str, value: Vec<u8>) -> Vec<u8> {
    state.variables.insert(name.to_owned(), value.clone());
    value
}

/// Derived: such a function stores every form; its result is the public key.
fn store_key<const N: usize>(state: &mut State<'_>, name: &str, key: [(&'static str, String); N]) -> Vec<u8> {
    let mut public = Vec::new();
    for (suffix, value) in key {
        if suffix == "Public" {
            public = value.clone().into_bytes();
        }
        store(state, &format!("{name}{suffix}"), value.into_bytes());
    }
    public
}

fn length(text: &str) -> Result<usize, Fault> {
    let length = text.trim().parse().ok().filter(|length| (1..=MAX_LENGTH).contains(length));
    length.ok_or_else(|| Fault::new(format!("a length is a number from 1 to {MAX_LENGTH}")))
}

fn integer(text: &str) -> Result<i64, Fault> {
    let number = text.trim().parse().ok().filter(|number| (-MAX_INTEGER..=MAX_INTEGER).contains(number));
    number.ok_or_else(|| Fault::new(format!("a number is whole and within ±{MAX_INTEGER}")))
}

fn random_string(state: &mut State<'_>, length: usize) -> Vec<u8> {
    let mut text = Vec::with_capacity(length);
    // Bytes past the last multiple would make the first characters likelier.
    let fair = 256 - 256 % ALPHABET.len();
    while text.len() < length {
        let bytes = state.random.random(length);
        let bytes = bytes.into_iter().map(usize::from).filter(|byte| *byte < fair);
        text.extend(bytes.take(length - text.len()).map(|byte| ALPHABET[byte % ALPHABET.len()]));
    }
    text
}

fn random_integer(state: &mut State<'_>, least: i64, most: i64) -> Result<Vec<u8>, Fault> {
    let span = u64::try_from(i128::from(most) - i128::from(least) + 1).unwrap_or(0);
    if span == 0 {
        return Err(Fault::new("the smallest number is above the largest"));
    }
    let above = i128::try_from(number(state) % u128::from(span)).unwrap_or(0);
    Ok((i128::from(least) + above).to_string().into_bytes())
}

fn number(state: &mut State<'_>) -> u128 {
    state.random.random(16).into_iter().fold(0, |number, byte| number << 8 | u128::from(byte))
}

/// Derived: HS256, with `iss` and `iat` added to the payload.
fn token(state: &State<'_>, secret: &str, payload: &str) -> Result<Vec<u8>, Fault> {
    let Ok(Value::Object(mut claims)) = serde_json::from_str(payload) else {
        return Err(Fault::new("the payload is no JSON object"));
    };
    claims.insert("iss".to_owned(), json!("zerops"));
    claims.insert("iat".to_owned(), json!(state.now.as_second()));
    let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
    let signed = format!("{}.{}", part(&json!({ "alg": "HS256", "typ": "JWT" })), part(&Value::Object(claims)));
    let key = hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes());
    let signature = URL_SAFE_NO_PAD.encode(hmac::sign(&key, signed.as_bytes()));
    Ok(format!("{signed}.{signature}").into_bytes())
}
