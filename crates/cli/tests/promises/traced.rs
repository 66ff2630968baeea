//! P20: opening a workbook of someone else runs no program, opens no socket, reads no file outside of it
//! and writes nothing outside of the private folder: the calls of the process to the system are
//! looked at one by one.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::desk::Desk;

/// Files that every program here reads: libraries, the clock's zone, what the system says of itself.
const SYSTEM: [&str; 11] = [
    "/etc/ld.so.cache",
    "/etc/localtime",
    "/usr/lib",
    "/lib",
    "/usr/share/zoneinfo",
    "/proc/meminfo",
    "/proc/self/maps",
    "/proc/self/cgroup",
    "/proc/sys/vm",
    "/sys/fs/cgroup",
    "/dev/urandom",
];

/// Texts of cells that would reach outside, if anything of them were done.
const CELLS: [&str; 16] = [
    "select * from read_csv('/etc/passwd')",
    "select * from '/etc/shadow'",
    "copy (select 1) to '/tmp/assay-p20'",
    "attach '/etc/passwd' as x",
    "load '/tmp/x.so'",
    "select * from read_parquet('http://127.0.0.1:9/x')",
    "pragma writable_schema = 1",
    "select load_extension('/tmp/x.so')",
    "select * from glob('/**')",
    "install httpfs; load httpfs;",
    "create table t as select * from read_text('/etc/hostname')",
    "select getenv('HOME')",
    "\u{0}",
    "select 1; drop table sales",
    "with recursive r as (select 1 union all select * from r) select * from r",
    "select * from sales",
];

/// Places of sources that must not be looked into.
const PLACES: [&str; 16] = [
    "/etc/passwd",
    "/etc/shadow",
    "../../../../../../etc/passwd",
    "http://127.0.0.1:9/x.csv",
    "https://example.invalid/x.csv",
    "s3://bucket/x.parquet",
    "file:///etc/passwd",
    "//server/share/x.csv",
    "\\\\server\\share\\x.csv",
    "/dev/tcp/127.0.0.1/9",
    "/proc/self/environ",
    "/dev/zero",
    "inside://../../../etc/passwd",
    "/etc/*",
    "~/.ssh/id_rsa",
    "|id",
];

/// Markdown that a page would fetch or follow.
const WORDS: [&str; 8] = [
    "![x](http://127.0.0.1:9/x.png)",
    "![x](file:///etc/passwd)",
    "<img src=http://127.0.0.1:9/x>",
    "<script src=http://127.0.0.1:9/x></script>",
    "[x](javascript:alert(1))",
    "<iframe src=/etc/passwd></iframe>",
    "<link rel=stylesheet href=http://127.0.0.1:9/x>",
    "@import url(http://127.0.0.1:9/x)",
];

#[test]
fn p20_hostile_workbooks_open_without_a_call_that_reaches_outside() {
    let desk = Desk::bare();
    if let Some(why) = cannot_trace(&desk) {
        eprintln!("SKIPPED 1: calls cannot be traced: {why}");
        return;
    }
    let files = corpus(&desk);
    assert!(files.len() >= 60, "{}", files.len());
    let mut opened = 0;
    for (at, file) in files.iter().enumerate() {
        let name = file.to_str().unwrap();
        // Each way of opening a file in turn; all of them begin with the same call of the application.
        let out = format!("page-{at}.html");
        let args: &[&str] = match at % 3 {
            0 => &["open", name, "--json"],
            1 => &["view", name, "-o", &out],
            _ => &["trust", name, "--show"],
        };
        let calls = traced(&desk, args);
        opened += usize::from(calls.contains("exited with 0"));
        for call in calls.lines() {
            let fault = fault(&desk, file, call);
            assert!(
                fault.is_none(),
                "{args:?}: {}: {call}",
                fault.unwrap_or_default()
            );
        }
    }
    // Most of them are whole workbooks: nothing was tried if they were all refused.
    assert!(opened >= 40, "{opened} of {} opened", files.len());
}

