package org.wangge.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.wangge.model.Counts;
import org.wangge.model.Layer;
import org.wangge.model.Property;
import org.wangge.model.Registry;

/// The pages and templates of `data/schema`: what the registry says, within what is written there by hand. Pure functions.
final class SchemaPages {

    private static final String ROW = "| `";

    private SchemaPages() {}

    /// The page with the columns of today in its table; the rows of the place, and all around the table, stay as they are.
    static String page(Layer layer, String page) {
        List<String> places = Registry.PLACE.stream().map(p -> ROW + p.name() + "`").toList();
        List<String> lines = new ArrayList<>(page.lines().toList());
        int first = (int) lines.stream().takeWhile(line -> !line.startsWith(ROW)).count();
        lines.removeIf(line -> line.startsWith(ROW) && places.stream().noneMatch(line::startsWith));
        lines.addAll(first, Columns.understood(layer).stream().map(SchemaPages::row).toList());
        return String.join("\n", lines) + "\n";
    }

    private static String row(Property p) {
        String names = p.aliases().stream().map(a -> "`" + a + "`").collect(Collectors.joining(", "));
        return Stream.of("`" + p.name() + "`", p.isRequired() ? "yes" : "no", type(p), p.meaning(), p.example(), names)
                .collect(Collectors.joining(" | ", "| ", " |"));
    }

    private static String type(Property p) {
        String type = switch (p.type()) {
            case TEXT -> "text";
            case CODE -> "text, code";
            case WHOLE -> p.isRounded() ? "number" : "whole number";
            case DECIMAL -> "number";
            case DAY -> "day";
            case TRUTH -> throw new IllegalArgumentException(p + " is in no file");
        };
        // what holds for all counts is said below the table
        boolean isBounded = p.max() != null && p.max() != Counts.MAX;
        String range = isBounded ? String.format(Locale.ROOT, " %,d..%,d", p.min(), p.max()) : "";
        return type + range + (p.unit() == null ? "" : ", " + p.unit());
    }

    /// The template with the columns that it lacks, each after the one before it in the registry; in the row of examples with
    /// its example.
    static String template(Layer layer, String template) {
        List<List<String>> rows = template.lines().map(SchemaPages::cells).toList();
        List<Property> properties = Registry.of(layer.table()).properties();
        String exemplary = properties.getFirst().example();
        for (int i = 1; i < properties.size(); i++) {
            Property p = properties.get(i);
            if (!rows.getFirst().contains(p.name())) {
                int at = rows.getFirst().indexOf(properties.get(i - 1).name()) + 1;
                for (List<String> row : rows) {
                    boolean isHeading = row == rows.getFirst();
                    row.add(at, isHeading ? p.name() : row.getFirst().equals(exemplary) ? quoted(p.example()) : "");
                }
            }
        }
        return rows.stream().map(row -> String.join(",", row) + "\n").collect(Collectors.joining());
    }

    /// With the quotes that they have.
    private static List<String> cells(String line) {
        return new ArrayList<>(List.of(line.split(",(?=(?:[^\"]*\"[^\"]*\")*[^\"]*$)", -1)));
    }

    private static String quoted(String value) {
        return value.contains(",") || value.contains("\"") ? '"' + value.replace("\"", "\"\"") + '"' : value;
    }
}
