//! Files: scp, sftp, and a mounted folder.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tokio::process::Command;

use crate::harness::need::need;
use crate::harness::rooms::{PROGRAMS, Reached, can_mount};

#[tokio::test]
async fn scp_and_sftp_move_files() {
    if !need(PROGRAMS) || !need(&["scp", "sftp"]) {
        return;
    }
    let reached = Reached::start().await;
    let here = reached.folder.path().join("here");
    std::fs::create_dir(&here).expect("a folder");
    let data: Vec<u8> = (0..3_000_000_u32).flat_map(u32::to_le_bytes).collect();
    std::fs::write(here.join("a file"), &data).expect("written");
    let mut scp = reached.program("scp");
    scp.args(["-q", "-p", "-r"]).arg(&here).arg("app:copy");
    assert!(scp.status().await.expect("it runs").success());
    assert!(std::fs::read(reached.www().join("copy/a file")).expect("there") == data);
    let mut scp = reached.program("scp");
    scp.args(["-q", "app:/var/www/copy/a file"]).arg(here.join("back"));
    assert!(scp.status().await.expect("it runs").success());
    assert!(std::fs::read(here.join("back")).expect("there") == data);

    let batch = "pwd\nmkdir folder\ncd folder\nput \"HERE/a file\" x\nrename x y\nsymlink y link\nchmod 600 y\nls -l\n\
                 ln y hard\ndf\nget y \"HERE/y\"\nrm link\n-rmdir ../folder\n";
    let batch = batch.replace("HERE", here.to_str().expect("a name"));
    let file = here.join("batch");
    std::fs::write(&file, batch).expect("written");
    let mut sftp = reached.program("sftp");
    let ended = sftp.arg("-b").arg(&file).arg("app").output().await.expect("it runs");
    let said = String::from_utf8_lossy(&ended.stdout).into_owned();
    assert!(ended.status.success(), "{said} {}", String::from_utf8_lossy(&ended.stderr));
    assert!(said.contains("Remote working directory: /var/www\n"), "{said}");
    let folder = reached.www().join("folder");
    assert_eq!(std::fs::metadata(folder.join("y")).expect("there").permissions().mode() & 0o777, 0o600);
    assert!(folder.join("hard").exists() && !folder.join("link").is_symlink());
    assert!(std::fs::read(here.join("y")).expect("there") == data);
}

/// Runs lines of shell in a mounted folder. This process never looks into it: the server that would
/// answer is a part of it.
async fn shell(folder: &Path, lines: &str) -> String {
    let mut command = Command::new("sh");
    command.args(["-ec", &format!("cd \"$0\"; {lines}")]).arg(folder).stdin(Stdio::null());
    command.env("GIT_CONFIG_GLOBAL", "/dev/null").env("GIT_CONFIG_SYSTEM", "/dev/null");
    let ended = command.output().await.expect("it runs");
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.success(), "{lines}: {said}");
    String::from_utf8(ended.stdout).expect("text").trim_end().to_owned()
}

/// A mounted folder; it is given back when this is dropped.
struct Mounted(PathBuf);

impl Drop for Mounted {
    fn drop(&mut self) {
        std::process::Command::new("fusermount3").args(["-u", "-z"]).arg(&self.0).status().ok();
    }
}

#[tokio::test]
async fn sshfs_is_a_file_system_to_work_in() {
    if !need(PROGRAMS) || !can_mount() || !need(&["git"]) {
        return;
    }
    let reached = Reached::start().await;
    let place = reached.folder.path().join("place");
    std::fs::create_dir(&place).expect("a folder");
    let mut sshfs = reached.program("sshfs");
    // Who is somebody else there than here is the owner of the files all the same, or git refuses to work in them.
    sshfs.args(["-o", "reconnect", "-o", "idmap=user", "app:/var/www"]).arg(&place);
    let ended = sshfs.stdin(Stdio::null()).output().await.expect("it runs");
    assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    let mounted = Mounted(place);
    let lines = "echo one > a; mv a b; echo two >> b; ln -s b link; cat link; mkdir -p x/y; touch -d @1000000000 b
                 chmod 640 b; stat -c '%Y %a %s' b; echo other > c; mv c b; cat b; rm link; test ! -e link
                 truncate -s 5 b; stat -c %s b; rmdir x/y x; ln b hard; rm hard";
    assert_eq!(shell(&mounted.0, lines).await, "one\ntwo\n1000000000 640 8\nother\n5");
    let many = "mkdir many; cd many; seq 3000 | xargs touch; ls | wc -l; cd ..; rm -r many";
    assert_eq!(shell(&mounted.0, many).await, "3000");
    let big = "head -c 100000000 /dev/urandom > big; cat big | sha256sum";
    let there = shell(&mounted.0, big).await;
    assert_eq!(shell(&reached.www(), "cat big | sha256sum; rm big").await, there);
    let git = "git init -q repo; cd repo; git config user.name N; git config user.email e@example.com
               seq 300 | while read n; do echo $n > file$n; done; git add .; git commit -qm one; echo x > file1
               git status --short; git gc -q; git fsck 2>&1; git log --oneline | wc -l";
    assert_eq!(shell(&mounted.0, git).await, " M file1\n1");
}
