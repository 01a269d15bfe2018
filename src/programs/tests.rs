//! Programs that are started, ended and bounded.

use super::*;

const LIMITS: Limits = Limits { bytes: 1000, time: Duration::from_mins(1) };

fn shell(script: &str) -> Command {
    let mut command = command("sh", Needs::Nothing);
    command.args(["-c", script]);
    command
}

#[test]
fn nothing_is_handed_on_that_is_not_on_the_list() {
    let all = [
        ("PATH", "/usr/bin:.::bin:/bin"),
        ("HOME", "/home/me"),
        ("LC_ALL", "C"),
        ("ZCP_API_KEY", "t"),
        ("ZEROPS_ZCP_API_KEY", "t"),
        ("ZEROPS_TOKEN", "t"),
        ("AWS_SECRET_ACCESS_KEY", "t"),
        ("GIT_DIR", "/x"),
        ("LD_PRELOAD", "/x"),
        ("SSH_AUTH_SOCK", "/run/agent"),
        ("HTTPS_PROXY", "http://p"),
    ];
    let handed = |needs| {
        let all = all.iter().map(|(name, value)| (OsString::from(name), OsString::from(value)));
        environment(all, needs).map(|(name, _)| name.into_string().expect("text")).collect::<Vec<_>>()
    };
    assert_eq!(handed(Needs::Nothing), ["HOME", "LC_ALL", "PATH"]);
    assert_eq!(handed(Needs::Keys), ["HOME", "LC_ALL", "SSH_AUTH_SOCK", "PATH"]);
    assert_eq!(handed(Needs::Network), ["HOME", "LC_ALL", "HTTPS_PROXY", "PATH"]);
}

#[test]
fn a_search_path_has_the_administrators_folders_and_none_that_depends_on_the_place() {
    let more = "/usr/local/sbin:/usr/sbin:/sbin";
    let path = |path: &str| joined(OsStr::new(path)).into_string().expect("text");
    assert_eq!(path("/usr/bin:.::bin:/bin"), format!("/usr/bin:/bin:{more}"));
    assert_eq!(path("/sbin:/usr/bin"), "/sbin:/usr/bin:/usr/local/sbin:/usr/sbin");
    let none: Vec<_> = environment([].into_iter(), Needs::Nothing).collect();
    assert_eq!(none, [("PATH".into(), OsString::from(format!("{USUAL_PATH}:{more}")))]);
    assert!(find("sh").is_some_and(|path| path.is_absolute()) && find("no-such-program-anywhere").is_none());
}

#[tokio::test]
async fn what_a_program_may_do_is_bounded() {
    let written = capture(shell("cat; echo out; echo said >&2"), LIMITS).await.expect("it reads nothing");
    assert_eq!((written.bytes.as_slice(), written.said.as_slice()), (&b"out\n"[..], &b"said\n"[..]));
    let much = capture(shell("yes"), LIMITS).await;
    assert_eq!(much, Err(RunError::TooMuch(1000)));
    let failed = capture(shell("echo why >&2; exit 3"), LIMITS).await;
    assert_eq!(failed, Err(RunError::Failed { status: Some(3), said: "why".to_owned() }));
    let gone = capture(command("/no/such/program", Needs::Nothing), LIMITS).await;
    assert_eq!(gone, Err(RunError::Start(ErrorKind::NotFound)));
}

#[tokio::test]
async fn what_runs_is_known_until_it_has_ended() {
    let mut running = start(shell("sleep 100000")).expect("it starts");
    let leader = running.0.id().expect("it runs");
    assert!(groups::has(leader));
    groups::end(leader);
    running.wait().await.expect("it ends");
    let running = start(shell("sleep 100000")).expect("it starts");
    let leader = running.0.id().expect("it runs");
    drop(running);
    assert!(!groups::has(leader));
}

/// A pipe that everything in the group holds ends when the last of it has.
#[tokio::test]
async fn a_group_ends_as_a_whole() {
    let mut running = start(shell("sleep 100000 & sleep 100000")).expect("it starts");
    let mut stdout = running.stdout().expect("a pipe");
    drop(running);
    let mut rest = Vec::new();
    stdout.read_to_end(&mut rest).await.expect("it ends");

    let late = Limits { time: Duration::from_millis(20), ..LIMITS };
    let result = capture(shell("sleep 100000 & sleep 100000"), late).await;
    assert_eq!(result, Err(RunError::Late(late.time)));
}
