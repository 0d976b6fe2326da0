package org.wangge.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.LineString;
import org.wangge.geo.FixedPoint;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.topology.Command;

/// Commands as JSON: `{"type":"reshape","between":[A,B],"path":{"type":"LineString","coordinates":[[lon,lat],…]}}`, where A and
/// B are ids of leaf grids and the path is in degrees, WGS 84. Pure functions.
public final class CommandJson {

    /// More points than a person draws in one stroke.
    public static final int MAX_POINTS = 10_000;

    private static final List<String> TYPES = List.of("reshape");
    private static final List<String> RESHAPE_FIELDS = List.of("type", "between", "path");
    private static final List<String> PATH_FIELDS = List.of("type", "coordinates");
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private static final String EXAMPLE =
            "Send {\"type\":\"reshape\",\"between\":[A,B],\"path\":{\"type\":\"LineString\",\"coordinates\":[[lon,lat],…]}}.";

    private CommandJson() {}

    /// Reads a command and checks all that can be checked without the map. Throws a `BadInput` problem that quotes what is
    /// wrong, or `TooLarge` for a path with too many points.
    public static Command read(String json) {
        JsonNode root;
        try {
            root = MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr();
            throw new ProblemException(
                    new Problem.BadInput("The command is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse("")
                            + where + ".", EXAMPLE),
                    e);
        }
        if (!root.isObject()) {
            throw bad("The command is " + kind(root) + "; it must be an object.", EXAMPLE);
        }
        JsonNode type = root.path("type");
        if (!type.isTextual() || !TYPES.contains(type.textValue())) {
            throw new Problem.BadInput(
                    "type is " + quoted(type) + "; there is no such command.",
                    "Use one of: " + String.join(", ", TYPES) + ".",
                    Map.of("field", "type", "allowed", TYPES)).asException();
        }
        fields(root, "", RESHAPE_FIELDS);
        return reshape(root);
    }

    /// The command as [#read] takes it; reading it again gives the same command.
    public static String write(Command command) {
        return switch (command) {
            case Command.Reshape reshape -> {
                ObjectNode root = MAPPER.createObjectNode().put("type", "reshape");
                root.putArray("between").add(reshape.a()).add(reshape.b());
                ArrayNode coordinates = root.putObject("path").put("type", "LineString").putArray("coordinates");
                for (Coordinate c : reshape.path().getCoordinates()) {
                    coordinates.addArray().add(FixedPoint.degrees(c.x)).add(FixedPoint.degrees(c.y));
                }
                yield root.toString();
            }
            case Command.MoveNode c -> throw unread(c);
            case Command.Split c -> throw unread(c);
            case Command.Merge c -> throw unread(c);
            case Command.Transfer c -> throw unread(c);
            case Command.Create c -> throw unread(c);
            case Command.Delete c -> throw unread(c);
        };
    }

    private static IllegalArgumentException unread(Command command) {
        return new IllegalArgumentException("this command has no JSON yet: " + command);
    }

    private static Command.Reshape reshape(JsonNode root) {
        JsonNode between = root.path("between");
        if (!between.isArray() || between.size() != 2) {
            throw bad("between is " + quoted(between) + "; it must be a list of two grid ids.", EXAMPLE);
        }
        long a = id(between, 0);
        long b = id(between, 1);
        if (a == b) {
            throw bad("between names grid " + a + " twice.", "Name the two neighbours whose common border is redrawn.");
        }
        return new Command.Reshape(a, b, path(root.path("path")));
    }

    private static long id(JsonNode between, int i) {
        JsonNode id = between.get(i);
        if (!id.isIntegralNumber() || !id.canConvertToLong() || id.longValue() <= 0) {
            throw bad("between[" + i + "] is " + quoted(id) + "; it must be the id of a grid, a whole number above 0.", EXAMPLE);
        }
        return id.longValue();
    }

    private static LineString path(JsonNode path) {
        if (!path.isObject()) {
            throw bad("path is " + quoted(path) + "; it must be a GeoJSON LineString.", EXAMPLE);
        }
        fields(path, "path.", PATH_FIELDS);
        if (!path.path("type").asText().equals("LineString")) {
            throw bad("path.type is " + quoted(path.path("type")) + "; it must be \"LineString\".", EXAMPLE);
        }
        JsonNode coordinates = path.path("coordinates");
        if (!coordinates.isArray() || coordinates.size() < 2) {
            throw bad(
                    "path.coordinates is " + quoted(coordinates) + "; it must be a list of at least two points.",
                    EXAMPLE);
        }
        if (coordinates.size() > MAX_POINTS) {
            throw new Problem.TooLarge(
                    "path.coordinates has " + coordinates.size() + " points; at most " + MAX_POINTS + " are taken.",
                    "Simplify the path, or draw it in several strokes.").asException();
        }
        Coordinate[] points = new Coordinate[coordinates.size()];
        for (int i = 0; i < points.length; i++) {
            points[i] = point(coordinates.get(i), i);
        }
        return FixedPoint.FIXED.createLineString(points);
    }

    private static Coordinate point(JsonNode point, int i) {
        String remedy = "Each point is [longitude, latitude] in degrees, WGS 84.";
        if (!point.isArray() || point.size() != 2 || !point.get(0).isNumber() || !point.get(1).isNumber()) {
            throw bad("path.coordinates[" + i + "] is " + quoted(point) + ".", remedy);
        }
        double lon = point.get(0).doubleValue();
        double lat = point.get(1).doubleValue();
        if (!(Math.abs(lon) <= 180)) {
            throw bad("path.coordinates[" + i + "] has longitude " + lon + ", which is outside -180..180.", remedy);
        }
        if (!(Math.abs(lat) <= 90)) {
            throw bad("path.coordinates[" + i + "] has latitude " + lat + ", which is outside -90..90.", remedy);
        }
        return FixedPoint.fixed(lon, lat);
    }

    private static void fields(JsonNode object, String prefix, List<String> allowed) {
        TreeSet<String> unknown = new TreeSet<>();
        object.fieldNames().forEachRemaining(unknown::add);
        unknown.removeAll(allowed);
        if (!unknown.isEmpty()) {
            throw new Problem.BadInput(
                    "The command has the unknown field " + prefix + unknown.first() + ".",
                    "Allowed are: " + String.join(", ", allowed) + ".",
                    Map.of("field", prefix + unknown.first(), "allowed", new ArrayList<>(allowed))).asException();
        }
    }

    private static String kind(JsonNode node) {
        return node.isMissingNode() ? "empty" : "a JSON " + node.getNodeType().name().toLowerCase(Locale.ROOT);
    }

    /// The value as it was given, cut short.
    private static String quoted(JsonNode node) {
        String text = node.isMissingNode() ? "missing" : node.toString();
        return text.length() <= 60 ? text : text.substring(0, 60) + "…";
    }

    private static ProblemException bad(String detail, String remedy) {
        return new Problem.BadInput(detail, remedy).asException();
    }
}
