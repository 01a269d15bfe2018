//! Real servers of databases, on free ports of this computer.

use std::fs;
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;
use std::thread;
use std::time::{Duration, Instant};

use super::need::{need, program};

/// How long a server may take to come up.
const PATIENCE: Duration = Duration::from_mins(1);

/// The programs that a `PostgreSQL` takes.
pub(crate) const POSTGRESQL: &[&str] = &["initdb", "postgres", "psql", "setpriv", "setsid"];

/// What the examples ask for.
const ORDERS: &str = "CREATE TABLE orders (id serial PRIMARY KEY, name text, price numeric(10,2), paid boolean, made timestamp, more jsonb);
INSERT INTO orders (name, price, paid, made, more) VALUES ('quoll', 12.50, true, '2026-01-02 03:04:05', '{\"size\": 3}'), ('tern', 0.99, false, NULL, NULL);
";
/// Ways to write that an application may have left in its database.
const WAYS: &str =
    "CREATE FUNCTION write_it() RETURNS bigint LANGUAGE plpgsql AS $$ BEGIN DELETE FROM orders; RETURN 1; END $$;
CREATE PROCEDURE change_it() LANGUAGE plpgsql AS $$ BEGIN COMMIT; DELETE FROM orders; COMMIT; END $$;
CREATE MATERIALIZED VIEW names AS SELECT name FROM orders;
";

/// A server that runs until it is dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    pub(crate) folder: PathBuf,
    child: Child,
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
        fs::remove_dir_all(&self.folder).ok();
    }
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address").port()
}

fn folder(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("zcp-test-{name}-{}-{}", std::process::id(), free_port()));
    fs::create_dir_all(&folder).expect("a folder");
    folder
}

fn is_root() -> bool {
    let output = Command::new("id").arg("-u").output().expect("id");
    output.stdout.trim_ascii() == b"0"
}

/// A program of `PostgreSQL`, which refuses to be root.
fn of_postgres(name: &str) -> Command {
    let path = program(name).expect("a program");
    if !is_root() {
        return Command::new(path);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups", "--"]).arg(path);
    command
}

fn done(command: &mut Command) {
    let output = command.stdin(Stdio::null()).output().expect("it runs");
    assert!(output.status.success(), "{command:?}: {}", String::from_utf8_lossy(&output.stderr));
}

/// Starts a server from a thread that ends only with the process, and waits until its port is open.
fn start(mut command: Command, port: u16, folder: PathBuf) -> Server {
    let log = fs::File::create(folder.join("log")).expect("a log");
    command.stdin(Stdio::null()).stdout(log.try_clone().expect("a log")).stderr(log);
    let child = command.spawn().expect("it starts");
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let begun = Instant::now();
    while TcpStream::connect(address).is_err() {
        let log = || fs::read_to_string(folder.join("log")).unwrap_or_default();
        assert!(begun.elapsed() < PATIENCE, "it does not come up: {}", log());
        thread::sleep(Duration::from_millis(20));
    }
    Server { address, folder, child }
}

/// A new `PostgreSQL` with the database `db` of the user `db`, who needs no password.
pub(crate) fn postgresql() -> Server {
    let folder = folder("postgresql");
    if is_root() {
        done(Command::new("chown").arg("postgres").arg(&folder));
    }
    let cluster = folder.join("cluster");
    done(
        of_postgres("initdb")
            .args(["--auth=trust", "--no-sync", "--no-locale", "-E", "UTF8", "-U", "postgres", "-D"])
            .arg(&cluster),
    );
    let port = free_port();
    let mut command = of_postgres("postgres");
    command.arg("-D").arg(&cluster).args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1"]);
    command.args(["-c", "unix_socket_directories=", "-c", "fsync=off", "-c", "max_prepared_transactions=5"]);
    let server = start(command, port, folder);
    let ready = Instant::now();
    while !psql(&server, "postgres", "postgres", "SELECT 1").0 {
        assert!(ready.elapsed() < PATIENCE, "it does not answer");
        thread::sleep(Duration::from_millis(20));
    }
    let make = "CREATE ROLE db LOGIN";
    assert!(
        psql(&server, "postgres", "postgres", make).0
            && psql(&server, "postgres", "postgres", "CREATE DATABASE db OWNER db").0
    );
    let (worked, said) = psql(&server, "db", "db", &format!("{ORDERS}{WAYS}"));
    assert!(worked, "{said}");
    server
}

/// Runs SQL as somebody, over psql; says whether that worked, and what came of it.
pub(crate) fn psql(server: &Server, user: &str, database: &str, sql: &str) -> (bool, String) {
    let port = server.address.port().to_string();
    let mut command = Command::new(program("psql").expect("psql"));
    command.args([
        "-X",
        "-A",
        "-t",
        "-v",
        "ON_ERROR_STOP=1",
        "-h",
        "127.0.0.1",
        "-p",
        &port,
        "-U",
        user,
        "-c",
        sql,
        database,
    ]);
    let output = command.stdin(Stdio::null()).output().expect("psql");
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8_lossy(&said).trim().to_owned())
}

