//! Credentials among what is deployed, told by what is in a file before what it is called.
//!
//! What holds zcp's own token, or a token that zcp wrote down, never travels. What else looks like a
//! credential is named, and whoever deploys decides. Deliberately absent: guesses by how random a text looks.

use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE};
use memchr::memmem::{self, Finder};

use crate::files::Root;
use crate::platform::token::Token;
use crate::platform::wire::BACKUP_ENDINGS;

/// Of a larger file only the name and the head are looked at.
pub(crate) const MOST_BYTES: u64 = 1024 * 1024;
/// What is read of a larger file: as much as says what it is.
pub(crate) const HEAD: usize = 4 * 1024;
/// A shorter token is no secret, and would be found anywhere.
const SHORT: usize = 12;
/// How a `.env` begins that zcp wrote.
pub(crate) const WRITTEN_BY_ZCP: &str = "# Written by zcp";
/// The end of the names of variables that hold a token of the platform.
const VARIABLES: [&str; 2] = ["ZCP_API_KEY", "ZEROPS_TOKEN"];
/// How a command line begins that has a token of the platform behind it: a client keeps the ones that it may run.
const LOGIN: &str = "zcli login ";
/// Endings of a `.env` that is an example and holds no values.
const EXAMPLES: [&str; 6] = ["example", "sample", "template", "dist", "defaults", "schema"];

/// What a file was found to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Secret {
    /// It has zcp's own token, or zcp wrote it with values of the project: it stays here.
    Own(&'static str),
    /// It looks like a credential of somebody.
    Other(&'static str),
    /// It is none: it stands in the place of a larger file that Git LFS has elsewhere.
    Pointer,
}

/// How a pointer of Git LFS begins, and what is larger than any of them (the specification of Git LFS, version 1).
const POINTER: &[u8] = b"version https://git-lfs.github.com/spec/v1\n";
const MOST_POINTER: usize = 1024;

/// What is looked for.
#[derive(Debug)]
pub(crate) struct Search {
    token: Vec<Finder<'static>>,
}

impl Search {
    /// Looks for a token, if there is one, and for what looks like a credential.
    pub(crate) fn new(token: Option<&Token>) -> Self {
        let token = token.map(|token| token.secret().as_encoded_bytes()).filter(|token| token.len() >= SHORT);
        let forms = token.map(forms).unwrap_or_default();
        Self { token: forms.iter().map(|form| Finder::new(form).into_owned()).collect() }
    }

    /// What a file below a folder is. One that cannot be read is known by its name.
    pub(crate) fn look(&self, root: &Root, path: &Path) -> Option<Secret> {
        let content = root.file_itself(path).ok().and_then(|file| {
            let small = file.metadata().is_ok_and(|found| found.len() <= MOST_BYTES);
            let most = if small { MOST_BYTES } else { HEAD as u64 };
            let mut bytes = Vec::new();
            file.take(most).read_to_end(&mut bytes).is_ok().then_some(bytes)
        });
        self.look_at(path, &content.unwrap_or_default())
    }

    /// What looks like a credential by its name alone.
    pub(crate) fn names<'a>(&self, paths: impl Iterator<Item = &'a [u8]>) -> Vec<(PathBuf, &'static str)> {
        let told = paths.filter_map(|path| {
            let path = super::paths::path_of(path);
            match self.look_at(&path, b"") {
                Some(Secret::Other(what)) => Some((path, what)),
                _ => None,
            }
        });
        told.collect()
    }

    /// What a file with this content is.
    pub(crate) fn look_at(&self, path: &Path, content: &[u8]) -> Option<Secret> {
        if self.token.iter().any(|token| token.find(content).is_some()) {
            return Some(Secret::Own("holds the token that zcp uses"));
        }
        if content.starts_with(WRITTEN_BY_ZCP.as_bytes()) {
            return Some(Secret::Own("was written by zcp with values of the project"));
        }
        if is_configuration(path) && has_token_of_the_platform(content) {
            return Some(Secret::Own("holds a Zerops token"));
        }
        if is_downloaded_backup(&name_of(path)) {
            return Some(Secret::Own("is a backup that zcp downloaded, with the data of a service"));
        }
        if content.len() < MOST_POINTER && content.starts_with(POINTER) {
            return Some(Secret::Pointer);
        }
        let key = || has_private_key(content).then_some("holds a private key");
        let dump = || is_dump(path, content).then_some("holds the data of a database");
        by_name(path, content).or_else(key).or_else(dump).map(Secret::Other)
    }
}

