package org.wangge.api.wire;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.locationtech.jts.geom.Envelope;
import org.wangge.problem.Problem;

/// The query parameters of one request, read strictly: each at most once, none that the path does not know, each in its range.
public final class Parameters {

    private final Map<String, List<String>> values;

    public Parameters(Map<String, List<String>> values, Set<String> allowed) {
        for (Map.Entry<String, List<String>> e : values.entrySet()) {
            if (!allowed.contains(e.getKey())) {
                throw new Problem.BadInput(
                                "The query parameter '" + e.getKey() + "' is not known here.",
                                allowed.isEmpty() ? "This path takes no query parameters." : "Use " + String.join(", ", new TreeSet<>(allowed)) + ".",
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
        this.values = values;
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
        long value;
        try {
            value = Long.parseLong(text.get().strip());
        } catch (NumberFormatException e) {
            throw bad(name, text.get(), "a whole number from " + min + " to " + max);
        }
        if (value < min || value > max) {
            throw bad(name, text.get(), "a whole number from " + min + " to " + max);
        }
        return (int) value;
    }

    public long identifier(String name, long fallback) {
        Optional<String> text = text(name);
        try {
            return text.isEmpty() ? fallback : Long.parseLong(text.get().strip());
        } catch (NumberFormatException e) {
            throw bad(name, text.get(), "a whole number");
        }
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
            throw bad(name, text.get(), "west,south,east,north with west ≤ east and south ≤ north (split a box that crosses 180°)");
        }
        return new Envelope(west, east, south, north);
    }

    private static double number(String name, String text, double min, double max) {
        try {
            double value = Double.parseDouble(text.strip());
            if (value >= min && value <= max) {
                return value;
            }
        } catch (NumberFormatException e) {
            throw bad(name, text, "a number from " + (long) min + " to " + (long) max);
        }
        throw bad(name, text, "a number from " + (long) min + " to " + (long) max);
    }

    private static RuntimeException bad(String name, String value, String wanted) {
        return new Problem.BadInput(
                        "The query parameter '" + name + "' is '" + value + "'.",
                        "It must be " + wanted + ".",
                        Map.of("parameter", name, "value", value))
                .asException();
    }
}
