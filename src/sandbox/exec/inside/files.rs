//! The web server of `static` and `nginx` services.
//!
//! Derived: a path is looked up as it is, with `.html`, as a folder's `index.html` and as the
//! `index.html` of the root; then it is 404. Redirects are matched exactly, then as a plain
//! beginning, then with a `*`. Links are followed
//! within the root. Deliberately absent: ranges, caching, compression, prerendering.

use std::fs::File;
use std::io::{self, Read as _};
use std::net::Ipv4Addr;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderName, HeaderValue, Method, Response, StatusCode, header};
use serde::{Deserialize, Serialize};

use crate::files::{FileError, Problem, Root};

const INDEX: &str = "index.html";
/// Guessed: no larger file is served.
const MOST_BYTES: u64 = 256 * 1024 * 1024;
/// Bytes that are read at a time.
const PIECE: usize = 64 * 1024;

/// The variable that says how requests are routed.
pub(crate) const VARIABLE: &str = "ZCP_ROUTING";

/// How requests are answered.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Routing {
    /// Whether an unknown path is answered with the `index.html` of the root.
    pub(crate) fallback: bool,
    pub(crate) cors: Option<String>,
    pub(crate) redirects: Vec<Redirect>,
    /// A path with the headers of its answers.
    pub(crate) headers: Vec<(String, Vec<(String, String)>)>,
}

/// A redirect, or a rewrite when it has no status.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Redirect {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) status: Option<u16>,
    pub(crate) preserve_path: bool,
    pub(crate) preserve_query: bool,
}

#[derive(Debug)]
struct Site {
    /// The folder of the code, out of which no link leads.
    code: PathBuf,
    /// The folder in it that is served.
    root: PathBuf,
    routing: Routing,
}

/// Serves a folder of the code until the process ends.
///
/// # Errors
/// The port cannot be bound.
pub async fn serve(code: &Path, root: &Path, port: u16, loopback: bool) -> io::Result<()> {
    let routing = std::env::var(VARIABLE).ok().and_then(|text| serde_json::from_str(&text).ok()).unwrap_or_default();
    let address = if loopback { Ipv4Addr::LOCALHOST } else { Ipv4Addr::UNSPECIFIED };
    let listener = tokio::net::TcpListener::bind((address, port)).await?;
    let site = Arc::new(Site { code: code.to_owned(), root: root.to_owned(), routing });
    let app = Router::new().fallback(answer).with_state(site);
    axum::serve(listener, app).await
}

async fn answer(State(site): State<Arc<Site>>, request: Request) -> Response<Body> {
    let (method, path) = (request.method().clone(), request.uri().path().to_owned());
    let query = request.uri().query().map(str::to_owned);
    let mut answer = tokio::task::spawn_blocking({
        let (site, method, path) = (Arc::clone(&site), method.clone(), path.clone());
        move || site.answer(&method, &path, query.as_deref())
    })
    .await
    .unwrap_or_else(|_| plain(StatusCode::INTERNAL_SERVER_ERROR));
    site.decorate(&path, &mut answer);
    log(&method, &path, answer.status());
    answer
}

#[expect(clippy::print_stdout, reason = "the sandbox reads the log of this server from standard output")]
fn log(method: &Method, path: &str, status: StatusCode) {
    let path: String = path.chars().filter(|c| !c.is_control()).take(500).collect();
    println!("\"{method} {path}\" {}", status.as_u16());
}

impl Site {
    fn answer(&self, method: &Method, path: &str, query: Option<&str>) -> Response<Body> {
        if *method == Method::OPTIONS && self.routing.cors.is_some() {
            return empty(StatusCode::NO_CONTENT);
        }
        if *method != Method::GET && *method != Method::HEAD {
            return plain(StatusCode::METHOD_NOT_ALLOWED);
        }
        match self.routing.redirect(path, query) {
            Some((Some(status), to)) => {
                let mut answer = empty(StatusCode::from_u16(status).unwrap_or(StatusCode::FOUND));
                if let Ok(to) = HeaderValue::from_str(&to) {
                    answer.headers_mut().insert(header::LOCATION, to);
                }
                answer
            }
            Some((None, to)) => self.file(&to),
            None => self.file(path),
        }
    }

