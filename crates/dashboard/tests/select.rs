//! Who filters whom.
#![allow(clippy::unwrap_used, reason = "tests may end this way")]

use dashboard::{Active, Clause, Moment, Reads, clauses_for, narrowing};
use jiff::tz::TimeZone;
use model::{
    Compare, DataType, Effect, Field, Filter, Page, PageId, Pick, PickPart, Picked, Pill, Place,
    RelativeRange, Tile, TileContent, TileId, TileLink, TimePrecision, TimeUnit, Value,
};

fn tile(id: &str) -> Tile {
    Tile {
        id: TileId::new(id),
        place: Place {
            column: 0,
            width: 4,
            top: 0,
            height: 20,
        },
        title: String::new(),
        subtitle: String::new(),
        content: TileContent::Section,
    }
}

fn page() -> Page {
    let link = |from: &str, to: &str, effect| TileLink {
        from: TileId::new(from),
        to: TileId::new(to),
        effect,
    };
    Page {
        id: PageId::new("p"),
        title: "Overview".to_owned(),
        tiles: vec![tile("a"), tile("b"), tile("c"), tile("d")],
        links: vec![
            link("a", "c", Effect::Ignore),
            link("a", "d", Effect::Highlight),
        ],
        detail_for: Vec::new(),
    }
}

fn marks(tile: &str, field: &str, values: Vec<Value>, unit: Option<TimeUnit>) -> Clause {
    Clause {
        tile: Some(TileId::new(tile)),
        from: None,
        source: "sales".to_owned(),
        field: field.to_owned(),
        picked: Picked::Marks {
            values,
            unit,
            bin_width: None,
        },
    }
}

fn filters_of(clause: &Clause) -> Result<Vec<Filter>, String> {
    let now = jiff::Timestamp::UNIX_EPOCH.to_zoned(TimeZone::UTC);
    let moment = Moment {
        now: &now,
        field: None,
    };
    dashboard::filters_of(clause, moment)
}

fn active(clause: Clause) -> Active {
    Active {
        filters: filters_of(&clause).unwrap(),
        picks: match &clause.picked {
            Picked::Picks { picks } => picks.clone(),
            _ => Vec::new(),
        },
        clause,
        problem: None,
        members: None,
        is_default: false,
    }
}

fn text(value: &str) -> Value {
    Value::Text(value.to_owned())
}

#[test]
fn a_tile_is_not_narrowed_by_its_own_selection() {
    let page = page();
    let active = [
        marks("a", "region", vec![text("DACH")], None),
        marks("b", "category", vec![text("Kitchen")], None),
        marks("gone", "category", vec![text("Garden")], None),
    ]
    .map(active);
    let on = |tile: &str, effect| -> Vec<String> {
        clauses_for(&page, &TileId::new(tile), &active, effect)
            .map(|one| one.clause.field.clone())
            .collect()
    };
    assert_eq!(on("a", Effect::Filter), ["category"]);
    assert_eq!(on("b", Effect::Filter), ["region"]);
    assert_eq!(on("c", Effect::Filter), ["category"], "a is ignored");
    assert_eq!(on("d", Effect::Filter), ["category"]);
    assert_eq!(on("d", Effect::Highlight), ["region"]);
    assert!(on("b", Effect::Highlight).is_empty());
}

#[test]
fn other_data_is_narrowed_by_a_field_of_the_same_name_or_it_is_said() {
    let fields = [
        Field::new("Region", DataType::Text),
        Field::new("year", DataType::Int64),
    ];
    let reads = Reads {
        source: "visits",
        fields: &fields,
    };
    let active = [
        marks("a", "region", vec![text("DACH")], None),
        marks("a", "category", vec![text("Kitchen")], None),
        marks("a", "year", vec![text("2026")], None),
    ]
    .map(active);
    let narrowed = narrowing(active.iter(), reads);
    let expected = Filter {
        field: "Region".to_owned(),
        compare: Compare::In,
        value: Value::List(vec![text("DACH")]),
    };
    assert_eq!(narrowed.filters, [expected]);
    let said: Vec<&str> = narrowed
        .skipped
        .iter()
        .map(|one| one.because.as_str())
        .collect();
    assert_eq!(
        said,
        [
            "visits has no column category",
            "year is of another type in visits"
        ]
    );
}

