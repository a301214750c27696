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
    place: Mutex<Place>,
}

/// What is asked in a tab.
#[derive(Default)]
struct Place {
    run: Option<Arc<Run>>,
    standing: Standing,
}

/// Which question counts: the one asked last, however long another takes to be made ready.
#[derive(Debug, Default)]
struct Standing {
    /// The highest number so far.
    newest: u64,
    /// Questions up to this number are over.
    over: Option<u64>,
    /// The turn of the question that counts; each question has its own, so that of two with one number the later counts.
    turn: u64,
}

/// Why a question has no say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missed {
    /// There is no such tab.
    Closed,
    /// A newer one was asked, or it was ended.
    Older,
}

impl Standing {
    /// The turn of a question; `None` where a newer one was asked or it is over.
    fn ask(&mut self, question: u64) -> Option<u64> {
        if question < self.newest || self.over.is_some_and(|over| question <= over) {
            return None;
        }
        self.newest = question;
        self.turn += 1;
        Some(self.turn)
    }

    /// Ends all questions so far, or those up to a number.
    fn end(&mut self, up_to: Option<u64>) {
        self.over = self.over.max(up_to);
        if up_to.is_none_or(|number| self.newest <= number) {
            self.turn += 1;
        }
    }
}

impl Channel {
    fn lock(&self) -> MutexGuard<'_, Place> {
        self.place.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the question of this turn still counts.
    pub fn counts(&self, turn: u64) -> bool {
        self.lock().standing.turn == turn
    }
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

    /// Notes that a question is asked in a tab: the tab, and the turn of the question.
    pub fn note(&self, id: &str, question: u64) -> Result<(Arc<Channel>, u64), Missed> {
        let channel = self.lock().get(id).cloned().ok_or(Missed::Closed)?;
        let turn = channel.lock().standing.ask(question).ok_or(Missed::Older)?;
        Ok((channel, turn))
    }

    /// Lets the run of a question take the place of the one before, if the question still counts.
    pub fn replace(&self, id: &str, turn: u64, run: Arc<Run>) -> Result<(), Missed> {
        // under one lock: a tab that closes in between must not leave a run behind
        let open = self.lock();
        let channel = open.get(id).ok_or(Missed::Closed)?;
        let mut place = channel.lock();
        if place.standing.turn != turn {
            return Err(Missed::Older);
        }
        if let Some(before) = place.run.take() {
            self.crew.cancel(&before, false);
        }
        channel.outbox.listen_to(run.id);
        place.run = Some(run.clone());
        self.crew.submit(run);
        Ok(())
    }

    /// Ends the run before a question that came to nothing, if the question still counts; its worlds are kept.
    pub fn give_up(&self, id: &str, turn: u64) -> Result<(), Missed> {
        let open = self.lock();
        let place = open.get(id).ok_or(Missed::Closed)?.lock();
        if place.standing.turn != turn {
            return Err(Missed::Older);
        }
        place.run.iter().for_each(|run| self.crew.cancel(run, true));
        Ok(())
    }

    /// Ends the run of a tab and the questions that are being made ready, or only those up to a number; worlds are kept. False
    /// where there is no such tab.
    pub fn stop(&self, id: &str, up_to: Option<u64>) -> bool {
        let open = self.lock();
        let Some(channel) = open.get(id) else { return false };
        let mut place = channel.lock();
        place.standing.end(up_to);
        let ends = |run: &&Arc<Run>| up_to.is_none_or(|number| run.question <= number);
        place.run.iter().filter(ends).for_each(|run| self.crew.cancel(run, true));
        true
    }

    fn close(&self, id: &str) {
        let channel = self.lock().remove(id);
        if let Some(channel) = channel
            && let Some(run) = channel.lock().run.take()
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
        let channel = Arc::new(Channel { outbox: Arc::default(), place: Mutex::default() });
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_question_asked_last_counts_and_ended_ones_do_not() {
        let mut standing = Standing::default();
        let first = standing.ask(1).expect("it is the first");
        let second = standing.ask(2).expect("it is newer");
        assert!(first != second && standing.turn == second);
        assert_eq!(standing.ask(1), None);
        // of two with one number the later counts
        assert!(standing.ask(2).is_some_and(|turn| turn != second && turn == standing.turn));
        // an end that speaks of older ones leaves the newest
        let third = standing.ask(3);
        standing.end(Some(2));
        assert_eq!(Some(standing.turn), third);
        standing.end(Some(3));
        assert!(Some(standing.turn) != third && standing.ask(3).is_none());
        let fourth = standing.ask(4);
        standing.end(None);
        assert!(fourth.is_some() && Some(standing.turn) != fourth);
        assert!(standing.ask(4).is_some(), "it may be put again");
    }
}
