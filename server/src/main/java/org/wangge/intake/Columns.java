package org.wangge.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wangge.model.Layer;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Which field of a file fills which column of a layer. Immutable.
final class Columns {

    private final Layer layer;
    private final List<String> fields;
    private final Map<String, String> fieldByColumn;
    private final boolean hasGeometry;

    private Columns(Layer layer, List<String> fields, Map<String, String> fieldByColumn, boolean hasGeometry) {
        this.layer = layer;
        this.fields = fields;
        this.fieldByColumn = fieldByColumn;
        this.hasGeometry = hasGeometry;
    }

    /// `mapped` (column → field) goes before the names that match by themselves. Throws a problem when a column or field of
    /// it is not there, or when there is no code, or no place in a layer that needs one.
    static Columns resolve(String file, Layer layer, FeatureReader reader, Map<String, String> mapped) {
        List<Heading> headings = new ArrayList<>(Heading.properties(layer));
        if (!reader.hasGeometry()) {
            headings.addAll(Heading.place());
        }
        List<String> known = headings.stream().map(Heading::column).toList();
        List<String> fields = reader.fields();
        for (Map.Entry<String, String> m : mapped.entrySet()) {
            if (!known.contains(m.getKey())) {
                throw new Problem.BadInput(
                        "--map " + m.getKey() + "=" + m.getValue() + ": " + layer.key() + " have no column " + m.getKey() + ".",
                        "Columns are " + String.join(", ", known) + ".").asException();
            }
            if (fields.stream().noneMatch(m.getValue()::equalsIgnoreCase)) {
                throw new Problem.BadInput(
                        "--map " + m.getKey() + "=" + m.getValue() + ": " + file + " has no column " + m.getValue() + ".",
                        "It has " + listed(fields) + ".").asException();
            }
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (Heading h : headings) {
            String wanted = mapped.get(h.column());
            if (wanted != null) {
                found.put(h.column(), fields.stream().filter(wanted::equalsIgnoreCase).findFirst().orElseThrow());
            } else {
                List<String> free = fields.stream().filter(f -> mapped.values().stream().noneMatch(f::equalsIgnoreCase)).toList();
                h.findIn(free).ifPresent(f -> found.put(h.column(), f));
            }
        }
        if (found.containsKey(Heading.WKT)) {
            found.remove(Heading.LON);
            found.remove(Heading.LAT);
        }
        Columns columns = new Columns(layer, fields, found, reader.hasGeometry());
        if (!found.containsKey("code")) {
            throw missing(file, "code", fields, "Every row needs a code of its own; name the field that has it, for "
                    + "example --map code="
                    + example(fields) + ".");
        }
        if (!columns.hasPlace() && layer != Layer.GRIDS && layer != Layer.BRANCHES) {
            throw reader.hasGeometry() || !reader.format().equals("CSV")
                    ? new Problem.BadInput(file + " has no geometry: every feature's is null.",
                            "Export it with geometry.").asException()
                    : missing(file, "place", fields, "Add the columns lon and lat, or wkt; where they have other names, "
                            + "say so: --map lon=THEIR_NAME --map lat=THEIR_NAME.");
        }
        return columns;
    }

    private static ProblemException missing(String file, String what, List<String> fields, String remedy) {
        return new Problem.BadInput(file + " has no column for the " + what + "; it has " + listed(fields) + ".", remedy,
                Map.of("columns", fields)).asException();
    }

    private static String listed(Collection<String> fields) {
        List<String> named = fields.stream().filter(f -> !f.isEmpty()).map(Text::shortened).toList();
        return named.isEmpty() ? "no columns"
                : String.join(", ", named.subList(0, Math.min(40, named.size()))) + (named.size() > 40 ? ", …" : "");
    }

    private static String example(List<String> fields) {
        return fields.stream().filter(f -> !f.isEmpty()).findFirst().orElse("name");
    }

    boolean hasPlace() {
        return hasGeometry || has(Heading.WKT) || has(Heading.LON) && has(Heading.LAT);
    }

    boolean has(String column) {
        return fieldByColumn.containsKey(column);
    }

    /// Position of the column's field in a feature's values, or -1.
    int index(String column) {
        String field = fieldByColumn.get(column);
        return field == null ? -1 : fields.indexOf(field);
    }

    /// The name that the column's field has in the file, or the column's own when it has none.
    String field(String column) {
        return fieldByColumn.getOrDefault(column, column);
    }

    /// The columns of the layer that this file overwrites, `geometry` among them when it holds places.
    Set<String> overwritten() {
        Set<String> columns = new LinkedHashSet<>(layer.table().columns());
        columns.removeIf(c -> !has(c) && !(c.equals("address") && has("addr_street")));
        if (hasPlace()) {
            columns.add("geometry");
        }
        return columns;
    }

    /// Column → field, in the order of the layer's columns. `geometry` stands for geometry that needs no column.
    Map<String, String> recognised() {
        Map<String, String> all = new LinkedHashMap<>(fieldByColumn);
        if (hasGeometry) {
            all.put("geometry", "geometry");
        }
        return all;
    }

    List<String> ignored() {
        return fields.stream().filter(f -> !f.isEmpty() && !fieldByColumn.containsValue(f)).toList();
    }
}
