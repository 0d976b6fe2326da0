package org.wangge.api.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.regex.Pattern;

/// Days and times as the API reads them: ISO 8601 in ASCII digits, with a year from 1900 to 2999, so that every database can tell
/// them from one another. Java's own parsers also take years of nine digits and an hour 24.
public final class Moments {

    public static final String DAY_OR_TIME =
            "a day such as 2026-03-01 or a time such as 2026-03-01T08:00:00Z, of a year from 1900 to 2999";
    public static final String TIME = "date and time with the zone, such as 2026-11-22T08:00:00Z, of a year from 1900 to 2999";

    private static final Pattern DAY = Pattern.compile("(19|2\\d)\\d\\d-\\d\\d-\\d\\d");
    private static final Pattern MOMENT =
            Pattern.compile(DAY + "T([01]\\d|2[0-3]):[0-5]\\d(:[0-5]\\d(\\.\\d{1,9})?)?(Z|[+-]\\d\\d:\\d\\d)");

    private Moments() {}

    /// Empty for what is no such day.
    public static Optional<LocalDate> day(String text) {
        try {
            return DAY.matcher(text).matches() ? Optional.of(LocalDate.parse(text)) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    /// Empty for what is no such time.
    public static Optional<Instant> time(String text) {
        try {
            return MOMENT.matcher(text).matches() ? Optional.of(OffsetDateTime.parse(text).toInstant()) : Optional.empty();
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
