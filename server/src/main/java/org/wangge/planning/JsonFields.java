package org.wangge.planning;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.Decimal;
import org.wangge.geo.FixedPoint;
import org.wangge.model.PlainText;
import org.wangge.planning.Edit.NewGrid;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Takes the fields of a command one by one, and knows in the end which were not asked for. Each complaint quotes field and
/// value. For one thread.
final class JsonFields {

    private final JsonNode object;
    private final String prefix;
    private final String example;
    private final Set<String> asked = new TreeSet<>(Set.of("type"));
    private int points;

    JsonFields(JsonNode object, String example) {
        this(object, "", example);
    }

    private JsonFields(JsonNode object, String prefix, String example) {
        this.object = object;
        this.prefix = prefix;
        this.example = example;
    }

    boolean has(String field) {
        asked.add(field);
        return object.has(field);
    }

    private JsonNode get(String field) {
        asked.add(field);
        return object.path(field);
    }

    /// Throws for a field that nobody asked for.
    void requireAllRead() {
        Set<String> unknown = new TreeSet<>();
        object.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(asked);
        if (!unknown.isEmpty()) {
            String name = prefix + unknown.iterator().next();
            throw new Problem.BadInput(
                    "The command has the unknown field " + name + ".", "Allowed are: " + String.join(", ", asked) + ".",
                    Map.of("field", name, "allowed", new ArrayList<>(asked))).asException();
        }
    }

    long id(String field) {
        return id(get(field), prefix + field, false);
    }

    /// 0 for null.
    long idOrNobody(String field) {
        return id(get(field), prefix + field, true);
    }

