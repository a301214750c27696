//! The requests: what each path answers. Work that takes a while is done beside the connections.

use std::sync::Arc;
use std::sync::atomic::AtomicBool;

use axum::body::Bytes;
use axum::extract::{Extension, Path, RawQuery, State};
use axum::http::StatusCode;
use axum::http::header::CONTENT_TYPE;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use serde::de::DeserializeOwned;
use serde_json::json;

use super::channel::Missed;
use super::door::Caller;
use super::guard::refuse;
use super::question::{self, Question, Refusal};
use super::run::Run;
use super::slow::beside;
use super::{Site, assets, catalogue, day, files, report};

/// The paths.
pub fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/", get(assets::page))
        .route("/page.js", get(assets::script))
        .route("/page.css", get(assets::style))
        .route("/api/catalogue", get(offer))
        .route("/api/health", get(health))
        .route("/api/live", get(open))
        .route("/api/live/{id}", post(ask))
        .route("/api/live/{id}/run", delete(stop))
        .route("/api/explain", post(explain))
        .route("/api/toml", post(toml))
        .route("/api/day", post(replayed))
        .route("/api/report", post(reported))
        .fallback(|| async { refuse(StatusCode::NOT_FOUND, "There is nothing here. The page is at /.") })
        .method_not_allowed_fallback(|| async {
            refuse(StatusCode::METHOD_NOT_ALLOWED, "This path does not answer that method.")
        })
}

/// What a body says.
fn read<T: DeserializeOwned>(body: &Bytes) -> Result<T, Box<Response>> {
    serde_json::from_slice(body).map_err(|error| {
        Box::new(refuse(StatusCode::BAD_REQUEST, &format!("The request cannot be understood: {error}.")))
    })
}

/// Why a question is not answered.
pub fn refused(refusal: Refusal) -> Response {
    let body = match refusal {
        Refusal::Faults(faults) => {
            let words = match faults.len() {
                1 => "There is a fault in what was asked.".to_owned(),
                number => format!("There are {number} faults in what was asked."),
            };
            json!({ "error": words, "faults": faults })
        }
        Refusal::Words(words) => {
            let fault = json!({ "arm": null, "path": "", "line": 0, "column": 0, "expected": "", "found": "", "help": null,
                "text": words });
            json!({ "error": words, "faults": [fault] })
        }
    };
    (StatusCode::UNPROCESSABLE_ENTITY, Json(body)).into_response()
}

async fn offer(State(site): State<Arc<Site>>) -> Response {
    beside(move || Json(catalogue::offered(&site.library.offered(), site.replications)).into_response()).await
}

async fn health(State(site): State<Arc<Site>>) -> Response {
    let (worlds, running) = site.crew.load();
    let (channels, busy) = (site.channels.count(), site.slow.busy());
    Json(json!({ "worlds": worlds, "channels": channels, "running": running, "busy": busy })).into_response()
}

async fn open(State(site): State<Arc<Site>>, caller: Option<Extension<Caller>>) -> Response {
    match site.channels.open(caller.map(|caller| caller.busy())) {
        Some(events) => events.into_response(),
        None => refuse(
            StatusCode::SERVICE_UNAVAILABLE,
            "Too many pages are open at once. Close one of them, and this one goes on by itself.",
        ),
    }
}

const UNKNOWN: &str = "This page's channel is closed. Load the page again.";

/// Why a question does not count.
fn missed(missed: Missed) -> Response {
    match missed {
        Missed::Closed => refuse(StatusCode::NOT_FOUND, UNKNOWN),
        Missed::Older => refuse(StatusCode::CONFLICT, "A newer question was asked."),
    }
}

