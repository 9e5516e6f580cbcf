//! Whether what an address serves is the console of this program: an address that can be made to
//! serve anything.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::Path;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use tokio::net::TcpListener;

use crate::support::{Ended, nobody, run};

/// Where hosts of static files have a page too, and where it is.
const OTHERS: [(&str, &str); 3] =
    [("/index.html", "/"), ("/viewer", "/viewer.html"), ("/viewer-pdf", "/viewer-pdf.html")];

type Answer = (StatusCode, HeaderMap, Vec<u8>);
type Answers = Arc<Mutex<BTreeMap<String, Answer>>>;

/// The files of `console-files` in a folder; `None` where the pages were not built in, which the
/// command says.
pub async fn written(folder: &Path) -> Option<String> {
    let out = folder.join("console").to_str().unwrap().to_owned();
    let ended = run(&["console-files", "--out", &out]).await;
    if !habeas::pages::are_there() {
        assert!(ended.refused().contains("built without its pages"));
        return None;
    }
    ended.done();
    Some(out)
}

/// A host that serves the files as `headers.txt` says, until a test changes an answer.
struct Host {
    address: SocketAddr,
    answers: Answers,
}

async fn answer(State(answers): State<Answers>, request: Request) -> Response {
    match answers.lock().unwrap().get(request.uri().path()) {
        Some(answer) => answer.clone().into_response(),
        None => StatusCode::NOT_FOUND.into_response(),
    }
}

impl Host {
    async fn of(folder: &str) -> Self {
        let answers: Answers = Arc::default();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let routes = Router::new().fallback(answer).with_state(Arc::clone(&answers));
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        let host = Self { address, answers };
        host.restores(folder);
        host
    }

    /// Every answer as it has to be, and none at the pages' other addresses.
    fn restores(&self, folder: &str) {
        let list = std::fs::read_to_string(format!("{folder}/headers.txt")).unwrap();
        let mut headers: BTreeMap<&str, HeaderMap> = BTreeMap::new();
        let mut path = "";
        for line in list.lines() {
            let Some(header) = line.strip_prefix("  ") else {
                path = line;
                continue;
            };
            let (name, value) = header.split_once(": ").unwrap();
            let name: HeaderName = name.parse().unwrap();
            headers.entry(path).or_default().insert(name, value.parse().unwrap());
        }
        for (other, own) in OTHERS {
            assert_eq!(headers.remove(other).as_ref(), headers.get(own), "{other}");
        }
        let all = headers.remove("/*").unwrap();
        let mut answers = self.answers.lock().unwrap();
        answers.clear();
        for (path, own) in headers {
            let name = if path == "/" { "/index.html" } else { path };
            let bytes = std::fs::read(format!("{folder}{name}")).unwrap();
            let headers = all.clone().into_iter().chain(own).map(|(n, v)| (n.unwrap(), v));
            answers.insert(path.to_owned(), (StatusCode::OK, headers.collect(), bytes));
        }
    }

    fn changes(&self, path: &str, change: impl Fn(&mut Answer)) {
        change(self.answers.lock().unwrap().get_mut(path).unwrap());
    }

    /// What it answers here it answers there too.
    fn answers_too(&self, own: &str, other: &str) {
        let mut answers = self.answers.lock().unwrap();
        let answer = answers[own].clone();
        answers.insert(other.to_owned(), answer);
    }

    /// Whoever asks here is sent there.
    fn leads(&self, path: &str, to: &str) {
        let headers = HeaderMap::from_iter([(header::LOCATION, to.parse().unwrap())]);
        let answer = (StatusCode::PERMANENT_REDIRECT, headers, vec![]);
        self.answers.lock().unwrap().insert(path.to_owned(), answer);
    }

    async fn check(&self) -> Ended {
        run(&["console-check", &format!("http://{}/", self.address)]).await
    }

    /// The one line that says that something differs.
    async fn differs(&self) -> String {
        let ended = self.check().await;
        assert_eq!(ended.code, Some(1), "{ended:?}");
        let said = "does not serve the console of this program";
        assert!(ended.err.contains(said) && ended.err.contains("let nobody type"), "{ended:?}");
        let (good, bad): (Vec<_>, Vec<_>) =
            ended.out.lines().partition(|line| line.starts_with("ok /"));
        assert!(good.len() >= 7, "{ended:?}");
        assert_eq!(bad.len(), 1, "{ended:?}");
        bad[0].strip_prefix("DIFFERS ").unwrap().to_owned()
    }
}

