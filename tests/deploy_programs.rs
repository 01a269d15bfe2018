//! Deploys that other programs take part in: the OpenSSH client against an OpenSSH server on this
//! computer, and a zcli that does what zcli does.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use serde_json::{Map, Value, json};
use tempfile::TempDir;
use zcp::cli::client::text_of;
use zcp::deploy::programs::Programs;

use crate::harness::answer::failure_in;
use crate::harness::need::{need, program};
use crate::harness::world::{Setting, World, block_on};

pub(crate) const PROGRAMS: &[&str] = &["ssh", "sshd", "ssh-keygen", "tar", "git"];

const YAML: &str = "zerops:
  - setup: web
    build: { base: nodejs@22, deployFiles: DEPLOYED }
    run: { base: nodejs@22, start: node server.js, ports: [{ port: 3000, httpSupport: true }] }
";

/// A server that plays the container of the service `api`.
pub(crate) struct Server {
    folder: TempDir,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Server {
    pub(crate) fn start() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name).display().to_string();
        for key in ["host", "client"] {
            let made = Command::new("ssh-keygen").args(["-q", "-t", "ed25519", "-N", "", "-f", &at(key)]).status();
            assert!(made.expect("ssh-keygen runs").success());
        }
        let port =
            std::net::TcpListener::bind("127.0.0.1:0").and_then(|socket| socket.local_addr()).expect("a port").port();
        let config = format!(
            "Port {port}\nListenAddress 127.0.0.1\nHostKey {}\nAuthorizedKeysFile {}\nStrictModes no\nUsePAM no\n\
             PidFile none\nPasswordAuthentication no\n",
            at("host"),
            at("client.pub")
        );
        fs::write(at("sshd_config"), config).expect("written");
        let host = fs::read_to_string(at("host.pub")).expect("a key");
        fs::write(at("known"), format!("[127.0.0.1]:{port} {host}")).expect("written");
        let client = format!(
            "Host api\n  HostName 127.0.0.1\n  Port {port}\n  IdentityFile {}\n  IdentitiesOnly yes\n  \
             UserKnownHostsFile {}\n  StrictHostKeyChecking yes\n",
            at("client"),
            at("known")
        );
        fs::write(at("ssh_config"), client).expect("written");
        // The server wants its folder for separated privileges, which only root can make.
        let _ = fs::create_dir_all("/run/sshd");
        let sshd = program("sshd").expect("it is there");
        let child = Command::new(sshd).args(["-D", "-e", "-f", &at("sshd_config")]).stderr(Stdio::null()).spawn();
        let server = Self { child: child.expect("sshd starts"), folder };
        for _ in 0..500 {
            if std::net::TcpStream::connect(("127.0.0.1", port)).is_ok() {
                break;
            }
            std::thread::sleep(std::time::Duration::from_millis(10));
        }
        server
    }

    pub(crate) fn programs(&self) -> Programs {
        Programs { ssh_config: Some(self.folder.path().join("ssh_config")), ..Programs::default() }
    }

    /// A folder in the container.
    fn project(&self, name: &str, deployed: &str) -> PathBuf {
        let root = self.folder.path().join(name);
        fs::create_dir(&root).expect("a folder");
        fs::write(root.join("zerops.yaml"), YAML.replace("DEPLOYED", deployed)).expect("written");
        fs::write(root.join("server.js"), "require('http')").expect("written");
        root
    }
}

async fn deploy(world: &World, folder: &Path, target: &str, wait: bool) -> Result<Value, Value> {
    let args =
        json!({ "sourceService": "api", "targetService": target, "workingDir": folder, "setup": "web", "wait": wait });
    let args: Map<String, Value> = args.as_object().cloned().expect("an object");
    let result = world.call("zerops_deploy", args).await;
    match result.is_error {
        Some(true) => Err(failure_in(&result)),
        _ => Ok(result.structured_content.expect("a record")),
    }
}

#[test]
fn a_container_is_deployed_and_nothing_is_written_in_it() {
    if !need(PROGRAMS) {
        return;
    }
    let server = Server::start();
    block_on(async {
        let world = World::start(&Setting { programs: server.programs(), ..Setting::default() }).await;
        let root = server.project("-x $(touch canary) 'y'\nž", "./");
        let names = ["-rf", "--checkpoint=1", "a b", "$(touch canary)", "`x`", "'", "\"", "a\nb", "ž🦀"];
        for name in names {
            fs::write(root.join(name), name).expect("written");
        }
        fs::set_permissions(root.join("server.js"), fs::Permissions::from_mode(0o755)).expect("permissions");
        let git = Command::new("git").arg("-C").arg(&root).args(["init", "-q"]).status();
        assert!(git.expect("git runs").success());
        let before = tree(&root);
        let record = deploy(&world, &root, "web", true).await.expect("deployed");
        assert_eq!((&record["status"], &record["files"]), (&json!("ACTIVE"), &json!(names.len() + 2)), "{record}");
        assert_eq!(tree(&root), before, "nothing is written");
        assert!(!Path::new("canary").exists() && !root.join("canary").exists());
    });
}

