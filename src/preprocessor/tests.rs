//! What expressions become.

use base64::Engine as _;
use jiff::Timestamp;

use super::{Fault, SystemRandom, document, values};

fn random() -> SystemRandom {
    SystemRandom::seeded(&[7; 32])
}

fn now() -> Timestamp {
    "2026-01-02T15:04:05.7Z".parse().expect("time")
}

fn run(body: &str) -> Result<String, String> {
    let source = format!("#yamlPreprocessor=on\n{body}");
    let expanded = document(&source, &mut random(), now()).map_err(|refusal| match refusal.fault {
        Fault::Wrong(reason) => format!("line {}: {reason}", refusal.at),
        Fault::Duration => "it takes too long".to_owned(),
    })?;
    Ok(expanded.strip_prefix("#yamlPreprocessor=on\n").expect("first line").to_owned())
}

fn good(body: &str) -> String {
    run(body).expect(body)
}

#[test]
fn a_document_is_expanded_only_when_it_says_so() {
    let text = "a: <@generateRandomString(<8>)>";
    assert_eq!(document(text, &mut random(), now()).expect("as it is"), text);
    let other = format!("#zeropsPreprocessor=on\n{text}");
    assert_ne!(document(&other, &mut random(), now()).expect("expanded"), other);
    assert_eq!(good("a: ${b} <@pickRandom(<${c}>)>"), "a: ${b} ${c}");
}

#[test]
fn random_values_have_their_length_range_and_characters() {
    let text = good("<@generateRandomString(<1024>)>");
    assert!(text.len() == 1024 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte)));
    assert_eq!(good("<@generateRandomBytes(<16>)|toHex>").len(), 32);
    for _ in 0..20 {
        let number: i64 = good("<@generateRandomInt(<-3>, <3>)>").parse().expect("number");
        assert!((-3..=3).contains(&number));
    }
    assert!(["a", "b"].contains(&good("<@pickRandom(<a>, <b>)>").as_str()));
    assert_eq!(good("<@generateRandomInt(<7>, <7>)>"), "7");
}

#[test]
fn variables_are_stored_and_nested() {
    assert_eq!(good("<@setVar(<a>, <b c>)> <@getVar(a)> <@getVar(<a>)|upper>"), "b c b c A");
    let twice = good("<@generateRandomStringVar(<p>, <20>)> <@getVar(p)>");
    let (first, second) = twice.split_once(' ').expect("two");
    assert!(first == second && first.len() == 20);
    assert_eq!(good("<@setVar(<x>, <<@pickRandom(<in>)|upper>-out>)>"), "IN-out");
}

