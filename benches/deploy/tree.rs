//! A tree to deploy.

use std::fs;
use std::io;
use std::path::Path;

const YAML: &str = "zerops:
  - setup: web
    build: { base: nodejs@22, deployFiles: ./ }
    run: { base: nodejs@22, start: node server.js }
";

/// Files of so many bytes that compress like source and its dependencies: words in an order of their own.
pub(crate) fn plant(root: &Path, mib: usize, bytes: usize) -> io::Result<usize> {
    const WORDS: [&str; 16] = [
        "function", "return", "const", "import", "export", "module", "value", "index", "{", "}", "(", ")", ";\n",
        " = ", "\"", " ",
    ];
    fs::create_dir_all(root)?;
    fs::write(root.join("zerops.yaml"), YAML)?;
    let mut state = 0x9e37_79b9_7f4a_7c15_u64;
    let files = mib * 1024 * 1024 / bytes;
    for number in 0..files {
        let mut text = String::with_capacity(bytes + 64);
        while text.len() < bytes {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            text.push_str(WORDS[(state >> 60) as usize]);
            if state.trailing_zeros() >= 3 {
                text.push_str(&format!("{:x}", state >> 40));
            }
        }
        let inside = root.join(format!("d{}/e{}", number % 64, number / 64 % 64));
        fs::create_dir_all(&inside)?;
        fs::write(inside.join(format!("f{number}.js")), text)?;
    }
    Ok(files)
}
