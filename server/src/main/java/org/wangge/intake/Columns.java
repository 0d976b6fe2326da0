package org.wangge.intake;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.wangge.model.Layer;
import org.wangge.model.Property;
import org.wangge.model.Registry;
import org.wangge.model.RowType;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Which field of a file fills which column of a layer. Immutable.
final class Columns {

    static final String LON = "lon";
    static final String LAT = "lat";
    static final String WKT = "wkt";

    private final Layer layer;
    private final List<String> fields;
    private final Map<String, String> fieldByColumn;
    private final boolean hasGeometry;
    /// What the options are called of the import that it is for.
    final Terms terms;

    private Columns(Layer layer, List<String> fields, Map<String, String> fieldByColumn, boolean hasGeometry, Terms terms) {
        this.layer = layer;
        this.fields = fields;
        this.fieldByColumn = fieldByColumn;
        this.hasGeometry = hasGeometry;
        this.terms = terms;
    }

    /// `mapped` (column → field) goes before the names that match by themselves. Throws a problem when a column or field of
    /// it is not there or a field is there twice, or when there is no code, or no place in a layer that needs one.
    static Columns resolve(String file, Layer layer, FeatureReader reader, Map<String, String> mapped, Terms terms) {
        List<Property> properties = understood(layer);
        if (!reader.hasGeometry()) {
            properties.addAll(Registry.PLACE);
        }
        List<String> known = properties.stream().map(Property::name).toList();
        List<String> fields = reader.fields();
        Map<String, String> given = new LinkedHashMap<>();
        for (Map.Entry<String, String> m : new TreeMap<>(mapped).entrySet()) {
            if (!known.contains(m.getKey())) {
                throw new Problem.BadInput(
                        terms.columns(Map.ofEntries(m)) + ": " + layer.key() + " have no column " + m.getKey() + ".",
                        "Columns are " + String.join(", ", known) + ".").asException();
            }
            given.put(m.getKey(), find(m.getValue(), fields).orElseThrow(() -> new Problem.BadInput(
                    terms.columns(Map.ofEntries(m)) + ": " + file + " has no column " + m.getValue() + ".",
                    "It has " + listed(fields) + ".").asException()));
        }
        requireEachOnce(given, terms);
        List<String> free = fields.stream().filter(f -> !given.containsValue(f)).toList();
        Map<String, String> found = new LinkedHashMap<>();
        for (Property p : properties) {
            Optional.ofNullable(given.get(p.name())).or(() -> find(p, free)).ifPresent(f -> found.put(p.name(), f));
        }
        if (found.containsKey(WKT)) {
            // What was named goes before what only has the name.
            boolean isNamed = given.containsKey(WKT) || !given.containsKey(LON) && !given.containsKey(LAT);
            found.keySet().removeAll(isNamed ? Set.of(LON, LAT) : Set.of(WKT));
        }
        Columns columns = new Columns(layer, fields, found, reader.hasGeometry(), terms);
        if (!found.containsKey("code")) {
            throw missing(file, "code", fields, "Every row needs a code of its own; name the field that has it, for "
                    + "example " + terms.columns(Map.of("code", example(fields))) + ".");
        }
        if (!columns.hasPlace() && layer.places() != Layer.Places.AREA) {
            throw withoutPlace(file, reader, terms);
        }
        return columns;
    }

    /// The columns that an import of a layer understands, but those of the place: the layer's own come first, in their order.
    static List<Property> understood(Layer layer) {
        RowType type = Registry.of(layer.table());
        List<Property> all = new ArrayList<>(type.properties());
        all.addAll(type.ofFiles());
        return all;
    }

    /// Throws a problem when one field is to fill two columns: which of them was meant nobody knows.
    static void requireEachOnce(Map<String, String> fieldByColumn, Terms terms) {
        Map<String, String> columnByField = new HashMap<>();
        new TreeMap<>(fieldByColumn).forEach((column, field) -> {
            String other = columnByField.putIfAbsent(field, column);
            if (other != null) {
                Map<String, String> both = new TreeMap<>(Map.of(other, field, column, field));
                throw new Problem.BadInput(terms.columns(both) + ": " + Text.shortened(field) + " is to fill both " + other
                        + " and " + column + ".", "Each field fills one column: name another one, or leave it out.",
                        Map.of("columns", both.keySet())).asException();
            }
        });
    }

    /// The first field that is called as the column, else as its first other name that any field is called as.
    private static Optional<String> find(Property property, List<String> fields) {
        return property.names().stream().flatMap(name -> find(name, fields).stream()).findFirst();
    }

    /// The field of this name, else the first that has it in other letters, small or capital.
    private static Optional<String> find(String wanted, List<String> fields) {
        return fields.contains(wanted) ? Optional.of(wanted) : fields.stream().filter(wanted::equalsIgnoreCase).findFirst();
    }

    private static ProblemException missing(String file, String what, List<String> fields, String remedy) {
        return new Problem.BadInput(file + " has no column for the " + what + "; it has " + listed(fields) + ".", remedy,
                Map.of("columns", Text.names(fields))).asException();
    }

    private static ProblemException withoutPlace(String file, FeatureReader reader, Terms terms) {
        if (reader.hasGeometry() || !reader.format().equals("CSV")) {
            return new Problem.BadInput(file + " has no geometry: every feature's is null.", "Export it with geometry.")
                    .asException();
        }
        Map<String, String> theirs = new LinkedHashMap<>();
        theirs.put(LON, "THEIR_NAME");
        theirs.put(LAT, "THEIR_NAME");
        return missing(file, "place", reader.fields(), "Add the columns lon and lat, or wkt; where they have other names, "
                + "say so: " + terms.columns(theirs) + ".");
    }

    private static String listed(Collection<String> fields) {
        List<String> named = fields.stream().filter(f -> !f.isEmpty()).map(Text::shortened).toList();
        return named.isEmpty() ? "no columns"
                : String.join(", ", named.subList(0, Math.min(40, named.size()))) + (named.size() > 40 ? ", …" : "");
    }

    private static String example(List<String> fields) {
        return Text.shortened(fields.stream().filter(f -> !f.isEmpty()).findFirst().orElse("name"));
    }

    boolean hasPlace() {
        return hasGeometry || has(WKT) || has(LON) && has(LAT);
    }

    boolean has(String column) {
        return fieldByColumn.containsKey(column);
    }

    /// What this column of the layer is, or of a file of it.
    Property property(String column) {
        return understood(layer).stream().filter(p -> p.name().equals(column)).findFirst().orElseThrow();
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
        Set<String> columns = new LinkedHashSet<>(Registry.of(layer.table()).names());
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

    /// Those that are not used, see [Text#names].
    List<String> ignored() {
        Set<String> used = Set.copyOf(fieldByColumn.values());
        return Text.names(fields.stream().filter(f -> !f.isEmpty() && !used.contains(f)).toList());
    }
}
