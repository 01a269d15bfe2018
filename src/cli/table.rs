//! Tables for people: columns as wide as what is in them, and where a terminal is narrower, cells
//! of several lines.

use anstyle::Style;

use super::output::{DIM, painted};
use super::wrap::{columns, words};

/// Spaces between columns.
const GAP: usize = 2;
/// A column whose text is longer keeps at least so much.
const LEAST: usize = 10;

/// A text in a style.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Cell {
    /// The text; it may have several lines.
    pub(super) text: String,
    /// How it looks.
    pub(super) style: Style,
}

impl Cell {
    /// A text that looks like this.
    pub(super) fn new(style: Style, text: impl Into<String>) -> Self {
        Self { text: text.into(), style }
    }
}

/// Rows of cells, with or without a header.
#[derive(Debug, Default)]
pub(super) struct Table {
    /// The names of the columns; none are printed when there are none.
    pub(super) header: Vec<String>,
    /// The rows, each of as many cells.
    pub(super) rows: Vec<Vec<Cell>>,
}

impl Table {
    /// The lines in this width, or as wide as they are without one; none where the cells do not fit.
    pub(super) fn lines(&self, width: Option<usize>) -> Option<Vec<String>> {
        let header: Vec<Cell> = self.header.iter().map(|name| Cell::new(DIM, name)).collect();
        let rows: Vec<&Vec<Cell>> = (!header.is_empty()).then_some(&header).into_iter().chain(&self.rows).collect();
        let widths = widths(&rows, width)?;
        Some(rows.iter().flat_map(|row| row_lines(row, &widths)).collect())
    }
}

/// The width of each column; the widest give way.
fn widths(rows: &[&Vec<Cell>], width: Option<usize>) -> Option<Vec<usize>> {
    let count = rows.iter().map(|row| row.len()).max().unwrap_or_default();
    let each = |index: usize, of: fn(&str) -> usize| {
        rows.iter().filter_map(|row| row.get(index)).map(|cell| of(&cell.text)).max().unwrap_or_default()
    };
    let mut widths: Vec<usize> = (0..count).map(|index| each(index, widest_line)).collect();
    let Some(width) = width else { return Some(widths) };
    let least: Vec<usize> = (0..count).map(|index| each(index, widest_word).max(widths[index].min(LEAST))).collect();
    let gaps = GAP * count.saturating_sub(1);
    while widths.iter().sum::<usize>() + gaps > width {
        let widest = (0..count).filter(|index| widths[*index] > least[*index]).max_by_key(|index| widths[*index])?;
        widths[widest] -= 1;
    }
    Some(widths)
}

fn widest_line(text: &str) -> usize {
    text.split('\n').map(columns).max().unwrap_or_default()
}

fn widest_word(text: &str) -> usize {
    text.split([' ', '\n']).map(columns).max().unwrap_or_default()
}

fn row_lines(row: &[Cell], widths: &[usize]) -> Vec<String> {
    let cells: Vec<Vec<String>> = row.iter().zip(widths).map(|(cell, width)| words(&cell.text, *width)).collect();
    let height = cells.iter().map(Vec::len).max().unwrap_or_default();
    let line = |at: usize| {
        let mut line = String::new();
        // Spaces that are owed come only where something follows.
        let mut owed = 0;
        for (index, cell) in cells.iter().enumerate() {
            let text = cell.get(at).map_or("", String::as_str);
            if !text.is_empty() {
                line.push_str(&" ".repeat(std::mem::take(&mut owed)));
                line.push_str(&painted(row[index].style, text));
            }
            owed += widths[index].saturating_sub(columns(text)) + GAP;
        }
        line
    };
    (0..height).map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table() -> Table {
        let row = |cells: [&str; 3]| cells.map(|text| Cell::new(Style::new(), text)).to_vec();
        let header = ["name", "doc", "id"].map(str::to_owned).to_vec();
        let doc = "what it is for, in a few more words than fit";
        Table { header, rows: vec![row(["api", doc, "x1"]), row(["a-longer-name", "", ""])] }
    }

    fn plain(width: Option<usize>) -> Option<String> {
        Some(anstream::adapter::strip_str(&table().lines(width)?.join("\n")).to_string())
    }

    #[test]
    fn a_table_is_as_wide_as_its_cells() {
        let text = "\
name           doc                                           id
api            what it is for, in a few more words than fit  x1
a-longer-name";
        assert_eq!(plain(None).as_deref(), Some(text));
        assert_eq!(plain(Some(80)).as_deref(), Some(text));
    }

    #[test]
    fn its_widest_column_gives_way() {
        let text = "\
name           doc                    id
api            what it is for, in a   x1
               few more words than
               fit
a-longer-name";
        assert_eq!(plain(Some(40)).as_deref(), Some(text));
        assert_eq!(plain(Some(24)), None, "names are not broken");
    }
}
