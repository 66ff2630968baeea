//! P22: what an engine may ask of the system is fixed at its start; no text and no message widens it.

use std::fs;
use std::io::ErrorKind;
use std::net::{TcpListener, TcpStream, UdpSocket};
use std::os::unix::net::UnixStream;
use std::process::Command;

use engine::rights;
use model::{ImportOptions, SourceId, SourceSpec};
use protocol::message::{Answer, Ask, Say};

use crate::process::{Process, run};

/// Words of other engines that set something, load something or reach outside.
const STATEMENTS: [&str; 40] = [
    "SET enable_external_access = true",
    "SET allow_community_extensions = true",
    "SET disabled_filesystems = ''",
    "SET lock_configuration = false",
    "SET GLOBAL local_infile = 1",
    "SET file_search_path = '/'",
    "SET spark.sql.extensions = 'x'",
    "SET ROLE admin",
    "SET SESSION AUTHORIZATION root",
    "SET datafusion.catalog.location = '/'",
    "RESET ALL",
    "PRAGMA enable_external_access",
    "PRAGMA writable_schema = 1",
    "PRAGMA trusted_schema = 1",
    "PRAGMA temp_store_directory = '/'",
    "ATTACH '/etc/passwd' AS x",
    "ATTACH DATABASE 'x.db' AS x",
    "ATTACH 'dbname=postgres host=127.0.0.1' AS x (TYPE postgres)",
    "INSTALL httpfs",
    "LOAD httpfs",
    "LOAD '/tmp/x.so'",
    "FORCE INSTALL 'x' FROM 'http://127.0.0.1'",
    "COPY t TO '/tmp/assay-p22.csv'",
    "COPY t FROM '/etc/passwd'",
    "COPY t TO PROGRAM 'id'",
    "COPY (SELECT 1) TO 'http://127.0.0.1/x'",
    "EXPORT DATABASE '/tmp/assay-p22'",
    "IMPORT DATABASE '/tmp/assay-p22'",
    "CREATE EXTERNAL TABLE x STORED AS CSV LOCATION '/etc/passwd'",
    "CREATE FUNCTION f() RETURNS int AS 'x.so' LANGUAGE C",
    "CREATE EXTENSION dblink",
    "CREATE SECRET s (TYPE s3)",
    "CREATE SERVER s FOREIGN DATA WRAPPER w",
    "CALL system('id')",
    "EXECUTE IMMEDIATE 'SELECT 1'",
    "LOAD DATA INFILE '/etc/passwd' INTO TABLE t",
    "SELECT * FROM t INTO OUTFILE '/tmp/assay-p22'",
    "UNLOAD ('SELECT 1') TO 's3://x'",
    "GRANT ALL ON t TO PUBLIC",
    "ADD JAR '/tmp/x.jar'",
];

/// Functions that read files, reach the network or ask the system.
const FUNCTIONS: [&str; 34] = [
    "read_csv",
    "read_csv_auto",
    "read_parquet",
    "parquet_scan",
    "read_json",
    "read_json_auto",
    "read_ndjson",
    "read_text",
    "read_blob",
    "read_xlsx",
    "read_arrow",
    "scan_csv",
    "scan_parquet",
    "glob",
    "sniff_csv",
    "sqlite_scan",
    "postgres_scan",
    "mysql_scan",
    "iceberg_scan",
    "delta_scan",
    "st_read",
    "query",
    "query_table",
    "pg_read_file",
    "pg_ls_dir",
    "lo_import",
    "dblink",
    "readfile",
    "load_extension",
    "getenv",
    "http_get",
    "system",
    "shell",
    "url",
];

/// What they are asked for.
const PLACES: [&str; 4] = [
    "/etc/passwd",
    "http://127.0.0.1:1/x.csv",
    "s3://bucket/x.parquet",
    "../../../etc/passwd",
];

/// Reads or runs in the place of a value.
const VALUES: [&str; 24] = [
    "getenv('HOME')",
    "system('id')",
    "load_extension('x')",
    "pg_read_file('/etc/passwd')",
    "readfile('/etc/passwd')",
    "writefile('/tmp/assay-p22', 'x')",
    "current_setting('data_directory')",
    "set_config('x', 'y', false)",
    "pg_sleep(1)",
    "lo_import('/etc/passwd')",
    "dblink('host=127.0.0.1', 'SELECT 1')",
    "xp_cmdshell('id')",
    "sys_eval('id')",
    "edit('x')",
    "shell('id')",
    "java_method('java.lang.Runtime', 'x')",
    "reflect('x', 'y')",
    "http_get('http://127.0.0.1')",
    "url('http://127.0.0.1')",
    "file('/etc/passwd')",
    "input_file_name()",
    "pg_ls_dir('/')",
    "pg_stat_file('/etc/passwd')",
    "read_text('/etc/passwd')",
];