/// Whether a file is called as the platform calls backups, such as `db-2026-01-02T03-04-05Z.zip`: zcp names one so that
/// it downloads.
fn is_downloaded_backup(name: &str) -> bool {
    const MOMENT: &[u8] = b"-0000-00-00T00-00-00Z.";
    let is_moment = |part: &[u8]| {
        part.iter().zip(MOMENT).all(|(byte, form)| if *form == b'0' { byte.is_ascii_digit() } else { byte == form })
    };
    BACKUP_ENDINGS.iter().any(|ending| name.ends_with(ending)) && name.as_bytes().windows(MOMENT.len()).any(is_moment)
}

/// How dumps of databases begin, and how the files are called that are one, packed or not.
const DUMPS: [&[u8]; 6] = [
    b"PGDMP",
    b"REDIS0",
    b"--\n-- PostgreSQL database dump",
    b"-- MySQL dump",
    b"-- MariaDB dump",
    b"/*!999999\\- enable",
];
const DUMP_NAMES: [&str; 6] = [".dump", ".pgdump", ".rdb", ".xb", ".xb.gz", ".sql.gz"];
/// A ZIP archive: how it begins, and where the length and the name of its first file stand.
const ZIP: &[u8] = b"PK\x03\x04";
const ZIP_LENGTH: usize = 26;
const ZIP_NAME: usize = 30;

/// Whether a file has the data of a database, by how it begins or is called, or by the first file that is packed into it.
fn is_dump(path: &Path, content: &[u8]) -> bool {
    let is_named = |name: &str| DUMP_NAMES.iter().any(|ending| name.to_ascii_lowercase().ends_with(ending));
    let packed = content.strip_prefix(ZIP).and_then(|_| {
        let length = content.get(ZIP_LENGTH..ZIP_LENGTH + 2)?;
        let length = usize::from(u16::from_le_bytes([length[0], length[1]]));
        content.get(ZIP_NAME..ZIP_NAME + length)
    });
    DUMPS.iter().any(|begin| content.starts_with(begin))
        || is_named(&name_of(path))
        || packed.is_some_and(|name| is_named(&String::from_utf8_lossy(name)))
}

/// A token as texts write it: as it is, in JSON, percent-encoded, and in base64 at each of the three places where it
/// can begin, without the ends that depend on what is beside it.
fn forms(token: &[u8]) -> Vec<Vec<u8>> {
    let mut forms = vec![token.to_vec()];
    let text = String::from_utf8_lossy(token);
    let json = serde_json::Value::from(text.as_ref()).to_string();
    forms.push(json.trim_matches('"').as_bytes().to_vec());
    let percent: String = text
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    forms.push(percent.into_bytes());
    for before in 0..3 {
        let bytes = [&vec![0; before][..], token].concat();
        let whole = bytes.len() / 3 * 3;
        let skipped = if before == 0 { 0 } else { 4 };
        for engine in [&STANDARD, &URL_SAFE] {
            let encoded = engine.encode(&bytes[..whole]);
            forms.push(encoded.as_bytes()[skipped..].to_vec());
        }
    }
    forms.sort_unstable();
    forms.dedup();
    forms
}

fn is_configuration(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default();
    matches!(ending, "json" | "jsonc" | "toml" | "yaml" | "yml") || name_of(path).starts_with(".env")
}

/// Whether a variable for a token, or a login, has a value that is one: no reference, and no words for a reader.
fn has_token_of_the_platform(content: &[u8]) -> bool {
    let login = memmem::find_iter(content, LOGIN).any(|at| is_token(&content[at + LOGIN.len()..]));
    login
        || VARIABLES.iter().any(|name| {
            memmem::find_iter(content, name).any(|at| {
                let rest = &content[at + name.len()..];
                let rest = unquoted(rest);
                rest.strip_prefix(b"=").or(rest.strip_prefix(b":")).is_some_and(is_token)
            })
        })
}

/// Whether a text begins with something of the form of a token.
fn is_token(text: &[u8]) -> bool {
    let value = unquoted(text).iter().take_while(|byte| byte.is_ascii_alphanumeric() || b"-_.".contains(byte));
    let value: Vec<u8> = value.copied().collect();
    value.len() >= SHORT && value.iter().any(u8::is_ascii_digit) && value.iter().any(u8::is_ascii_alphabetic)
}

