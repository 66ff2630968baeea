//! Serve mode over raw sockets (P29, S rows): loopback only, token always, strict headers, bounds.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::Command;
use std::time::{Duration, Instant};

use crate::server::{Server, check, header, status};

#[test]
fn p29_the_token_opens_and_nothing_else_does() {
    let server = Server::start();
    check(&server.call("hello", "{}"), 200, "right token");
    let json = ("content-type", "application/json");
    let wrong_case: String = server.token.to_uppercase();
    let long = "x".repeat(1 << 20);
    for (token, what) in [
        (None, "no token"),
        (Some("Bearer wrong".to_owned()), "wrong token"),
        (Some(format!("Bearer {wrong_case}")), "wrong case"),
        (Some(format!("Basic {}", server.token)), "other scheme"),
        (Some(format!("Bearer {}x", server.token)), "longer token"),
    ] {
        let mut headers = vec![json];
        if let Some(token) = &token {
            headers.push(("authorization", token));
        }
        let at = Instant::now();
        let answer = server.ask("POST", "/call/hello", &headers, "{}");
        check(&answer, 401, what);
        assert!(
            at.elapsed() < Duration::from_millis(500),
            "{what} took {:?}",
            at.elapsed()
        );
        for secret in ["version", "hello", "assay/", env!("CARGO_PKG_VERSION")] {
            assert!(!answer.contains(secret), "{what} tells {secret}");
        }
        assert_eq!(header(&answer, "server"), None);
    }
    let in_address = format!("/call/hello?token={}", server.token);
    check(
        &server.ask("POST", &in_address, &[json], "{}"),
        401,
        "token in the address",
    );
    let answer = server.ask(
        "POST",
        "/call/hello",
        &[json, ("authorization", &long)],
        "{}",
    );
    check(&answer, 431, "token of 1 MB");
}

#[test]
fn s01_other_hosts_are_misdirected() {
    let server = Server::start();
    for host in [
        "evil.example",
        "localhost.evil",
        "127.0.0.1",
        "127.0.0.1:1",
        "0.0.0.0",
    ] {
        check(&server.ask("GET", "/", &[("host", host)], ""), 421, host);
    }
    check(
        &server.raw(b"GET / HTTP/1.1\r\nconnection: close\r\n\r\n"),
        400,
        "no host",
    );
    let own = server.host();
    let two = [("host", own.as_str()), ("host", "evil.example")];
    check(&server.ask("GET", "/", &two, ""), 400, "two hosts");
    check(
        &server.ask("GET", "http://evil.example/", &[], ""),
        421,
        "absolute form",
    );
    let local = format!("localhost:{}", server.port);
    assert_ne!(
        status(&server.ask("GET", "/", &[("host", &local)], "")),
        421
    );
}

#[test]
fn s09_foreign_pages_and_websockets_are_forbidden() {
    let server = Server::start();
    let token = format!("Bearer {}", server.token);
    let base = [
        ("authorization", token.as_str()),
        ("content-type", "application/json"),
    ];
    for extra in [
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:1"),
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("upgrade", "websocket"),
    ] {
        let headers = [&base[..], &[extra]].concat();
        check(
            &server.ask("POST", "/call/hello", &headers, "{}"),
            403,
            &format!("{extra:?}"),
        );
    }
    let own = format!("http://{}", server.host());
    let headers = [
        &base[..],
        &[("origin", own.as_str()), ("sec-fetch-site", "same-origin")],
    ]
    .concat();
    check(
        &server.ask("POST", "/call/hello", &headers, "{}"),
        200,
        "own page",
    );
    let plain = [
        ("authorization", token.as_str()),
        ("content-type", "text/plain"),
    ];
    check(
        &server.ask("POST", "/call/hello", &plain, "{}"),
        415,
        "a form of another page",
    );
}

#[test]
fn s13_other_methods_are_refused_and_cors_is_never_spoken() {
    let server = Server::start();
    for method in ["OPTIONS", "TRACE", "PUT", "DELETE", "PATCH", "QUERY"] {
        for path in ["/", "/call/hello", "/nothing"] {
            let answer = server.ask(
                method,
                path,
                &[("access-control-request-method", "POST")],
                "",
            );
            check(&answer, 405, &format!("{method} {path}"));
            assert!(
                !answer.to_lowercase().contains("access-control-"),
                "{answer}"
            );
        }
    }
    check(
        &server.ask("GET", "/call/hello", &[], ""),
        405,
        "GET of a command",
    );
    check(&server.ask("POST", "/", &[], ""), 405, "POST of the page");
}

