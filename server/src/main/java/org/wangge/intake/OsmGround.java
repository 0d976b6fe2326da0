package org.wangge.intake;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.wangge.problem.Problem;

/// An extract of OpenStreetMap, read as rows of the base: what a feature is follows from its tags by the table
/// `data/schema/osm.csv`, and features that the ground does not show are left out. One thread.
///
/// It takes files as GDAL, osmium, QuickOSM and Geofabrik make them: tags as fields (and what GDAL has put into `other_tags`), or
/// Geofabrik's `fclass`.
final class OsmGround implements FeatureReader {

    /// Fields that hold the number of an object. Those of lines and areas are numbered apart, so the kind of place goes before.
    private static final List<String> NUMBERS = List.of("osm_id", "osm_way_id");
    /// Fields that hold a key which is unique as it is: `way/123`, `w123`.
    private static final List<String> KEYS = List.of("full_id", "@id", "id");
    private static final String OTHER_TAGS = "other_tags";
    private static final Pattern OTHER_TAG = Pattern.compile("\"((?:[^\"\\\\]|\\\\.)*)\"=>\"((?:[^\"\\\\]|\\\\.)*)\"");
    private static final Map<String, Map<String, String>> TABLE = table();

    private final FeatureReader osm;
    private final String file;
    /// Tag → where its value stands.
    private final Map<String, Integer> tags = new LinkedHashMap<>();
    private final Map<String, Integer> keys = new LinkedHashMap<>();
    private final int name;
    private final int otherTags;
    private final boolean hasWays;
    private long kept;
    private long leftOut;

    private OsmGround(FeatureReader osm, String file) {
        this.osm = osm;
        this.file = file;
        for (String tag : TABLE.keySet()) {
            int i = index(osm, tag);
            if (i >= 0) {
                tags.put(tag, i);
            }
        }
        // Geofabrik's `code` is that of the class.
        boolean hasCodes = !tags.containsKey("fclass") && index(osm, "code") >= 0;
        for (String key : Stream.of(NUMBERS, KEYS).flatMap(List::stream).toList()) {
            int i = index(osm, key);
            if (i >= 0 && !(hasCodes && key.equals("id"))) {
                keys.put(key, i);
            }
        }
        this.name = index(osm, "name");
        this.otherTags = index(osm, OTHER_TAGS);
        this.hasWays = keys.containsKey("osm_way_id");
    }

    /// The reader itself when its file is no such extract, or says of itself what kind its features are.
    static FeatureReader of(FeatureReader reader, ImportRequest request) {
        Set<String> mapped = request.columns().keySet();
        if (!reader.hasGeometry() || mapped.contains("kind") || mapped.contains("code") || index(reader, "kind") >= 0
                || index(reader, "类型") >= 0) {
            return reader;
        }
        OsmGround ground = new OsmGround(reader, request.file().getFileName().toString());
        return ground.tags.isEmpty() || ground.keys.isEmpty() ? reader : ground;
    }

    /// Tag → `value place` → kind, `*` for any value; an empty kind is left out. In the order of the file.
    private static Map<String, Map<String, String>> table() {
        Map<String, Map<String, String>> table = new LinkedHashMap<>();
        try (BufferedReader in = new BufferedReader(new InputStreamReader(
                OsmGround.class.getResourceAsStream("/schema/osm.csv"), StandardCharsets.UTF_8))) {
            in.lines().skip(1).map(line -> line.split(",", -1))
                    .forEach(c -> table.computeIfAbsent(c[0], _ -> new HashMap<>()).put(c[1] + " " + c[2], c[3]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return table;
    }

    private static int index(FeatureReader reader, String field) {
        for (int i = 0; i < reader.fields().size(); i++) {
            if (reader.fields().get(i).equalsIgnoreCase(field)) {
                return i;
            }
        }
        return -1;
    }

    @Override
    public Feature next() {
        for (Feature feature = osm.next(); feature != null; feature = osm.next()) {
            // What is wrong with it is told as of any row, for all that is known of its kind.
            String kind = feature.shape() == null ? "" : kind(feature);
            if (kind != null) {
                kept++;
                String[] values = {code(feature), kind.isEmpty() ? null : kind, name < 0 ? null : feature.values()[name]};
                return new Feature(feature.row(), values, feature.shape(), feature.fault());
            }
            leftOut++;
        }
        if (kept == 0 && leftOut > 0) {
            throw new Problem.BadInput(
                    file + " has nothing that the ground of the map shows: none of its "
                            + Text.count(leftOut, "feature", "features")
                            + " is a road, railway, water, green, a building or a town by its "
                            + String.join(", ", tags.keySet()) + ".",
                    "Take the lines, the areas or the places of the extract; data/schema/osm.csv lists what is shown.")
                    .asException();
        }
        return null;
    }

    /// Null when the ground does not show it.
    private static String kindOf(String tag, String value, String place) {
        Map<String, String> kinds = TABLE.get(tag);
        String kind = kinds == null ? null : kinds.getOrDefault(value + " " + place, kinds.get("* " + place));
        return kind == null || kind.isEmpty() ? null : kind;
    }

    private String kind(Feature feature) {
        String place = place(feature.shape().kind());
        for (Map.Entry<String, Integer> tag : tags.entrySet()) {
            String value = feature.values()[tag.getValue()];
            String kind = value == null ? null : kindOf(tag.getKey(), value, place);
            if (kind != null) {
                return kind;
            }
        }
        String others = otherTags < 0 ? null : feature.values()[otherTags];
        if (others != null) {
            Matcher m = OTHER_TAG.matcher(others);
            while (m.find()) {
                String kind = kindOf(m.group(1), m.group(2), place);
                if (kind != null) {
                    return kind;
                }
            }
        }
        return null;
    }

    private static String place(Shape.Kind kind) {
        return switch (kind) {
            case POINT, MULTIPOINT -> "point";
            case LINESTRING, MULTILINESTRING -> "line";
            case POLYGON, MULTIPOLYGON -> "area";
        };
    }

    private String code(Feature feature) {
        for (Map.Entry<String, Integer> key : keys.entrySet()) {
            String value = feature.values()[key.getValue()];
            if (value != null) {
                return NUMBERS.contains(key.getKey()) ? letter(key.getKey(), feature) + value : value;
            }
        }
        return null;
    }

    /// GDAL numbers areas by their relation, or else by their way.
    private String letter(String key, Feature feature) {
        if (key.equals("osm_way_id")) {
            return "w";
        }
        String place = feature.shape() == null ? "line" : place(feature.shape().kind());
        return switch (place) {
            case "point" -> "n";
            case "line" -> "w";
            default -> hasWays ? "r" : "a";
        };
    }

    @Override
    public List<String> notes() {
        return List.of("It was read as an extract of OpenStreetMap: what its features are follows from "
                + String.join(", ", new TreeSet<>(tags.keySet())) + " (data/schema/osm.csv)."
                + (leftOut == 0 ? "" : " " + Text.count(leftOut, "feature", "features")
                        + " that the ground of the map does not show " + (leftOut == 1 ? "was" : "were") + " left out."));
    }

    @Override
    public String format() {
        return osm.format();
    }

    @Override
    public List<String> fields() {
        return List.of("code", "kind", "name");
    }

    @Override
    public boolean hasGeometry() {
        return true;
    }

    @Override
    public String crs() {
        return osm.crs();
    }

    @Override
    public long estimatedTotal() {
        return osm.estimatedTotal();
    }

    @Override
    public void close() {
        osm.close();
    }
}
