package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.locationtech.jts.coverage.CoverageUnion;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.app.bench.RandomCommands;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.FixedPoint;
import org.wangge.metrics.Sums;
import org.wangge.model.Table;
import org.wangge.planning.Edit.NewGrid;
import org.wangge.planning.Planning.Choice;
import org.wangge.problem.ProblemException;
import org.wangge.topology.Command;
import org.wangge.topology.PlanarMap;

/// Whatever is sent as a command, the answer is a result or a problem in words, and the grids stay a coverage under a tree.
/// `-Dwangge.absurd.commands=5000 -Dwangge.absurd.seed=…` makes it longer, or another.
abstract class AbsurdCommandsContract extends DeskContract {

    private static final int COMMANDS = Integer.getInteger("wangge.absurd.commands", 300);
    private static final long SEED = Long.getLong("wangge.absurd.seed", 20_261_127L);

    private final Random random = new Random(SEED);
    private final RandomCommands sensible = new RandomCommands(random, 10, 30, 1_000_000);
    private long buildings;

    @Override
    SyntheticCity city() {
        return new SyntheticCity(SEED, 300, 4);
    }

    @Test
    @Timeout(1_200)
    void everyAnswerIsAResultOrAProblem() {
        buildings = publisher.current().count(Table.BUILDINGS);
        long plan = planning.create("absurd").id();
        int done = 0;
        for (int i = 0; i < COMMANDS; i++) {
            String step = switch (random.nextInt(12)) {
                case 0 -> "undo";
                case 1 -> "redo";
                case 2 -> "rebase";
                case 3 -> i % 4 == 0 ? "publish" : "get";
                default -> command();
            };
            try {
                long at = plan;
                switch (step) {
                    case "undo" -> planning.undo(at);
                    case "redo" -> planning.redo(at);
                    case "rebase" -> planning.planning().rebase(at, planning.version(at), random.nextBoolean() ? Choice.MINE
                            : Choice.THEIRS,
                            Desk.PLANNER);
                    case "publish" -> {
                        plan = planning.create("next " + i).id();
                        planning.publish(at);
                    }
                    case "get" -> planning.get(at);
                    default -> {
                        Edit edit = CommandJson.read(step);
                        planning.preview(at, edit);
                        planning.apply(at, edit);
                        done++;
                    }
                }
            } catch (ProblemException e) {
                assertTrue(e.problem().detail().length() > 10, e.problem()::toString);
            } catch (RuntimeException | Error e) {
                throw new AssertionError("seed " + SEED + ", step " + i + ": " + step, e);
            }
            assertSane(i, step, plan);
        }
        assertTrue(done > COMMANDS / 20, done + " of " + COMMANDS + " steps were commands that could be done");
    }

    private void assertSane(int i, String step, long plan) {
        try {
            Draft draft = planning.planning().cached(planning.planning().plan(plan), publisher.current()).draft();
            assertTrue(draft.map().isClean());
        } catch (ProblemException e) {
            // a draft that met a publication
        }
        assertTrue(publisher.current().misplaced().isEmpty(), () -> "seed " + SEED + ", step " + i + ": " + step);
        if (step.equals("publish")) {
            assertNothingIsHeldTwice(publisher.current().map());
            Sums all = publisher.current().unassigned();
            publisher.current().grids().stream().filter(GridNode::isLeaf).forEach(n -> all.add(n.sums()));
            assertEquals(buildings, all.buildings());
        }
    }

    /// JTS's validator of coverages takes a grid whose hole touches its shell for one that overlaps what lies in the notch.
    private static void assertNothingIsHeldTwice(PlanarMap map) {
        Map<Long, Geometry> areas = new HashMap<>();
        map.faces().forEach(id -> areas.put(id, map.face(id)));
        areas.values().forEach(a -> assertTrue(a.isValid()));
        assertTrue(PlanarMap.of(areas).isClean());
        double sum = areas.values().stream().mapToDouble(Geometry::getArea).sum();
        assertEquals(sum, CoverageUnion.union(areas.values().toArray(Geometry[]::new)).getArea(), sum * 1e-12);
    }

    private String command() {
        if (random.nextInt(3) == 0) {
            Command command = sensible.next(publisher.current().map());
            List<NewGrid> made = command instanceof Command.Create
                    ? List.of(new NewGrid(0, null, "新", null, any(false), null, null)) : List.of();
            if (!(command instanceof Command.Split)) {
                return mutated(CommandJson.write(new Edit.Land(command, made, List.of(), random.nextBoolean())));
            }
        }
        return mutated(switch (random.nextInt(9)) {
            case 0 -> json("reshape", "between", "[" + id() + "," + id() + "]", "path", line());
            case 1 -> json("moveNode", "node", point(), "to", point());
            case 2 -> json("split", "grid", id(), "line", line(), "parts", "[{\"name\":" + text() + ",\"parent\":" + id() + "}]");
            case 3 -> json("merge", "grids", "[" + id() + "," + id() + "]", "into", id());
            case 4 -> json("transfer", "to", id(), "area", area());
            case 5 -> json("transfer", "to", id(), "buildings", "[" + random.nextInt(400) + "," + random.nextInt(400) + "]");
            case 6 -> json("create", "name", text(), "code", text(), "parent", id(), "branch", id(), "area", area());
            case 7 -> json("delete", "grid", id(), "to", id());
            default -> json("setAttributes", "grid", id(), "attributes", attributes());
        });
    }