#[test]
fn what_came_along_narrows_every_tile_by_all_of_its_columns() {
    let page = page();
    let part = |field: &str, unit, value| PickPart {
        pill: Pill {
            field: field.to_owned(),
            unit,
            ..Pill::default()
        },
        values: vec![value],
    };
    let day = Value::Date("2026-03-01".to_owned());
    let pick = Pick {
        of: vec![
            part("region", None, text("DACH")),
            part("day", Some(TimeUnit::Month), day),
        ],
        excluded: true,
    };
    let came = active(Clause {
        tile: None,
        picked: Picked::Picks { picks: vec![pick] },
        ..marks("a", "region", Vec::new(), None)
    });
    for tile in ["a", "b", "c", "d"] {
        let tile = TileId::new(tile);
        let acting =
            |effect| clauses_for(&page, &tile, std::slice::from_ref(&came), effect).count();
        assert_eq!((acting(Effect::Filter), acting(Effect::Highlight)), (1, 0));
    }
    let on = |fields: &[Field]| {
        let reads = Reads {
            source: "visits",
            fields,
        };
        narrowing(std::iter::once(&came), reads)
    };
    let region = Field::new("REGION", DataType::Text);
    let narrowed = on(&[region.clone(), Field::new("day", DataType::Date)]);
    assert_eq!(narrowed.picks[0].of[0].pill.field, "REGION");
    assert!(narrowed.picks[0].excluded && narrowed.skipped.is_empty());
    let said = |fields: &[Field]| on(fields).skipped[0].because.clone();
    assert_eq!(
        said(std::slice::from_ref(&region)),
        "visits has no column day"
    );
    assert_eq!(
        said(&[region, Field::new("day", DataType::Text)]),
        "day is of another type in visits"
    );
}

#[test]
fn periods_reach_from_the_first_to_the_last() {
    let day = |text: &str| Value::Date(text.to_owned());
    let moment = |text: &str| Value::DateTime(text.to_owned());
    let range = |values: Vec<Value>, unit| {
        let filters = filters_of(&marks("a", "day", values, Some(unit))).unwrap();
        assert_eq!(filters[0].compare, Compare::GreaterOrEqual);
        assert_eq!(filters[1].compare, Compare::Less);
        (filters[0].value.clone(), filters[1].value.clone())
    };
    assert_eq!(
        range(vec![day("2026-11-01"), day("2026-02-01")], TimeUnit::Month),
        (day("2026-02-01"), day("2026-12-01"))
    );
    assert_eq!(
        range(vec![day("2024-02-26")], TimeUnit::Week),
        (day("2024-02-26"), day("2024-03-04"))
    );
    assert_eq!(
        range(vec![moment("2025-12-31T23:00:00")], TimeUnit::Hour),
        (moment("2025-12-31T23:00:00"), moment("2026-01-01T00:00:00"))
    );
    assert_eq!(
        range(vec![moment("2026-10-01T00:00:00")], TimeUnit::Quarter),
        (moment("2026-10-01T00:00:00"), moment("2027-01-01T00:00:00"))
    );
    for bad in [
        vec![text("x")],
        vec![day("2026-02-31")],
        vec![moment("2026-01-01T00:00:00+01:00")],
        vec![day("2026-02-01"), Value::Null],
        vec![day("9999-12-01")],
        Vec::new(),
    ] {
        let clause = marks("a", "day", bad.clone(), Some(TimeUnit::Month));
        assert!(filters_of(&clause).is_err(), "{bad:?}");
    }
    let missing = filters_of(&marks("a", "day", vec![Value::Null], Some(TimeUnit::Month))).unwrap();
    assert_eq!(missing[0].compare, Compare::IsNull);
}

#[test]
fn bins_end_where_the_next_begins() {
    let bins = |values: Vec<Value>, width: &str| Clause {
        picked: Picked::Marks {
            values,
            unit: None,
            bin_width: Some(width.to_owned()),
        },
        ..marks("a", "amount", Vec::new(), None)
    };
    let whole = filters_of(&bins(
        vec![Value::Integer("20".into()), Value::Integer("-10".into())],
        "10",
    ))
    .unwrap();
    assert_eq!(whole[0].value, Value::Integer("-10".into()));
    assert_eq!(whole[1].value, Value::Integer("30".into()));
    let tenths = filters_of(&bins(vec![Value::Float(0.2)], "0.1")).unwrap();
    // 3 × 0.1 as the engine computes it, not 0.2 + 0.1.
    assert_eq!(tenths[1].value, Value::Float(3.0 * 0.1));
    assert!(filters_of(&bins(vec![text("x")], "0.1")).is_err());
    assert!(filters_of(&bins(vec![Value::Float(1.0)], "0")).is_err());
}