#[test]
fn s06_files_are_found_by_their_exact_name_only() {
    let server = Server::start();
    for path in [
        "/..%2f..%2fetc/passwd",
        "/../../etc/passwd",
        "/%5c..",
        "//host/x",
        "/index.html/",
        "/.%2e/index.html",
        "/%69ndex.html",
        "/etc/passwd",
        "/assets/",
        "/assets",
    ] {
        let answer = server.ask("GET", path, &[], "");
        check(&answer, 404, path);
        assert_eq!(header(&answer, "location"), None, "{path}");
    }
}

#[test]
fn p25_every_answer_carries_the_strict_headers() {
    let server = Server::start();
    let answers = [
        server.ask("GET", "/", &[], ""),
        server.ask("GET", "/nothing", &[], ""),
        server.ask("PUT", "/", &[], ""),
        server.ask("GET", "/", &[("host", "evil.example")], ""),
        server.call("hello", "{}"),
    ];
    for answer in answers {
        let policy = header(&answer, "content-security-policy").expect("a policy");
        assert!(
            policy.starts_with("default-src 'none'; script-src 'self'; "),
            "{policy}"
        );
        assert!(
            !policy.contains("unsafe-eval") && !policy.contains("data:"),
            "{policy}"
        );
        assert_eq!(header(&answer, "x-content-type-options"), Some("nosniff"));
        assert_eq!(header(&answer, "referrer-policy"), Some("no-referrer"));
        assert_eq!(header(&answer, "x-frame-options"), Some("DENY"));
        assert!(header(&answer, "cache-control").is_some());
        assert_eq!(header(&answer, "set-cookie"), None);
    }
}

#[test]
fn s07_headers_and_bodies_are_bounded() {
    let server = Server::start();
    let many = "a".repeat(100_000);
    check(
        &server.ask("GET", "/", &[("x-many", &many)], ""),
        431,
        "100 kB of headers",
    );
    let lines: Vec<(String, &str)> = (0..200).map(|n| (format!("x-{n}"), "1")).collect();
    let lines: Vec<(&str, &str)> = lines
        .iter()
        .map(|(name, value)| (name.as_str(), *value))
        .collect();
    check(&server.ask("GET", "/", &lines, ""), 431, "200 headers");
    let long = format!("/{}", "a".repeat(100_000));
    assert!(
        [414, 431].contains(&status(&server.ask("GET", &long, &[], ""))),
        "long address"
    );

    let three = format!("\"{}\"", "a".repeat(3 << 20));
    check(&server.call("hello", &three), 413, "a body of 3 MiB");
    let head = format!(
        "POST /call/hello HTTP/1.1\r\nhost: {}\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n",
        server.host(),
        server.token
    );
    let mut endless = head.into_bytes();
    for _ in 0..4 {
        endless.extend(format!("{:x}\r\n{}\r\n", 1 << 20, " ".repeat(1 << 20)).as_bytes());
    }
    check(&server.raw(&endless), 413, "chunks without end");
    let smuggled = format!(
        "POST /call/hello HTTP/1.1\r\nhost: {}\r\ncontent-length: 5\r\n\
         transfer-encoding: chunked\r\n\r\n0\r\n\r\nGET / HTTP/1.1\r\n\r\n",
        server.host()
    );
    let answer = server.raw(smuggled.as_bytes());
    assert!(!answer.contains("200 OK"), "{answer}");
    check(
        &server.raw(b"\x16\x03\x01\x02\x00\x01"),
        400,
        "a greeting of TLS",
    );
}

#[test]
fn s07_slow_headers_are_cut_off() {
    let server = Server::start();
    let mut stream = server.connect();
    stream.write_all(b"GET / HTTP/1.1\r\nho").unwrap();
    let at = Instant::now();
    let mut rest = Vec::new();
    let _ = stream.read_to_end(&mut rest);
    assert!(at.elapsed() < Duration::from_secs(14), "{:?}", at.elapsed());
    assert!(rest.is_empty() || status(&String::from_utf8_lossy(&rest)) == 408);
}