/// The `PostgreSQL` that all examples of a process ask. It is ended when the process is, by whom it watches.
/// None where there is none on this computer.
pub(crate) fn shared_postgresql() -> Option<SocketAddr> {
    static SHARED: OnceLock<Option<SocketAddr>> = OnceLock::new();
    *SHARED.get_or_init(|| {
        if !need(POSTGRESQL) {
            return None;
        }
        let server = postgresql();
        watch(&server.folder, server.child.id());
        let address = server.address;
        // Its child is not waited for, and its folder not removed: the watcher does both.
        std::mem::forget(server);
        Some(address)
    })
}

/// Ends a server once this process has ended.
fn watch(folder: &Path, child: u32) {
    let script = "while kill -0 \"$1\" 2>/dev/null; do sleep 1; done; kill -INT \"$2\"; sleep 1; rm -rf -- \"$3\"";
    let own = std::process::id().to_string();
    let mut command = Command::new("setsid");
    command.args(["sh", "-c", script, "sh", &own, &child.to_string()]).arg(folder);
    let watcher = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    let mut watcher = watcher.expect("a watcher");
    thread::spawn(move || watcher.wait());
}

/// A new `MariaDB`, and what its superuser does over its own client.
pub(crate) fn mariadb() -> Server {
    let folder = folder("mariadb");
    let user = if is_root() { vec!["--user=mysql".to_owned()] } else { Vec::new() };
    if is_root() {
        done(Command::new("chown").arg("mysql").arg(&folder));
    }
    let data = format!("--datadir={}", folder.join("data").display());
    let make = program("mariadb-install-db").expect("mariadb-install-db");
    done(
        Command::new(make)
            .args(["--no-defaults", "--auth-root-authentication-method=normal", "--skip-test-db", &data])
            .args(&user),
    );
    let port = free_port();
    let mut command = Command::new(program("mariadbd").expect("mariadbd"));
    command.args([
        "--no-defaults",
        &data,
        "--bind-address=127.0.0.1",
        "--skip-name-resolve",
        "--innodb-flush-log-at-trx-commit=0",
    ]);
    command.args([format!("--port={port}"), format!("--socket={}", folder.join("socket").display())]).args(&user);
    command.arg(format!("--pid-file={}", folder.join("pid").display()));
    start(command, port, folder)
}

/// Runs SQL as the superuser of a `MariaDB`.
pub(crate) fn mariadb_says(server: &Server, sql: &str) -> String {
    let mut command = Command::new(program("mariadb").expect("mariadb"));
    command.args(["--no-defaults", "-N", "-B", "-u", "root"]);
    command.arg(format!("--socket={}", server.folder.join("socket").display())).args(["-e", sql]);
    let output = command.stdin(Stdio::null()).output().expect("mariadb");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}

/// A new Redis or Valkey with a password.
pub(crate) fn valkey(password: &str) -> Server {
    let folder = folder("valkey");
    let port = free_port();
    let configuration = folder.join("server.conf");
    let text = format!("port {port}\nbind 127.0.0.1\nsave \"\"\ndir {}\nrequirepass {password}\n", folder.display());
    fs::write(&configuration, text).expect("written");
    let mut command = Command::new(program("redis-server").expect("redis-server"));
    command.arg(&configuration);
    start(command, port, folder)
}

/// A command of a Valkey, over its own client.
pub(crate) fn valkey_says(server: &Server, password: &str, words: &[&str]) -> String {
    let mut command = Command::new(program("redis-cli").expect("redis-cli"));
    command.args(["-p", &server.address.port().to_string()]).env("REDISCLI_AUTH", password).args(words);
    let output = command.stdin(Stdio::null()).output().expect("redis-cli");
    String::from_utf8_lossy(&output.stdout).trim().to_owned()
}
