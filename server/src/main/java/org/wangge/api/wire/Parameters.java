package org.wangge.api.wire;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import org.locationtech.jts.geom.Envelope;
import org.wangge.model.Position;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// The query parameters of one request, read strictly: each at most once, none that the path does not know, each in its range.
public final class Parameters {

    private final Map<String, List<String>> values;

    private Parameters(Map<String, List<String>> values) {
        this.values = values;
    }

    /// For pages, whose parameters are the browser's own.
    public static Parameters none() {
        return new Parameters(Map.of());
    }

    /// `query` as it stands in the address, null for none. `BadInput` problem for what can't be decoded, is not `allowed`, or
    /// is there twice.
    public static Parameters parse(String query, Set<String> allowed) {
        Map<String, List<String>> values = Query.parse(query);
        for (Map.Entry<String, List<String>> e : values.entrySet()) {
            if (!allowed.contains(e.getKey())) {
                throw new Problem.BadInput(
                                "The query parameter '" + e.getKey() + "' is not known here.",
                                allowed.isEmpty() ? "This path takes no query parameters."
                                : "Use " + String.join(", ", new TreeSet<>(allowed)) + ".",
                                Map.of("parameter", e.getKey(), "allowed", new TreeSet<>(allowed)))
                        .asException();
            }
            if (e.getValue().size() > 1) {
                throw new Problem.BadInput(
                                "The query parameter '" + e.getKey() + "' is given " + e.getValue().size() + " times.",
                                "Give it once.",
                                Map.of("parameter", e.getKey()))
                        .asException();
            }
        }
        return new Parameters(values);
    }

    /// Those that were given, in their order.
    public Map<String, String> all() {
        Map<String, String> all = new LinkedHashMap<>();
        values.forEach((name, value) -> all.put(name, value.getFirst()));
        return all;
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name)).map(List::getFirst);
    }

    public String requiredText(String name) {
        return text(name).filter(s -> !s.isBlank()).orElseThrow(() -> new Problem.BadInput(
                        "The query parameter '" + name + "' is missing.", "Add ?" + name + "=….", Map.of("parameter", name))
                .asException());
    }

    public double requiredNumber(String name, double min, double max) {
        return number(name, requiredText(name), min, max);
    }

    public int integer(String name, int fallback, int min, int max) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return fallback;
        }
        return Numbers.integer(text.get().strip()).filter(value -> value >= min && value <= max)
                .orElseThrow(() -> bad(name, text.get(), "a whole number from " + min + " to " + max));
    }

    public long identifier(String name, long fallback) {
        Optional<String> text = text(name);
        return text.isEmpty() ? fallback : Numbers.whole(text.get().strip())
                .orElseThrow(() -> bad(name, text.get(), "a whole number"));
    }

    /// A time with its zone.
    public Optional<Instant> time(String name) {
        // An unescaped plus of a zone arrives as a space.
        return text(name).map(text -> Moments.time(text.replace(' ', '+')).orElseThrow(() -> bad(name, text, Moments.TIME)));
    }

    /// A time with its zone, or a day, which stands for its beginning in UTC.
    public Optional<Instant> dayOrTime(String name) {
        return text(name).map(text -> Moments.day(text).map(day -> day.atStartOfDay().toInstant(ZoneOffset.UTC))
                .or(() -> Moments.time(text.replace(' ', '+'))).orElseThrow(() -> bad(name, text, Moments.DAY_OR_TIME)));
    }

    /// A position, as an answer or event has named it.
    public Optional<Position> position(String name) {
        return text(name).map(text -> {
            try {
                return Position.parse(text);
            } catch (IllegalArgumentException | DateTimeException e) {
                throw bad(name, text, "a position as an answer or event has named it");
            }
        });
    }

    /// `bbox=west,south,east,north` in degrees (CRS 84), null when absent. A box over the antimeridian is refused with words.
    public Envelope box(String name) {
        Optional<String> text = text(name);
        if (text.isEmpty()) {
            return null;
        }
        String[] parts = text.get().split(",", -1);
        if (parts.length != 4) {
            throw bad(name, text.get(), "four numbers: west,south,east,north in degrees");
        }
        double west = number(name, parts[0], -180, 180);
        double south = number(name, parts[1], -90, 90);
        double east = number(name, parts[2], -180, 180);
        double north = number(name, parts[3], -90, 90);
        if (south > north || west > east) {
            throw bad(name, text.get(),
                    "west,south,east,north with west ≤ east and south ≤ north (split a box that crosses 180°)");
        }
        return new Envelope(west, east, south, north);
    }

    private static double number(String name, String text, double min, double max) {
        OptionalDouble value = Numbers.decimal(text.strip());
        if (value.isPresent() && value.getAsDouble() >= min && value.getAsDouble() <= max) {
            return value.getAsDouble();
        }
        throw bad(name, text, "a number from " + (long) min + " to " + (long) max);
    }

    /// The problem of a parameter whose value is none of those wanted.
    public static ProblemException bad(String name, String value, String wanted) {
        return new Problem.BadInput(
                        "The query parameter '" + name + "' is '" + value + "'.",
                        "It must be " + wanted + ".",
                        Map.of("parameter", name, "value", value))
                .asException();
    }
}
