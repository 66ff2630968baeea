//! The page "Overview" of the retail starter, and the charts on it. All of them read the table of
//! orders itself, so that a click on one narrows every other.

use model::{
    Aggregate, Cell, CellId, ChartSpec, FieldControl, Mark, Page, PageId, Pill, Place, SortBy,
    SortKey, Tile, TileContent, TileId, TimeUnit,
};

use super::{by, chart, plain, total};

fn over_orders(title: &str) -> ChartSpec {
    ChartSpec {
        title: title.to_owned(),
        ..ChartSpec::empty("orders")
    }
}

fn figure(name: &str, title: &str, pill: Pill) -> Cell {
    chart(
        name,
        ChartSpec {
            mark: Some(Mark::BigNumber),
            y: vec![pill],
            ..over_orders(title)
        },
    )
}

fn bars(name: &str, title: &str, field: &str) -> Cell {
    chart(
        name,
        ChartSpec {
            mark: Some(Mark::Bar),
            x: vec![total("net_amount")],
            y: vec![plain(field)],
            sort: Some(SortBy {
                by: None,
                column: Vec::new(),
                key: SortKey::Value,
                descending: true,
            }),
            ..over_orders(title)
        },
    )
}

fn of(field: &str, aggregate: Aggregate) -> Pill {
    Pill {
        aggregate: Some(aggregate),
        ..plain(field)
    }
}

/// The charts of the page, to stand at the end of the notebook.
pub(super) fn cells() -> Vec<Cell> {
    vec![
        figure("net_revenue", "Net revenue", total("net_amount")),
        figure("order_count", "Orders", of("", Aggregate::Count)),
        figure(
            "average_order",
            "Average order",
            of("net_amount", Aggregate::Average),
        ),
        figure(
            "customer_count",
            "Customers",
            of("customer_id", Aggregate::CountDistinct),
        ),
        chart(
            "orders_by_month",
            ChartSpec {
                mark: Some(Mark::Area),
                x: vec![by("order_date", TimeUnit::Month)],
                y: vec![total("net_amount")],
                ..over_orders("Net revenue by month")
            },
        ),
        bars("orders_by_region", "Net revenue by region", "region"),
        chart(
            "orders_by_channel",
            ChartSpec {
                mark: Some(Mark::Line),
                x: vec![by("order_date", TimeUnit::Month)],
                y: vec![of("", Aggregate::Count)],
                color: vec![plain("channel")],
                ..over_orders("Orders by month and channel")
            },
        ),
        bars("orders_by_country", "Net revenue by country", "country"),
    ]
}

/// Column, width, top and height on the grid.
type At = (u32, u32, u32, u32);

fn tile(id: &str, (column, width, top, height): At, subtitle: &str, content: TileContent) -> Tile {
    Tile {
        id: TileId::new(format!("tile-{id}")),
        place: Place {
            column,
            width,
            top,
            height,
        },
        title: String::new(),
        subtitle: subtitle.to_owned(),
        content,
    }
}

fn shows(name: &str, at: At, subtitle: &str) -> Tile {
    let cell = CellId::new(format!("cell-{}", name.replace('_', "-")));
    tile(
        &name.replace('_', "-"),
        at,
        subtitle,
        TileContent::Chart { cell },
    )
}

fn filters(field: &str, control: FieldControl, at: At) -> Tile {
    let content = TileContent::Field {
        source: "orders".to_owned(),
        field: field.to_owned(),
        control,
        single: false,
        default: None,
    };
    tile(
        &format!("filter-{}", field.replace('_', "-")),
        at,
        "",
        content,
    )
}

/// The page.
pub(super) fn page() -> Page {
    Page {
        detail_for: Vec::new(),
        id: PageId::new("page-overview"),
        title: "Overview".to_owned(),
        tiles: vec![
            filters("order_date", FieldControl::Range, (0, 4, 0, 18)),
            filters("channel", FieldControl::List, (4, 3, 0, 18)),
            filters("status", FieldControl::List, (7, 3, 0, 18)),
            shows("net_revenue", (0, 3, 18, 28), ""),
            shows("order_count", (3, 3, 18, 28), ""),
            shows("average_order", (6, 3, 18, 28), ""),
            shows("customer_count", (9, 3, 18, 28), ""),
            shows("orders_by_month", (0, 8, 46, 68), "2025 and 2026 to 20 Nov"),
            shows("orders_by_region", (8, 4, 46, 68), ""),
            shows("orders_by_channel", (0, 7, 114, 74), ""),
            shows("orders_by_country", (7, 5, 114, 74), ""),
        ],
        links: Vec::new(),
    }
}
