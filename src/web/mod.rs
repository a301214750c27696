//! The what-if page: the same scenarios, runs, analysis and figures as the command line's, over HTTP for one person's browser.
//!
//! ```text
//!  door ──▶ guard ──▶ api ──▶ question ──▶ run ──▶ crew: worlds, outcomes
//!  (connections)      │                     │
//!                     ├──▶ catalogue        └──▶ outbox ──▶ channel: events
//!                     └──▶ assets: the page
//! ```
//! Nothing is written to a disk, and nothing is read but the one folder that was named.

pub mod answer;
mod api;
mod assets;
pub mod catalogue;
mod changes;
mod channel;
mod crew;
mod day;
mod door;
mod files;
mod guard;
pub mod knobs;
mod library;
pub mod limits;
mod outbox;
mod outcomes;
mod question;
mod report;
mod run;
mod slow;
pub mod whatifs;
mod worlds;

use std::future::Future;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use axum::http::{HeaderName, HeaderValue};

use crate::error::Error;
use channel::Channels;
use crew::Crew;
use guard::Names;
use library::Library;
use slow::Slow;

pub use door::serve;
pub use guard::is_local;

/// The scenario that the page opens with.
pub const DEFAULT: &str = "workshop.toml";

/// How the page is served.
#[derive(Debug, Clone)]
pub struct Settings {
    /// A folder whose scenario files are offered too.
    pub folder: Option<PathBuf>,
    /// The address it listens on.
    pub address: SocketAddr,
    /// What the person called it.
    pub host: String,
    /// Number of workers.
    pub threads: usize,
    /// Replications of a question that names none.
    pub replications: u32,
}

/// All that answers need.
pub struct Site {
    names: Names,
    headers: Vec<(HeaderName, HeaderValue)>,
    library: Library,
    crew: Arc<Crew>,
    channels: Arc<Channels>,
    replications: u32,
    /// Turns for work of a second or so, which is done by few at a time, so that questions need not wait for it.
    slow: Slow,
}

impl Site {
    /// A site that is ready to be asked.
    ///
    /// # Errors
    /// [`Error::Refused`] if the folder is none.
    pub fn new(settings: &Settings) -> Result<Arc<Self>, Error> {
        let crew = Arc::new(Crew::new(settings.threads));
        // it takes a moment, and the page asks for it first
        std::thread::spawn(catalogue::prepare);
        Ok(Arc::new(Site {
            names: Names::new(settings.address, &settings.host),
            headers: guard::headers(&assets::policy()),
            library: Library::new(settings.folder.as_deref())?,
            channels: Arc::new(Channels::new(crew.clone())),
            crew,
            replications: settings.replications,
            slow: Slow::new(),
        }))
    }

    /// Ends all runs and workers.
    pub fn close(&self) {
        self.crew.close();
    }
}

/// The app of a site.
pub fn app(site: Arc<Site>) -> Router {
    api::routes().layer(axum::middleware::from_fn_with_state(site.clone(), guard::guard)).with_state(site)
}

/// Serves a site until `over`.
pub async fn run(listener: tokio::net::TcpListener, site: Arc<Site>, over: impl Future<Output = ()>) {
    door::serve(listener, app(site), over).await;
}