    List<Long> ids(String field, int least, int most, boolean nobody) {
        JsonNode list = get(field);
        if (!list.isArray() || list.size() < least || (most == 2 && list.size() > most)) {
            throw bad(prefix + field + " is " + quoted(list) + "; it must be a list of "
                    + (most == 2 ? "two grid ids." : "at least " + least + " ids."), null);
        }
        if (list.size() > most) {
            throw new Problem.TooLarge(prefix + field + " has " + list.size() + " ids; at most " + most + " are taken.",
                    "Do it in several commands.").asException();
        }
        List<Long> ids = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            ids.add(id(list.get(i), prefix + field + "[" + i + "]", nobody));
        }
        if (most > 2 && Set.copyOf(ids).size() < ids.size()) {
            throw bad(prefix + field + " names an id twice.", "Name each once.");
        }
        return ids;
    }

    private long id(JsonNode id, String where, boolean nobody) {
        if (nobody && id.isNull()) {
            return 0;
        }
        if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() <= 0) {
            throw bad(where + " is " + quoted(id) + "; it must be an id, a whole number above 0" + (nobody ? ", or null." : "."),
                    null);
        }
        return id.longValue();
    }

    boolean flag(String field, boolean otherwise) {
        JsonNode value = get(field);
        if (value.isMissingNode()) {
            return otherwise;
        }
        if (!value.isBoolean()) {
            throw bad(prefix + field + " is " + quoted(value) + "; it must be true or false.", null);
        }
        return value.booleanValue();
    }

    private String text(String field) {
        JsonNode value = get(field);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw bad(prefix + field + " is " + quoted(value) + "; it must be text.", null);
        }
        return text(value, prefix + field);
    }

    private String text(JsonNode value, String where) {
        String text = value.textValue();
        String fault = !text.isEmpty() && text.isBlank() ? "is blank; leave it out, or write null, where there is none"
                : PlainText.fault(text);
        if (fault != null) {
            throw bad(where + " " + fault + ".", "Write it in plain characters, at most " + PlainText.MAX_LENGTH + ".");
        }
        return text;
    }

    /// The grid that these fields describe. An id is taken as it is; a client's means nothing.
    NewGrid newGrid() {
        long id = has("id") ? get("id").asLong() : 0;
        Long parent = has("parent") && !get("parent").isNull() ? (Long) id("parent") : null;
        Long branch = has("branch") && !get("branch").isNull() ? (Long) id("branch") : null;
        return new NewGrid(id, text("code"), text("name"), text("kind"), parent, branch, text("person"));
    }

    /// A list of such grids; empty when the field is not there.
    List<NewGrid> newGrids(String field) {
        List<NewGrid> grids = new ArrayList<>();
        JsonNode list = get(field);
        if (!list.isMissingNode() && !list.isArray()) {
            throw bad(prefix + field + " is " + quoted(list) + "; it must be a list of objects with code and name.", null);
        }
        for (int i = 0; i < list.size(); i++) {
            JsonFields each = new JsonFields(list.get(i), prefix + field + "[" + i + "].", example);
            if (!list.get(i).isObject()) {
                throw bad(prefix + field + "[" + i + "] is " + quoted(list.get(i)) + "; it must be an object.", null);
            }
            grids.add(each.newGrid());
            each.requireAllRead();
        }
        return grids;
    }

    Map<String, Object> attributes(String field) {
        JsonNode given = get(field);
        if (!given.isObject() || given.isEmpty()) {
            throw bad(prefix + field + " is " + quoted(given) + "; it must be an object with at least one of "
                    + String.join(", ", new TreeSet<>(Attributes.NAMES)) + ".", null);
        }
        JsonFields f = new JsonFields(given, prefix + field + ".", example);
        Map<String, Object> values = new HashMap<>();
        for (String name : new TreeSet<>(Attributes.NAMES)) {
            if (!f.has(name)) {
                continue;
            }
            JsonNode value = given.get(name);
            boolean isText = Set.of("name", "kind", Attributes.PERSON).contains(name);
            boolean fits = value.isNull() || (isText ? value.isTextual()
                    : name.equals("target_renewal_rate") ? value.isNumber() : value.isIntegralNumber()
                    && value.canConvertToLong());
            if (!fits) {
                throw bad(f.prefix + name + " is " + quoted(value) + "; it must be " + (isText ? "text"
                        : name.equals("target_renewal_rate") ? "a number" : "a whole number") + " or null.", null);
            }
            values.put(name, value.isNull() ? null : isText ? text(value, f.prefix + name) : name.equals("target_renewal_rate")
                    ? (Object) number(value, f.prefix + name) : (Object) value.longValue());
        }
        f.requireAllRead();
        return values;
    }

    Coordinate point(String field) {
        return point(get(field), prefix + field);
    }

    private Coordinate point(JsonNode point, String where) {
        String remedy = "Each point is [longitude, latitude] in degrees, WGS 84.";
        if (!point.isArray() || point.size() != 2 || !point.get(0).isNumber() || !point.get(1).isNumber()) {
            throw bad(where + " is " + quoted(point) + ".", remedy);
        }
        double lon = number(point.get(0), where + "[0]");
        double lat = number(point.get(1), where + "[1]");
        if (!(Math.abs(lon) <= 180)) {
            throw bad(where + " has longitude " + lon + ", which is outside -180..180.", remedy);
        }
        if (!(Math.abs(lat) <= 90)) {
            throw bad(where + " has latitude " + lat + ", which is outside -90..90.", remedy);
        }
        return FixedPoint.fixed(lon, lat);
    }

    private double number(JsonNode number, String where) {
        double read = number.doubleValue();
        if (Decimal.isLost(number.asText(), read)) {
            throw bad(where + " is " + quoted(number) + ", which " + Decimal.LOST + ".", "Write it as 120.6187.");
        }
        return read;
    }

    LineString line(String field) {
        String where = prefix + field;
        JsonNode coordinates = coordinates(get(field), where, Set.of("LineString")).path("coordinates");
        return FixedPoint.FIXED.createLineString(points(coordinates, where + ".coordinates", 2));
    }

    /// Polygon or MultiPolygon.
    Geometry area(String field) {
        String where = prefix + field;
        JsonNode area = coordinates(get(field), where, Set.of("Polygon", "MultiPolygon"));
        JsonNode coordinates = area.get("coordinates");
        if (area.get("type").textValue().equals("Polygon")) {
            return polygon(coordinates, where + ".coordinates");
        }
        Polygon[] parts = new Polygon[coordinates.size()];
        for (int i = 0; i < parts.length; i++) {
            parts[i] = polygon(coordinates.get(i), where + ".coordinates[" + i + "]");
        }
        return FixedPoint.FIXED.createMultiPolygon(parts);
    }

    private Polygon polygon(JsonNode rings, String where) {
        if (!rings.isArray() || rings.isEmpty()) {
            throw bad(where + " is " + quoted(rings) + "; it must be a list of rings.", null);
        }
        LinearRing[] all = new LinearRing[rings.size()];
        for (int i = 0; i < all.length; i++) {
            Coordinate[] points = points(rings.get(i), where + "[" + i + "]", 4);
            if (!points[0].equals2D(points[points.length - 1])) {
                throw bad(where + "[" + i + "] does not end where it begins.", "Repeat the first point of each ring at its end.");
            }
            all[i] = FixedPoint.FIXED.createLinearRing(points);
        }
        LinearRing[] holes = java.util.Arrays.copyOfRange(all, 1, all.length);
        return FixedPoint.FIXED.createPolygon(all[0], holes);
    }

    private JsonNode coordinates(JsonNode geometry, String where, Set<String> types) {
        String wanted = String.join(" or ", new TreeSet<>(types));
        if (!geometry.isObject()) {
            throw bad(where + " is " + quoted(geometry) + "; it must be a GeoJSON " + wanted + ".", null);
        }
        JsonFields f = new JsonFields(geometry, where + ".", example);
        if (!types.contains(f.get("type").asText())) {
            throw bad(where + ".type is " + quoted(geometry.path("type")) + "; it must be \"" + wanted + "\".", null);
        }
        JsonNode coordinates = f.get("coordinates");
        f.requireAllRead();
        if (!coordinates.isArray() || coordinates.isEmpty()) {
            throw bad(where + ".coordinates is " + quoted(coordinates) + "; it must be a list.", null);
        }
        return geometry;
    }

    private Coordinate[] points(JsonNode list, String where, int least) {
        if (!list.isArray() || list.size() < least) {
            throw bad(where + " is " + quoted(list) + "; it must be a list of at least " + (least == 2 ? "two" : "four")
                    + " points.", null);
        }
        points += list.size();
        if (points > CommandJson.MAX_POINTS) {
            throw new Problem.TooLarge(
                    where + " has " + points + " points; at most " + CommandJson.MAX_POINTS + " are taken.",
                    "Simplify it, or do it in several strokes.").asException();
        }
        Coordinate[] all = new Coordinate[list.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = point(list.get(i), where + "[" + i + "]");
        }
        return all;
    }

    /// GeoJSON of a fixed LineString, Polygon or MultiPolygon.
    static ObjectNode geometry(Geometry fixed) {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", fixed.getGeometryType());
        ArrayNode coordinates = node.putArray("coordinates");
        if (fixed instanceof LineString line) {
            points(coordinates, line);
        } else if (fixed instanceof Polygon polygon) {
            rings(coordinates, polygon);
        } else {
            for (int i = 0; i < fixed.getNumGeometries(); i++) {
                rings(coordinates.addArray(), (Polygon) fixed.getGeometryN(i));
            }
        }
        return node;
    }

    private static void rings(ArrayNode list, Polygon polygon) {
        points(list.addArray(), polygon.getExteriorRing());
        for (int i = 0; i < polygon.getNumInteriorRing(); i++) {
            points(list.addArray(), polygon.getInteriorRingN(i));
        }
    }

    private static void points(ArrayNode list, LineString line) {
        for (Coordinate c : line.getCoordinates()) {
            list.add(point(c));
        }
    }

    static ArrayNode point(Coordinate fixed) {
        return JsonNodeFactory.instance.arrayNode().add(FixedPoint.degrees(fixed.x)).add(FixedPoint.degrees(fixed.y));
    }

    static String kind(JsonNode node) {
        return node.isMissingNode() ? "empty" : "a JSON " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /// The value as it was given, cut short.
    static String quoted(JsonNode node) {
        String text = node.isMissingNode() ? "missing" : node.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    /// `remedy` null: the example of the command.
    ProblemException bad(String detail, String remedy) {
        return new Problem.BadInput(detail, remedy == null ? example : remedy).asException();
    }
}