#[test]
fn modifiers_are_chained() {
    assert_eq!(good("<@pickRandom(<ab>)|upper|lower|title|noop|toString>"), "Ab");
    let sha = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(good("<@pickRandom(<abc>)|sha256>"), sha);
    assert_eq!(good("<@pickRandom(<abc|sha256>)>"), sha);
    assert!(good("<@pickRandom(<abc>)|sha512>").starts_with("ddaf35a193617aba"));
    assert_eq!(good("A: <some Text| upper> B: <a|b> <x> C: <Ab | lower | title>"), "A: SOME TEXT B: <a|b> x C: Ab ");
    assert_eq!(good(r"a: \<b\> c\\d <e <f> g>"), r"a: <b> c\d e f g");
    let text = good("<@generateRandomBytes(<64>) | toString>");
    assert!(text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_.-".contains(&byte)));
    assert_eq!(good(r"<@pickRandom(<a\<b\>c\|d\\\\e>)>"), r"a<b>c|d\e");
}

#[test]
fn dates_follow_their_mask() {
    assert_eq!(good("<@getDateTime(<YYYY-MM-DD HH:mm:ss.S Z>)>"), "2026-01-02 15:04:05.7 +00:00");
    assert_eq!(good("<@getDatetime(<dddd D MMM YY h:mm A>, <+02:30>)>"), "Friday 2 Jan 26 5:34 PM");
    for zone in ["Europe/Atlantis", "+24:00", "+03:60", "+03:1688021889", "-2000000000:00"] {
        let failed = run(&format!("<@getDateTime(<YYYY>, <{zone}>)>")).expect_err(zone);
        assert!(failed.contains("unknown time zone"), "{zone}: {failed}");
    }
    let prague = run("<@getDateTime(<HH zz ZZZ>, <Europe/Prague>)>");
    let has_zones = std::path::Path::new("/usr/share/zoneinfo/Europe/Prague").exists();
    assert!(has_zones || std::env::var_os("ZCP_DEMAND").is_none(), "the time zone database is missing");
    assert_eq!(prague.is_ok(), has_zones);
    assert!(prague.is_ok_and(|text| text == "16 +0100 CET") || !has_zones);
}

#[test]
fn a_token_is_signed_and_keys_come_in_four_forms() {
    let token = good("<@generateJWT(<secret>, <{\"role\":\"anon\"}>)>");
    let parts: Vec<&str> = token.split('.').collect();
    let decoded = |text: &str| {
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).expect("base64");
        String::from_utf8(bytes).expect("text")
    };
    assert_eq!(decoded(parts[0]), r#"{"alg":"HS256","typ":"JWT"}"#);
    assert_eq!(decoded(parts[1]), r#"{"role":"anon","iss":"zerops","iat":1767366245}"#);
    let key = ring::hmac::Key::new(ring::hmac::HMAC_SHA256, b"secret");
    let signature = ring::hmac::sign(&key, format!("{}.{}", parts[0], parts[1]).as_bytes());
    assert_eq!(parts[2], base64::engine::general_purpose::URL_SAFE_NO_PAD.encode(signature));

    let public = good("k: |\n  <@generateED25519Key(<k>)>");
    assert!(public.contains("\n  -----BEGIN PUBLIC KEY-----\n  MCowBQYDK2VwAyEA"), "{public}");
    let block = "k: |\n  <@getVar(kPrivateSsh)>\np: <@getVar(kPublicSsh)>\nm: |\n  <@getVar(kPrivate)>\n";
    let text = good(&format!("# <@ignored\n_: '<@generateED25519Key(<k>)>'\n{block}"));
    let root = crate::domain::yaml::parse(&text).expect("yaml");
    let value = |key: &str| root.get(key).and_then(|node| node.text()).expect("text").to_owned();
    assert!(value("k").starts_with("-----BEGIN OPENSSH PRIVATE KEY-----\n"));
    assert!(value("m").ends_with("\n-----END PRIVATE KEY-----\n"));
    assert!(value("p").starts_with("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAI"));
}

#[test]
fn what_cannot_be_expanded_is_refused_with_its_line_and_without_its_text() {
    for (text, reason) in [
        ("a: 1\nb: <@generateRandomString(<0>)>", "line 3: a length is a number from 1 to 1024"),
        ("<@generateRandomInt(<9>, <1>)>", "the smallest number is above the largest"),
        ("<@generateRandomInt(<4611686018427387904>, <1>)>", "a number is whole"),
        ("<@getVar(hush)>", "line 2: no variable of this name is stored before this"),
        ("<@hush(<hush>)>", "no function of this name"),
        ("<@pickRandom(<hush>)|hush>", "no modifier of this name"),
        ("<@setVar(<hush>)>", "`setVar` takes another number of arguments"),
        ("<@generateJWT(<hush>, <[]>)>", "the payload is no JSON object"),
        ("<@generateRandomString(<73>)|bcrypt>", "at most 72 bytes"),
        ("<@pickRandom(<hush", "this `<` is never closed"),
    ] {
        let error = run(text).expect_err(text);
        assert!(error.contains(reason), "{error}");
        assert!(!error.contains("hush"), "{error}");
    }
    let many = "<@pickRandom(<a>)>".repeat(10_001);
    assert!(run(&many).expect_err("too long") == "it takes too long");
    let slow = "<@pickRandom(<hush>)|bcrypt>".repeat(21);
    assert!(run(&slow).expect_err("too long") == "it takes too long");
}

#[test]
fn what_stays_small_is_bounded_on_its_way_too() {
    // A variable of 200 KB is stored under a thousand names, and nothing of it comes out.
    let stored: String =
        (0..1_000).fold(String::new(), |all, n| all + &format!("<@setVar(<a{n}>, <<@getVar(a)>>)|sha256>"));
    let text = format!("<@setVar(<a>, <{}>)|sha256>{stored}", "x".repeat(200_000));
    assert!(run(&text).expect_err("too much") == "it takes too long");
    // Each of a hundred thousand lines would get an indentation of as many spaces.
    let text = format!("{}<@setVar(<a>, <{}>)>", " ".repeat(100_000), "\nx".repeat(100_000));
    assert!(run(&text).expect_err("too large").contains("the document becomes too large"));
}

#[test]
fn passwords_are_hashed_so_that_others_can_check_them() {
    let hash = good("<@pickRandom(<hush>)|bcrypt>");
    assert!(hash.starts_with("$2a$11$") && bcrypt::verify("hush", &hash).expect("a hash"), "{hash}");
    assert!(!bcrypt::verify("husk", &hash).expect("a hash"));
    let hash = good("<@pickRandom(<hush>)|argon2id>");
    let parts: Vec<&str> = hash.split('$').collect();
    assert_eq!(parts[..4], ["", "argon2id", "v=19", "m=65536,t=4,p=4"], "{hash}");
    let decoded = |text: &str| base64::engine::general_purpose::STANDARD_NO_PAD.decode(text).expect("base64");
    let params = argon2::Params::new(65536, 4, 4, Some(32)).expect("parameters");
    let argon2 = argon2::Argon2::new(argon2::Algorithm::Argon2id, argon2::Version::V0x13, params);
    let mut again = [0; 32];
    argon2.hash_password_into(b"hush", &decoded(parts[4]), &mut again).expect("a hash");
    assert_eq!(decoded(parts[5]), again);
}

#[test]
fn rsa_keys_are_pairs_that_openssh_reads() {
    use rsa::pkcs8::{DecodePrivateKey as _, DecodePublicKey as _};
    let text = good("<@generateRSA2048Key(<k>)>|<@getVar(kPrivate)>|<@getVar(kPublic)>|<@getVar(kPublicSsh)>")
        .replace("\n  ", "\n");
    let [result, private, public, ssh] = text.split('|').collect::<Vec<_>>()[..] else { panic!("{text}") };
    assert_eq!(result.split_whitespace().collect::<String>(), public.split_whitespace().collect::<String>());
    let private = rsa::PrivateKey::from_pkcs8_pem(private).expect("a private key");
    assert_eq!(rsa::PublicKey::from_public_key_pem(public).expect("a public key"), private.to_public_key());
    let ssh = russh::keys::PublicKey::from_openssh(ssh).expect("a key of OpenSSH");
    assert!(ssh.key_data().is_rsa());
}

fn list(texts: &[&str]) -> Result<Vec<String>, (usize, Fault)> {
    let texts: Vec<String> = texts.iter().map(|text| (*text).to_owned()).collect();
    values(&texts, &mut random(), now(), &|| true).map_err(|refusal| (refusal.at, refusal.fault))
}

#[test]
fn values_of_a_list_share_their_variables_and_keep_their_order() {
    let all =
        list(&["<@generateRandomStringVar(<pw>, <24>)>", "u:<@getVar(pw)>@db", "<@getVar(pw)|sha256>", "as it is"]);
    let all = all.expect("values");
    assert_eq!((all[0].len(), all[1].as_str(), all[3].as_str()), (24, format!("u:{}@db", all[0]).as_str(), "as it is"));
    let hash = ring::digest::digest(&ring::digest::SHA256, all[0].as_bytes());
    assert_eq!(all[2], hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    // A value is no document: it has no comments, and its lines are not indented.
    assert_eq!(list(&["#<@pickRandom(<a>)>"]).expect("a value"), ["#a"]);
    let key = list(&["  <@generateED25519Key(<k>)>", "<@getVar(kPrivateSsh)>"]).expect("keys");
    assert!(key[0].starts_with("  -----BEGIN PUBLIC KEY-----\nMCow") && key[0].ends_with("-----"));
    assert!(russh::keys::decode_secret_key(&key[1], None).is_ok());
}

#[test]
fn a_list_is_refused_with_the_place_of_the_first_fault() {
    let wrong = |texts: &[&str]| list(texts).expect_err("a fault");
    assert_eq!(wrong(&["a", "<@getVar(later)>", "<@setVar(<later>, <a>)>"]).0, 1);
    let (at, fault) = wrong(&["<@generateRandomBytes(<32>)>"]);
    assert!(at == 0 && matches!(fault, Fault::Wrong(reason) if reason.contains("bytes that are no text")));
    let large = "<@setVar(<a>, <x>)>".replace('x', &"x".repeat(200_000));
    assert_eq!(wrong(&[&large, &large]).0, 1);
    let texts = ["<@pickRandom(<a>)|bcrypt>".to_owned()];
    let refusal = values(&texts, &mut random(), now(), &|| false).expect_err("nobody waits");
    assert_eq!((refusal.at, refusal.fault), (0, Fault::Duration));
}

#[test]
fn nobody_foretells_what_the_system_gives() {
    let two = || SystemRandom::new().expect("randomness");
    assert_ne!(super::Random::random(&mut two(), 32), super::Random::random(&mut two(), 32));
}
