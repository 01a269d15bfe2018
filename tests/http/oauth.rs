//! Callers whom an issuer knows: access tokens as they should be, and those that mean harm.

use serde_json::{Value, json};

use super::client::{Answer, Request};
use super::issuer::{AUDIENCE, Issuer, Key, Signed, seconds, token};
use super::program::Replica;
use super::server::sandbox;
use crate::harness::world::block_on;

fn list() -> Request {
    Request::modern("tools/list", json!({}))
}

fn names(answer: &Answer) -> Vec<String> {
    let response = answer.response();
    let tools = response["result"]["tools"].as_array().unwrap_or_else(|| panic!("{response}")).clone();
    tools.iter().map(|tool| tool["name"].as_str().expect("a name").to_owned()).collect()
}

/// The keys of an issuer, and one that is none of its.
struct Keys {
    rsa: Key,
    short: Key,
    p256: Key,
    ed25519: Key,
    other: Key,
}

impl Keys {
    fn new() -> Self {
        let (rsa, short, other) = (Key::rsa(), Key::short(), Key::rsa());
        Self { rsa, short, p256: Key::p256(), ed25519: Key::ed25519(), other }
    }

    fn public(&self) -> Vec<Value> {
        vec![self.rsa.public("r"), self.short.public("s"), self.p256.public("p"), self.ed25519.public("e")]
    }
}

fn serve(sandbox: &zcp::sandbox::server::Sandbox, issuer: &Issuer, more: &[&str]) -> Replica {
    let keys = format!("{}/jwks", issuer.url);
    let words = ["--oauth-issuer", &issuer.url, "--oauth-audience", AUDIENCE, "--oauth-jwks", &keys];
    Replica::start(sandbox, &[&words[..], more].concat())
}

/// The same claims, but for some.
fn but(claims: &Value, changes: &Value) -> Value {
    let mut claims = claims.clone();
    for (name, value) in changes.as_object().expect("fields") {
        if value.is_null() {
            claims.as_object_mut().expect("fields").remove(name);
        } else {
            claims[name] = value.clone();
        }
    }
    claims
}

