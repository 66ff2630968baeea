//! The starter workbooks "Retail overview" and "Flights", without answers. `assay run --save`
//! computes and stores those.

mod retail_page;

use model::{
    Aggregate, Cell, CellBody, CellId, ChartSpec, ChoiceOptions, ImportOptions, Mark, Parameter,
    ParameterValue, Pill, RunMode, SourceId, SourceSpec, TimeUnit, Workbook,
};

/// A starter workbook and the name of its file.
pub struct Starter {
    pub file: &'static str,
    pub workbook: Workbook,
}

/// Both starters.
pub fn starters() -> Vec<Starter> {
    vec![
        Starter {
            file: "retail-overview.assay",
            workbook: retail(),
        },
        Starter {
            file: "flights.assay",
            workbook: flights(),
        },
    ]
}

fn retail() -> Workbook {
    let mut workbook = retail_notebook();
    workbook.cells.extend(retail_page::cells());
    workbook.pages.push(retail_page::page());
    workbook
}

fn retail_notebook() -> Workbook {
    Workbook {
        id: "starter-retail-overview".to_owned(),
        title: "Retail overview".to_owned(),
        about: "Orders, regions and three surprises to find".to_owned(),
        sources: vec![folder("retail")],
        cells: vec![
            markdown("question", include_str!("starters/retail-question.md")),
            parameter(
                "period",
                "Date range",
                ParameterValue::DateRange {
                    from: Some("2025-01-01".to_owned()),
                    to: Some("2026-11-20".to_owned()),
                },
            ),
            parameter(
                "regions",
                "Region",
                ParameterValue::Choice {
                    options: ChoiceOptions::Column {
                        source: "orders".to_owned(),
                        field: "region".to_owned(),
                    },
                    several: true,
                    chosen: Vec::new(),
                },
            ),
            parameter(
                "min_order",
                "Minimum order",
                ParameterValue::Number {
                    value: Some("0".to_owned()),
                    min: Some("0".to_owned()),
                    max: Some("500".to_owned()),
                    step: Some("5".to_owned()),
                },
            ),
            sql(
                "revenue_by_month",
                include_str!("starters/revenue_by_month.sql"),
            ),
            chart(
                "revenue_trend",
                ChartSpec {
                    title: "Revenue by month and region".to_owned(),
                    x: vec![by("month", TimeUnit::Month)],
                    y: vec![total("revenue")],
                    color: vec![plain("region")],
                    ..ChartSpec::empty("revenue_by_month")
                },
            ),
            sql(
                "revenue_by_region",
                include_str!("starters/revenue_by_region.sql"),
            ),
            chart(
                "region_ranking",
                ChartSpec {
                    title: "Revenue by region".to_owned(),
                    mark: Some(Mark::Bar),
                    x: vec![total("revenue")],
                    y: vec![plain("region")],
                    ..ChartSpec::empty("revenue_by_region")
                },
            ),
            chart(
                "total_revenue",
                ChartSpec {
                    title: "Revenue in the period".to_owned(),
                    y: vec![total("revenue"), total("orders")],
                    ..ChartSpec::empty("revenue_by_region")
                },
            ),
            markdown(
                "conversion_question",
                include_str!("starters/retail-conversion.md"),
            ),
            sql("conversion", include_str!("starters/conversion.sql")),
            chart(
                "conversion_by_region",
                ChartSpec {
                    title: "Conversion by region and year".to_owned(),
                    mark: Some(Mark::Bar),
                    x: vec![plain("region")],
                    y: vec![Pill {
                        aggregate: Some(Aggregate::Average),
                        ..plain("conversion")
                    }],
                    color: vec![plain("year")],
                    ..ChartSpec::empty("conversion")
                },
            ),
            sql(
                "largest_orders",
                include_str!("starters/largest_orders.sql"),
            ),
        ],
        ..Workbook::default()
    }
}

fn flights() -> Workbook {
    Workbook {
        id: "starter-flights".to_owned(),
        title: "Flights".to_owned(),
        about: "Every flight that left New York City in 2013".to_owned(),
        sources: vec![folder("flights")],
        cells: vec![
            markdown("about", include_str!("starters/flights-about.md")),
            parameter(
                "origins",
                "Airport",
                ParameterValue::Choice {
                    options: ChoiceOptions::Column {
                        source: "flights".to_owned(),
                        field: "origin".to_owned(),
                    },
                    several: true,
                    chosen: Vec::new(),
                },
            ),
            sql(
                "delays_by_month",
                include_str!("starters/delays_by_month.sql"),
            ),
            chart(
                "delay_trend",
                ChartSpec {
                    title: "Average departure delay by month, in minutes".to_owned(),
                    x: vec![by("month_start", TimeUnit::Month)],
                    y: vec![Pill {
                        aggregate: Some(Aggregate::Average),
                        ..plain("avg_delay")
                    }],
                    color: vec![plain("origin")],
                    ..ChartSpec::empty("delays_by_month")
                },
            ),
            sql(
                "airline_ranking",
                include_str!("starters/airline_ranking.sql"),
            ),
            chart(
                "airline_delays",
                ChartSpec {
                    title: "Share of flights more than 15 minutes late".to_owned(),
                    mark: Some(Mark::Bar),
                    x: vec![Pill {
                        aggregate: Some(Aggregate::Average),
                        ..plain("late_share")
                    }],
                    y: vec![plain("airline")],
                    ..ChartSpec::empty("airline_ranking")
                },
            ),
            sql(
                "weather_and_delay",
                include_str!("starters/weather_and_delay.sql"),
            ),
            chart(
                "wind_and_delay",
                ChartSpec {
                    title: "Wind and delay, one point a day".to_owned(),
                    mark: Some(Mark::Scatter),
                    x: vec![plain("wind_speed")],
                    y: vec![plain("avg_delay")],
                    ..ChartSpec::empty("weather_and_delay")
                },
            ),
        ],
        ..Workbook::default()
    }
}

fn folder(name: &str) -> SourceSpec {
    SourceSpec {
        id: SourceId::new(format!("source-{name}")),
        name: name.to_owned(),
        path: name.to_owned(),
        kind: None,
        options: ImportOptions::default(),
    }
}

fn cell(name: &str, body: CellBody) -> Cell {
    Cell {
        id: CellId::new(format!("cell-{}", name.replace('_', "-"))),
        name: name.to_owned(),
        body,
    }
}

fn markdown(name: &str, text: &str) -> Cell {
    cell(
        name,
        CellBody::Markdown {
            text: text.trim_end().to_owned(),
        },
    )
}

fn sql(name: &str, text: &str) -> Cell {
    cell(
        name,
        CellBody::Sql {
            text: text.trim_end().to_owned(),
            mode: RunMode::OnChange,
        },
    )
}

fn parameter(name: &str, label: &str, value: ParameterValue) -> Cell {
    cell(
        name,
        CellBody::Parameter {
            parameter: Parameter {
                label: label.to_owned(),
                value,
            },
        },
    )
}

fn chart(name: &str, spec: ChartSpec) -> Cell {
    cell(name, CellBody::Chart { spec })
}

fn plain(field: &str) -> Pill {
    Pill {
        field: field.to_owned(),
        ..Pill::default()
    }
}

fn total(field: &str) -> Pill {
    Pill {
        aggregate: Some(Aggregate::Sum),
        ..plain(field)
    }
}

fn by(field: &str, unit: TimeUnit) -> Pill {
    Pill {
        unit: Some(unit),
        ..plain(field)
    }
}
