//! Backups of a real database, and the way back that the knowledge describes.

use std::fs;
use std::process::{Output, Stdio};

use serde_json::{Value, json};
use tokio::process::Command;

use super::live::{CONTAINERS, Live};
use crate::harness::need::need;

const IMPORT: &str = "services:
  - {hostname: db, type: postgresql@16, mode: NON_HA}
  - {hostname: app, type: ubuntu@22.04}
";

const YAML: &str = "zerops:
  - setup: app
    build: {deployFiles: ./}
    run:
      envVariables:
        DATABASE_URL: ${db_connectionString}/${db_dbName}
      initCommands:
        - psql \"$DATABASE_URL\" -c 'create table notes (id serial primary key, body text)' -c \"insert into notes (body) values ('kept')\"
      start: sleep 1000
";

/// One of OpenSSH's programs, which knows the services.
fn program(live: &Live, name: &str) -> Command {
    let mut command = Command::new(name);
    command.arg("-F").arg(live.world.sandbox.ssh_config().expect("a configuration")).args(["-o", "BatchMode=yes"]);
    command.stdin(Stdio::null()).kill_on_drop(true);
    command
}

async fn done(mut command: Command) -> String {
    let Output { status, stdout, stderr } = command.output().await.expect("it runs");
    let (out, err) = (String::from_utf8_lossy(&stdout), String::from_utf8_lossy(&stderr));
    assert!(status.success(), "{status}: {out}{err}");
    out.trim().to_owned()
}

async fn ssh(live: &Live, line: &str) -> String {
    let mut command = program(live, "ssh");
    command.args(["app", line]);
    done(command).await
}

/// The command of the guide that stands in a block of shell.
fn guide() -> String {
    let document = zcp::knowledge::documents::by_path("topics/restoring-a-backup").expect("the guide");
    let block = document.body().split("```sh\n").nth(1).and_then(|rest| rest.split("\n```").next());
    let line = block.expect("a command").strip_prefix("ssh app '").and_then(|line| line.strip_suffix('\''));
    line.expect("a command over ssh").to_owned()
}

#[tokio::test]
async fn a_backup_of_a_real_database_is_made_downloaded_and_restored_by_the_guide() {
    if !need(CONTAINERS) || !need(&["initdb", "psql", "pg_restore", "unzip", "ssh", "scp"]) {
        return;
    }
    let live = Live::start(IMPORT).await;
    live.write("zerops.yaml", YAML);
    assert_eq!(live.deploy("app").await["status"], "ACTIVE");

    let args = json!({ "action": "create", "serviceHostname": "db", "tags": ["before-migration"] });
    let made = live.call("zerops_backup", args).await;
    let name = made["backup"]["name"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned();
    assert!(name.contains(".zip") && made["backup"]["tags"] == json!(["before-migration"]), "{made}");

    // The next step that the answer names.
    let call = &made["next"][0];
    let got = live.call(call["tool"].as_str().expect("a tool"), call["args"].clone()).await;
    let path = live.folder.path().join(got["file"].as_str().expect("a file"));
    let bytes = fs::read(&path).expect("the backup");
    assert_eq!(got["backup"]["size"], json!(bytes.len()), "{got}");
    assert_eq!(made["backup"]["size"], got["backup"]["size"]);
    let hash = ring::digest::digest(&ring::digest::SHA256, &bytes);
    let hash: String = hash.as_ref().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(got["sha256"], json!(hash));
    let again = live.fails("zerops_backup", call["args"].clone()).await;
    assert_eq!((&again["code"], fs::read(&path).expect("the backup")), (&json!("FILE_REFUSED"), bytes));

    // What was downloaded stays here, whatever is deployed.
    live.write("zerops.yaml", &YAML.replace("- psql \"$DATABASE_URL\" -c 'create table", "- true 'create table"));
    let deployed = live.deploy("app").await;
    assert!(deployed["warnings"].to_string().contains("left out"), "{deployed}");
    assert_eq!(ssh(&live, "ls /var/www").await, "zerops.yaml");

    ssh(&live, "psql \"$DATABASE_URL\" -c \"update notes set body = 'lost'\" -c 'create table later (x int)'").await;
    let mut unzip = Command::new("unzip");
    unzip.arg(&path).current_dir(live.folder.path());
    done(unzip).await;
    let mut scp = program(&live, "scp");
    scp.arg(live.folder.path().join("public.dump")).arg("app:/tmp/");
    done(scp).await;
    ssh(&live, &guide()).await;
    assert_eq!(ssh(&live, "psql \"$DATABASE_URL\" -Atc 'select body from notes'").await, "kept");
    let newer = ssh(&live, "psql \"$DATABASE_URL\" -Atc \"select to_regclass('later') is null\"").await;
    assert_eq!(newer, "t", "what is newer than the backup is gone");

    let refused = live.fails("zerops_delete", json!({ "serviceHostname": "db" })).await;
    assert_eq!(refused["code"], "CONFIRM_REQUIRED");
    let said = refused["error"].as_str().expect("words");
    assert!(said.contains(&name), "the newest backup is named: {said}");
    let tools: Vec<&Value> = refused["next"].as_array().expect("calls").iter().map(|call| &call["tool"]).collect();
    assert_eq!(tools, ["zerops_backup", "zerops_delete"]);
    live.end().await;
}