#[test]
fn a_deploy_of_a_service_onto_itself_must_keep_all_of_it() {
    if !need(PROGRAMS) {
        return;
    }
    let server = Server::start();
    block_on(async {
        let world = World::start(&Setting { programs: server.programs(), ..Setting::default() }).await;
        let narrow = server.project("narrow", "server.js");
        let failure = deploy(&world, &narrow, "api", true).await.expect_err("it would erase the rest");
        assert_eq!(failure["code"], "PREFLIGHT_FAILED", "{failure}");
        assert!(failure["fields"].to_string().contains("narrow_self_deploy"), "{failure}");
        let record = deploy(&world, &narrow, "web", true).await.expect("to another service it is fine");
        assert_eq!(record["status"], "ACTIVE");
        let whole = server.project("whole", "[.]");
        assert_eq!(deploy(&world, &whole, "api", true).await.expect("deployed")["status"], "ACTIVE");
    });
}

#[test]
fn what_goes_wrong_over_there_is_said() {
    if !need(PROGRAMS) {
        return;
    }
    let server = Server::start();
    block_on(async {
        let world = World::start(&Setting { programs: server.programs(), ..Setting::default() }).await;
        let failure = deploy(&world, Path::new("/no/such/folder"), "web", true).await.expect_err("no folder");
        assert_eq!(failure["code"], "SSH_FAILED", "{failure}");
        assert!(failure["error"].as_str().expect("text").contains("no folder /no/such/folder"), "{failure}");
        let empty = server.folder.path().join("empty");
        fs::create_dir(&empty).expect("a folder");
        let failure = deploy(&world, &empty, "web", true).await.expect_err("no document");
        assert_eq!(failure["code"], "ZEROPS_YML_NOT_FOUND", "{failure}");
        let leaving = server.project("leaving", "./");
        std::os::unix::fs::symlink("/etc/passwd", leaving.join("link")).expect("a link");
        let failure = deploy(&world, &leaving, "web", true).await.expect_err("a link that leaves");
        assert_eq!(failure["code"], "FILES_REFUSED", "{failure}");
        assert!(failure["error"].as_str().expect("text").contains("link"), "{failure}");
        let fine = server.project("fine", "./");
        let other = Programs { ssh_config: Some("/dev/null".into()), ..Programs::default() };
        let unreached = World::start(&Setting { programs: other, ..Setting::default() }).await;
        let failure = deploy(&unreached, &fine, "web", true).await.expect_err("no such host");
        assert_eq!(failure["code"], "SSH_FAILED", "{failure}");
        assert_eq!(deploy(&world, &fine, "web", true).await.expect("deployed")["status"], "ACTIVE");
    });
}