/// The test itself sees a file that is read and a socket that is opened.
#[test]
fn p20_a_call_that_reaches_outside_is_seen() {
    let desk = Desk::bare();
    let file = desk.path("w.assay");
    for call in [
        r#"12 openat(AT_FDCWD, "/etc/passwd", O_RDONLY|O_CLOEXEC) = 3"#,
        r#"12 openat(AT_FDCWD, "/tmp/elsewhere", O_WRONLY|O_CREAT, 0666) = 3"#,
        r#"12 openat(AT_FDCWD, "/usr/lib/x", O_RDWR) = 3"#,
        "12 socket(AF_INET, SOCK_STREAM, IPPROTO_IP) = 3",
        "12 connect(3, {sa_family=AF_INET}, 16) = 0",
        r#"12 execve("/bin/sh", ["sh"], 0x7ffe /* 20 vars */) = 0"#,
        r#"12 unlink("/etc/passwd") = -1 EACCES (Permission denied)"#,
        r#"12 rename("/tmp/a", "/etc/b") = -1 EACCES (Permission denied)"#,
    ] {
        assert!(fault(&desk, &file, call).is_some(), "{call}");
    }
    let own = format!(
        r#"12 openat(AT_FDCWD, "{}", O_RDONLY|O_CLOEXEC) = 3"#,
        file.display()
    );
    assert!(fault(&desk, &file, &own).is_none());
}

fn cannot_trace(desk: &Desk) -> Option<String> {
    let tried = Command::new("strace")
        .args(["-o", "/dev/null", "/bin/true"])
        .current_dir(desk.folder.path())
        .stderr(Stdio::piped())
        .output();
    match tried {
        Ok(done) if done.status.success() => None,
        Ok(done) => Some(String::from_utf8_lossy(&done.stderr).into_owned()),
        Err(error) => Some(error.to_string()),
    }
}

/// Every call of the program that reaches for files, programs or the network.
fn traced(desk: &Desk, args: &[&str]) -> String {
    let log = desk.path("calls.log");
    let program = desk.command(args);
    let mut strace = Command::new("strace");
    strace
        .args(["-f", "-s", "4096", "-e"])
        .arg("trace=network,open,openat,openat2,creat,rename,renameat,renameat2,unlink,unlinkat,mkdir,mkdirat,symlink,symlinkat,link,linkat,truncate,chmod,fchmodat,chown,mount,execve,execveat")
        .arg("-o")
        .arg(&log)
        .arg(program.get_program())
        .args(program.get_args())
        .current_dir(desk.folder.path())
        // The test runner says where libraries of the build are.
        .env_remove("LD_LIBRARY_PATH")
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    for (name, value) in program.get_envs() {
        match value {
            Some(value) => strace.env(name, value),
            None => strace.env_remove(name),
        };
    }
    strace.status().unwrap();
    fs::read_to_string(log).unwrap()
}

/// What is wrong with a call; none when it stays inside.
fn fault(desk: &Desk, file: &Path, line: &str) -> Option<String> {
    let call = line.split_once(' ')?.1.trim_start();
    let (name, rest) = call.split_once('(')?;
    let paths = quoted(rest);
    let inside = |path: &str| {
        let path = desk.folder.path().join(path);
        let is_own = path.starts_with(desk.path("home")) || path.as_path() == file;
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        // The page that was asked for, by way of a temporary file beside it.
        let is_page = path.parent() == Some(desk.folder.path())
            && (name.starts_with("page-") || name.starts_with('.'));
        is_own || is_page
    };
    match name {
        "execve" => {
            let is_first = rest.contains("/assay\"") && !rest.contains("assay-engine");
            (!is_first).then(|| "a program was started".to_owned())
        }
        "open" | "openat" | "openat2" => {
            let path = paths.first()?;
            let writes = ["O_WRONLY", "O_RDWR", "O_CREAT", "O_TRUNC"];
            let writes = writes.iter().any(|flag| rest.contains(flag));
            let is_folder = rest.contains("O_DIRECTORY");
            let below = file.parent() == Some(desk.folder.path().join(path).as_path());
            let is_program = path.starts_with(program_folder().to_str().unwrap_or("/?"));
            let is_system = SYSTEM.iter().any(|known| path.starts_with(known));
            let is_fine = inside(path)
                || (!writes && (is_system || is_program))
                || (!writes && is_folder && (below || path == desk.folder.path().to_str()?));
            (!is_fine).then(|| format!("{path} was opened"))
        }
        "rename" | "renameat" | "renameat2" | "unlink" | "unlinkat" | "mkdir" | "mkdirat"
        | "link" | "linkat" | "symlink" | "symlinkat" | "truncate" | "chmod" | "fchmodat"
        | "chown" | "creat" => {
            let outside = paths.iter().find(|path| !inside(path));
            outside.map(|path| format!("{path} was touched"))
        }
        "+++" | "---" => None,
        _ if call.starts_with('+') || call.starts_with('-') || call.starts_with('<') => None,
        // What a thread was about to do when the program had ended.
        "???" => None,
        // The runtime makes a pair of sockets within the process, for signals.
        "socketpair" if rest.starts_with("AF_UNIX") => None,
        "recvfrom" | "sendto" | "recvmsg" | "sendmsg" if rest.contains("EAGAIN") => None,
        _ => Some(format!("the call {name} was made")),
    }
}

