//! Backups of what really runs.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::sync::Arc;

use super::build::stage::blocking;
use super::commands::{Environment, ending};
use super::engine::Engine;
use super::managed::Server;
use super::output::{ERROR, say};
use super::snapshot::Snapshot;
use crate::files::{Access, Draft, Root, open_named};
use crate::sandbox::backups::Task;
use crate::sandbox::folder::remove;

/// Every schema of a database in a file of its own. Derived: from the manual.
const DUMP: &str = r#"set -eu
"$1/psql" -XAtc "select nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema'" > "$2/schemas"
while IFS= read -r schema; do
  "$1/pg_dump" -Fc --schema="\"$schema\"" -f "$2/$(printf %s "$schema" | tr -c 'A-Za-z0-9._\n-' _).dump"
done < "$2/schemas"
rm "$2/schemas"
"#;

/// Bytes that are read at once.
const PIECE: usize = 64 * 1024;

impl Engine {
    /// Makes a backup, and says so. What has no real server gets one that stands for it.
    pub(super) async fn back_up(self: &Arc<Self>, task: &Task) {
        let made = self.dump(task).await;
        let Some(shared) = self.shared() else { return };
        match made {
            Ok(file) => {
                let mut world = shared.world();
                let now = world.now();
                world.backups.finish(task, file, now);
            }
            Err(reason) => {
                shared.world().backups.give_up(task);
                say(&self.sink(&task.service, None, false), ERROR, format!("the backup failed: {reason}"));
            }
        }
    }

    async fn dump(&self, task: &Task) -> Result<Option<(PathBuf, u64)>, String> {
        let snapshot = self.shared().and_then(|shared| Snapshot::take(&shared.world(), &task.service, None));
        let snapshot = snapshot.ok_or("the service is gone")?;
        let sink = self.sink(&task.service, None, false);
        let server = Server::find(snapshot.family, &snapshot.version_number, self.plain.is_some(), &sink);
        let Ok(Server::PostgreSql(programs)) = server else { return Ok(None) };
        let instance = self.running(&task.service).ok_or("the service does not run")?;
        let value = |key: &str| snapshot.generated.0.get(key).cloned().unwrap_or_default();
        let folder = self.place("backups", task.service.as_str()).join(&task.date);
        let parts = folder.clone();
        blocking(move || std::fs::create_dir_all(parts).map_err(|error| error.to_string())).await?;
        let script =
            ["sh".as_ref(), "-c".as_ref(), DUMP.as_ref(), "sh".as_ref(), programs.as_os_str(), folder.as_os_str()];
        let mut command = instance.container.command(Path::new("/"), script);
        let user = snapshot.generated.0.contains_key("superUser");
        let [user, password] = if user { ["superUser", "superUserPassword"] } else { ["user", "password"] };
        Environment::default().apply(&instance.container, &mut command);
        command.env("PGHOST", "127.0.0.1").env("PGPORT", instance.container.port(5432).to_string());
        command.env("PGUSER", value(user)).env("PGPASSWORD", value(password)).env("PGDATABASE", value("dbName"));
        command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
        let child = instance.container.spawn(command).map_err(|error| error.to_string())?;
        let output = child.wait_with_output().await;
        instance.container.tidy();
        let output = output.map_err(|error| error.to_string())?;
        if !output.status.success() {
            let text = String::from_utf8_lossy(&output.stderr).trim().chars().take(300).collect::<String>();
            blocking(move || remove(&folder).map_err(|error| error.to_string())).await.ok();
            return Err(format!("pg_dump {}: {text}", ending(output.status)));
        }
        blocking(move || {
            let packed = folder.with_extension("zip");
            let size = pack(&folder, &packed).map_err(|error| error.to_string())?;
            remove(&folder).ok();
            Ok(Some((packed, size)))
        })
        .await
    }
}

/// Packs the files of a folder into a zip as they are: what `pg_dump` writes is compressed already.
fn pack(folder: &Path, packed: &Path) -> io::Result<u64> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)?.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    let parent = packed.parent().ok_or(io::ErrorKind::NotFound)?;
    let mut out = Out { draft: Root::open(parent)?.draft(packed, Access::Private)?, count: 0 };
    let mut directory = Vec::new();
    for path in &paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut file = open_named(path)?;
        let (crc, size) = sum(&mut file)?;
        let at = out.offset()?;
        // Version 2.0, no flags, stored, the first day that it knows; the sizes twice, the length of the name.
        let mut facts = vec![20, 0, 0, 0, 0, 0, 0, 0, 0x21, 0];
        facts.extend_from_slice(&crc.to_le_bytes());
        facts.extend_from_slice(&size.to_le_bytes());
        facts.extend_from_slice(&size.to_le_bytes());
        facts.extend_from_slice(&u16::try_from(name.len()).map_err(io::Error::other)?.to_le_bytes());
        facts.extend_from_slice(&[0, 0]);
        out.write(&[b"PK\x03\x04", facts.as_slice(), name.as_bytes()].concat())?;
        let mut piece = vec![0; PIECE];
        loop {
            let count = file.read(&mut piece)?;
            if count == 0 {
                break;
            }
            out.write(&piece[..count])?;
        }
        directory.extend_from_slice(b"PK\x01\x02\x14\0");
        directory.extend_from_slice(&facts);
        directory.extend_from_slice(&[0; 10]);
        directory.extend_from_slice(&at.to_le_bytes());
        directory.extend_from_slice(name.as_bytes());
    }
    let (at, count) = (out.offset()?, u16::try_from(paths.len()).map_err(io::Error::other)?);
    out.write(&directory)?;
    let length = u32::try_from(directory.len()).map_err(io::Error::other)?;
    let counts = [count.to_le_bytes(), count.to_le_bytes()].concat();
    out.write(&[b"PK\x05\x06\0\0\0\0", counts.as_slice(), &length.to_le_bytes(), &at.to_le_bytes(), &[0, 0]].concat())?;
    out.draft.place()?;
    Ok(out.count)
}

/// A zip that is being written.
struct Out {
    draft: Draft,
    count: u64,
}

impl Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.count += bytes.len() as u64;
        Ok(self.draft.write(bytes)?)
    }

    fn offset(&self) -> io::Result<u32> {
        u32::try_from(self.count).map_err(io::Error::other)
    }
}

/// The checksum and the length of a file, which is at its beginning again.
fn sum(file: &mut File) -> io::Result<(u32, u32)> {
    let mut crc = flate2::Crc::new();
    let mut piece = vec![0; PIECE];
    loop {
        let count = file.read(&mut piece)?;
        if count == 0 {
            break;
        }
        crc.update(&piece[..count]);
    }
    let size = u32::try_from(file.stream_position()?).map_err(io::Error::other)?;
    file.seek(SeekFrom::Start(0))?;
    Ok((crc.sum(), size))
}
