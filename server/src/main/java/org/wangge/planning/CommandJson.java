package org.wangge.planning;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.wangge.planning.Edit.NewGrid;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.topology.Command;

/// Commands as JSON, `{"type": "reshape", …}`; docs/api.md lists the fields of each type. Ids are those of leaf grids, null where
/// nobody is meant; geometry is GeoJSON in degrees, WGS 84. Pure functions.
public final class CommandJson {

    /// More than a person draws in one stroke.
    public static final int MAX_POINTS = 10_000;
    /// More grids or buildings than anybody picks one by one.
    static final int MAX_IDS = 20_000;

    private static final Map<String, String> EXAMPLES = examples();
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            // as written: a double would make 0 of 1e-999 without a word
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private CommandJson() {}

    private static Map<String, String> examples() {
        Map<String, String> all = new LinkedHashMap<>();
        String line = "{\"type\":\"LineString\",\"coordinates\":[[lon,lat],…]}";
        String area = "{\"type\":\"Polygon\",\"coordinates\":[[[lon,lat],…]]}";
        all.put("reshape", "{\"type\":\"reshape\",\"between\":[A,B],\"path\":" + line + "}");
        all.put("moveNode", "{\"type\":\"moveNode\",\"node\":[lon,lat],\"to\":[lon,lat]}");
        all.put("split", "{\"type\":\"split\",\"grid\":A,\"line\":" + line + "}");
        all.put("merge", "{\"type\":\"merge\",\"grids\":[A,B],\"into\":A}");
        all.put("transfer", "{\"type\":\"transfer\",\"to\":A,\"area\":" + area + "} or with \"buildings\":[…]");
        all.put("create", "{\"type\":\"create\",\"name\":\"…\",\"parent\":P,\"area\":" + area + "}");
        all.put("delete", "{\"type\":\"delete\",\"grid\":A,\"to\":B}");
        all.put("setAttributes", "{\"type\":\"setAttributes\",\"grid\":A,\"attributes\":{\"name\":\"…\"}}");
        return all;
    }

    /// Reads a command and checks all that can be checked without the map. Throws a `BadInput` problem that quotes what is
    /// wrong, or `TooLarge` for a geometry with too many points.
    public static Edit read(String json) {
        return read(tree(json));
    }

    /// A command that is kept: as [#write] has it, which may also be one that nobody gives by hand.
    static Edit stored(String json) {
        JsonNode root = tree(json);
        return root.path("type").asText().equals("restore") ? restore(root) : read(root);
    }

    /// A command that is kept, as it is shown: of one that goes back to a revision, without the areas of then, which may be
    /// those of a whole city.
    public static String shown(String json) {
        if (!json.startsWith("{\"type\":\"restore\"")) {
            return json;
        }
        ObjectNode root = (ObjectNode) tree(json);
        root.remove(List.of("areas", "outlines", "parents"));
        return root.toString();
    }

    private static JsonNode tree(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (StreamConstraintsException | NumberFormatException e) {
            // an exponent beyond measure
            throw new ProblemException(new Problem.BadInput(
                    "The command is nested too deep, or has a number of too many digits.", "Send " + EXAMPLES.get("reshape")
                            + "."), e);
        } catch (JsonProcessingException e) {
            String where = e.getLocation() == null ? "" : " at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr();
            throw new ProblemException(
                    new Problem.BadInput("The command is not JSON: " + e.getOriginalMessage().lines().findFirst().orElse("")
                            + where + ".", "Send " + EXAMPLES.get("reshape") + "."),
                    e);
        }
    }

    private static Edit read(JsonNode root) {
        if (root.isMissingNode() || !root.isObject()) {
            throw new Problem.BadInput("The command is " + JsonFields.kind(root) + "; it must be an object.",
                    "Send " + EXAMPLES.get("reshape") + ".").asException();
        }
        JsonNode type = root.path("type");
        if (!type.isTextual() || !EXAMPLES.containsKey(type.textValue())) {
            throw new Problem.BadInput(
                    "type is " + JsonFields.quoted(type) + "; there is no such command.",
                    "Use one of: " + String.join(", ", EXAMPLES.keySet()) + ".",
                    Map.of("field", "type", "allowed", new ArrayList<>(EXAMPLES.keySet()))).asException();
        }
        JsonFields f = new JsonFields(root, "Send " + EXAMPLES.get(type.textValue()) + ".");
        Edit edit = switch (type.textValue()) {
            case "reshape" -> reshape(f);
            case "moveNode" -> new Edit.Land(new Command.MoveNode(f.point("node"), f.point("to")), List.of(), List.of(),
                    f.flag("outside", false));
            case "split" -> split(f);
            case "merge" -> merge(f);
            case "transfer" -> transfer(f);
            case "create" -> create(f);
            case "delete" -> new Edit.Land(new Command.Delete(f.id("grid"), f.has("to") ? (Long) f.idOrNobody("to") : null));
            case "setAttributes" -> new Edit.SetAttributes(f.id("grid"), f.attributes("attributes"));
            default -> throw new IllegalStateException("no reader for " + type);
        };
        f.requireAllRead();
        return edit;
    }

    private static Edit.Land reshape(JsonFields f) {
        List<Long> between = f.ids("between", 2, 2, true);
        if (between.get(0).equals(between.get(1))) {
            throw f.bad(between.get(0) == 0 ? "between names no grid." : "between names grid " + between.get(0) + " twice.",
                    "Name the two neighbours whose common border is redrawn; null for land that belongs to nobody.");
        }
        Command command = new Command.Reshape(between.get(0), between.get(1), f.line("path"));
        return new Edit.Land(command, List.of(), List.of(), f.flag("outside", false));
    }