    private static String json(String type, String... namesAndValues) {
        return "{\"type\":\"" + type + "\"," + IntStream.range(0, namesAndValues.length / 2)
                .mapToObj(i -> "\"" + namesAndValues[2 * i] + "\":" + namesAndValues[2 * i + 1])
                        .collect(Collectors.joining(",")) + "}";
    }

    /// Now and then with a piece taken out, doubled or exchanged.
    private String mutated(String json) {
        if (random.nextInt(6) > 0) {
            return json;
        }
        int from = random.nextInt(json.length());
        int to = Math.min(json.length(), from + 1 + random.nextInt(12));
        return json.substring(0, from) + pick("", json.substring(from, to).repeat(2), "null", "{}", "[]", "-1", "1e-999999999",
                "\"\"", ",")
                + json.substring(to);
    }

    @SafeVarargs
    private <T> T pick(T... choices) {
        return choices[random.nextInt(choices.length)];
    }

    private Long any(boolean leaf) {
        List<Long> ids = publisher.current().grids().stream().filter(n -> n.isLeaf() == leaf).map(n -> n.grid().id()).toList();
        return ids.get(random.nextInt(ids.size()));
    }

    private String id() {
        return random.nextInt(4) > 0 ? String.valueOf(any(random.nextInt(4) > 0))
                : pick("null", "0", "-1", "1", "9007199254740993", "9223372036854775807", "4000000000000000", "1.5", "\"7\"",
                        "99999999999999999999");
    }

    private String text() {
        return pick("\"网格\"", "null", "\"\"", "\"  \"", "\"\\u0000\"", "\"\\ud800\"", "\"G000000\"", "\"" + "长".repeat(501)
                + "\"", "7", "\"\\u202e\"",
                "\"new " + random.nextInt(1_000) + "\"");
    }

    private String attributes() {
        return Stream.of("name", "kind", "parent", "person", "target_new_subscribers", "target_renewal_rate", "yellow_cards",
                "colour")
                .filter(n -> random.nextInt(4) == 0)
                .map(n -> "\"" + n + "\":" + (n.equals("parent") ? id() : n.contains("_") ? number() : text()))
                .collect(Collectors.joining(",", "{", "}"));
    }

    private String number() {
        return pick("null", "0", "1", "2", "3", "-1", "0.5", "1e-400", "1e400", "2147483648", "100000001",
                "99999999999999999999", "\"1\"",
                "1" + "0".repeat(1_200));
    }

    /// Mostly in the city; else anywhere, or nowhere.
    private String point() {
        Envelope box = publisher.current().map().face(any(true)).getEnvelopeInternal();
        double lon = FixedPoint.degrees(box.getMinX() + random.nextDouble(-0.5, 1.5) * box.getWidth());
        double lat = FixedPoint.degrees(box.getMinY() + random.nextDouble(-0.5, 1.5) * box.getHeight());
        return random.nextInt(12) > 0 ? "[" + lon + "," + lat + "]"
                : pick("[180,90]", "[-180,-90]", "[0,0]", "[181,0]", "[1e-999999999,31]", "[120,1e400]", "[120]", "[]", "null",
                        "[\"120\",31]",
                        "[20.5,31.2]", "[-59.5,31.2]", "[120,31,5]", "[[120,31]]");
    }

    private String points(int n, boolean closed) {
        List<String> points = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            points.add(random.nextInt(8) == 0 && i > 0 ? points.get(random.nextInt(i)) : point());
        }
        if (closed && n > 0) {
            points.add(points.getFirst());
        }
        return "[" + String.join(",", points) + "]";
    }

    private String line() {
        return "{\"type\":\"LineString\",\"coordinates\":" + points(random.nextInt(7), random.nextInt(4) == 0) + "}";
    }

    private String area() {
        String ring = points(2 + random.nextInt(6), random.nextInt(9) > 0);
        return switch (random.nextInt(8)) {
            case 0 -> "{\"type\":\"MultiPolygon\",\"coordinates\":[[" + ring + "],[" + points(4, true) + "]]}";
            case 1 -> "{\"type\":\"Polygon\",\"coordinates\":[" + ring + "," + points(4, true) + "]}";
            case 2 -> "{\"type\":\"Polygon\",\"coordinates\":[[[-180,-90],[180,-90],[180,90],[-180,90],[-180,-90]]]}";
            case 3 -> "{\"type\":\"GeometryCollection\",\"geometries\":[]}";
            default -> "{\"type\":\"Polygon\",\"coordinates\":[" + ring + "]}";
        };
    }
}
