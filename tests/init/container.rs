//! In a container of the project: the server for the user, and SSH to the other services.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

use serde_json::Value;

use super::folder::{Ended, Entry, World, ended};

/// A sandbox that ends with this.
struct Sandbox {
    child: Child,
    url: String,
}

impl Sandbox {
    fn start() -> Self {
        let mut command = Command::new(env!("CARGO_BIN_EXE_zcp"));
        command.args(["sandbox", "--json", "--clock", "instant"]).env_clear();
        let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).spawn().expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("a pipe")).read_line(&mut line).expect("a line");
        let status: Value = serde_json::from_str(&line).expect("JSON");
        let url = status["url"].as_str().expect("an address").to_owned();
        Self { child, url }
    }
}

impl Drop for Sandbox {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn init(world: &World, url: &str, arguments: &[&str]) -> Ended {
    let mut command = world.command(arguments);
    command.env("ZCP_API_HOST", url).env("ZCP_API_KEY", "sandbox-valid-token");
    ended(command.env("serviceId", "1").env("projectId", "2").env("hostname", "zcp"))
}

#[test]
fn ssh_reaches_the_services_of_the_project_and_nothing_else_changes() {
    const CONFIG: &str = "Host *\n  ForwardAgent no\n";
    let sandbox = Sandbox::start();
    let world = World::new(&[Entry::File("~/.ssh/config", CONFIG), Entry::Mode("~/.ssh/config", 0o600)]);
    let before = world.tree();
    let first = init(&world, &sandbox.url, &[]);
    assert_eq!((first.code, first.err.as_str()), (Some(0), ""), "{first:?}");
    let config = world.read("~/.ssh/config").expect("a file");
    let own = config.strip_prefix(CONFIG).expect("it comes after");
    assert!(own.contains("\nHost api web worker\n") && !own.contains('*') && !own.contains("db"), "{own}");
    assert!(world.read("~/.claude.json").expect("a file").contains("\"zerops\""));
    assert!(world.read(".mcp.json").is_none() && world.read("CLAUDE.md").is_some());

    let after = world.tree();
    assert_eq!(init(&world, &sandbox.url, &[]).code, Some(0));
    assert_eq!(world.tree(), after);
    assert_eq!(init(&world, &sandbox.url, &["--remove"]).code, Some(0));
    assert_eq!(world.tree(), before);
}

#[test]
fn ssh_stays_as_it_is_where_the_project_cannot_be_asked() {
    let world = World::new(&[]);
    let ended = init(&world, "http://127.0.0.1:9", &[]);
    assert_eq!(ended.code, Some(1));
    assert!(ended.out.contains("~/.ssh/config  left alone: the project's services are not known"), "{ended:?}");
    assert!(world.read("~/.ssh/config").is_none() && world.read("~/.claude.json").is_some());
}