    private static Edit.Land split(JsonFields f) {
        List<NewGrid> parts = f.newGrids("parts");
        List<Long> ids = parts.stream().map(NewGrid::id).filter(id -> id > 0).toList();
        return new Edit.Land(new Command.Split(f.id("grid"), f.line("line"), ids), parts, List.of(), false);
    }

    private static Edit.Land create(JsonFields f) {
        NewGrid made = f.newGrid();
        return new Edit.Land(new Command.Create(made.id(), f.area("area"), f.flag("carve", true)), List.of(made), List.of(),
                false);
    }

    private static Edit.Restore restore(JsonNode root) {
        return new Edit.Restore(root.path("revision").longValue(), lands(root.path("areas")),
                new JsonFields(root, "").newGrids("made"), lands(root.path("outlines")), parents(root.path("parents")));
    }

    private static Map<Long, Long> parents(JsonNode byId) {
        Map<Long, Long> parents = new HashMap<>();
        byId.properties().stream().filter(e -> e.getKey().matches("\\d{1,18}")).forEach(e ->
                parents.put(Long.valueOf(e.getKey()), e.getValue().isNull() ? null : (Long) e.getValue().longValue()));
        return parents;
    }

    private static Map<Long, Geometry> lands(JsonNode byId) {
        Map<Long, Geometry> lands = new HashMap<>();
        byId.properties().stream().filter(e -> e.getKey().matches("\\d{1,18}")).forEach(e ->
                lands.put(Long.valueOf(e.getKey()), e.getValue().isNull() ? null : Wkb.read(e.getValue().asText())));
        return lands;
    }

    private static Edit.Land merge(JsonFields f) {
        List<Long> grids = f.ids("grids", 2, MAX_IDS, false);
        long into = f.id("into");
        if (!grids.contains(into)) {
            throw f.bad("into is " + into + ", which is not among the grids to be merged.",
                    "Name one of them; its attributes stay.");
        }
        return new Edit.Land(new Command.Merge(grids, into));
    }

    private static Edit.Land transfer(JsonFields f) {
        long to = f.idOrNobody("to");
        boolean byBuildings = f.has("buildings");
        if (!byBuildings && !f.has("area")) {
            throw f.bad("The transfer names neither an area nor buildings.", null);
        }
        Geometry area = f.has("area") ? f.area("area") : null;
        List<Long> buildings = byBuildings ? f.ids("buildings", 1, MAX_IDS, false) : List.of();
        return new Edit.Land(new Command.Transfer(to, area), List.of(), buildings, f.flag("outside", false));
    }

    /// The command as [#read] takes it; reading it again gives the same command.
    public static String write(Edit edit) {
        ObjectNode root = MAPPER.createObjectNode().put("type", edit.type());
        switch (edit) {
            case Edit.SetAttributes set -> {
                root.put("grid", set.grid());
                root.set("attributes", MAPPER.valueToTree(set.attributes()));
            }
            case Edit.Restore back -> {
                root.put("revision", back.revision());
                write(root.putObject("areas"), back.areas());
                write(root.putObject("outlines"), back.outlines());
                ObjectNode parents = root.putObject("parents");
                back.parents().forEach((id, parent) -> parents.put(String.valueOf(id), parent));
                ArrayNode made = root.putArray("made");
                back.made().forEach(m -> write(made.addObject(), m));
            }
            case Edit.Land land -> write(root, land);
        }
        return root.toString();
    }

    private static void write(ObjectNode byId, Map<Long, Geometry> lands) {
        lands.forEach((id, land) -> byId.put(String.valueOf(id), land == null ? null : Wkb.write(land)));
    }

    private static void write(ObjectNode root, Edit.Land land) {
        switch (land.command()) {
            case Command.Reshape c -> {
                ids(root, "between", List.of(c.a(), c.b()));
                root.set("path", JsonFields.geometry(c.path()));
            }
            case Command.MoveNode c -> {
                root.set("node", JsonFields.point(c.node()));
                root.set("to", JsonFields.point(c.to()));
            }
            case Command.Split c -> {
                root.put("grid", c.grid()).set("line", JsonFields.geometry(c.line()));
                ArrayNode parts = root.putArray("parts");
                land.made().forEach(made -> write(parts.addObject(), made));
            }
            case Command.Merge c -> {
                ids(root, "grids", c.grids());
                root.put("into", c.into());
            }
            case Command.Transfer c -> {
                root.put("to", c.to() == 0 ? null : (Long) c.to());
                root.set("area", JsonFields.geometry(c.area()));
                if (!land.buildings().isEmpty()) {
                    ids(root, "buildings", land.buildings());
                }
            }
            case Command.Create c -> {
                write(root, land.made().getFirst());
                root.set("area", JsonFields.geometry(c.area()));
                root.put("carve", c.carve());
            }
            case Command.Delete c -> {
                root.put("grid", c.grid());
                if (c.to() != null) {
                    root.put("to", c.to() == 0 ? null : c.to());
                }
            }
        }
        if (land.outside()) {
            root.put("outside", true);
        }
    }

    private static void write(ObjectNode node, NewGrid made) {
        node.put("id", made.id());
        node.put("code", made.code());
        node.put("name", made.name());
        node.put("kind", made.kind());
        node.put("parent", made.parent());
        if (made.branch() != null) {
            node.put("branch", made.branch());
        }
        if (made.person() != null) {
            node.put("person", made.person());
        }
    }

    private static void ids(ObjectNode root, String field, List<Long> ids) {
        ArrayNode list = root.putArray(field);
        ids.forEach(id -> list.add(id == 0 ? null : id));
    }
}
