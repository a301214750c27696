//! Documents as Markdown, for pages.

use super::csv;
use crate::document::{Document, Figure, Part, Table};

/// The document as Markdown; its first heading is the page's.
pub fn document(document: &Document) -> String {
    let mut blocks: Vec<String> = Vec::new();
    document.parts.iter().for_each(|part| block(part, &mut blocks));
    blocks.join("\n\n") + "\n"
}

fn block(part: &Part, blocks: &mut Vec<String>) {
    blocks.push(match part {
        Part::Heading(words) if blocks.is_empty() => format!("# {words}"),
        Part::Heading(words) => format!("## {words}"),
        Part::Subheading(words) => format!("### {words}"),
        Part::Paragraph(words) => words.trim().to_string(),
        Part::List(sentences) => {
            sentences.iter().map(|sentence| format!("- {sentence}")).collect::<Vec<_>>().join("\n")
        }
        Part::Facts(facts) => facts
            .iter()
            .map(|(name, what)| format!("- **{name}**: {}", csv::cell(what)))
            .collect::<Vec<_>>()
            .join("\n"),
        Part::Folded(title, parts) => {
            blocks.push(format!("### {title}"));
            return parts.iter().for_each(|part| block(part, blocks));
        }
        Part::Table(rows) => table(rows),
        Part::Figure(figure) => figure_words(figure),
    });
}

/// A figure as its finding, its words and its numbers.
fn figure_words(figure: &Figure) -> String {
    let words = [
        format!("### {}", figure.title),
        figure.alternative.clone(),
        figure.note.clone(),
        table(&figure.table),
        figure.foot.clone(),
        if figure.command.is_empty() { String::new() } else { format!("`{}`", figure.command) },
    ];
    let mut words: Vec<String> = words.into_iter().filter(|block| !block.is_empty()).collect();
    words.dedup_by(|later, earlier| *earlier == format!("### {later}"));
    words.join("\n\n")
}

fn table(table: &Table) -> String {
    let line = |cells: Vec<String>| format!("| {} |", cells.join(" | "));
    let escaped = |text: &str| text.replace('|', "\\|").replace('\n', " ");
    let mut lines = vec![line(table.columns.iter().map(|c| escaped(c)).collect())];
    lines.push(format!("|{}", "---|".repeat(table.columns.len())));
    lines.extend(
        table.rows.iter().map(|row| line(row.iter().map(|cell| escaped(&csv::cell(cell))).collect())),
    );
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Cell;

    #[test]
    fn headings_paragraphs_and_tables_become_blocks() {
        let mut rows = Table::new(&["a", "b"]);
        rows.rows.push(vec![Cell::text("x | y"), Cell::Number(0.5)]);
        let heading = |words: &str| Part::Heading(words.into());
        let parts =
            vec![heading("Title"), Part::Paragraph("words".into()), heading("More"), Part::Table(rows)];
        let expected = "# Title\n\nwords\n\n## More\n\n| a | b |\n|---|---|\n| x \\| y | 0.5 |\n";
        assert_eq!(document(&Document { parts }), expected);
    }
}
