package org.wangge.model;

import java.time.LocalDate;
import org.locationtech.jts.geom.Geometry;

/// A competitor's activity seen at a place (异网动态). `price` is CNY per month; `severity` 1 (slight) to 5 (grave);
/// `confidence` 0..1; `seenAt` the day; each may be null, and a sighting with an unknown severity, confidence or day does not
/// enter the competitor pressure but is counted. The weight of one doubles every two months, so the day must be of this age: a
/// mistyped year would outweigh everything, or be more than numbers hold.
public record Sighting(
        long id,
        String code,
        String operator,
        String kind,
        String offer,
        Double price,
        Integer severity,
        Double confidence,
        LocalDate seenAt,
        String note,
        Geometry location)
        implements Row {
    private static final LocalDate FIRST_DAY = LocalDate.of(1900, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(2100, 12, 31);

    public Sighting {
        code = Valid.code(code);
        operator = Valid.text("operator", operator);
        kind = Valid.text("kind", kind);
        offer = Valid.text("offer", offer);
        note = Valid.text("note", note);
        Registry.SIGHTINGS.get("price").check(price);
        Registry.SIGHTINGS.get("severity").check(severity);
        Registry.SIGHTINGS.get("confidence").check(confidence);
        if (seenAt != null && (seenAt.isBefore(FIRST_DAY) || seenAt.isAfter(LAST_DAY))) {
            throw new IllegalArgumentException("seen_at is " + seenAt + "; it must be from " + FIRST_DAY + " to " + LAST_DAY);
        }
        Valid.point(location);
    }

    @Override
    public Table table() {
        return Table.SIGHTINGS;
    }
}
