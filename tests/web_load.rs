//! The server under load and under attack: it goes on answering, and its memory returns to its level.
//!
//! A small form of a few seconds runs always; `CLINIQ_LOAD=full` runs two hundred clients for a minute.

#[path = "support/web.rs"]
mod support;

use std::io::{BufRead, BufReader, Write};
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use support::{Channel, ask, assistants, connect, question};

/// The program itself, with a memory of its own to look at.
struct Process {
    child: Child,
    address: SocketAddr,
}

impl Process {
    fn start() -> Self {
        let mut child = Command::new(env!("CARGO_BIN_EXE_cliniq"))
            .args(["serve", "--port", "0", "--threads", "2"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("it starts");
        let mut line = String::new();
        BufReader::new(child.stdout.take().expect("it has an output"))
            .read_line(&mut line)
            .expect("it says where it is");
        let address =
            line.trim().trim_start_matches("http://").trim_end_matches('/').parse().expect("an address");
        Process { child, address }
    }

    /// Resident memory in MiB; `None` where the system does not tell.
    fn memory(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
        line.trim().trim_end_matches("kB").trim().parse::<u64>().ok().map(|kilobytes| kilobytes >> 10)
    }

    fn health(&self) -> serde_json::Value {
        ask(self.address, "GET", "/api/health", &[], b"").json()
    }

    /// Waits until nobody is there and nothing runs.
    fn settle(&self) {
        let begun = Instant::now();
        loop {
            let health = self.health();
            if health["channels"] == 0 && health["running"] == 0 {
                return;
            }
            assert!(begun.elapsed() < Duration::from_secs(20), "it does not come to rest: {health}");
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn full() -> bool {
    std::env::var("CLINIQ_LOAD").is_ok_and(|word| word == "full")
}

/// A number of a seeded sequence.
fn draw(state: &mut u64, below: u64) -> u64 {
    *state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
    (*state >> 33) % below
}

/// A client that opens a channel, asks, listens a while and drops everything, again and again.
fn client(address: SocketAddr, number: u64, until: Instant) -> (u32, u32) {
    let (mut state, mut rounds, mut results) = (number * 7919 + 1, 0, 0);
    while Instant::now() < until {
        // where two hundred are open, one that was just closed may still be counted
        let Some(mut channel) = Channel::try_open(address) else {
            std::thread::sleep(Duration::from_millis(20));
            continue;
        };
        for asked in 1..=1 + draw(&mut state, 3) {
            let changes = assistants(1 + draw(&mut state, 4) as i64);
            let mut body = question(asked, 4 + draw(&mut state, 40) as u32, &changes);
            body["seed"] = (1 + draw(&mut state, 5)).into();
            let json = [("Content-Type", "application/json")];
            let reply = ask(
                address,
                "POST",
                &format!("/api/live/{}", channel.id),
                &json,
                body.to_string().as_bytes(),
            );
            assert_eq!(reply.status, 202, "{}", reply.text());
            for _ in 0..draw(&mut state, 4) {
                let (event, data) = channel.next();
                results += u32::from(event == "result");
                if data["state"] == "done" {
                    break;
                }
            }
        }
        rounds += 1;
    }
    (rounds, results)
}

#[test]
fn many_clients_come_and_go_and_memory_returns() {
    let (clients, time) = if full() { (200, 60) } else { (20, 4) };
    let server = Process::start();
    let load = |clients: u64, time: u64| {
        let until = Instant::now() + Duration::from_secs(time);
        let address = server.address;
        let threads: Vec<_> =
            (0..clients).map(|number| std::thread::spawn(move || client(address, number, until))).collect();
        let done = threads.into_iter().map(|thread| thread.join().expect("no client fails"));
        let all = done.fold((0, 0), |all, one| (all.0 + one.0, all.1 + one.1));
        server.settle();
        all
    };
    // its level: the caches are bounded, and full after such clients have been here once
    load(clients, time / 3 + 1);
    let before = server.memory();
    let begun = Instant::now();
    let (rounds, results) = load(clients, time);
    let after = server.memory();
    println!(
        "{clients} clients, {:?}: {rounds} channels, {results} results; MiB before {before:?}, after {after:?}",
        begun.elapsed()
    );
    assert!(rounds >= clients as u32 / 2, "they are served");
    if let (Some(before), Some(after)) = (before, after) {
        assert!(
            after < before + 100,
            "memory returns to near its level: {before} MiB before, {after} MiB after"
        );
    }
    assert_eq!(server.health()["channels"], 0);
}

#[test]
fn a_huge_body_is_neither_read_nor_kept() {
    let server = Process::start();
    let before = server.memory();
    let size = if full() { 100 << 20 } else { 20 << 20 };
    for announced in [true, false] {
        let mut stream = connect(server.address);
        let length =
            if announced { format!("Content-Length: {size}") } else { "Transfer-Encoding: chunked".into() };
        let head = format!(
            "POST /api/toml HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{length}\r\n\r\n",
            server.address
        );
        stream.write_all(head.as_bytes()).expect("the head is taken");
        let chunk = vec![b'x'; 0x10000];
        let mut sent = 0;
        while sent < size {
            let written = match announced {
                true => stream.write_all(&chunk),
                false => stream.write_all(&[b"10000\r\n".as_slice(), &chunk, b"\r\n"].concat()),
            };
            if written.is_err() {
                break;
            }
            sent += chunk.len();
        }
        assert!(sent < size, "it stops listening");
    }
    if let (Some(before), Some(after)) = (before, server.memory()) {
        assert!(after < before + 20, "{before} MiB before, {after} MiB after");
    }
    assert_eq!(ask(server.address, "GET", "/", &[], b"").status, 200);
}

/// How many files this process may have open.
fn most_files() -> usize {
    let limits = std::fs::read_to_string("/proc/self/limits").unwrap_or_default();
    let line = limits.lines().find(|line| line.starts_with("Max open files")).unwrap_or_default();
    line.split_whitespace().nth(3).and_then(|soft| soft.parse().ok()).unwrap_or(256)
}

#[test]
fn half_open_connections_keep_nobody_out() {
    let wanted = if full() { 10_000 } else { 2000 };
    let number = wanted.min(most_files().saturating_sub(100));
    if number < wanted {
        println!("only {number} connections: this system allows no more open files than {}", most_files());
    }
    let server = Process::start();
    let before = server.memory();
    let mut held: Vec<TcpStream> = Vec::new();
    // somebody was here before, and stays
    let mut channel = Channel::open(server.address);
    for index in 0..number {
        let mut stream = connect(server.address);
        // some say nothing, some begin a head, some announce a body
        let said: &[u8] = match index % 3 {
            0 => b"",
            1 => b"GET / HTTP/1.1\r\nHost: 127",
            _ => b"POST /api/toml HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 100\r\n\r\n",
        };
        let _ = stream.write_all(said);
        held.push(stream);
        if index % 500 == 499 {
            let begun = Instant::now();
            assert_eq!(ask(server.address, "GET", "/api/health", &[], b"").status, 200);
            assert!(begun.elapsed() < Duration::from_secs(2), "after {index}: {:?}", begun.elapsed());
        }
    }
    let json = [("Content-Type", "application/json")];
    let asked = question(1, 4, &assistants(1)).to_string();
    let path = format!("/api/live/{}", channel.id);
    assert_eq!(ask(server.address, "POST", &path, &json, asked.as_bytes()).status, 202);
    assert_eq!(channel.wait("result", 1)["n"], 4);
    if let (Some(before), Some(after)) = (before, server.memory()) {
        println!("{number} connections: {before} MiB before, {after} MiB with them");
        assert!(after < before + 150, "{before} MiB before, {after} MiB with them");
    }
    drop(held);
    let stream = connect(server.address);
    drop(stream);
    assert_eq!(ask(server.address, "GET", "/", &[], b"").status, 200);
}

#[cfg(unix)]
#[test]
fn an_interrupt_ends_it_at_once_and_well() {
    let mut server = Process::start();
    let channel = Channel::open(server.address);
    let json = [("Content-Type", "application/json")];
    let mut long = question(1, 1000, &assistants(1));
    for arm in 0..2 {
        long["arms"][arm]["changes"]["run"] = serde_json::json!({ "weeks": 60, "warmup_weeks": 26 });
    }
    let path = format!("/api/live/{}", channel.id);
    assert_eq!(ask(server.address, "POST", &path, &json, long.to_string().as_bytes()).status, 202);
    let begun = Instant::now();
    let sent =
        Command::new("kill").args(["-INT", &server.child.id().to_string()]).status().expect("it is sent");
    assert!(sent.success());
    let status = server.child.wait().expect("it ends");
    assert_eq!(status.code(), Some(0));
    assert!(begun.elapsed() < Duration::from_secs(2), "{:?}", begun.elapsed());
}

#[test]
fn a_port_in_use_is_told_in_words() {
    let server = Process::start();
    let port = server.address.port().to_string();
    let second = Command::new(env!("CARGO_BIN_EXE_cliniq"))
        .args(["serve", "--port", &port])
        .output()
        .expect("it starts");
    let words = String::from_utf8_lossy(&second.stderr).into_owned();
    assert_eq!(second.status.code(), Some(2), "{words}");
    assert!(words.contains("in use") && words.contains("--port"), "{words}");
    let none =
        Command::new(env!("CARGO_BIN_EXE_cliniq")).args(["serve", "no-such-folder", "--port", "0"]).output();
    assert_eq!(none.expect("it starts").status.code(), Some(2));
}