/// The table: what a token is, the token, and the status of its answer.
fn table(keys: &Keys, issuer: &Issuer) -> Vec<(&'static str, String, u16)> {
    let good = issuer.claims();
    let rs256 = json!({ "alg": "RS256", "typ": "at+jwt", "kid": "r" });
    let is = |claims: &Value| token(&rs256, claims, &Signed::By(&keys.rsa));
    let with = |changes: Value| is(&but(&good, &changes));
    let header = |header: Value| token(&header, &good, &Signed::By(&keys.rsa));
    let public = keys.rsa.public("r");
    let modulus = public["n"].as_str().expect("a number").as_bytes().to_vec();
    let hs256 = json!({ "alg": "HS256", "kid": "r" });
    let whole = is(&good);
    let (head, rest) = whole.split_once('.').expect("three parts");
    let (body, signature) = rest.split_once('.').expect("three parts");
    let stranger = token(&rs256, &but(&good, &json!({ "sub": "root" })), &Signed::By(&keys.rsa));
    let stranger = stranger.split('.').nth(1).expect("a body").to_owned();
    vec![
        ("as it should be", whole.clone(), 200),
        ("signed with PSS", token(&json!({ "alg": "PS384", "kid": "r" }), &good, &Signed::Pss(&keys.rsa)), 200),
        ("signed on P-256", token(&json!({ "alg": "ES256", "kid": "p" }), &good, &Signed::By(&keys.p256)), 200),
        ("signed with Ed25519", token(&json!({ "alg": "EdDSA", "kid": "e" }), &good, &Signed::By(&keys.ed25519)), 200),
        ("for several servers", with(json!({ "aud": ["https://other.example", AUDIENCE] })), 200),
        ("with its scopes in a list", with(json!({ "scope": null, "scp": ["openid", "zcp:read"] })), 200),
        ("with a clock that is a little behind", with(json!({ "exp": seconds(-10) })), 200),
        ("without a beginning", with(json!({ "nbf": null })), 200),
        (
            "of the only key of its kind, which it does not name",
            token(&json!({ "alg": "ES256" }), &good, &Signed::By(&keys.p256)),
            200,
        ),
        ("expired", with(json!({ "exp": seconds(-3600) })), 401),
        ("without an end", with(json!({ "exp": null })), 401),
        ("with an end that is a text", with(json!({ "exp": "9999999999" })), 401),
        ("not valid yet", with(json!({ "nbf": seconds(3600) })), 401),
        ("with a beginning that is a text", with(json!({ "nbf": "0" })), 401),
        ("for another server", with(json!({ "aud": "https://other.example/mcp" })), 401),
        ("for a server of the same host", with(json!({ "aud": "https://zcp.example" })), 401),
        ("for nobody", with(json!({ "aud": null })), 401),
        ("for none of a list", with(json!({ "aud": [] })), 401),
        ("of another issuer", with(json!({ "iss": "https://evil.example" })), 401),
        ("of an issuer with one more slash", with(json!({ "iss": format!("{}/", issuer.url) })), 401),
        ("of several issuers", with(json!({ "iss": [issuer.url, "https://evil.example"] })), 401),
        ("of nobody", with(json!({ "iss": null })), 401),
        ("about nobody", with(json!({ "sub": null })), 401),
        ("about an empty name", with(json!({ "sub": "" })), 401),
        ("about a name of two lines", with(json!({ "sub": "alice\nroot" })), 401),
        ("bound to a key", with(json!({ "cnf": { "jkt": "0ZcOCORZNYy-DWpqq30jZyJGHTN0d2HglBV3uiguA4I" } })), 401),
        ("with no scope of ours", with(json!({ "scope": "openid profile" })), 403),
        ("without scopes", with(json!({ "scope": null })), 403),
        ("with a scope that does not exist", with(json!({ "scope": "zcp:everything zcp: ZCP" })), 403),
        ("not signed", token(&json!({ "alg": "none" }), &good, &Signed::Not), 401),
        ("not signed, in other letters", token(&json!({ "alg": "nOnE", "kid": "r" }), &good, &Signed::Not), 401),
        ("signed with the public key as a secret", token(&hs256, &good, &Signed::Shared(&modulus)), 401),
        ("of its own key", header(json!({ "alg": "RS256", "kid": "x", "jwk": keys.other.public("x") })), 401),
        ("by another key", token(&rs256, &good, &Signed::By(&keys.other)), 401),
        (
            "by an RSA key shorter than 2048",
            token(&json!({ "alg": "RS256", "kid": "s" }), &good, &Signed::By(&keys.short)),
            401,
        ),
        ("of an unknown key", header(json!({ "alg": "RS256", "kid": "unknown" })), 401),
        ("of a key on another curve", header(json!({ "alg": "RS256", "kid": "p" })), 401),
        (
            "of another algorithm than its key",
            token(&json!({ "alg": "ES256", "kid": "r" }), &good, &Signed::By(&keys.p256)),
            401,
        ),
        ("that asks for what nobody knows", header(json!({ "alg": "RS256", "kid": "r", "crit": ["x"], "x": 1 })), 401),
        ("altered", format!("{head}.{stranger}.{signature}"), 401),
        ("with another signature", format!("{head}.{body}.{}", "A".repeat(signature.len())), 401),
        ("with no signature", format!("{head}.{body}."), 401),
        ("of two parts", format!("{head}.{body}"), 401),
        ("of four parts", format!("{whole}.{signature}"), 401),
        ("that is none", "not-a-token-at-all-but-long-enough".to_owned(), 401),
        ("that is dots", "..".to_owned(), 401),
    ]
}

