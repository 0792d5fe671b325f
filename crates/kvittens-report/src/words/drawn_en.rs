//! The drawings, in English.

use super::drawn::DrawnWords;

/// The words.
pub const DRAWN: DrawnWords = DrawnWords {
    heading: "The receipts drawn",
    visits: "visits",

    peers: "Other providers together",
    bars: "Each bar is all visits that expect a receipt, divided by how they were registered. Compare the same part in both \
        bars.",
    bars_alone: "The bar is all visits that expect a receipt, divided by how they were registered.",
    place: "Drawn",
    place_text: "The dot is the share, the line its 95% interval, and the grey band what chance can give around the other \
        providers’ share (99.8%). A dashed line is the limit.",
    place_alone: "The dot is the share and the line its 95% interval. A dashed line is the limit.",

    funnels: "The providers beside each other",
    funnels_text: "Each point is a provider: the further right, the more visits; the higher up, the larger the share. The \
        solid line is all together and a dashed line the limit. The grey band is what chance can give around the other \
        providers’ share (99.8%), wider where providers differ more than that in general; it is wide where visits are few. \
        A provider outside the band is a numbered diamond and named below the drawing. It is worth a question, on either \
        side.",
    funnel: |share| format!("Share {share} against the number of visits, one point per provider"),
    funnel_said: |all, outside, count| format!("All together {all}. Outside the band: {outside} of {count} providers."),
    together: |all| format!("all {all}"),
    point: |who, share, count, of| format!("{who}: {share} ({count} of {of} visits)"),
    outside: "Outside the band",
    none_outside: "No provider lies outside the band.",

    week: "When in the week",
    week_text: |fewest| {
        format!(
            "The share of visits without a receipt by the weekday and hour in which the visit began. The number in the cell \
             is per cent, and the stronger its colour, the larger the share. A hatched cell has fewer than {fewest} visits, too \
             few for a share; an empty one has none. Point at a cell for the counts."
        )
    },
    week_caption: "Visits without a receipt, in per cent, by weekday and hour",
    week_few: |fewest| {
        format!("Too few hours of the week have {fewest} visits for a map of them to show more than chance.")
    },
    weekdays: ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"],
    cell: |day, hours, count, of, share| format!("{day} {hours}: {count} of {of} visits, {share}"),
    too_few: "too few for a share",
    steps: ["below 5%", "5–10%", "10–20%", "20–30%", "30–40%", "40–60%", "60% or more"],
    few: |fewest| format!("fewer than {fewest} visits"),

    days: "Day by day",
    days_text: "A column is a day of the month, as high as the number of open findings that began that day; the highest \
        column of each row is the row’s most. Shaded days are Saturday and Sunday, underlined ones public holidays. Rules \
        with fewer than three dated findings are not shown.",
    days_key: "The strip beside a rule’s name is the month day by day: a column is the number of open findings that began \
        that day. Shaded days are Saturday and Sunday, underlined ones public holidays.",
    days_caption: "Open findings by rule and day, all providers together",
    days_head: "Days of the month",
    most_head: "Most on a day",
    most: |count, date| format!("most on a day {count}, {date}"),
    strip: |what| format!("{what}, day by day"),
    strip_said: |count, days, most, off| {
        format!("{count} open findings on {days} days; {most}. {off} on a Saturday, Sunday or public holiday.")
    },
    undated: |count| format!("{count} without a day in the month are not shown."),

    history: "Month by month",
    history_text: "A line is a share month by month, this one included. The dashed line is the provider’s own mean over the \
        months before, at most twelve, and the grey band what chance can give around it for the month’s number of visits \
        (three standard deviations). A diamond at the end lies outside the band.",
    history_scales: ["All lines of a column have the same scale.", "Each line has a scale of its own."],
    history_caption: "The shares month by month, by provider",
    history_head: "Month by month",
    spark: |what| format!("{what}, month by month"),
    spark_said: |first, last, from, to| format!("From {from} in {first} to {to} in {last}."),
    baseline: |own| format!("Own mean {own}."),
    inside: "The month lies within what is expected.",
    outside_own: "The month lies outside what is expected.",
};
