#!/usr/bin/env python3
"""Opens every page of the built site in headless Chromium and fails on what a reader would stumble over.

usage: check.py [SITE] [--screenshots FOLDER]

Checked: no message in the console, no request that fails or leaves this computer, no broken link or anchor,
a search that finds a page and leads to it, the light and the dark theme, a page on a narrow screen.
Needs chromium and chromedriver, and nothing else but Python.
"""

import argparse
import base64
import functools
import html.parser
import http.server
import json
import pathlib
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
import urllib.error
import urllib.parse
import urllib.request

FLAGS = [
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--disable-dev-shm-usage",
]
QUERY = "invalid scaling"
SEARCH_KEY = "/"
WAIT = 20
PICTURES = [
    ("index.html", "start"), ("tutorial.html", "tutorial"), ("tools.html", "tools"), ("connect.html", "connect"),
    ("tools/zerops_deploy.html", "tool"), ("errors.html", "errors"), ("operations.html", "operations"),
    ("coverage.html", "coverage"), ("knowledge/services/nodejs.html", "document"), ("commands.html", "commands"),
    ("workflows.html", "workflows"), ("types.html", "types"),
]


class Page(html.parser.HTMLParser):
    """The links and the ids of a page."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links = set(), []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        attrs = dict(attrs)
        if attrs.get("id"):
            self.ids.add(attrs["id"])
        for name in ("href", "src"):
            if attrs.get(name):
                self.links.append(attrs[name])


class Server(http.server.ThreadingHTTPServer):
    """The site on loopback, which remembers what was asked for in vain."""

    def __init__(self, site):
        self.missing = []
        server = self

        class Handler(http.server.SimpleHTTPRequestHandler):
            def log_message(self, *_):
                pass

            def send_error(self, code, *rest, **named):
                server.missing.append(f"{code} {self.path}")
                super().send_error(code, *rest, **named)

        super().__init__(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
        threading.Thread(target=self.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.server_address[1]}"


class Browser:
    """Chromium, spoken to over WebDriver."""

    def __init__(self, profile):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        driver = shutil.which("chromedriver") or sys.exit("chromedriver is not on this machine")
        self.driver = subprocess.Popen([driver, f"--port={port}"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.base = f"http://127.0.0.1:{port}"
        until(lambda: self.is_ready(), "chromedriver does not start")
        options = {"args": [*FLAGS, f"--user-data-dir={profile}", "--window-size=1400,1000"]}
        capabilities = {
            "browserName": "chrome",
            "goog:chromeOptions": options,
            "goog:loggingPrefs": {"browser": "ALL", "performance": "ALL"},
        }
        answer = self.ask("POST", "/session", {"capabilities": {"alwaysMatch": capabilities}})
        self.base += f"/session/{answer['sessionId']}"

    def is_ready(self):
        try:
            return self.ask("GET", "/status")["ready"]
        except OSError:
            return False

    def ask(self, method, path, body=None):
        data = None if body is None else json.dumps(body).encode()
        headers = {"Content-Type": "application/json"}
        request = urllib.request.Request(self.base + path, data=data, headers=headers, method=method)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.load(answer)["value"]
        except urllib.error.HTTPError as error:
            raise RuntimeError(f"{method} {path}: {error.read().decode()[:500]}") from None

    def open(self, url):
        self.ask("POST", "/url", {"url": url})

    def run(self, script):
        return self.ask("POST", "/execute/sync", {"script": script, "args": []})

    def log(self, kind):
        return self.ask("POST", "/se/log", {"type": kind})

    def command(self, name, **params):
        return self.ask("POST", "/goog/cdp/execute", {"cmd": name, "params": params})

    def size(self, width, height):
        self.command("Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False)

    def scheme(self, name):
        features = [{"name": "prefers-color-scheme", "value": name}]
        self.command("Emulation.setEmulatedMedia", features=features)

    def picture(self, file):
        file.write_bytes(base64.b64decode(self.ask("GET", "/screenshot")))

    def close(self):
        try:
            self.ask("DELETE", "")
        finally:
            self.driver.terminate()
            self.driver.wait()


def until(condition, why):
    end = time.monotonic() + WAIT
    while time.monotonic() < end:
        found = condition()
        if found:
            return found
        time.sleep(0.05)
    sys.exit(why)


def broken_links(site):
    """Links between files of the site that lead nowhere."""
    pages = {path.relative_to(site).as_posix(): Page(path.read_text()) for path in site.rglob("*.html")}
    faults = []
    for name, page in pages.items():
        for link in page.links:
            parts = urllib.parse.urlsplit(link)
            if parts.scheme or parts.netloc:
                if not link.startswith(("https://", "data:")):
                    faults.append(f"{name} links to {link}")
                continue
            path = urllib.parse.unquote(parts.path)
            # The page that is shown for every unknown address names files from the root.
            base = "/" if name == "404.html" else "/" + name
            target = urllib.parse.urljoin(base, path).lstrip("/") if path else name
            if target == "" or target.endswith("/"):
                target += "index.html"
            if not (site / target).is_file():
                faults.append(f"{name} links to {link}")
            elif parts.fragment and target in pages and urllib.parse.unquote(parts.fragment) not in pages[target].ids:
                faults.append(f"{name} links to {link}, and {target} has no such anchor")
    return sorted(pages), faults


def open_every_page(browser, server, pages):
    faults = []
    for name in pages:
        if name == "toc.html":
            continue
        browser.open(f"{server.url}/{name}")
        state = browser.run(
            "return [document.title, document.querySelectorAll('#mdbook-sidebar a').length,"
            " document.documentElement.scrollWidth - window.innerWidth]"
        )
        if not state[0] or state[1] < 10:
            faults.append(f"{name}: no title or no table of contents: {state}")
        if state[2] > 0:
            faults.append(f"{name} is {state[2]} pixels wider than the window")
        faults += [f"{name}: {entry['message']}" for entry in browser.log("browser")]
        faults += [f"{name} asks for {url}" for url in foreign(browser, server)]
    return faults


def foreign(browser, server):
    """Addresses outside of the site that were asked for since the last look."""
    for entry in browser.log("performance"):
        message = json.loads(entry["message"])["message"]
        if message["method"] == "Network.requestWillBeSent":
            url = message["params"]["request"]["url"]
            if not url.startswith((server.url, "data:", "chrome", "about:")):
                yield url


def search(browser, server, folder):
    browser.open(f"{server.url}/index.html")
    browser.run("document.body.dispatchEvent(new KeyboardEvent('keydown', {key: '/', bubbles: true}))")
    until(lambda: browser.run("return document.activeElement.id === 'mdbook-searchbar'"), "the search does not open")
    browser.run(
        f"const bar = document.activeElement; bar.value = {json.dumps(QUERY)};"
        "bar.dispatchEvent(new KeyboardEvent('keyup', {key: 'g', bubbles: true}))"
    )
    results = "#mdbook-searchresults a"
    until(lambda: browser.run(f"return document.querySelectorAll('{results}').length > 0"), "the search finds nothing")
    if folder:
        browser.picture(folder / "search.png")
    link = browser.run(f"const first = document.querySelector('{results}'); const to = first.href; first.click(); return to")
    page = link.split("?")[0].split("#")[0]
    until(lambda: browser.run("return location.href.split('?')[0].split('#')[0]") == page, "a result leads nowhere")
    text = browser.run("return document.querySelector('main').innerText").lower()
    missing = [word for word in QUERY.split() if word not in text.replace("_", " ")]
    return [f"the first result, {page}, has no `{word}`" for word in missing]


def themes(browser, server):
    faults, seen = [], {}
    for scheme in ("light", "dark"):
        browser.scheme(scheme)
        browser.open(f"{server.url}/index.html")
        seen[scheme] = browser.run(
            "const style = getComputedStyle(document.body); const light = (text) => {"
            " const [r, g, b] = text.match(/[0-9.]+/g).map(Number); return (r * 3 + g * 6 + b) / 2550 };"
            " return [light(getComputedStyle(document.documentElement).backgroundColor), light(style.color)]"
        )
    for scheme, (ground, ink) in seen.items():
        if (ground > 0.5) != (scheme == "light") or abs(ground - ink) < 0.5:
            faults.append(f"the {scheme} theme has text of brightness {ink:.2f} on {ground:.2f}")
    return faults


def pictures(browser, server, folder):
    for scheme in ("light", "dark"):
        browser.scheme(scheme)
        for width, size in ((1400, ""), (420, "-narrow")):
            browser.size(width, 1000)
            for name, title in PICTURES:
                browser.open(f"{server.url}/{name}")
                browser.picture(folder / f"{title}-{scheme}{size}.png")


def narrow(browser, server):
    browser.size(420, 900)
    faults = []
    for name, _ in PICTURES:
        browser.open(f"{server.url}/{name}")
        over = browser.run("return document.documentElement.scrollWidth - window.innerWidth")
        if over > 0:
            faults.append(f"{name} is {over} pixels wider than a narrow window")
    browser.size(1400, 1000)
    return faults


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    root = pathlib.Path(__file__).resolve().parents[2]
    parser.add_argument("site", nargs="?", type=pathlib.Path, default=root / "target/site")
    parser.add_argument("--screenshots", type=pathlib.Path)
    args = parser.parse_args()
    if not (args.site / "index.html").is_file():
        sys.exit(f"{args.site} is no built site; run `cargo xtask site` first")
    pages, faults = broken_links(args.site)
    server = Server(args.site)
    if args.screenshots:
        args.screenshots.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as profile:
        browser = Browser(profile)
        try:
            faults += open_every_page(browser, server, pages)
            faults += search(browser, server, args.screenshots)
            faults += themes(browser, server)
            faults += narrow(browser, server)
            if args.screenshots:
                pictures(browser, server, args.screenshots)
        finally:
            browser.close()
    faults += [f"the site has no {missing}" for missing in server.missing]
    for fault in dict.fromkeys(faults):
        print(fault, file=sys.stderr)
    print(f"{len(pages)} pages, {len(set(faults))} faults")
    sys.exit(1 if faults else 0)


if __name__ == "__main__":
    main()
