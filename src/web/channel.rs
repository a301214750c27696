//! The channels: one for each tab, over which answers come as events. When it closes, its runs end and its id is gone.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::hash::{BuildHasher, Hasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::response::sse::{Event, KeepAlive, Sse};
use futures_util::stream::{self, Stream};
use serde_json::json;

use super::crew::Crew;
use super::door::Busy;
use super::outbox::Outbox;
use super::run::Run;

/// Most tabs at a time.
pub const MOST_CHANNELS: usize = 200;

/// Between two signs of life.
const HEARTBEAT: Duration = Duration::from_secs(10);

/// A tab.
pub struct Channel {
    /// Where its messages wait.
    pub outbox: Arc<Outbox>,
    run: Mutex<Option<Arc<Run>>>,
}

/// All tabs.
pub struct Channels {
    crew: Arc<Crew>,
    open: Mutex<BTreeMap<String, Arc<Channel>>>,
}

impl Channels {
    /// No tabs yet.
    pub fn new(crew: Arc<Crew>) -> Self {
        Channels { crew, open: Mutex::default() }
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Arc<Channel>>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.lock().len()
    }

    /// A tab by its id.
    pub fn get(&self, id: &str) -> Option<Arc<Channel>> {
        self.lock().get(id).cloned()
    }

    /// Lets a run take the place of the one before.
    pub fn replace(&self, id: &str, run: Arc<Run>) -> bool {
        // under one lock: a tab that closes in between must not leave a run behind
        let open = self.lock();
        let Some(channel) = open.get(id) else { return false };
        let mut place = channel.run.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(before) = place.take() {
            self.crew.cancel(&before, false);
        }
        channel.outbox.listen_to(run.id);
        *place = Some(run.clone());
        self.crew.submit(run);
        true
    }

    /// Ends the run of a tab, whose worlds are kept; false where there is no such tab.
    pub fn stop(&self, id: &str) -> bool {
        let open = self.lock();
        let Some(channel) = open.get(id) else { return false };
        if let Some(run) = channel.run.lock().unwrap_or_else(PoisonError::into_inner).as_ref() {
            self.crew.cancel(run, true);
        }
        true
    }

    fn close(&self, id: &str) {
        let channel = self.lock().remove(id);
        if let Some(channel) = channel
            && let Some(run) = channel.run.lock().unwrap_or_else(PoisonError::into_inner).take()
        {
            self.crew.cancel(&run, false);
        }
    }

    /// Opens a channel; `None` where there are too many.
    pub fn open(
        self: &Arc<Self>,
        busy: Option<Busy>,
    ) -> Option<Sse<impl Stream<Item = Result<Event, Infallible>> + use<>>> {
        let id = unguessable();
        let channel = Arc::new(Channel { outbox: Arc::default(), run: Mutex::new(None) });
        {
            let mut open = self.lock();
            if open.len() >= MOST_CHANNELS {
                return None;
            }
            open.insert(id.clone(), channel.clone());
        }
        channel.outbox.say("hello", json!({ "id": id }).to_string());
        let open = Open { channels: self.clone(), id, _busy: busy };
        let messages = stream::unfold((channel, open), |(channel, open)| async move {
            let message = channel.outbox.next().await;
            Some((Ok(Event::default().event(message.event).data(message.data)), (channel, open)))
        });
        Some(Sse::new(messages).keep_alive(KeepAlive::new().interval(HEARTBEAT)))
    }
}

/// As long as this lives, the channel is open: it goes with the connection.
struct Open {
    channels: Arc<Channels>,
    id: String,
    _busy: Option<Busy>,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.channels.close(&self.id);
    }
}

/// An id that nobody guesses: the standard library's hash keys are random, by the operating system.
fn unguessable() -> String {
    let part = || RandomState::new().build_hasher().finish();
    let own = [part(), part(), part(), part()].map(u64::to_le_bytes).concat();
    blake3::hash(&own).to_hex()[..32].to_owned()
}
