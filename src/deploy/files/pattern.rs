//! One line of git's ignore rules, with the meaning that git gives it (gitignore(5), and where that is silent
//! what git 2.x does; the tests hold one to the other). Everything is bytes, as for git.
//!
//! A pattern is matched in one pass over the path, whatever stars it has: no path makes it go back.

/// A line that is a rule.
#[derive(Debug)]
pub(super) struct Pattern {
    /// Whether it takes back what rules before it said.
    pub(super) is_negated: bool,
    /// Whether it is for folders alone.
    folders_only: bool,
    /// Whether it is for the last name of a path, whatever is above.
    name_only: bool,
    form: Form,
}

#[derive(Debug)]
enum Form {
    /// This, to the byte.
    Literal(Vec<u8>),
    /// Anything that ends so.
    Ending(Vec<u8>),
    /// This, and then what fits.
    Glob(Vec<u8>, Vec<Token>),
    /// Nothing fits.
    Nothing,
}

#[derive(Debug)]
enum Token {
    /// This byte.
    Byte(u8),
    /// One byte, no slash.
    One,
    /// One of these bytes, no slash.
    Class(Bytes),
    /// Bytes, no slash.
    Name,
    /// Bytes.
    Path,
    /// Nothing, or folders with the slash after them. The next token belongs to it.
    Folders,
    /// Inside of the folders.
    InFolders,
}

/// Some of all bytes, a bit for each.
#[derive(Clone, Copy, Debug, Default)]
struct Bytes([u64; 4]);

impl Bytes {
    fn add(&mut self, byte: u8) {
        self.0[usize::from(byte / 64)] |= 1 << (byte % 64);
    }

    fn has(self, byte: u8) -> bool {
        self.0[usize::from(byte / 64)] & (1 << (byte % 64)) != 0
    }
}

impl Pattern {
    /// The rule of a line, without its line end; none where it is blank or a comment. `fold` takes capital letters
    /// for small ones.
    pub(super) fn parse(line: &[u8], fold: bool) -> Option<Self> {
        if line.is_empty() || line[0] == b'#' {
            return None;
        }
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        // For git the line is a text of C.
        let line = line.split(|byte| *byte == 0).next().unwrap_or_default();
        let line = without_spaces(line);
        let (is_negated, line) = line.strip_prefix(b"!").map_or((false, line), |rest| (true, rest));
        let (folders_only, line) = line.strip_suffix(b"/").map_or((false, line), |rest| (true, rest));
        let name_only = !line.contains(&b'/');
        let line = line.strip_prefix(b"/").filter(|_| !name_only).unwrap_or(line);
        Some(Self { is_negated, folders_only, name_only, form: Form::of(line, name_only, fold) })
    }

    /// Whether nothing can ever fit.
    pub(super) fn is_void(&self) -> bool {
        match &self.form {
            Form::Literal(bytes) => bytes.is_empty(),
            Form::Nothing => true,
            Form::Ending(_) | Form::Glob(..) => false,
        }
    }

    /// Whether a path fits, relative to the folder of the rules. `steps` counts the work.
    pub(super) fn fits(&self, path: &[u8], is_folder: bool, steps: &mut u64) -> bool {
        *steps += 1;
        if self.folders_only && !is_folder {
            return false;
        }
        let text = if self.name_only { path.rsplit(|byte| *byte == b'/').next().unwrap_or(path) } else { path };
        match &self.form {
            Form::Literal(bytes) => bytes == text,
            Form::Ending(bytes) => text.ends_with(bytes),
            Form::Glob(prefix, tokens) => match text.strip_prefix(prefix.as_slice()) {
                Some(rest) => fits(tokens, rest, steps),
                None => false,
            },
            Form::Nothing => false,
        }
    }
}

/// A line without the spaces at its end that no backslash keeps. Other white space is a part of it.
fn without_spaces(line: &[u8]) -> &[u8] {
    let mut end = 0;
    let mut at = 0;
    while at < line.len() {
        match line[at] {
            b' ' => at += 1,
            b'\\' if at + 1 == line.len() => return line,
            b'\\' => {
                at += 2;
                end = at;
            }
            _ => {
                at += 1;
                end = at;
            }
        }
    }
    &line[..end]
}

impl Form {
    fn of(line: &[u8], name_only: bool, fold: bool) -> Self {
        let folded = |bytes: &[u8]| if fold { bytes.to_ascii_lowercase() } else { bytes.to_vec() };
        let plain = |bytes: &[u8]| bytes.iter().position(|byte| b"*?[\\".contains(byte)).unwrap_or(bytes.len());
        let prefix = plain(line);
        if prefix == line.len() {
            return Self::Literal(folded(line));
        }
        if name_only && line[0] == b'*' && plain(&line[1..]) == line.len() - 1 {
            return Self::Ending(folded(&line[1..]));
        }
        match tokens(&line[prefix..], fold) {
            Some(tokens) => Self::Glob(folded(&line[..prefix]), tokens),
            None => Self::Nothing,
        }
    }
}