#[test]
fn a_control_speaks_about_its_own_field_only() {
    let filters = |field: &str| Clause {
        picked: Picked::Filters {
            filters: vec![Filter {
                field: field.to_owned(),
                compare: Compare::Contains,
                value: text("kit"),
            }],
        },
        ..marks("a", "category", Vec::new(), None)
    };
    assert_eq!(filters_of(&filters("category")).unwrap().len(), 1);
    assert!(filters_of(&filters("region")).is_err());
}

/// What a range reaches from and to on a day in November 2026, half past two at night in Berlin.
fn reaches(
    (count, unit, to_date): (u32, TimeUnit, bool),
    data_type: &DataType,
) -> Result<(Value, Value), String> {
    let berlin = TimeZone::posix("CET-1CEST,M3.5.0,M10.5.0/3").unwrap();
    let now: jiff::Timestamp = "2026-11-20T01:30:12Z".parse().unwrap();
    let now = now.to_zoned(berlin);
    let field = Field::new("day", data_type.clone());
    let range = RelativeRange {
        count,
        unit,
        to_date,
    };
    let clause = Clause {
        picked: Picked::Relative { range },
        ..marks("a", "day", Vec::new(), None)
    };
    let moment = Moment {
        now: &now,
        field: Some(&field),
    };
    let filters = dashboard::filters_of(&clause, moment)?;
    assert_eq!(filters[0].compare, Compare::GreaterOrEqual);
    assert_eq!(filters[1].compare, Compare::Less);
    Ok((filters[0].value.clone(), filters[1].value.clone()))
}

#[test]
fn ranges_that_move_with_the_clock_are_half_open_whole_units() {
    use TimeUnit::{Day, Month, Quarter, Week, Year};
    let days = |range, from: &str, to: &str| {
        let day = |text: &str| Value::Date(text.to_owned());
        let reached = reaches(range, &DataType::Date).unwrap();
        assert_eq!(reached, (day(from), day(to)), "{range:?}");
    };
    days((28, Day, false), "2026-10-23", "2026-11-20");
    days((1, Day, true), "2026-11-20", "2026-11-21");
    days((1, Day, false), "2026-11-19", "2026-11-20");
    days((1, Month, true), "2026-11-01", "2026-11-21");
    days((1, Quarter, false), "2026-07-01", "2026-10-01");
    days((1, Quarter, true), "2026-10-01", "2026-11-21");
    days((1, Week, true), "2026-11-16", "2026-11-21");
    days((2, Week, false), "2026-11-02", "2026-11-16");
    days((1, Year, true), "2026-01-01", "2026-11-21");
    days((3, Month, false), "2026-08-01", "2026-11-01");
    assert!(reaches((0, Day, false), &DataType::Date).is_err());
    assert!(reaches((1, TimeUnit::Hour, false), &DataType::Date).is_err());
    assert!(reaches((90_000, Year, false), &DataType::Date).is_err());
}

#[test]
fn moments_of_a_zone_begin_where_the_day_of_the_reader_begins() {
    let zoned = |zone: Option<&str>| DataType::DateTime {
        precision: TimePrecision::Microseconds,
        zone: zone.map(str::to_owned),
    };
    let moment = |text: &str| Value::DateTime(text.to_owned());
    // The summer time of Berlin ended on 25 October: that day had 25 hours.
    assert_eq!(
        reaches((28, TimeUnit::Day, false), &zoned(Some("UTC"))).unwrap(),
        (
            moment("2026-10-22T22:00:00+00:00"),
            moment("2026-11-19T23:00:00+00:00")
        )
    );
    assert_eq!(
        reaches((1, TimeUnit::Month, true), &zoned(None)).unwrap(),
        (moment("2026-11-01T00:00:00"), moment("2026-11-21T00:00:00"))
    );
    assert_eq!(
        reaches((2, TimeUnit::Hour, false), &zoned(None)).unwrap(),
        (moment("2026-11-20T00:00:00"), moment("2026-11-20T02:00:00"))
    );
}
