use std::os::unix::fs::PermissionsExt;

use super::*;

/// A program that shows what it was given: its arguments, one a line between brackets.
fn stub(folder: &Path, script: &str) -> Programs {
    let ssh = folder.join("ssh");
    std::fs::write(&ssh, format!("#!/bin/sh\n{script}\n")).expect("written");
    std::fs::set_permissions(&ssh, std::fs::Permissions::from_mode(0o755)).expect("executable");
    Programs { ssh, ..Programs::default() }
}

fn appdev() -> Destination {
    Destination::new("appdev", "s1-v1").expect("a hostname")
}

const LIMITS: Limits = Limits { bytes: 4096, time: Duration::from_mins(1) };

#[test]
fn only_hostnames_are_destinations() {
    for wrong in ["", "-oProxyCommand=x", "a b", "App", "1app", "a;b", "a.b", "a\n", "ä", "a@b", "a:22", "$(x)"] {
        assert_eq!(Destination::new(wrong, "x"), None, "{wrong:?}");
    }
    let odd = Destination::new("app", "../../a/b c\n").expect("a hostname");
    assert_eq!(odd.identity, "______a_b_c_");
}

#[test]
fn options_follow_the_configuration() {
    let words = |programs: &Programs| {
        let words = Ssh::new(programs).options(&appdev());
        words.iter().map(|word| word.to_string_lossy().into_owned()).collect::<Vec<_>>().join(" ")
    };
    let known_hosts = Some(PathBuf::from("/a b/50%"));
    let own = Programs { known_hosts: known_hosts.clone(), ..Programs::default() };
    let line = words(&own);
    assert!(line.contains("-o BatchMode=yes -o ConnectTimeout=10 -o ServerAliveInterval=15"), "{line}");
    assert!(line.contains("accept-new -o UserKnownHostsFile=\"/a b/50%%/s1-v1\""), "{line}");
    let given = Programs { known_hosts, ssh_config: Some("/x/config".into()), ..Programs::default() };
    let line = words(&given);
    assert!(line.contains("-F /x/config") && !line.contains("KnownHosts") && !line.contains("Strict"), "{line}");
    for odd in ["/a\"b", "/a\nb", "relative", "/a\\b", "/$HOME"] {
        let line = words(&Programs { known_hosts: Some(odd.into()), ..Programs::default() });
        assert!(!line.contains("KnownHosts"), "{line}");
    }
}

#[tokio::test]
async fn words_reach_the_program_as_they_are() {
    let folder = tempfile::tempdir().expect("a folder");
    // What sshd does: it hands the one string to a shell.
    let programs = stub(folder.path(), r#"for last; do :; done; exec /bin/sh -c "$last""#);
    let hostile = [
        "plain",
        "",
        " ",
        "a b",
        "-rf",
        "--",
        "$(id)",
        "`id`",
        "$HOME",
        "a;b",
        "a&&b",
        "a|b",
        ">x",
        "'",
        "\"",
        "\\",
        "a\nb",
        "*",
        "?",
        "[a]",
        "~",
        "#x",
        "!x",
        "{a,b}",
        "ž🦀",
        "\t",
        "\r",
        "\u{1b}[31m",
        "it's \"$x\"",
        "-oProxyCommand=x",
    ];
    for word in hostile {
        let answer = Ssh::new(&programs).run(&appdev(), &["printf", "%s", word], LIMITS).await.expect(word);
        assert_eq!(String::from_utf8_lossy(&answer), word);
    }
    let error = Ssh::new(&programs).run(&appdev(), &["a\0b"], LIMITS).await.expect_err("a zero byte");
    assert_eq!(error.kind, Kind::Unusable);
}

#[tokio::test]
async fn the_host_stands_behind_the_options_and_no_token_is_inherited() {
    let folder = tempfile::tempdir().expect("a folder");
    let programs = stub(folder.path(), r#"printf '[%s]' "$@"; env | grep -c -e ZCP_API_KEY -e ZEROPS_TOKEN"#);
    // grep answers 1 when it finds nothing.
    let error = Ssh::new(&programs).run(&appdev(), &["true"], LIMITS).await.expect_err("grep finds nothing");
    assert_eq!(error.kind, Kind::Failed);
    let programs = stub(folder.path(), r#"printf '[%s]' "$@""#);
    let answer = Ssh::new(&programs).run(&appdev(), &["ls", "-a b"], LIMITS).await.expect("it ends well");
    assert!(String::from_utf8_lossy(&answer).ends_with("[-T][--][appdev][ls '-a b']"));
}

#[tokio::test]
async fn failures_are_told_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    for (script, kind, words) in [
        ("echo 'ssh: Could not resolve hostname appdev' >&2; exit 255", Kind::Unreachable, "Could not resolve"),
        ("echo 'Permission denied (publickey).' >&2; exit 255", Kind::Unreachable, "Permission denied"),
        ("echo 'Host key verification failed.' >&2; exit 255", Kind::HostKey, "host key"),
        ("echo 'Connection reset by peer' >&2; exit 255", Kind::Lost, "lost"),
        ("printf 'a\\033[31mb\\nc' >&2; exit 3", Kind::Failed, "ended with 3: a [31mb; c"),
        ("kill -9 $$", Kind::Failed, "killed by a signal"),
        ("head -c 100000 /dev/zero", Kind::Unusable, "more than 4096 bytes"),
    ] {
        let programs = stub(folder.path(), script);
        let error = Ssh::new(&programs).run(&appdev(), &["x"], LIMITS).await.expect_err(script);
        assert_eq!(error.kind, kind, "{error}");
        assert!(error.message.contains(words), "{error}");
    }
    let programs = Programs { ssh: folder.path().join("none"), ..Programs::default() };
    let error = Ssh::new(&programs).run(&appdev(), &["x"], LIMITS).await.expect_err("no program");
    assert_eq!(error.kind, Kind::Missing);
    let programs = stub(folder.path(), "exec sleep 600");
    let brief = Limits { time: Duration::from_millis(50), ..LIMITS };
    let error = Ssh::new(&programs).run(&appdev(), &["x"], brief).await.expect_err("too long");
    assert_eq!(error.kind, Kind::Lost);
}

#[tokio::test]
async fn a_sandbox_without_containers_is_never_mistaken_for_the_project() {
    let folder = tempfile::tempdir().expect("a folder");
    let ran = folder.path().join("ran");
    for (names, kind) in [(Names::Nobodys, Kind::Simulated), (Names::Unsaid, Kind::Unsaid)] {
        let programs = Programs { names, ..stub(folder.path(), &format!("touch '{}'", ran.display())) };
        let error = Ssh::new(&programs).run(&appdev(), &["rm"], LIMITS).await.expect_err("nobody's name");
        assert_eq!(error.kind, kind, "{error}");
        let error = Ssh::new(&programs).forward(&appdev(), "db", 5432).expect_err("nobody's name");
        assert_eq!(error.kind, kind, "{error}");
    }
    assert!(!ran.exists(), "ssh was started");
}

#[tokio::test]
async fn of_much_that_is_said_the_end_is_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let programs = stub(folder.path(), "yes x | head -c 200000 >&2; echo the end >&2; exit 1");
    let error = Ssh::new(&programs).run(&appdev(), &["x"], LIMITS).await.expect_err("it fails");
    assert!(error.message.ends_with("the end") && error.message.len() < 8192, "{}", error.message.len());
}