/// A text without the quotes and spaces that it begins with; in JSON the quotes of a command line are escaped.
fn unquoted(text: &[u8]) -> &[u8] {
    &text[text.iter().take_while(|byte| b"\\\"'` \t".contains(byte)).count()..]
}

/// What the name of a file says, and its content where the name alone says too little.
fn by_name(path: &Path, content: &[u8]) -> Option<&'static str> {
    let name = name_of(path);
    let folder = path.parent().map(name_of).unwrap_or_default();
    let has = |words: &[&str]| words.iter().any(|word| memmem::find(content, word.as_bytes()).is_some());
    let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or_default().to_ascii_lowercase();
    if is_of_git(path) && has_password_of_a_remote(content) {
        return Some("holds the password of a remote");
    }
    match name.as_str() {
        ".netrc" | "_netrc" | ".git-credentials" | ".pgpass" | ".htpasswd" | ".dockercfg" => Some("holds passwords"),
        ".npmrc" | ".yarnrc" | ".yarnrc.yml" => {
            has(&["_authToken", "_auth=", "_auth =", "_password", "npmAuthToken"]).then_some("holds a registry token")
        }
        ".mcp.json" | "mcp.json" | "settings.json" | "settings.local.json" => {
            let bearer = memmem::find_iter(content, "Bearer ").any(|at| is_token(&content[at + "Bearer ".len()..]));
            bearer.then_some("holds the token of a server")
        }
        ".pypirc" => has(&["password"]).then_some("holds a registry token"),
        "auth.json" => has(&["http-basic", "github-oauth", "bearer"]).then_some("holds a registry token"),
        "credentials" if folder == ".aws" => Some("holds cloud credentials"),
        "credentials.toml" | "credentials" if folder == ".cargo" => Some("holds a registry token"),
        "config.json" if folder == ".docker" => has(&["\"auth\""]).then_some("holds a registry token"),
        "config" if folder == ".kube" => Some("holds cloud credentials"),
        "application_default_credentials.json" => Some("holds cloud credentials"),
        "id_rsa" | "id_dsa" | "id_ecdsa" | "id_ed25519" => Some("holds a private key"),
        _ if name.starts_with(".env") => {
            let kind = name.strip_prefix(".env").unwrap_or_default();
            let known = kind.is_empty() || kind.starts_with('.');
            let example = EXAMPLES.iter().any(|example| kind.split('.').any(|part| part == *example));
            (known && !example).then_some("holds values of an environment")
        }
        _ if matches!(ending.as_str(), "p12" | "pfx" | "jks" | "keystore" | "kdbx") => Some("holds keys"),
        _ => None,
    }
}

/// Whether git keeps addresses in a file: its configuration and notes, but no content.
fn is_of_git(path: &Path) -> bool {
    let mut parts = path.components().map(Component::as_os_str).skip_while(|part| !super::git::is_git(part)).skip(1);
    name_of(path) == ".gitmodules" || parts.next().is_some_and(|part| part != "objects")
}

/// Whether there is an address with a password, with a token in the place of a name, or a header that is one.
fn has_password_of_a_remote(content: &[u8]) -> bool {
    const TOKEN: usize = 20;
    let addresses = memmem::find_iter(content, b"://").any(|at| {
        let rest = &content[at + 3..];
        let end = rest.iter().position(|byte| byte.is_ascii_whitespace() || b"/?#\"'<>`".contains(byte));
        let host = &rest[..end.unwrap_or(rest.len())];
        let Some(end) = memchr::memrchr(b'@', host) else { return false };
        match host[..end].iter().position(|byte| *byte == b':') {
            Some(colon) => colon + 1 < end,
            None => end >= TOKEN,
        }
    });
    addresses || memmem::find(&content.to_ascii_lowercase(), b"authorization:").is_some()
}