    fn file(&self, path: &str) -> Response<Body> {
        let Some(place) = place(path) else { return plain(StatusCode::BAD_REQUEST) };
        let Ok(root) = Root::open(&self.code).and_then(|code| code.folder(&self.root)) else {
            return plain(StatusCode::NOT_FOUND);
        };
        let mut html = place.clone().into_os_string();
        html.push(".html");
        let mut candidates = vec![place.clone(), PathBuf::from(html), place.join(INDEX)];
        if self.routing.fallback {
            candidates.push(PathBuf::from(INDEX));
        }
        for candidate in candidates {
            match root.file(&candidate).and_then(whole) {
                Ok((file, length)) => {
                    let mut answer = Response::new(streamed(file, length));
                    answer.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(length));
                    let kind = HeaderValue::from_static(content_type(&candidate));
                    answer.headers_mut().insert(header::CONTENT_TYPE, kind);
                    return answer;
                }
                Err(FileError { problem: Problem::Refused(_) | Problem::TooLarge(_) }) => {
                    return plain(StatusCode::FORBIDDEN);
                }
                Err(_) => {}
            }
        }
        plain(StatusCode::NOT_FOUND)
    }

    /// Derived: the headers of `cors`, of which `*` is the usual value.
    fn decorate(&self, path: &str, answer: &mut Response<Body>) {
        let mut set = |name: &str, value: &str| {
            // Values are written as the web server's configuration has them, with quotes.
            let value = value.trim_end_matches("always").trim().trim_matches(['\'', '"']);
            if let (Ok(name), Ok(value)) = (name.parse::<HeaderName>(), HeaderValue::from_str(value)) {
                answer.headers_mut().insert(name, value);
            }
        };
        if let Some(origin) = &self.routing.cors {
            set("access-control-allow-origin", origin);
            set("access-control-allow-methods", "GET, POST, OPTIONS");
            set("access-control-allow-headers", "*");
            set("access-control-expose-headers", "*");
        }
        let fitting = self.routing.headers.iter().filter(|(at, _)| matches(at, path).is_some());
        for (name, value) in fitting.flat_map(|(_, values)| values) {
            set(name, value);
        }
    }
}

impl Routing {
    /// Where a path leads, with a status when the client is to go there itself.
    fn redirect(&self, path: &str, query: Option<&str>) -> Option<(Option<u16>, String)> {
        let exact = self.redirects.iter().find(|redirect| redirect.from == path);
        let (redirect, rest) = match exact {
            Some(redirect) => (redirect, ""),
            None => self
                .redirects
                .iter()
                .filter(|redirect| redirect.from.ends_with('*'))
                .find_map(|redirect| Some((redirect, matches(&redirect.from, path)?)))?,
        };
        let mut to = redirect.to.clone();
        if redirect.preserve_path {
            to = format!("{}/{}", to.trim_end_matches('/'), rest.trim_start_matches('/'));
        }
        if let Some(query) = query.filter(|_| redirect.preserve_query) {
            to = format!("{to}?{query}");
        }
        Some((redirect.status, to))
    }
}

/// The rest of a path after a pattern, which ends with `*` or is the path itself.
fn matches<'p>(pattern: &str, path: &'p str) -> Option<&'p str> {
    match pattern.strip_suffix('*') {
        Some(beginning) => path.strip_prefix(beginning),
        None => (pattern == path).then_some(""),
    }
}

/// A file and its length.
fn whole(file: File) -> Result<(File, u64), FileError> {
    let length = file.metadata()?.len();
    if length > MOST_BYTES { Err(Problem::TooLarge(MOST_BYTES).into()) } else { Ok((file, length)) }
}