/// What a text is made of; none where nothing can fit it.
fn tokens(text: &[u8], fold: bool) -> Option<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(byte) = text.get(at) {
        match byte {
            b'\\' => {
                tokens.push(Token::Byte(*text.get(at + 1)?));
                at += 2;
            }
            b'?' => {
                tokens.push(Token::One);
                at += 1;
            }
            b'*' => {
                let stars = text[at..].iter().take_while(|byte| **byte == b'*').count();
                let rest = &text[at + stars..];
                let begins = at == 0 || text[at - 1] == b'/';
                at += stars;
                match rest {
                    _ if stars < 2 || !begins => tokens.push(Token::Name),
                    [] | [b'\\', b'/', ..] => tokens.push(Token::Path),
                    [b'/', ..] => {
                        tokens.extend([Token::Folders, Token::InFolders]);
                        at += 1;
                    }
                    _ => tokens.push(Token::Name),
                }
            }
            b'[' => {
                let (class, length) = class(&text[at + 1..], fold)?;
                tokens.push(Token::Class(class));
                at += 1 + length;
            }
            byte => {
                tokens.push(Token::Byte(if fold { byte.to_ascii_lowercase() } else { *byte }));
                at += 1;
            }
        }
    }
    Some(tokens)
}

/// The bytes of a class, and how long its text is after the bracket that begins it.
fn class(text: &[u8], fold: bool) -> Option<(Bytes, usize)> {
    let mut has = Bytes::default();
    let is_negated = matches!(text.first(), Some(b'!' | b'^'));
    let mut at = usize::from(is_negated);
    // What a range would begin with.
    let mut before = None;
    loop {
        let byte = *text.get(at)?;
        match byte {
            b'\\' => {
                at += 1;
                let kept = *text.get(at)?;
                has.add(kept);
                before = Some(kept).filter(|kept| *kept != 0);
            }
            b'-' if before.is_some() && text.get(at + 1).is_some_and(|next| *next != b']') => {
                at += 1;
                if text[at] == b'\\' {
                    at += 1;
                }
                let (first, last) = (before.unwrap_or_default(), *text.get(at)?);
                for byte in first..=last {
                    has.add(byte);
                    if fold {
                        has.add(byte.to_ascii_lowercase());
                    }
                }
                before = None;
            }
            b'[' if text.get(at + 1) == Some(&b':') => {
                let name = &text[at + 2..];
                let end = name.iter().position(|byte| *byte == b']')?;
                match name[..end].strip_suffix(b":") {
                    Some(name) => {
                        named(name, fold, &mut has)?;
                        at += 2 + end;
                        before = None;
                    }
                    None => {
                        has.add(b'[');
                        before = Some(b'[');
                    }
                }
            }
            byte => {
                has.add(byte);
                before = Some(byte);
            }
        }
        at += 1;
        if *text.get(at)? == b']' {
            break;
        }
    }
    let mut class = Bytes::default();
    for byte in (0..=u8::MAX).filter(|byte| has.has(*byte) != is_negated && *byte != b'/') {
        class.add(byte);
    }
    Some((class, at + 1))
}

/// Adds the bytes of a class that has a name.
fn named(name: &[u8], fold: bool, has: &mut Bytes) -> Option<()> {
    let is: fn(&u8) -> bool = match name {
        b"alnum" => u8::is_ascii_alphanumeric,
        b"alpha" => u8::is_ascii_alphabetic,
        b"blank" => |byte| matches!(byte, b' ' | b'\t'),
        b"cntrl" => u8::is_ascii_control,
        b"digit" => u8::is_ascii_digit,
        b"graph" => u8::is_ascii_graphic,
        b"lower" => u8::is_ascii_lowercase,
        b"print" => |byte| matches!(byte, b' '..=b'~'),
        b"punct" => u8::is_ascii_punctuation,
        b"space" => |byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'),
        b"upper" if fold => u8::is_ascii_alphabetic,
        b"upper" => u8::is_ascii_uppercase,
        b"xdigit" => u8::is_ascii_hexdigit,
        _ => return None,
    };
    for byte in (0..=u8::MAX).filter(is) {
        has.add(byte);
    }
    Some(())
}

/// Whether a text fits, by all the places in the tokens where its bytes so far can have led.
fn fits(tokens: &[Token], text: &[u8], steps: &mut u64) -> bool {
    let mut here = vec![false; tokens.len() + 1];
    let mut next = here.clone();
    reach(tokens, &mut here, 0);
    for byte in text {
        *steps += tokens.len() as u64;
        next.fill(false);
        let mut any = false;
        for (at, token) in tokens.iter().enumerate().filter(|(at, _)| here[*at]) {
            let no_slash = *byte != b'/';
            let leads = match token {
                Token::Byte(wanted) => (wanted == byte).then_some(at + 1),
                Token::One => no_slash.then_some(at + 1),
                Token::Class(has) => has.has(*byte).then_some(at + 1),
                Token::Name => no_slash.then_some(at),
                Token::Path => Some(at),
                Token::Folders => None,
                Token::InFolders => {
                    if !no_slash {
                        reach(tokens, &mut next, at + 1);
                    }
                    Some(at)
                }
            };
            if let Some(leads) = leads {
                any = true;
                reach(tokens, &mut next, leads);
            }
        }
        if !any {
            return false;
        }
        std::mem::swap(&mut here, &mut next);
    }
    here[tokens.len()]
}

/// Marks a place, and those after it that need no byte.
fn reach(tokens: &[Token], places: &mut [bool], mut at: usize) {
    while !places[at] {
        places[at] = true;
        match tokens.get(at) {
            Some(Token::Name | Token::Path) => at += 1,
            Some(Token::Folders) => {
                places[at + 1] = true;
                at += 2;
            }
            _ => return,
        }
    }
}
