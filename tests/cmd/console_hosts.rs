//! The runbook's proxies, in the real nginx, before a real console.

use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;

use reqwest::Client;
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::console_check::written;
use crate::support::{Home, PATIENCE, Serving, Var, free, run, telegram};

const RUNBOOK: &str = include_str!("../../docs/RUNBOOK.md");

/// Where the runbook's examples say something that is elsewhere here.
fn here(block: &str, at: SocketAddr, console: SocketAddr) -> String {
    let mut text = String::new();
    for line in block.lines().filter(|line| !line.trim().starts_with("ssl_certificate")) {
        text.push_str(line);
        text.push('\n');
    }
    for (theirs, ours) in [
        ("listen 443 ssl http2;", format!("listen {at};")),
        ("127.0.0.1:4350", console.to_string()),
    ] {
        assert!(text.contains(theirs), "{text}");
        text = text.replace(theirs, &ours);
    }
    text
}

/// nginx with one server, until it is dropped.
async fn nginx(folder: &Path, server: &str) -> Child {
    let places = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"];
    let places: String =
        places.iter().map(|p| format!("{p}_temp_path {}/{p};\n", folder.display())).collect();
    let text = format!(
        "daemon off; master_process off; pid {}/pid; error_log stderr notice;\n\
         events {{}}\nhttp {{\n{places}{server}}}\n",
        folder.display()
    );
    let file = folder.join("nginx.conf");
    std::fs::write(&file, text).unwrap();
    let path = format!("{}:/usr/sbin", std::env::var("PATH").unwrap());
    let mut command = Command::new("nginx");
    command.env("PATH", path).arg("-e").arg("stderr").arg("-p").arg(folder).arg("-c").arg(file);
    command.stdin(Stdio::null()).stderr(Stdio::piped()).kill_on_drop(true);
    let mut child = command.spawn().expect("nginx is there: tools/setup.sh test");
    let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
    let listens = async {
        let mut said = String::new();
        while let Some(line) = lines.next_line().await.unwrap() {
            // Said once it listens.
            if line.contains("getrlimit(RLIMIT_NOFILE)") {
                return;
            }
            said += &line;
        }
        panic!("nginx ended: {said}");
    };
    tokio::time::timeout(PATIENCE, listens).await.expect("nginx starts");
    child
}

/// A console behind `origin`.
async fn served(home: &Home, console: SocketAddr, origin: &str) -> Serving {
    let telegram = telegram().await;
    let listen = console.to_string();
    let more: [Var<'_>; 2] =
        [("HABEAS_CONSOLE__LISTEN", &listen), ("HABEAS_CONSOLE__ORIGIN", origin)];
    home.serve_with(&telegram.url(), &more).await
}

/// What the API says to a browser of this origin.
async fn redeems(origin: &str) -> (u16, Value) {
    let http = Client::builder().no_proxy().build().unwrap();
    let asked = http.post(format!("{origin}/api/redeem")).json(&json!({"token": "AAAA"}));
    let answer = asked.header("origin", origin).send().await.unwrap();
    let headers = answer.headers().get_all("cross-origin-opener-policy").iter().count();
    assert_eq!(headers, 1, "each header once");
    (answer.status().as_u16(), answer.json().await.unwrap())
}

#[tokio::test]
async fn the_runbooks_proxies_serve_the_console_as_it_was_built_in() {
    let folder = tempfile::tempdir().unwrap();
    let Some(files) = written(folder.path()).await else { return };
    let blocks: Vec<&str> =
        RUNBOOK.split("```nginx\n").skip(1).map(|rest| rest.split("```").next().unwrap()).collect();
    let [whole, pages] = blocks[..] else { panic!("two examples: {blocks:?}") };
    let (console, front, other) = (free(), free(), free());
    let home = Home::new().await;
    let origin = format!("http://localhost:{}", front.port());
    let bot = served(&home, console, &origin).await;
    let own = run(&["console-check", &format!("http://localhost:{}", console.port())]).await;
    assert_ne!(own.out, "", "{own:?}");
    assert!(own.out.lines().all(|line| line.contains("is answered by 403")), "{own:?}");

    let proxy = nginx(folder.path(), &here(whole, front, console)).await;
    run(&["console-check", &origin]).await.done();
    assert_eq!(redeems(&origin).await.0, 403);
    drop(proxy);
    bot.end(rustix::process::Signal::TERM).await.done();

    let origin = format!("http://localhost:{}", other.port());
    let bot = served(&home, console, &origin).await;
    let server = here(pages, other, console);
    assert!(server.contains("/srv/habeas-console"), "{server}");
    let _host = nginx(folder.path(), &server.replace("/srv/habeas-console", &files)).await;
    run(&["console-check", &origin]).await.done();
    let (status, said) = redeems(&origin).await;
    assert_eq!((status, &said["code"]), (403, &"no-link".into()));

    let script = Path::new(&files).join("console.js");
    let text = std::fs::read(&script).unwrap();
    std::fs::write(&script, [text, b" ".to_vec()].concat()).unwrap();
    let changed = run(&["console-check", &origin]).await;
    assert!(changed.out.contains("DIFFERS /console.js is another file: "), "{changed:?}");
    assert_eq!(changed.code, Some(1));
    bot.end(rustix::process::Signal::TERM).await.done();
}