/// What zcli does for a push, in the fewest words.
const ZCLI: &str = r#"#!/bin/sh
set -e
for word; do case "$word" in --service-id=*) service="${word#*=}" ;; esac; done
api="http://$(sed 's/.*"address":"\([^"]*\)".*/\1/' "$ZEROPS_CLI_DATA_FILE_PATH")/api/rest/public"
ask() {
  curl -sf -X "$1" -H "Authorization: Bearer $ZEROPS_TOKEN" -H 'Content-Type: application/json' -d "$3" "$api$2"
}
field() { sed 's/.*"'"$1"'":"\([^"]*\)".*/\1/'; }
made="$(ask POST "/service-stack/$service/app-version" '{"name":null}')"
version="$(printf '%s' "$made" | sed 's/.*"uploadUrl":"[^"]*\/\([A-Za-z0-9_-]*\)?.*/\1/')"
tar -czf - . | curl -sf -T - "$(printf '%s' "$made" | field uploadUrl)" >/dev/null
yaml='zerops: [{setup: web, build: {base: nodejs@22, deployFiles: ./}, run: {base: nodejs@22, start: x}}]'
ask PUT "/app-version/$version/build-and-deploy" "{\"zeropsYaml\":\"$yaml\",\"zeropsYamlSetup\":\"web\"}" >/dev/null
echo 'Deploying service' >&2
"#;

#[test]
fn a_push_of_zcli_is_followed_by_its_own_version() {
    if !need(&["curl", "tar", "sed"]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let zcli = folder.path().join("zcli");
    fs::write(&zcli, ZCLI).expect("written");
    fs::set_permissions(&zcli, fs::Permissions::from_mode(0o755)).expect("executable");
    let project = folder.path().join("project");
    fs::create_dir(&project).expect("a folder");
    fs::write(project.join("zerops.yaml"), YAML.replace("DEPLOYED", "./")).expect("written");
    block_on(async {
        let programs = Programs { zcli: zcli.clone(), ..Programs::default() };
        let world = World::start(&Setting { programs, working_folder: project, ..Setting::default() }).await;
        let push = async || {
            let args = json!({
                "workingDir": ".", "targetService": "web", "method": "zcli", "wait": true, "timeout": 7200
            });
            world.call("zerops_deploy", args.as_object().cloned().expect("an object")).await
        };
        let mut seen = std::collections::BTreeSet::new();
        for _ in 0..3 {
            let result = push().await;
            assert_ne!(result.is_error, Some(true), "{}", text_of(&result));
            let record = result.structured_content.expect("a record");
            assert_eq!(record["status"], "ACTIVE", "{record}");
            assert!(seen.insert(record["appVersionId"].to_string()), "{record}");
        }
        fs::write(&zcli, "#!/bin/sh\necho \"ERR no access with $ZEROPS_TOKEN\" >&2\nexit 1\n").expect("written");
        let failure = failure_in(&push().await);
        assert_eq!(failure["code"], "ZCLI_FAILED", "{failure}");
        assert!(failure["error"].as_str().expect("text").contains("no access with [token]"), "{failure}");
    });
}

/// Every path below a folder with its length and time.
fn tree(root: &Path) -> Vec<(PathBuf, u64, std::time::SystemTime)> {
    let mut all = Vec::new();
    let mut waiting = vec![root.to_owned()];
    while let Some(folder) = waiting.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            let metadata = path.symlink_metadata().expect("metadata");
            if metadata.is_dir() {
                waiting.push(path.clone());
            }
            all.push((path, metadata.len(), metadata.modified().expect("a time")));
        }
    }
    all.sort();
    all
}

/// zcli has the token, and runs git and packs by itself.
#[test]
fn zcli_gets_no_repository_that_runs_programs_and_no_secret_of_zcp() {
    if !need(&["curl", "tar", "sed", "git"]) {
        return;
    }
    let folder = tempfile::tempdir().expect("a folder");
    let zcli = folder.path().join("zcli");
    fs::write(&zcli, ZCLI).expect("written");
    fs::set_permissions(&zcli, fs::Permissions::from_mode(0o755)).expect("executable");
    let project = folder.path().join("project");
    fs::create_dir(&project).expect("a folder");
    fs::write(project.join("zerops.yaml"), YAML.replace("DEPLOYED", "./")).expect("written");
    let git = |words: &[&str]| {
        let ran = std::process::Command::new("git").arg("-C").arg(&project).args(words).status().expect("git runs");
        assert!(ran.success(), "{words:?}");
    };
    git(&["init", "-q"]);
    let _ = fs::remove_dir_all(project.join(".git/hooks"));
    block_on(async {
        let programs = Programs { zcli: zcli.clone(), ..Programs::default() };
        let world = World::start(&Setting { programs, working_folder: project.clone(), ..Setting::default() }).await;
        let push = async || {
            let args = json!({
                "workingDir": ".", "targetService": "web", "method": "zcli", "wait": true, "timeout": 7200
            });
            world.call("zerops_deploy", args.as_object().cloned().expect("an object")).await
        };
        let refused = async |field: &str| {
            let failure = failure_in(&push().await);
            assert_eq!(failure["code"], "FILES_REFUSED", "{failure}");
            assert_eq!(failure["fields"][0]["field"], field, "{failure}");
        };
        let result = push().await;
        assert_ne!(result.is_error, Some(true), "{}", text_of(&result));
        for (key, value) in [("core.fsmonitor", "./run"), ("filter.x.clean", "./run"), ("tar.x.command", "./run")] {
            git(&["config", key, value]);
            refused("method").await;
            git(&["config", "--unset", key]);
            fs::write(project.join(".git/config"), "[core]\n\tbare = false\n").expect("written");
        }
        let hooks = project.join(".git/hooks");
        fs::create_dir(&hooks).expect("a folder");
        fs::write(hooks.join("post-checkout"), "#!/bin/sh\n").expect("written");
        refused("method").await;
        fs::remove_dir_all(&hooks).expect("removed");
        fs::write(project.join(".env.web"), "# Written by zcp from the service `web`\n").expect("written");
        refused(".env.web").await;
        // In a repository zcli does not look at .deployignore.
        fs::write(project.join(".deployignore"), ".env.web\n").expect("written");
        refused(".env.web").await;
        fs::write(project.join(".gitignore"), ".env.web\n").expect("written");
        fs::write(project.join(".zcli.yml"), "archiveFilePath: /tmp/x\n").expect("written");
        refused("method").await;
        fs::remove_file(project.join(".zcli.yml")).expect("removed");
        std::os::unix::fs::symlink("/etc/hostname", project.join("zerops.yml")).expect("linked");
        refused("method").await;
        fs::remove_file(project.join("zerops.yml")).expect("removed");
        fs::create_dir(project.join("refs")).expect("a folder");
        fs::rename(project.join(".git/refs"), project.join("refs/kept")).expect("moved");
        refused("method").await;
        fs::rename(project.join("refs/kept"), project.join(".git/refs")).expect("moved");
        let result = push().await;
        assert_ne!(result.is_error, Some(true), "{}", text_of(&result));
    });
}
