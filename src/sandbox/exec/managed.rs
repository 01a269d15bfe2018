//! Real servers for managed services, where their programs are on this computer.

use std::io;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::time::Instant;

use super::commands::{Environment, ending};
use super::container::Container;
use super::instance::{Instance, Program};
use super::output::{Sink, WARNING, say};
use crate::programs;

/// How long a server may take to come up. Far more than it needs.
const PATIENCE: Duration = Duration::from_mins(1);
/// Who `PostgreSQL` can be, the first that this computer has.
const SOMEBODY: &[&str] = &["postgres", "nobody", "daemon"];

/// A server that can be started.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Server {
    /// The folder of its programs.
    PostgreSql(PathBuf),
    /// The program.
    Valkey(PathBuf),
}

/// Values of a service's variables, by name.
pub(crate) type Variables<'a> = &'a Environment;

impl Server {
    /// The server for a type, such as `postgresql@16`, where containers are plain processes or not.
    ///
    /// # Errors
    /// There is none here, in words.
    pub(crate) fn find(family: &str, version: &str, plain: bool, sink: &Sink) -> Result<Self, String> {
        match family {
            // In a namespace it is somebody else.
            "postgresql" if plain && rustix::process::geteuid().is_root() => {
                Err("PostgreSQL refuses to run as root, which it would be without namespaces".to_owned())
            }
            "postgresql" => postgresql(version, sink).ok_or_else(|| "PostgreSQL is not installed here".to_owned()),
            "valkey" | "keydb" => ["valkey-server", "redis-server", "keydb-server"]
                .iter()
                .find_map(|program| programs::find(program))
                .map(Self::Valkey)
                .ok_or_else(|| "neither valkey-server nor redis-server is installed here".to_owned()),
            _ => Err("the sandbox has no server for it".to_owned()),
        }
    }

    /// The port it listens on.
    pub(crate) const fn port(&self) -> u16 {
        match self {
            Self::PostgreSql(_) => 5432,
            Self::Valkey(_) => 6379,
        }
    }

