//! Draws one fault: the line, a caret, what was expected and found, what to do.

use annotate_snippets::renderer::DecorStyle;
use annotate_snippets::{AnnotationKind, Level, Renderer, Snippet};

use super::fault::Fault;
use super::sources::{Sources, floor_boundary};

/// Longer lines are shown around the caret only.
const WIDEST_LINE: usize = 160;

/// One fault as a person reads it.
pub(super) fn fault(sources: &Sources, fault: &Fault, color: bool) -> String {
    let path = if fault.path.is_empty() { String::new() } else { format!("{}: ", fault.path) };
    let title = format!("{path}expected {}", fault.expected);
    let text = sources.text(fault.place.source);
    let excerpt = Excerpt::around(text, fault.place.start as usize, fault.place.end as usize);
    let mut report = if excerpt.text.is_empty() {
        Level::ERROR
            .primary_title(format!("{title}, found {}", fault.found))
            .element(Level::NOTE.with_name("in").message(format!("{}:{}", fault.file, fault.line)))
    } else {
        Level::ERROR.primary_title(title).element(
            Snippet::source(excerpt.text)
                .line_start(fault.line as usize)
                .path(fault.file.as_str())
                .annotation(
                    AnnotationKind::Primary
                        .span(excerpt.start..excerpt.end)
                        .label(format!("found {}", fault.found)),
                ),
        )
    };
    if let Some(help) = &fault.help {
        report = report.element(Level::HELP.message(help.as_str()));
    }
    let renderer = if color { Renderer::styled() } else { Renderer::plain() };
    renderer.decor_style(DecorStyle::Ascii).render(&[report])
}

/// The line of a fault, cut where it is very long, with the marked bytes in it.
struct Excerpt<'a> {
    text: &'a str,
    start: usize,
    end: usize,
}

impl<'a> Excerpt<'a> {
    fn around(text: &'a str, start: usize, end: usize) -> Self {
        let start = floor_boundary(text, start);
        let mut from = text[..start].rfind('\n').map_or(0, |i| i + 1);
        let mut until = text[start..].find('\n').map_or(text.len(), |i| start + i);
        if text[from..until].ends_with('\r') {
            until -= 1;
        }
        if until.saturating_sub(from) > WIDEST_LINE {
            from = floor_boundary(text, start.saturating_sub(WIDEST_LINE / 2).max(from));
            until = floor_boundary(text, (start + WIDEST_LINE / 2).min(until));
        }
        let start = start.min(until);
        let end = floor_boundary(text, end).clamp(start, until);
        Excerpt { text: &text[from..until], start: start - from, end: end - from }
    }
}