/// Texts in quotes, as strace writes them.
fn quoted(text: &str) -> Vec<String> {
    text.split('"')
        .skip(1)
        .step_by(2)
        .map(str::to_owned)
        .collect()
}

/// Where the program and its samples are.
fn program_folder() -> PathBuf {
    fs::canonicalize("../../assets").unwrap()
}

/// Workbooks of released versions, hostile ones, and damaged ones.
fn corpus(desk: &Desk) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let released = Path::new("../../tests/workbooks/0.1.0");
    for entry in fs::read_dir(released).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|end| end == "assay") {
            files.push(copied(
                desk,
                &path,
                &format!("released-{}.assay", files.len()),
            ));
        }
    }
    files.sort();
    let base = program_folder().join("samples/retail-overview.assay");
    let unpacked = desk.path("base");
    let done = desk.run(&["unpack", base.to_str().unwrap(), "-o", "base"]);
    assert_eq!(done.status.code(), Some(0), "{}", crate::desk::words(&done));
    let document = fs::read_to_string(unpacked.join("workbook.json")).unwrap();
    let part = |ending: &str| -> PathBuf {
        let parts = fs::read_dir(unpacked.join("cells")).unwrap();
        let mut parts = parts.map(|part| part.unwrap().path());
        parts
            .find(|path| path.extension().is_some_and(|end| end == ending))
            .unwrap()
    };
    let (sql, words) = (part("sql"), part("md"));
    let mut pack = |desk: &Desk| {
        let name = format!("made-{}.assay", files.len());
        let done = desk.run(&["pack", "base", "-o", &name]);
        assert_eq!(done.status.code(), Some(0), "{}", crate::desk::words(&done));
        files.push(desk.path(&name));
    };
    for text in CELLS {
        fs::write(&sql, text).unwrap();
        pack(desk);
    }
    for text in WORDS {
        fs::write(&words, text).unwrap();
        pack(desk);
    }
    for place in PLACES {
        let mut json: serde_json::Value = serde_json::from_str(&document).unwrap();
        json["sources"][0]["path"] = place.into();
        fs::write(unpacked.join("workbook.json"), json.to_string()).unwrap();
        pack(desk);
    }
    let whole = fs::read(&base).unwrap();
    for at in 0..20_usize {
        let mut bytes = whole.clone();
        let place = whole.len() / 21 * (at + 1);
        match at % 3 {
            0 => bytes.truncate(place),
            1 => bytes[place] ^= 0x55,
            _ => bytes[place..place + 4].fill(0xff),
        }
        let path = desk.path(&format!("damaged-{at}.assay"));
        fs::write(&path, bytes).unwrap();
        files.push(path);
    }
    files
}

fn copied(desk: &Desk, from: &Path, name: &str) -> PathBuf {
    let to = desk.path(name);
    fs::copy(from, &to).unwrap();
    to
}