    /// Starts the server and waits until it answers.
    pub(crate) async fn start(&self, instance: &Arc<Instance>, data: &Path, values: Variables<'_>) -> io::Result<()> {
        let script = match self {
            Self::PostgreSql(programs) => postgresql_script(instance, programs, data, values).await?,
            Self::Valkey(program) => valkey_script(instance, program, data, values)?,
        };
        instance.keep(Program {
            name: "the server".to_owned(),
            folder: data.display().to_string(),
            script,
            environment: Environment::default(),
            sink: Sink::clone(&instance.sink),
        });
        let deadline = Instant::now() + PATIENCE;
        loop {
            if self.answers(&instance.container).await {
                return Ok(());
            }
            if Instant::now() > deadline {
                return Err(io::Error::other("the server did not come up; its log says why"));
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    async fn answers(&self, container: &Container) -> bool {
        if container.connect(self.port()).await.is_err() {
            return false;
        }
        let Self::PostgreSql(programs) = self else { return true };
        let ready = programs.join("pg_isready");
        let port = container.port(5432).to_string();
        let mut command = container.command(Path::new("/"), [ready.as_os_str(), "-h".as_ref(), "127.0.0.1".as_ref()]);
        command.args(["-p", &port]).env("PATH", container.search_path()).kill_on_drop(true);
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // Without that program an open port has to do.
        command.status().await.is_ok_and(|status| status.success() || status.code() == Some(127))
    }
}

/// The programs of the wanted version, or of the newest one.
fn postgresql(wanted: &str, sink: &Sink) -> Option<Server> {
    let mut folders: Vec<(u32, PathBuf)> = std::fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .flatten()
        .filter_map(|entry| Some((entry.file_name().to_str()?.parse().ok()?, entry.path().join("bin"))))
        .collect();
    folders.retain(|(_, folder)| programs::is_program(&folder.join("initdb")));
    folders.sort();
    let exact = folders.iter().find(|(version, _)| version.to_string() == wanted);
    if let Some((version, folder)) = exact.or(folders.last()) {
        if version.to_string() != wanted {
            say(sink, WARNING, format!("this computer has PostgreSQL {version} instead of {wanted}, which is used"));
        }
        return Some(Server::PostgreSql(folder.clone()));
    }
    let folder = programs::find("initdb")?.canonicalize().ok()?.parent()?.to_owned();
    programs::is_program(&folder.join("postgres")).then_some(Server::PostgreSql(folder))
}

fn quoted(path: &Path) -> String {
    format!("'{}'", path.display().to_string().replace('\'', r"'\''"))
}

fn missing(name: &str) -> io::Error {
    io::Error::other(format!("the service has no variable `{name}`"))
}

/// Makes the cluster with its role and database, unless it is there, and says how it is started.
async fn postgresql_script(
    instance: &Instance,
    programs: &Path,
    data: &Path,
    values: Variables<'_>,
) -> io::Result<String> {
    let somebody = if instance.container.moves_ports() { String::new() } else { somebody()? };
    let cluster = data.join("cluster");
    let (postgres, initdb) = (quoted(&programs.join("postgres")), quoted(&programs.join("initdb")));
    let place = quoted(&cluster);
    if !cluster.join("PG_VERSION").exists() {
        let user = values.0.get("user").cloned().ok_or_else(|| missing("user"))?;
        let password = values.0.get("password").cloned().ok_or_else(|| missing("password"))?;
        let database = values.0.get("dbName").cloned().ok_or_else(|| missing("dbName"))?;
        let super_user = values.0.get("superUser").cloned().unwrap_or_else(|| "postgres".to_owned());
        let super_password = values.0.get("superUserPassword").cloned().unwrap_or_else(|| password.clone());
        let literal = |text: &str| format!("'{}'", text.replace('\'', "''"));
        let name = |text: &str| format!("\"{}\"", text.replace('"', "\"\""));
        let make = format!(
            "{somebody}{initdb} -D {place} -U {} --auth=scram-sha-256 --pwfile=/dev/stdin -E UTF8 --no-locale --no-sync",
            quoted(Path::new(&super_user))
        );
        feed(instance, data, &make, &format!("{super_password}\n")).await?;
        std::fs::write(cluster.join("pg_hba.conf"), "local all all scram-sha-256\nhost all all all scram-sha-256\n")?;
        let sql = format!(
            "CREATE ROLE {user} LOGIN PASSWORD {password};\nCREATE DATABASE {database} OWNER {user};\n",
            user = name(&user),
            password = literal(&password),
            database = name(&database),
        );
        feed(instance, data, &format!("{somebody}{postgres} --single -D {place} postgres"), &sql).await?;
    }
    let address = if instance.container.moves_ports() { "127.0.0.1" } else { "*" };
    let port = instance.container.port(5432);
    // Its data go with the sandbox, so nothing is gained by waiting for the disk.
    Ok(format!(
        "exec {somebody}{postgres} -D {place} -p {port} -c listen_addresses='{address}' -c unix_socket_directories= \
         -c fsync=off -c logging_collector=off"
    ))
}

/// `PostgreSQL` refuses to be root, and to be nobody that it knows. In a namespace of its own it is
/// somebody else.
fn somebody() -> io::Result<String> {
    let users = std::fs::read_to_string("/etc/passwd")?;
    let number = |name: &str| {
        let line = users.lines().find(|line| line.split(':').next() == Some(name))?;
        line.split(':').nth(2)?.parse::<u32>().ok()
    };
    let number = SOMEBODY.iter().find_map(|name| number(name));
    let number = number.ok_or_else(|| io::Error::other("this computer has no user that PostgreSQL could be"))?;
    Ok(format!("unshare --user --map-user={number} --map-group={number} -- "))
}

/// Runs a script that is told on standard input what nobody else may read.
async fn feed(instance: &Instance, folder: &Path, script: &str, input: &str) -> io::Result<()> {
    let mut command = instance.container.command(folder, ["sh", "-c", script]);
    Environment::default().apply(&instance.container, &mut command);
    command.stdin(Stdio::piped()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = instance.container.spawn(command)?;
    if let Some(mut stream) = child.stdin.take() {
        // One that ended already says why by its exit code.
        stream.write_all(input.as_bytes()).await.ok();
    }
    let output = tokio::time::timeout(PATIENCE, child.wait_with_output()).await;
    instance.container.tidy();
    let output = output.unwrap_or_else(|_| Err(io::ErrorKind::TimedOut.into()))?;
    if output.status.success() {
        return Ok(());
    }
    let text = String::from_utf8_lossy(&output.stderr);
    let last = text.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or_default();
    let last: String = last.chars().take(300).collect();
    Err(io::Error::other(format!("the database could not be made: the program {}: {last}", ending(output.status))))
}

/// Derived: the password is asked for where the service has one; every write is kept. The
/// configuration is a file of nobody else's, since arguments can be read by everybody.
fn valkey_script(instance: &Instance, program: &Path, data: &Path, values: Variables<'_>) -> io::Result<String> {
    let address = if instance.container.moves_ports() { "127.0.0.1" } else { "0.0.0.0" };
    let mut text = format!(
        "port {}\nbind {address}\nprotected-mode no\nappendonly no\nsave \"\"\ntimeout 300\ndaemonize no\ndir {}\n",
        instance.container.port(6379),
        data.display(),
    );
    if let Some(password) = values.0.get("password").cloned() {
        text.push_str(&format!("requirepass {password}\n"));
    }
    let path = data.join("server.conf");
    std::fs::write(&path, text)?;
    std::fs::set_permissions(&path, std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(format!("exec {} {}", quoted(program), quoted(&path)))
}