#[test]
fn s12_unsound_bodies_are_refused_with_the_field() {
    let server = Server::start();
    let deep = "[".repeat(10_000);
    for body in [deep.as_str(), "{", "{} x", "", "{\"a\":1}garbage", "\u{0}"] {
        check(&server.call("hello", body), 400, &format!("{body:.10}"));
    }
    let twice = server.call("open_workbook", r#"{"path":"/a","path":"/b"}"#);
    check(&twice, 400, "a field twice");
    assert!(twice.contains("path is given twice"), "{twice}");
    check(
        &server.call("no_such_command", "{}"),
        404,
        "unknown command",
    );
    check(&server.call("..%2fhello", "{}"), 404, "odd command");
}

#[test]
fn s10_a_thousand_connections_are_turned_away_without_growing() {
    let server = Server::start();
    check(&server.call("hello", "{}"), 200, "before");
    let before = server.memory();
    let mut kept = Vec::new();
    let mut busy = 0;
    for _ in 0..1000 {
        let Ok(stream) = TcpStream::connect(("127.0.0.1", server.port)) else {
            continue;
        };
        kept.push(stream);
        if kept.len() == 100 {
            std::thread::sleep(Duration::from_millis(50));
            for mut stream in kept.drain(40..) {
                let _ = stream.set_read_timeout(Some(Duration::from_millis(200)));
                let mut answer = [0; 256];
                let count = stream.read(&mut answer).unwrap_or(0);
                busy += usize::from(answer[..count].starts_with(b"HTTP/1.1 503"));
            }
        }
    }
    let grown = server.memory().saturating_sub(before);
    assert!(busy > 0, "somebody was told to come back later");
    assert!(grown < 50 << 20, "{grown} bytes more");
    drop(kept);
    let at = Instant::now();
    while status(&server.call("hello", "{}")) != 200 {
        assert!(at.elapsed() < Duration::from_secs(12), "it answers again");
    }
}

#[test]
fn p29_only_loopback_listens() {
    let server = Server::start();
    let wanted = format!(":{:04X}", server.port);
    let mut found = 0;
    for (table, loopback) in [
        ("/proc/net/tcp", "0100007F"),
        ("/proc/net/tcp6", "00000000000000000000000001000000"),
    ] {
        let Ok(text) = std::fs::read_to_string(table) else {
            continue;
        };
        for line in text.lines().skip(1) {
            let columns: Vec<&str> = line.split_whitespace().collect();
            if columns[3] == "0A" && columns[1].ends_with(&wanted) {
                assert!(columns[1].starts_with(loopback), "{line}");
                found += 1;
            }
        }
    }
    assert!(found >= 1);
}

#[test]
fn s04_a_taken_port_and_an_outside_address_are_refused() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let home = tempfile::tempdir().unwrap();
    let run = |args: &[&str]| {
        Command::new(env!("CARGO_BIN_EXE_assay"))
            .args(args)
            .env("HOME", home.path())
            .output()
            .unwrap()
    };
    let outcome = run(&["serve", "--port", &port]);
    assert_eq!(outcome.status.code(), Some(4));
    assert!(String::from_utf8_lossy(&outcome.stderr).contains("error[SERVE_PORT_TAKEN]"));
    assert_eq!(run(&["serve", "--bind", "0.0.0.0"]).status.code(), Some(2));
    assert_eq!(run(&["serve", "--port", "65536"]).status.code(), Some(2));
    assert_eq!(run(&["serve", "--port", "-1"]).status.code(), Some(2));
}

#[test]
fn a09_an_interrupt_ends_serving_with_130() {
    let mut server = Server::start();
    let pid = rustix::process::Pid::from_raw(i32::try_from(server.child.id()).unwrap()).unwrap();
    let at = Instant::now();
    rustix::process::kill_process(pid, rustix::process::Signal::INT).unwrap();
    assert_eq!(server.child.wait().unwrap().code(), Some(130));
    assert!(
        at.elapsed() < Duration::from_millis(500),
        "{:?}",
        at.elapsed()
    );
}