/// A file as it is sent: whoever reads slowly holds one piece of it in memory.
fn streamed(file: File, length: u64) -> Body {
    Body::from_stream(futures_util::stream::try_unfold(file.take(length), |mut file| async move {
        let read = tokio::task::spawn_blocking(move || {
            let mut piece = Vec::with_capacity(PIECE);
            let count = u64::try_from(PIECE).unwrap_or_default();
            let read = file.by_ref().take(count).read_to_end(&mut piece);
            read.map(|_| (piece, file))
        });
        let (piece, file) = read.await.map_err(io::Error::other)??;
        io::Result::Ok((!piece.is_empty()).then_some((piece, file)))
    }))
}

/// The file of a path, from the root; none when it leaves the root.
fn place(path: &str) -> Option<PathBuf> {
    let path = crate::sandbox::paths::decoded(path);
    let relative = Path::new(path.trim_start_matches('/'));
    let inside = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    (inside && !path.contains('\0')).then(|| relative.to_owned())
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut answer = Response::new(Body::empty());
    *answer.status_mut() = status;
    answer
}

fn plain(status: StatusCode) -> Response<Body> {
    let mut answer = Response::new(Body::from(format!("{status}\n")));
    *answer.status_mut() = status;
    answer
}

fn content_type(path: &Path) -> &'static str {
    match path.extension().and_then(|extension| extension.to_str()).unwrap_or_default() {
        "html" | "htm" => "text/html; charset=utf-8",
        "css" => "text/css",
        "js" | "mjs" => "text/javascript",
        "json" | "map" => "application/json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        "pdf" => "application/pdf",
        "xml" => "text/xml",
        "txt" | "md" => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_stay_below_the_root() {
        assert_eq!(place("/a/b%20c"), Some(PathBuf::from("a/b c")));
        for path in ["/../etc/passwd", "/a/../../x", "/%2e%2e/x", "/a%00b"] {
            assert_eq!(place(path), None, "{path}");
        }
    }

    /// The links of an archive come from whoever deploys it.
    #[test]
    fn the_root_is_a_folder_of_the_code_also_behind_links() {
        use std::os::unix::fs::symlink;

        let folder = tempfile::tempdir().expect("a folder");
        let code = folder.path().join("www");
        for place in ["www/x/y", "www/public", "outside"] {
            std::fs::create_dir_all(folder.path().join(place)).expect("made");
            std::fs::write(folder.path().join(place).join("file.txt"), place).expect("written");
        }
        symlink("../..", code.join("x/y/up")).expect("linked");
        symlink("up/../outside", code.join("x/y/l")).expect("linked");
        symlink(folder.path().join("outside"), code.join("x/whole")).expect("linked");
        symlink("../public", code.join("x/inside")).expect("linked");
        let status = |root: &str| {
            let site = Site { code: code.clone(), root: root.into(), routing: Routing::default() };
            site.answer(&Method::GET, "/file.txt", None).status()
        };
        for root in ["", "public", "x/inside", "x/y"] {
            let expected = if root.is_empty() { StatusCode::NOT_FOUND } else { StatusCode::OK };
            assert_eq!(status(root), expected, "{root}");
        }
        for root in ["x/y/l", "x/whole", "x/y/up/../outside"] {
            assert_eq!(status(root), StatusCode::NOT_FOUND, "{root}");
        }
    }

    #[test]
    fn redirects_are_exact_before_they_are_wild() {
        let redirect = |from: &str, to: &str, preserve_path| Redirect {
            from: from.into(),
            to: to.into(),
            status: Some(301),
            preserve_path,
            preserve_query: true,
        };
        let redirects = vec![redirect("/a/*", "/b/", true), redirect("/a/x", "/y", false)];
        let routing = Routing { redirects, ..Routing::default() };
        assert_eq!(routing.redirect("/a/x", None), Some((Some(301), "/y".into())));
        assert_eq!(routing.redirect("/a/z/1", Some("q=1")), Some((Some(301), "/b/z/1?q=1".into())));
        assert_eq!(routing.redirect("/c", None), None);
    }
}
