//! A statement as a tree of pieces of text in two dialects, so that a failing one can be cut down.

/// What a piece may be replaced with: another piece of the same kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A whole number.
    Whole,
    /// A double that two engines compute alike.
    Double,
    /// An exact decimal.
    Money,
    /// A number that two engines may round differently in its last digits.
    Ratio,
    Text,
    Truth,
    Day,
    /// A day and a time of whole seconds.
    Instant,
    /// A part that may be left out.
    Clause,
    /// What rows come from.
    Source,
    /// A whole question.
    Question,
}

impl Kind {
    /// Kinds that tables hold and that can be compared.
    pub(super) const VALUES: [Self; 7] = [
        Self::Whole,
        Self::Double,
        Self::Money,
        Self::Text,
        Self::Truth,
        Self::Day,
        Self::Instant,
    ];

    /// Whether it is computed with.
    pub(super) fn is_number(self) -> bool {
        matches!(self, Self::Whole | Self::Double | Self::Money | Self::Ratio)
    }
}

/// One piece: text with `{0}`, `{1}`, … for the pieces inside.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    pub kind: Kind,
    ours: String,
    theirs: String,
    inside: Vec<Piece>,
}

/// Which dialect is printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Dialect {
    Ours,
    Sqlite,
}

impl Piece {
    /// A piece that both dialects write alike.
    pub(super) fn new(kind: Kind, text: impl Into<String>, inside: Vec<Self>) -> Self {
        let ours = text.into();
        Self {
            kind,
            theirs: ours.clone(),
            ours,
            inside,
        }
    }

    /// A piece that the two dialects write differently.
    pub(super) fn two(kind: Kind, ours: &str, theirs: &str, inside: Vec<Self>) -> Self {
        Self {
            kind,
            ours: ours.to_owned(),
            theirs: theirs.to_owned(),
            inside,
        }
    }

    /// A piece without pieces inside.
    pub(super) fn leaf(kind: Kind, text: impl Into<String>) -> Self {
        Self::new(kind, text, Vec::new())
    }

    /// Nothing at all, in place of a clause.
    pub(super) fn nothing() -> Self {
        Self::leaf(Kind::Clause, "")
    }

    /// The text in one dialect.
    pub(super) fn print(&self, dialect: Dialect) -> String {
        let form = match dialect {
            Dialect::Ours => &self.ours,
            Dialect::Sqlite => &self.theirs,
        };
        let mut text = String::new();
        let mut rest = form.as_str();
        while let Some((before, after)) = rest.split_once('{') {
            text.push_str(before);
            let (number, after) = after.split_once('}').unwrap();
            let at: usize = number.parse().unwrap();
            text.push_str(&self.inside[at].print(dialect));
            rest = after;
        }
        text.push_str(rest);
        text
    }

    /// The same question asked another way: the second form of this piece over the same parts.
    pub(super) fn print_other_way(&self) -> String {
        let mut other = self.clone();
        other.ours.clone_from(&self.theirs);
        other.print(Dialect::Ours)
    }

    /// Every tree that differs from this one by one smaller piece, boldest first.
    pub(super) fn smaller(&self) -> Vec<Self> {
        let mut found = Vec::new();
        let mut places = vec![Vec::new()];
        while let Some(place) = places.pop() {
            let piece = self.at(&place);
            for replacement in piece.replacements() {
                found.push(self.with(&place, replacement));
            }
            for at in (0..piece.inside.len()).rev() {
                let mut deeper = place.clone();
                deeper.push(at);
                places.push(deeper);
            }
        }
        found
    }

    fn replacements(&self) -> Vec<Self> {
        let mut found = Vec::new();
        if self.kind == Kind::Clause && !self.ours.is_empty() {
            found.push(Self::nothing());
        }
        self.of_same_kind(self.kind, &mut found);
        let simple: &[&str] = match self.kind {
            Kind::Whole => &["1", "0"],
            Kind::Truth => &["true", "false"],
            Kind::Text => &["'a'"],
            _ => &[],
        };
        let is_simple = self.inside.is_empty();
        found.extend(
            simple
                .iter()
                .filter(|text| !is_simple && self.ours != **text)
                .map(|text| Self::leaf(self.kind, *text)),
        );
        found
    }

    fn of_same_kind(&self, kind: Kind, found: &mut Vec<Self>) {
        for piece in &self.inside {
            if piece.kind == kind && kind != Kind::Clause {
                found.push(piece.clone());
            } else {
                piece.of_same_kind(kind, found);
            }
        }
    }

    fn at(&self, place: &[usize]) -> &Self {
        place.iter().fold(self, |piece, at| &piece.inside[*at])
    }

    fn with(&self, place: &[usize], replacement: Self) -> Self {
        let mut whole = self.clone();
        let mut piece = &mut whole;
        for at in place {
            piece = &mut piece.inside[*at];
        }
        *piece = replacement;
        whole
    }
}

/// Cuts a failing tree down as long as it goes on to fail; `fails` is asked at most 600 times.
pub(super) fn shrunk(tree: Piece, mut fails: impl FnMut(&Piece) -> bool) -> Piece {
    let mut left = 600;
    let mut tree = tree;
    'again: loop {
        for candidate in tree.smaller() {
            if left == 0 {
                return tree;
            }
            left -= 1;
            if fails(&candidate) {
                tree = candidate;
                continue 'again;
            }
        }
        return tree;
    }
}