/// Texts that would widen what the process may do, if any of them worked.
fn texts() -> Vec<String> {
    let tables = FUNCTIONS
        .iter()
        .flat_map(|name| PLACES.map(|place| format!("SELECT * FROM {name}('{place}')")));
    let files = PLACES.map(|place| format!("SELECT * FROM '{place}'"));
    let values = VALUES.map(|value| format!("SELECT {value} AS x FROM t"));
    let statements = STATEMENTS.map(str::to_owned);
    statements
        .into_iter()
        .chain(tables)
        .chain(files)
        .chain(values)
        .collect()
}

/// What the system says of every thread of a process: (mode of seccomp, no new privileges).
fn confined(pid: u32) -> Vec<(String, String)> {
    let tasks = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let status = tasks.filter_map(|task| fs::read_to_string(task.ok()?.path().join("status")).ok());
    let field = |text: &str, name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name));
        line.unwrap_or_default().trim().to_owned()
    };
    status
        .map(|text| (field(&text, "Seccomp:"), field(&text, "NoNewPrivs:")))
        .collect()
}

/// Sockets among the open files of a process.
fn sockets(pid: u32) -> usize {
    let open = fs::read_dir(format!("/proc/{pid}/fd")).unwrap();
    let names = open.filter_map(|one| fs::read_link(one.ok()?.path()).ok());
    names
        .filter(|name| name.to_string_lossy().starts_with("socket:"))
        .count()
}

#[test]
fn p22_two_hundred_texts_and_messages_widen_nothing() {
    let texts = texts();
    assert!(texts.len() >= 200, "{}", texts.len());
    let mut process = Process::start(2 << 30);
    let (first, _) = process.hear().unwrap();
    assert!(
        matches!(
            first,
            Say::Ready {
                is_confined: true,
                ..
            }
        ),
        "this system does not confine processes: {first:?}"
    );
    process.open("t", "a\n1\n");
    for text in &texts {
        let (answer, _) = process.ask(run(text));
        assert!(
            matches!(answer, Answer::Diagnosed { .. } | Answer::Failed { .. }),
            "{text}: {answer:?}"
        );
    }
    // Sources come from the application; an address is no file.
    for place in [
        "http://127.0.0.1:1/x.csv",
        "s3://bucket/x.parquet",
        "file:///etc/passwd",
    ] {
        let spec = SourceSpec {
            id: SourceId::new("u"),
            name: "u".to_owned(),
            path: place.to_owned(),
            kind: None,
            options: ImportOptions::default(),
        };
        let (answer, _) = process.ask(Ask::OpenSource { spec });
        assert!(
            matches!(answer, Answer::Failed { .. }),
            "{place}: {answer:?}"
        );
    }
    let pid = process.pid();
    let threads = confined(pid);
    assert!(threads.len() > 2);
    for thread in threads {
        assert_eq!(thread, ("2".to_owned(), "1".to_owned()));
    }
    assert_eq!(sockets(pid), 0);
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    assert_eq!(children, "");
    assert!(!fs::exists("/tmp/assay-p22").unwrap() && !fs::exists("/tmp/assay-p22.csv").unwrap());
    let (answer, _) = process.ask(run("SELECT a FROM t"));
    assert!(matches!(answer, Answer::Ran { .. }), "{answer:?}");
}

#[test]
fn p22_no_variable_of_the_environment_widens_it() {
    for (name, value) in [
        ("ASSAY_CONFINED", "0"),
        ("ASSAY_ALLOW_NETWORK", "1"),
        ("POLARS_ALLOW_EXTENSION", "1"),
        ("RUST_LOG", "trace"),
    ] {
        let mut process = Process::start_with(2 << 30, &[(name, value)]);
        let (first, _) = process.hear().unwrap();
        assert!(
            matches!(
                first,
                Say::Ready {
                    is_confined: true,
                    ..
                }
            ),
            "{name}"
        );
        let pid = process.pid();
        assert!(confined(pid).iter().all(|thread| thread.0 == "2"), "{name}");
    }
}

/// Confines the process of the test itself, which the test runner starts for this test alone.
#[test]
fn p22_sockets_and_programs_are_refused_for_good() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    assert!(rights::give_up());
    let refused = |error: std::io::Error| assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    refused(TcpStream::connect(address).unwrap_err());
    refused(TcpListener::bind("127.0.0.1:0").unwrap_err());
    refused(UdpSocket::bind("127.0.0.1:0").unwrap_err());
    refused(UnixStream::connect("/run/x").unwrap_err());
    refused(listener.accept().unwrap_err());
    refused(Command::new("/bin/true").status().unwrap_err());
    std::thread::spawn(move || {
        let error = TcpStream::connect(address).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::PermissionDenied);
    })
    .join()
    .unwrap();
}