async fn ask(State(site): State<Arc<Site>>, Path(id): Path<String>, body: Bytes) -> Response {
    let asked: Question = match read(&body) {
        Ok(asked) => asked,
        Err(refusal) => return *refusal,
    };
    // it counts from here on: to make it ready takes a while, in which another may come
    let (channel, turn) = match site.channels.note(&id, asked.question) {
        Ok(noted) => noted,
        Err(why) => return missed(why),
    };
    beside(move || {
        if !channel.counts(turn) {
            return missed(Missed::Older);
        }
        let ready = match question::prepare(&site.library, &asked, site.replications) {
            Ok(ready) => ready,
            // what was asked before is no longer of interest
            Err(refusal) => match site.channels.give_up(&id, turn) {
                Err(Missed::Older) => return missed(Missed::Older),
                Ok(()) | Err(Missed::Closed) => return refused(refusal),
            },
        };
        let named =
            |(arm, loaded): (&crate::experiment::Arm<crate::clinic::Case>, &crate::scenario::Loaded<_>)| {
                let _: &crate::scenario::Loaded<crate::clinic::Parameters> = loaded;
                json!({ "name": arm.name, "digest": arm.digest, "title": loaded.title })
            };
        let arms: Vec<_> = ready.arms.iter().zip(&ready.loaded).map(named).collect();
        let run = Arc::new(Run::new(ready, asked.question, channel.outbox.clone(), &site.crew));
        match site.channels.replace(&id, turn, run) {
            Err(why) => missed(why),
            Ok(()) => (StatusCode::ACCEPTED, Json(json!({ "question": asked.question, "arms": arms })))
                .into_response(),
        }
    })
    .await
}

/// Ends what runs and what is being made ready; of `?question=N`, only what was asked up to that number.
async fn stop(State(site): State<Arc<Site>>, Path(id): Path<String>, RawQuery(query): RawQuery) -> Response {
    let up_to = match query.as_deref().unwrap_or("") {
        "" => None,
        query => match query.strip_prefix("question=").and_then(|number| number.parse().ok()) {
            Some(number) => Some(number),
            None => {
                return refuse(StatusCode::BAD_REQUEST, "Name the question to be ended: ?question=NUMBER.");
            }
        },
    };
    match site.channels.stop(&id, up_to) {
        true => Json(json!({ "stopped": true })).into_response(),
        false => refuse(StatusCode::NOT_FOUND, UNKNOWN),
    }
}

async fn explain(State(site): State<Arc<Site>>, body: Bytes) -> Response {
    match read::<files::Explain>(&body) {
        Err(refusal) => *refusal,
        Ok(asked) => {
            beside(move || {
                files::explain(&site.library, &asked).map_or_else(refused, |told| Json(told).into_response())
            })
            .await
        }
    }
}

async fn toml(State(site): State<Arc<Site>>, body: Bytes) -> Response {
    let plain = [(CONTENT_TYPE, "text/plain; charset=utf-8")];
    match read::<files::Toml>(&body) {
        Err(refusal) => *refusal,
        Ok(asked) => {
            beside(move || {
                files::toml(&site.library, &asked).map_or_else(refused, |text| (plain, text).into_response())
            })
            .await
        }
    }
}

async fn replayed(State(site): State<Arc<Site>>, body: Bytes) -> Response {
    match read::<day::Day>(&body) {
        Err(refusal) => *refusal,
        Ok(asked) => {
            let own = site.clone();
            let work = move |stop: &Arc<AtomicBool>| {
                let told = day::tell(&own.library, &own.crew, &asked, stop);
                told.map_or_else(refused, |told| Json(told).into_response())
            };
            site.slow.work(work).await
        }
    }
}

async fn reported(State(site): State<Arc<Site>>, body: Bytes) -> Response {
    let page = [(CONTENT_TYPE, "text/html; charset=utf-8")];
    match read::<Question>(&body) {
        Err(refusal) => *refusal,
        Ok(asked) => {
            let own = site.clone();
            let work = move |stop: &Arc<AtomicBool>| {
                let told = report::html(&own.library, &own.crew, &asked, own.replications, stop);
                told.map_or_else(refused, |text| (page, text).into_response())
            };
            site.slow.work(work).await
        }
    }
}
