//! `zcp man`: the manual pages, made from the same definitions as `--help`.

use std::fmt::Display;
use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::Path;
use std::process::ExitCode;

use clap::Command;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, roman};

use super::args::ManArgs;
use super::problem::Problem;
use super::{command_line, output};
use crate::files::{Access, Root};

fn failed(path: &Path, error: impl Display) -> Problem {
    Problem::Failed(format!("cannot write {}: {error}", path.display()))
}

/// Prints the page of `zcp`, or writes those of all commands.
pub(super) fn man(args: &ManArgs) -> Result<ExitCode, Problem> {
    let Some(folder) = &args.out else {
        let page = page(command())?;
        return match io::stdout().write_all(&page) {
            Err(error) if error.kind() != ErrorKind::BrokenPipe => Err(error.into()),
            _ => Ok(ExitCode::SUCCESS),
        };
    };
    fs::create_dir_all(folder).map_err(|error| failed(folder, error))?;
    let root = Root::open(folder).map_err(|error| failed(folder, format_args!("it {error}")))?;
    for (name, page) in pages()? {
        let path = folder.join(&name);
        // A link or a pipe of the name is replaced, not written to.
        let written = root.replace(Path::new(&name), &page, Access::Usual);
        written.map_err(|error| failed(&path, format_args!("it {error}")))?;
        output::line(&path.display().to_string())?;
    }
    Ok(ExitCode::SUCCESS)
}

/// The whole command line, with the names that pages have.
fn command() -> Command {
    let mut command = command_line::command().disable_help_subcommand(true);
    command.build();
    command
}

/// The page of `zcp` and one of each command that is not hidden, with their files.
fn pages() -> io::Result<Vec<(String, Vec<u8>)>> {
    let all = command();
    let commands = all.get_subcommands().filter(|command| command_line::is_listed(command)).cloned();
    let mut pages = vec![("zcp.1".to_owned(), page(all.clone())?)];
    for command in commands {
        pages.push((format!("zcp-{}.1", command.get_name()), page(command)?));
    }
    Ok(pages)
}

/// A page: clap's sections, then the notes below the help of the command, each under its own heading.
fn page(command: Command) -> io::Result<Vec<u8>> {
    let notes = command.get_after_help().map(ToString::to_string).unwrap_or_default();
    let has_commands = command.get_subcommands().any(|command| !command.is_hide_set());
    let source = concat!("zcp ", env!("CARGO_PKG_VERSION"));
    let man = Man::new(command).source(source).manual("zcp");
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    if has_commands {
        man.render_subcommands_section(&mut page)?;
    }
    noted(&notes).to_writer(&mut page)?;
    Ok(escaped(&String::from_utf8_lossy(&page)).into_bytes())
}

/// A page without characters that roff knows only by a number.
fn escaped(page: &str) -> String {
    let escape = |c: char| if c.is_ascii() { c.to_string() } else { format!("\\[u{:04X}]", u32::from(c)) };
    page.chars().map(escape).collect()
}

/// Paragraphs as sections: one that begins with `Examples:` keeps its lines and becomes EXAMPLES.
fn noted(notes: &str) -> Roff {
    let mut roff = Roff::new();
    let mut in_notes = false;
    for paragraph in notes.split("\n\n").filter(|paragraph| !paragraph.is_empty()) {
        match paragraph.split_once(":\n") {
            Some((heading, lines)) if !heading.contains('\n') => {
                roff.control("SH", [heading.to_uppercase().as_str()]).control("nf", []);
                for line in lines.lines() {
                    roff.text([roman(line.strip_prefix("  ").unwrap_or(line))]);
                }
                roff.control("fi", []);
                in_notes = false;
            }
            _ => {
                let paragraph = paragraph.replace('\n', " ");
                roff.control(
                    if in_notes { "PP" } else { "SH" },
                    if in_notes { &[][..] } else { &["NOTES"] }.iter().copied(),
                );
                roff.text([roman(paragraph)]);
                in_notes = true;
            }
        }
    }
    roff
}

#[cfg(test)]
mod tests {
    use super::*;

    #[cfg(unix)]
    #[test]
    fn pages_are_written_into_their_folder_and_nowhere_else() {
        let folder = tempfile::tempdir().expect("a folder");
        let (out, other) = (folder.path().join("out"), folder.path().join("other"));
        std::fs::create_dir(&out).expect("a folder");
        std::fs::write(&other, "mine").expect("a file");
        std::os::unix::fs::symlink(&other, out.join("zcp.1")).expect("a link");
        rustix::fs::mkfifoat(rustix::fs::CWD, out.join("zcp-call.1"), rustix::fs::Mode::RUSR).expect("a pipe");
        man(&ManArgs { out: Some(out.clone()) }).expect("written");
        assert_eq!(std::fs::read_to_string(&other).expect("a file"), "mine");
        for name in ["zcp.1", "zcp-call.1", "zcp-serve.1"] {
            assert!(out.join(name).symlink_metadata().expect("there").is_file(), "{name}");
        }
    }

    #[test]
    fn every_command_has_a_page_and_what_is_hidden_has_none() {
        let pages = pages().expect("pages");
        let names: Vec<&str> = pages.iter().map(|(name, _)| name.as_str()).collect();
        for name in ["zcp.1", "zcp-serve.1", "zcp-call.1", "zcp-man.1"] {
            assert!(names.contains(&name), "{names:?}");
        }
        for (name, page) in &pages {
            let text = String::from_utf8_lossy(page);
            for section in [".SH NAME", ".SH SYNOPSIS"] {
                assert!(text.contains(section), "{name} lacks {section}");
            }
            assert!(text.is_ascii() && !text.contains("sandbox-inside"), "{name}");
        }
    }

    #[test]
    fn notes_keep_their_lines_under_their_headings() {
        let text = noted("One\nthing.\n\nAnother.\n\nExit codes:\n  0  it worked\n  1  it did not").to_roff();
        for part in [".SH NOTES\nOne thing.\n.PP\nAnother.\n", ".nf\n0  it worked\n1  it did not\n.fi"] {
            assert!(text.contains(part), "{text}");
        }
    }
}
