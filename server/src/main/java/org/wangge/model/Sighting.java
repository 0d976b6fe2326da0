package org.wangge.model;

import java.time.LocalDate;
import org.locationtech.jts.geom.Geometry;

/// A competitor's activity seen at a place (异网动态). `price` is CNY per month; `severity` 1 (slight) to 5 (grave);
/// `confidence` 0..1; `seenAt` the day; each may be null, and a sighting with an unknown severity, confidence or day does not
/// enter the competitor pressure but is counted.
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
    public Sighting {
        code = Valid.code(code);
        operator = Valid.text("operator", operator);
        kind = Valid.text("kind", kind);
        offer = Valid.text("offer", offer);
        note = Valid.text("note", note);
        Registry.SIGHTINGS.get("price").check(price);
        Registry.SIGHTINGS.get("severity").check(severity);
        Registry.SIGHTINGS.get("confidence").check(confidence);
        Valid.point(location);
    }

    @Override
    public Table table() {
        return Table.SIGHTINGS;
    }
}