#[test]
fn a_token_lets_in_only_as_its_issuer_meant_it() {
    block_on(async {
        let (sandbox, keys) = (sandbox().await, Keys::new());
        let issuer = Issuer::start(&keys.public()).await;
        let server = serve(&sandbox, &issuer, &[]);
        let at = "https://zcp.example/.well-known/oauth-protected-resource/mcp";
        let mut wrong = Vec::new();
        for (what, token, expected) in table(&keys, &issuer) {
            let answer = list().bearer(&token).send(server.address).await;
            if answer.status != expected {
                wrong.push(format!("a token {what}: {} instead of {expected}: {}", answer.status, answer.body));
            }
            let challenge = answer.header("www-authenticate").unwrap_or_default().to_owned();
            let error = match expected {
                401 => "error=\"invalid_token\"",
                403 => "error=\"insufficient_scope\"",
                _ => continue,
            };
            if !challenge.contains(error) || !challenge.contains(at) {
                wrong.push(format!("a token {what}: {challenge}"));
            }
            assert!(!answer.body.contains(&token), "{what}: the token is not echoed");
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
        assert_eq!(issuer.asked(), 2, "once for all, and once more for the first unknown key");
        assert!(!names(&list().bearer(&table(&keys, &issuer)[0].1).send(server.address).await).is_empty());
    });
}

#[test]
fn a_client_without_a_token_learns_whom_to_ask_for_one() {
    block_on(async {
        let (sandbox, key) = (sandbox().await, Key::p256());
        let issuer = Issuer::start(&[key.public("p")]).await;
        let server = serve(&sandbox, &issuer, &[]);
        let refused = list().send(server.address).await;
        let challenge = refused.header("www-authenticate").expect("a challenge");
        let path = "/.well-known/oauth-protected-resource/mcp";
        assert!(challenge.starts_with("bearer scope=\"zcp\"") && challenge.contains(path), "{challenge}");
        assert_eq!(refused.status, 401);
        for path in [path, "/.well-known/oauth-protected-resource"] {
            let answer = Request::get(path).send(server.address).await;
            let document: Value = serde_json::from_str(&answer.body).expect("JSON");
            assert_eq!((answer.status, &document["resource"]), (200, &json!(AUDIENCE)));
            assert_eq!(document["authorization_servers"], json!([issuer.url]));
            let scopes = document["scopes_supported"].as_array().expect("scopes");
            assert!(scopes.contains(&json!("zcp:read")) && scopes.contains(&json!("zcp:deploy:read")), "{scopes:?}");
        }
        assert_eq!(Request::get(path).line(&format!("POST {path}")).send(server.address).await.status, 405);
        assert_eq!(Request::get(path).but("host", "evil.example").send(server.address).await.status, 403);
        assert_eq!(Request::get("/.well-known/other").send(server.address).await.status, 404);
        assert_eq!(issuer.asked(), 0, "keys are read when the first token comes");
    });
}

#[test]
fn scopes_say_what_a_caller_may_use() {
    block_on(async {
        let (sandbox, key) = (sandbox().await, Key::p256());
        let issuer = Issuer::start(&[key.public("p")]).await;
        let server = serve(&sandbox, &issuer, &[]);
        let of = |scope: &str| {
            let claims = but(&issuer.claims(), &json!({ "scope": scope }));
            token(&json!({ "alg": "ES256", "kid": "p" }), &claims, &Signed::By(&key))
        };
        let listed = async |scope: &str| list().bearer(&of(scope)).send(server.address).await;
        let (all, reads) = (listed("zcp").await, listed("zcp:read").await);
        assert!(names(&all).contains(&"zerops_delete".to_owned()) && names(&reads).len() < names(&all).len());
        for tool in reads.response()["result"]["tools"].as_array().expect("tools") {
            assert_eq!(tool["annotations"]["readOnlyHint"], true, "{}", tool["name"]);
        }
        let mixed = names(&listed("zcp:read zcp:lifecycle").await);
        assert!(mixed.contains(&"zerops_delete".to_owned()) && mixed.contains(&"zerops_discover".to_owned()));
        assert!(!mixed.contains(&"zerops_import".to_owned()), "{mixed:?}");
        let few = names(&listed("zcp:lifecycle").await);
        assert!(few.contains(&"zerops_delete".to_owned()) && !few.contains(&"zerops_discover".to_owned()), "{few:?}");

        let import = Request::call("zerops_delete", json!({ "serviceHostname": "api" })).bearer(&of("zcp:read"));
        let response = import.send(server.address).await.response();
        let text = response["result"]["content"][0]["text"].as_str().expect("a text");
        assert!(text.contains("more than the token of this caller is good for"), "{text}");
    });
}

#[test]
fn keys_change_and_an_issuer_that_is_away_lets_nobody_new_in() {
    block_on(async {
        let (sandbox, old, new) = (sandbox().await, Key::p256(), Key::ed25519());
        let issuer = Issuer::start(&[old.public("old")]).await;
        issuer.fail();
        let file = tempfile::NamedTempFile::new().expect("a file");
        std::fs::write(file.path(), "ops ops-0123456789-0123456789-x read-only\n").expect("written");
        let server = serve(&sandbox, &issuer, &["--token-file", &file.path().to_string_lossy()]);
        let first = token(&json!({ "alg": "ES256", "kid": "old" }), &issuer.claims(), &Signed::By(&old));
        let second = token(&json!({ "alg": "EdDSA", "kid": "new" }), &issuer.claims(), &Signed::By(&new));
        let status = async |token: &str| list().bearer(token).send(server.address).await.status;
        assert_eq!((status(&first).await, issuer.asked()), (503, 1), "nobody can tell");
        assert_eq!((status(&first).await, issuer.asked()), (503, 1), "nobody asks again at once");
        assert_eq!(Request::get("/readyz").send(server.address).await.status, 503);
        assert_eq!(status("ops-0123456789-0123456789-x").await, 200, "the file of tokens is another matter");

        let server = serve(&sandbox, &issuer, &[]);
        issuer.publish(&[old.public("old")]);
        let status = async |token: &str| list().bearer(token).send(server.address).await.status;
        assert_eq!(Request::get("/readyz").send(server.address).await.status, 200);
        assert_eq!(status(&first).await, 200);
        issuer.publish(&[new.public("new")]);
        assert_eq!(status(&second).await, 200, "it is asked once more for a new key");
        assert_eq!(status(&first).await, 401, "the other one was withdrawn");
        issuer.fail();
        assert_eq!(status(&second).await, 200, "known keys go on");
    });
}

#[test]
fn an_issuer_says_where_its_keys_are_and_is_believed_about_itself_alone() {
    block_on(async {
        let (sandbox, key) = (sandbox().await, Key::p256());
        let issuer = Issuer::start(&[key.public("p")]).await;
        let start = |issuer: &str| Replica::start(&sandbox, &["--oauth-issuer", issuer, "--oauth-audience", AUDIENCE]);
        let of = |issuer: &Issuer, named: &str| {
            let claims = but(&issuer.claims(), &json!({ "iss": named }));
            token(&json!({ "alg": "ES256", "kid": "p" }), &claims, &Signed::By(&key))
        };
        let keys = format!("{}/keys", issuer.url);
        let (oauth, openid) = ("/.well-known/oauth-authorization-server", "/.well-known/openid-configuration");
        let tenant = format!("{}/a", issuer.url);
        for (what, named, path, document, expected) in [
            ("nothing", &issuer.url, oauth.to_owned(), json!({}), 503),
            ("another issuer", &issuer.url, oauth.to_owned(), json!({ "issuer": tenant, "jwks_uri": keys }), 503),
            (
                "another machine",
                &issuer.url,
                oauth.to_owned(),
                json!({ "issuer": issuer.url, "jwks_uri": "http://192.0.2.1/keys" }),
                503,
            ),
            ("its keys", &issuer.url, openid.to_owned(), json!({ "issuer": issuer.url, "jwks_uri": keys }), 200),
            (
                "those of one of several",
                &tenant,
                format!("{oauth}/a"),
                json!({ "issuer": issuer.url, "jwks_uri": keys }),
                503,
            ),
            ("those of it", &tenant, format!("/a{openid}"), json!({ "issuer": tenant, "jwks_uri": keys }), 200),
        ] {
            let asked = issuer.asked();
            issuer.say(&path, &document);
            let server = start(named);
            let status = list().bearer(&of(&issuer, named)).send(server.address).await.status;
            assert_eq!(status, expected, "{what}");
            assert_eq!(issuer.asked() - asked, usize::from(expected == 200), "{what}");
        }
    });
}
