//! Places on a map of the world.

/// Countries coloured by amount, or circles at places.
#[derive(Debug, Clone, PartialEq)]
pub struct MapFigure {
    pub countries: Vec<CountryFigure>,
    pub symbols: Vec<SymbolFigure>,
    /// Colours of the circles; empty when there is one alone.
    pub groups: Vec<String>,
    /// Of the amounts; empty without any.
    pub title: String,
}

/// One country, by its place among the known ones.
#[derive(Debug, Clone, PartialEq)]
pub struct CountryFigure {
    pub country: usize,
    /// As the rows call it.
    pub name: String,
    pub value: Option<f64>,
}

/// One circle.
#[derive(Debug, Clone, PartialEq)]
pub struct SymbolFigure {
    /// Longitude and latitude in degrees.
    pub at: (f64, f64),
    pub name: String,
    pub size: Option<f64>,
    /// Place in `MapFigure::groups`.
    pub group: usize,
}
