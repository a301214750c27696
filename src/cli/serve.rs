//! `cliniq serve`: the what-if page, on this machine alone unless told otherwise.

use std::net::{SocketAddr, ToSocketAddrs};
use std::path::PathBuf;
use std::sync::Arc;

use tokio::net::TcpListener;
use tokio::sync::Notify;

use super::{options, output};
use crate::error::Error;
use crate::web::{self, Settings, Site};

/// Arguments of `serve`.
#[derive(Debug, Clone, clap::Args)]
pub struct Args {
    /// A folder whose scenario files are offered on the page too; nothing else of it is read, and nothing is written
    #[arg(value_name = "DIR")]
    dir: Option<PathBuf>,
    /// Port; 0 takes any that is free
    #[arg(long, value_name = "N", default_value_t = 8317)]
    port: u16,
    /// Address to listen on; another than this machine's own lets others in
    #[arg(long, value_name = "ADDRESS", default_value = "127.0.0.1")]
    host: String,
    /// Number of threads that simulate [default: all cores]; changes no number
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// Number of replications behind an answer, unless the page asks for another
    #[arg(long, value_name = "N", default_value_t = 100, value_parser = clap::value_parser!(u32).range(1..=1000))]
    replications: u32,
    /// Open the page in a browser
    #[arg(long, value_name = "YES", default_value_t = false, action = clap::ArgAction::Set, num_args = 0..=1, default_missing_value = "true")]
    open: bool,
}

/// Threads for work beside the connections: far more than days and reports can fill, so that questions never wait for those.
const BESIDE: usize = 32;

/// Serves the page until it is interrupted.
///
/// # Errors
/// [`Error::Refused`] if the address cannot be listened on or the folder is none.
pub fn execute(args: Args) -> Result<(), Error> {
    let failed = |error: std::io::Error| Error::Failed(format!("the server cannot be started: {error}"));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .enable_time()
        .max_blocking_threads(BESIDE)
        .build()
        .map_err(failed)?;
    let listener = runtime.block_on(listen(&args))?;
    let address = listener.local_addr().map_err(failed)?;
    let settings = Settings {
        folder: args.dir.clone(),
        address,
        host: args.host.clone(),
        threads: options::threads(args.threads),
        replications: args.replications,
    };
    let site = Site::new(&settings)?;
    let over = interrupted();
    tell(&args, address)?;
    let served = site.clone();
    runtime.block_on(async move { web::run(listener, served, over.notified()).await });
    output::say("stopping");
    site.close();
    runtime.shutdown_background();
    Ok(())
}

/// Listens where the person said.
async fn listen(args: &Args) -> Result<TcpListener, Error> {
    let host = args.host.trim_start_matches('[').trim_end_matches(']');
    let unknown = |_| Error::Refused(format!("--host: {host:?} is no address of this machine"));
    let addresses: Vec<SocketAddr> = (host, args.port).to_socket_addrs().map_err(unknown)?.collect();
    TcpListener::bind(addresses.as_slice()).await.map_err(|error| match error.kind() {
        std::io::ErrorKind::AddrInUse => Error::Refused(format!(
            "port {} is in use, perhaps by another cliniq; take another one with --port, or --port 0 for any that is free",
            args.port
        )),
        _ => Error::Refused(format!("{host}:{} cannot be listened on: {error}", args.port)),
    })
}

/// Says where the page is.
fn tell(args: &Args, address: SocketAddr) -> Result<(), Error> {
    let url = format!("http://{address}/");
    if !web::is_local(address.ip()) {
        output::say(
            "warning: this address is not only of this machine: everybody who reaches it can run simulations here and read \
             the scenarios of the folder. There is no password, and nothing is encrypted.",
        );
    }
    output::say("The what-if page is at the address below; Ctrl-C ends it. Nothing leaves this machine.");
    output::print(&format!("{url}\n"))?;
    if args.open {
        open(&url);
    }
    Ok(())
}

/// Opens the page in the person's browser; where that is not possible the address is there.
fn open(url: &str) {
    let (program, first): (&str, &[&str]) = match std::env::consts::OS {
        "macos" => ("open", &[]),
        "windows" => ("cmd", &["/C", "start", ""]),
        _ => ("xdg-open", &[]),
    };
    let quiet = std::process::Stdio::null;
    let started = std::process::Command::new(program)
        .args(first)
        .arg(url)
        .stdin(quiet())
        .stdout(quiet())
        .stderr(quiet())
        .spawn();
    if started.is_err() {
        output::say("no browser could be opened: open the address yourself");
    }
}

/// Told at the first interrupt or termination.
fn interrupted() -> Arc<Notify> {
    let over = Arc::new(Notify::new());
    let told = over.clone();
    // Without a handler an interrupt ends the process at once, and nothing is lost by that.
    let _ = ctrlc::set_handler(move || told.notify_one());
    over
}
