//! Lines and columns of byte offsets.

/// The starts of the lines of a text.
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let after = text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1);
        Self { text, starts: std::iter::once(0).chain(after).collect() }
    }

    /// Line and column of an offset, from 1; a column is a character.
    pub(crate) fn place(&self, offset: usize) -> (usize, usize) {
        let offset = offset.min(self.text.len());
        let line = self.starts.partition_point(|start| *start <= offset).max(1);
        let start = self.starts[line - 1];
        let column = self.text.get(start..offset).map_or(1, |before| before.chars().count() + 1);
        (line, column)
    }
}

#[cfg(test)]
mod tests {
    use super::Lines;

    #[test]
    fn columns_are_characters() {
        let lines = Lines::new("a: é: b\n\nc");
        assert_eq!(lines.place(0), (1, 1));
        assert_eq!(lines.place(5), (1, 5));
        assert_eq!(lines.place(9), (2, 1));
        assert_eq!(lines.place(10), (3, 1));
        assert_eq!(lines.place(99), (3, 2));
    }
}
