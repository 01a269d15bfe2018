use std::net::TcpListener;

use futures_util::future::join_all;
use tempfile::TempDir;

use super::*;
use crate::deploy::exec::tests::{app, shells};
use crate::deploy::programs::Programs;
use crate::deploy::testing::need;

#[test]
fn what_the_script_says_is_read_and_what_a_server_writes_decides_nothing() {
    let text = "same\nstate ready\npid 312\nlistens 320 00000000\nothers 5173 9229\nstatus 200\nseconds 4\nfolder /var/www \n\
                line npm run dev \nby \nlog\nstate taken\nlog\nend";
    let report = read(text.as_bytes()).expect("a report");
    assert_eq!((report.state, report.same, report.pid), (State::Ready, true, Some(312)));
    assert_eq!((report.listens, report.others.as_slice()), (Some((Some(320), true)), &[5173, 9229][..]));
    assert_eq!((report.status, report.seconds, report.line.as_deref()), (Some(200), Some(4), Some("npm run dev")));
    assert_eq!(report.log, b"state taken\nlog\nend");
    for wrong in ["", "state ready", "log\n", "state what\nlog\n", "pid 3\nlog\n"] {
        assert!(read(wrong.as_bytes()).is_none(), "{wrong:?}");
    }
}

#[test]
fn only_addresses_that_others_reach_are_reached() {
    for (host, reached) in [
        ("00000000", true),
        ("0100007F", false),
        ("0200007F", false),
        ("0A00020A", true),
        ("00000000000000000000000000000000", true),
        ("00000000000000000000000001000000", false),
        ("0000000000000000FFFF00000100007F", false),
    ] {
        assert_eq!(listens("0", host), (None, reached), "{host}");
    }
}

#[test]
fn the_usual_line_follows_from_the_files() {
    let usual = |text: &str| known(text).usual;
    let package = |scripts: &str| format!("{{\"scripts\":{{{scripts}}}}}");
    let node = package(r#""start":"node x","dev":"vite""#);
    assert_eq!(usual(&format!("\0\0{node}")).as_deref(), Some("npm run dev"));
    assert_eq!(usual(&format!("has pnpm-lock.yaml\nhas go.mod\n\0\0{node}")).as_deref(), Some("pnpm run dev"));
    assert_eq!(usual(&format!("\0\0{}", package(r#""start":"node x""#))).as_deref(), Some("npm run start"));
    assert_eq!(usual("has manage.py\n\0\0").as_deref(), Some("python3 manage.py runserver 0.0.0.0:PORT"));
    assert_eq!(usual(&format!("has go.mod\n\0\0{}", package(""))).as_deref(), Some("go run ."));
    for nothing in ["", "\0\0", "\0\0{", "\0\0[]", "\0\0{\"scripts\":{\"dev\":1}}", "has README\n\0zerops: []\0"] {
        assert_eq!(usual(nothing), None, "{nothing:?}");
    }
    let found = known("kept 3000\nkept x\nkept 8080\n\0zerops: []\0");
    assert_eq!((found.ports, found.zerops_yaml.as_str()), (vec![3000, 8080], "zerops: []"));
}

/// Answers with a status: address, port, status.
const APP: &str = "import http.server, sys
class Handler(http.server.BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(int(sys.argv[3]))
        self.end_headers()
http.server.HTTPServer((sys.argv[1], int(sys.argv[2])), Handler).serve_forever()
";

/// Every state, in every shell that a container may have.
#[tokio::test]
async fn a_server_is_started_looked_at_and_ended() {
    if need("python3") && need("curl") {
        // Each waits for several seconds of silence.
        join_all(shells().into_iter().map(|(folder, programs)| goes_through_every_state(folder, programs))).await;
    }
}

async fn goes_through_every_state(folder: TempDir, programs: Programs) {
    let (ssh, to, here) = (Ssh::new(&programs), app(), folder.path().to_str().expect("text"));
    std::fs::write(folder.path().join("app.py"), APP).expect("written");
    let free = || TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port();
    let (port, other) = (free(), free());
    let kept = folder.path().join("kept");
    let kept = kept.to_str().expect("text");
    let act = async |action: Action, line: Option<&str>| {
        let server = Server { port, path: "/", line, usual: None, folder: Some(here), time: Duration::from_secs(5) };
        run_in(kept, ssh, &to, action, server).await.expect("a report")
    };
    assert_eq!(act(Action::Status, None).await.state, State::Stopped);
    assert_eq!(act(Action::Start, None).await.state, State::NoLine);
    let line = format!("exec python3 app.py 0.0.0.0 {port} 200");
    let started = act(Action::Start, Some(&line)).await;
    assert_eq!((started.state, started.status), (State::Ready, Some(200)), "{started:?}");
    assert!(started.listens.is_some_and(|(pid, is_reached)| pid.is_some() && is_reached), "{started:?}");
    let again = act(Action::Start, None).await;
    assert_eq!((again.same, again.pid), (true, started.pid));
    let anew = act(Action::Restart, None).await;
    assert!(anew.state == State::Ready && anew.pid != started.pid, "{anew:?}");

    let local = format!("python3 app.py 127.0.0.1 {port} 500");
    let broken = act(Action::Restart, Some(&local)).await;
    assert_eq!((broken.state, broken.status), (State::Fails, Some(500)), "{broken:?}");
    assert!(broken.listens.is_some_and(|(_, is_reached)| !is_reached), "{broken:?}");
    let elsewhere = act(Action::Restart, Some(&format!("python3 app.py 0.0.0.0 {other} 200"))).await;
    assert_eq!((elsewhere.state, elsewhere.others.as_slice()), (State::Silent, &[other][..]), "{elsewhere:?}");
    let ended = act(Action::Restart, Some("echo why; exit 4")).await;
    assert_eq!((ended.state, ended.exit, ended.log.as_slice()), (State::Exited, Some(4), &b"why\n"[..]), "{ended:?}");

    // Whoever has the port is named and left alone.
    let holder = TcpListener::bind(("0.0.0.0", port)).expect("the port");
    let taken = act(Action::Start, Some(&line)).await;
    assert!(taken.state == State::Taken && taken.by.is_some_and(|by| !by.is_empty()));
    drop(holder);

    let mut daemon = act(Action::Restart, Some(&format!("trap '' TERM; python3 app.py 0.0.0.0 {port} 200"))).await;
    assert_eq!(daemon.state, State::Ready);
    daemon = act(Action::Stop, None).await;
    assert_eq!((daemon.state, daemon.ended), (State::Stopped, true), "{daemon:?}");
    assert!(!act(Action::Stop, None).await.ended);
}
