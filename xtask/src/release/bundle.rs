//! Packs the program as an MCPB bundle, and writes the `server.json` that names it by its hash.

use std::env::consts::{ARCH, OS};
use std::fs;
use std::io::Write as _;
use std::path::Path;

use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// What is in a bundle beside the program, and where it comes from.
const FILES: [(&str, &str); 5] = [
    ("manifest.json", "generated/manifest.json"),
    ("README.md", "README.md"),
    ("CHANGELOG.md", "CHANGELOG.md"),
    ("LICENSE-MIT", "LICENSE-MIT"),
    ("LICENSE-APACHE", "LICENSE-APACHE"),
];

/// Writes `target/bundle/*.mcpb` and `target/bundle/server.json`.
pub(crate) fn bundle(root: &Path, program: &Path) -> Result<String, String> {
    if OS != "linux" {
        return Err("the manifest is for Linux".to_owned());
    }
    let version = env!("CARGO_PKG_VERSION");
    let name = format!("zcp-{version}-{OS}-{ARCH}.mcpb");
    let packed = packed(root, program)?;
    let digest = ring::digest::digest(&ring::digest::SHA256, &packed);
    let mut hash = String::new();
    for byte in digest.as_ref() {
        hash.push_str(&format!("{byte:02x}"));
    }

    let text = String::from_utf8(read(&root.join("generated/server.json"))?).map_err(|error| error.to_string())?;
    let mut server: Value = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    let package = &mut server["packages"][0];
    let address = package["identifier"].as_str().and_then(|address| address.rsplit_once('/')).map(|(folder, _)| folder);
    package["identifier"] = json!(format!("{}/{name}", address.ok_or("server.json names no bundle")?));
    package["fileSha256"] = json!(hash);
    let server = serde_json::to_string_pretty(&server).map_err(|error| error.to_string())? + "\n";

    let folder = root.join("target/bundle");
    fs::create_dir_all(&folder).map_err(|error| format!("cannot make {}: {error}", folder.display()))?;
    let (bundle, entry) = (folder.join(&name), folder.join("server.json"));
    fs::write(&bundle, &packed).map_err(|error| format!("cannot write {}: {error}", bundle.display()))?;
    fs::write(&entry, server).map_err(|error| format!("cannot write {}: {error}", entry.display()))?;
    let (bundle, entry) = (bundle.display(), entry.display());
    Ok(format!("{bundle}: {} bytes\nsha256 {hash}\n{entry}: for the registry", packed.len()))
}

/// The bytes of the bundle. Equal files make an equal bundle: nothing in it has a time.
fn packed(root: &Path, program: &Path) -> Result<Vec<u8>, String> {
    let failed = |error: &dyn std::fmt::Display| format!("cannot pack: {error}");
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(DateTime::default());
    let files = FILES.iter().map(|(name, path)| (*name, root.join(path), 0o644));
    for (name, path, mode) in files.chain([("zcp", program.to_owned(), 0o755)]) {
        zip.start_file(name, options.unix_permissions(mode)).map_err(|error| failed(&error))?;
        zip.write_all(&read(&path)?).map_err(|error| failed(&error))?;
    }
    zip.finish().map(std::io::Cursor::into_inner).map_err(|error| failed(&error))
}

fn read(path: &Path) -> Result<Vec<u8>, String> {
    fs::read(path).map_err(|error| format!("cannot read {}: {error}", path.display()))
}