#[tokio::test]
async fn every_file_and_header_that_is_not_as_it_was_built_in_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let Some(files) = written(folder.path()).await else { return };
    let host = Host::of(&files).await;
    let listed = run(&["console-check", "--list"]).await.done();
    let good = host.check().await.done();
    assert_eq!(good.lines().count(), listed.lines().count());
    for line in listed.lines() {
        let (hash, name) = line.split_once("  ").unwrap();
        let path = if name == "index.html" { "" } else { name };
        assert!(good.contains(&format!("ok /{path} {hash}\n")), "{good}");
    }

    for path in ["/", "/console.js", "/console.css", "/icon.svg", "/words/kk", "/viewer-pdf.js"] {
        host.changes(path, |(_, _, body)| *body.last_mut().unwrap() ^= 1);
        let line = host.differs().await;
        assert!(line.starts_with(&format!("{path} is another file: ")), "{line}");
        host.restores(&files);
    }
    host.changes("/console.js", |(_, headers, _)| {
        _ = headers.remove("content-security-policy");
    });
    assert_eq!(host.differs().await, "/console.js the header content-security-policy is missing");
    host.changes("/console.js", |(_, headers, _)| {
        let weaker =
            HeaderValue::from_static("default-src 'none'; script-src 'self' 'unsafe-inline'");
        headers.insert("content-security-policy", weaker);
    });
    let weak = host.differs().await;
    assert!(
        weak.ends_with("the header content-security-policy is not what it has to be"),
        "{weak}"
    );
    host.restores(&files);
    let page = host.answers.lock().unwrap()["/"].1["content-security-policy"].clone();
    host.changes("/viewer.html", |(_, headers, _)| {
        headers.insert("content-security-policy", page.clone());
    });
    let other = host.differs().await;
    assert!(other.starts_with("/viewer.html the header content-security-policy is not"), "{other}");
    host.restores(&files);
    host.answers.lock().unwrap().remove("/words/uk");
    assert_eq!(host.differs().await, "/words/uk is answered by 404");
    host.restores(&files);
    assert_eq!(host.check().await.code, Some(0), "as it was");
}

#[tokio::test]
async fn whoever_leads_elsewhere_or_links_to_more_is_found_and_is_not_followed() {
    let folder = tempfile::tempdir().unwrap();
    let Some(files) = written(folder.path()).await else { return };
    let (host, other) = (Host::of(&files).await, Host::of(&files).await);
    let to = format!("http://localhost:{}/console.js", other.address.port());
    host.changes("/console.js", |(status, headers, _)| {
        *status = StatusCode::FOUND;
        headers.insert("location", to.parse().unwrap());
    });
    // The other one would have the right file.
    assert_eq!(host.differs().await, format!("/console.js sends browsers elsewhere: to {to}"));
    host.restores(&files);
    host.changes("/", |(_, _, body)| {
        body.extend_from_slice(b"<script src=\"/more.js\"></script>");
    });
    let ended = host.check().await;
    let stranger = "DIFFERS / links to what is not on the list: /more.js\n";
    assert!(ended.code == Some(1) && ended.out.contains(stranger), "{ended:?}");
}

#[tokio::test]
async fn a_page_that_is_at_another_address_too_is_sent_there_as_at_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let Some(files) = written(folder.path()).await else { return };
    let host = Host::of(&files).await;
    let none = host.check().await.done();
    for (other, own) in OTHERS {
        assert!(!none.contains(&format!(" {other} ")), "nothing is there: {none}");
        host.answers_too(own, other);
        let good = host.check().await.done();
        assert!(good.contains(&format!("ok {other} ")), "{good}");
        host.changes(other, |(_, headers, _)| _ = headers.remove("content-security-policy"));
        let missing = format!("{other} the header content-security-policy is missing");
        assert_eq!(host.differs().await, missing);
        host.answers_too("/console.js", other);
        let line = host.differs().await;
        assert!(line.starts_with(&format!("{other} is another file: ")), "{line}");
        for home in [own.to_owned(), format!("http://{}{own}", host.address)] {
            host.leads(other, &home);
            assert_eq!(host.check().await.done(), none, "{home}");
        }
        for away in ["/words/en".to_owned(), format!("{own}?a"), format!("//other.example{own}")] {
            host.leads(other, &away);
            let elsewhere = format!("{other} sends browsers elsewhere: to {away}");
            assert_eq!(host.differs().await, elsewhere);
        }
        host.restores(&files);
    }
}

#[tokio::test]
async fn what_is_no_address_is_refused_without_being_repeated_and_who_is_not_there_is_named() {
    if !habeas::pages::are_there() {
        return;
    }
    for url in [
        "https://desk.example/#SECRET",
        "https://desk.example/SECRET",
        "http://desk.example/?SECRET",
        "http://SECRET.example",
        "https://SECRET@desk.example",
        "SECRET",
    ] {
        let refused = run(&["console-check", url]).await;
        assert!(!refused.err.contains("SECRET"), "{refused:?}");
        assert!(refused.refused().contains("give the address alone"));
    }
    let ended = run(&["console-check", &nobody()]).await;
    assert_eq!(ended.code, Some(1));
    assert_ne!(ended.out, "", "{ended:?}");
    assert!(ended.out.lines().all(|line| line.contains(" cannot be fetched: ")), "{ended:?}");
}

#[tokio::test]
async fn the_files_are_for_everybody_to_read_and_sha256sum_agrees() {
    let folder = tempfile::tempdir().unwrap();
    let Some(files) = written(folder.path()).await else { return };
    let again = run(&["console-files", "--out", &files]).await.refused();
    assert!(again.contains("is not empty; name a folder that is new or empty"), "{again}");
    for (name, mode) in [("", 0o755), ("words", 0o755), ("words/kk", 0o644), ("SHA256SUMS", 0o644)]
    {
        assert_eq!(crate::support::mode(&Path::new(&files).join(name)), mode, "{name}");
    }
    let mut check = tokio::process::Command::new("sha256sum");
    check.args(["--check", "--strict", "SHA256SUMS"]).current_dir(&files);
    let checked = check.output().await.unwrap();
    assert!(checked.status.success(), "{checked:?}");
    let sums = std::fs::read_to_string(format!("{files}/SHA256SUMS")).unwrap();
    assert_eq!(run(&["console-check", "--list"]).await.done(), sums);
}