/// Whether there is a private key in PEM, with something in it: also as a string of JSON.
fn has_private_key(content: &[u8]) -> bool {
    const BEGIN: &[u8] = b"-----BEGIN ";
    const END: &[u8] = b"PRIVATE KEY-----";
    const LONGEST_KIND: usize = 24;
    const LEAST: usize = 32;
    memmem::find_iter(content, BEGIN).any(|at| {
        let rest = &content[at + BEGIN.len()..];
        let head = &rest[..rest.len().min(LONGEST_KIND + END.len())];
        let Some(end) = memmem::find(head, END) else { return false };
        let body = rest[end + END.len()..].trim_ascii_start();
        let body = body.strip_prefix(b"\\n").unwrap_or(body);
        let key = |byte: &&u8| byte.is_ascii_alphanumeric() || b"+/=:,- \r\n\\".contains(byte);
        body.iter().take(LEAST).filter(key).count() == LEAST
    })
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TOKEN: &str = "aB3dE5gH7jK9mN1pQ3sT5vW7";

    fn told(path: &str, content: &[u8]) -> Option<Secret> {
        Search::new(Token::new(TOKEN).as_ref()).look_at(Path::new(path), content)
    }

    #[test]
    fn the_token_is_found_however_it_is_written() {
        for before in ["", "x", "xy", "xyz", "user:"] {
            for after in ["", "a", "ab"] {
                let whole = format!("{before}{TOKEN}{after}");
                for text in [whole.clone(), STANDARD.encode(&whole), URL_SAFE.encode(&whole)] {
                    let found = told("src/deep/any.bin", format!("\u{0}{{\"k\":\"{text}\"}}").as_bytes());
                    assert!(matches!(found, Some(Secret::Own(_))), "{before} {after} {text}");
                }
            }
        }
        let odd = Token::new("a\"b\\c/d+e=f123456").expect("a token");
        let search = Search::new(Some(&odd));
        for text in [r#"{"a":"a\"b\\c/d+e=f123456"}"#, "x=a%22b%5Cc%2Fd%2Be%3Df123456"] {
            assert!(matches!(search.look_at(Path::new("x"), text.as_bytes()), Some(Secret::Own(_))), "{text}");
        }
        assert_eq!(told("a.js", TOKEN.to_lowercase().as_bytes()), None);
        assert_eq!(Search::new(Token::new("short").as_ref()).look_at(Path::new("a"), b"short"), None);
    }

    /// A ZIP archive as far as it is looked at.
    fn packed(name: &str) -> Vec<u8> {
        let length = u16::try_from(name.len()).expect("a short name").to_le_bytes();
        [&b"PK\x03\x04"[..], &[0; 22], &length, &[0; 2], name.as_bytes(), b"PGDMP"].concat()
    }

    #[test]
    fn the_data_of_a_database_are_known_by_the_name_of_the_file_or_how_it_begins() {
        for path in ["db-2026-01-02T03-04-05Z.zip", "a/db-2026-01-02T03-04-05Z.xb.gz", "s-2026-01-02T03-04-05Z.tar.gz"]
        {
            assert!(matches!(told(path, b""), Some(Secret::Own(_))), "{path}");
        }
        let zip = packed("public.dump");
        for (path, content) in [
            ("all.zip", zip.as_slice()),
            ("public.dump", b"".as_slice()),
            ("a/orders.sql.gz", b"".as_slice()),
            ("x", b"PGDMP\x01\x0e".as_slice()),
            ("x.sql", b"--\n-- PostgreSQL database dump\n--\n".as_slice()),
            ("x.sql", b"-- MariaDB dump 10.19".as_slice()),
            ("dump.bin", b"REDIS0011".as_slice()),
        ] {
            assert_eq!(told(path, content), Some(Secret::Other("holds the data of a database")), "{path}");
        }
        let other = packed("index.html");
        for (path, content) in [
            ("site.zip", other.as_slice()),
            ("release-2026-01-02.zip", b"".as_slice()),
            ("notes-2026-01-02T03-04-05Z.md", b"".as_slice()),
            ("schema.sql", b"create table orders (id int);".as_slice()),
        ] {
            assert_eq!(told(path, content), None, "{path}");
        }
    }

    #[test]
    fn what_zcp_wrote_is_known_by_its_mark() {
        for (path, content) in [
            (".env.api", "# Written by zcp from the service `api`; the next time it is overwritten.\nA=1\n"),
            ("whatever", "# Written by zcp from the service `api`\n"),
            (".mcp.json", r#"{"mcpServers":{"zerops":{"env":{"ZCP_API_KEY": "Kx9a8b7c6d5e4f3g"}}}}"#),
            (".codex/config.toml", "[x]\nenv = { ZEROPS_ZCP_API_KEY = 'Kx9a8b7c6d5e4f3g' }\n"),
            (".env", "export ZEROPS_TOKEN=Kx9a8b7c6d5e4f3g\n"),
            (".claude/settings.local.json", r#"{"env":{"ZCP_API_KEY":"Kx9a8b7c6d5e4f3g"}}"#),
            (".claude/settings.local.json", r#"{"permissions":{"allow":["Bash(zcli login Kx9a8b7c6d5e4f3g)"]}}"#),
            (".claude/settings.local.json", r#"{"a":["Bash(ZCP_API_KEY=\"Kx9a8b7c6d5e4f3g\" zcp deploy)"]}"#),
        ] {
            assert!(matches!(told(path, content.as_bytes()), Some(Secret::Own(_))), "{path}");
        }
        for (path, content) in [
            (".mcp.json", r#"{"env":{"ZCP_API_KEY":"${ZCP_API_KEY}"}}"#),
            (".mcp.json", r#"{"env":{"ZCP_API_KEY":"<token of the project>"}}"#),
            (".claude/settings.local.json", r#"{"permissions":{"allow":["Bash(zcli login:*)","Bash(zcp deploy)"]}}"#),
            ("README.md", "export ZCP_API_KEY=Kx9a8b7c6d5e4f3g"),
            ("zerops.yaml", "run:\n  envVariables:\n    ZEROPS_TOKEN: ${token}\n"),
        ] {
            assert_eq!(told(path, content.as_bytes()), None, "{content}");
        }
    }

    #[test]
    fn credentials_of_others_are_told_by_name_and_content() {
        let key = format!("-----BEGIN RSA PRIVATE KEY-----\n{}\n", "MIIEowIBAAKCAQEA0Z3VS5JJcds3xfn".repeat(3));
        let account = r#"{"type":"service_account","private_key":"-----BEGIN PRIVATE KEY-----\nMIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwgg"}"#;
        for (path, content) in [
            (".env", "A=1"),
            ("api/.env.production", "A=1"),
            (".npmrc", "//registry/:_authToken=x"),
            (".netrc", ""),
            (".ssh/id_rsa", ""),
            ("deploy/server.key", key.as_str()),
            ("cert.pem", key.as_str()),
            ("gcloud.json", account),
            (".aws/credentials", ""),
            (".docker/config.json", r#"{"auths":{"r":{"auth":"eA=="}}}"#),
            ("store.p12", ""),
            (".mcp.json", r#"{"headers":{"Authorization":"Bearer Kx9a8b7c6d5e4f3g"}}"#),
            (".git/config", "[remote \"o\"]\n\turl = https://me:s3cret@example.org/a.git\n"),
            (".git/config", "[remote \"o\"]\n\turl = https://ghp_0123456789abcdefghij@example.org/a.git"),
            (".git/config", "[http]\n\textraheader = AUTHORIZATION: basic eA==\n"),
            ("sub/.git/logs/HEAD", "clone: from https://x:y@example.org/a.git\n"),
            (".gitmodules", "url = https://me:s3cret@example.org/a.git"),
        ] {
            assert!(matches!(told(path, content.as_bytes()), Some(Secret::Other(_))), "{path}");
        }
        for (path, content) in [
            (".env.example", "A="),
            (".env.local.sample", "A="),
            (".envrc", "use flake"),
            (".npmrc", "save-exact=true"),
            ("cert.pem", "-----BEGIN CERTIFICATE-----\nMIIEowIBAAKCAQEA0Z3VS5JJcds3xfnMIIEowIBAAKCAQEA\n"),
            ("lib.js", "if (text.startsWith('-----BEGIN PRIVATE KEY-----')) return parse(text); // and then"),
            (".docker/config.json", "{}"),
            (".mcp.json", r#"{"headers":{"Authorization":"Bearer ${TOKEN_OF_SERVER_1}"}}"#),
            (
                ".git/config",
                "url = https://me@example.org/a.git\nurl = git@example.org:a/b@c.git\nurl = ssh://git@h:22/x",
            ),
            (".git/objects/ab/cd", "https://me:s3cret@example.org"),
            ("README.md", "https://me:s3cret@example.org"),
            ("src/credentials", ""),
        ] {
            assert_eq!(told(path, content.as_bytes()), None, "{path}");
        }
    }
}
