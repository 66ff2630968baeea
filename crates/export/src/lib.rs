//! Pictures of charts, painted with plotters from the same spec as the screen.
