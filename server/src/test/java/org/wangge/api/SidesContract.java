package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.model.Table;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// Whoever holds a role in a part of the tree, on every step of a plan, with each side of a change outside of that part in turn:
/// against tables that are written here. Who has none of a step's roles is the other matrix' matter. A and B stand below P1, C
/// and D below P2, all in branch T.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class SidesContract {

    /// Changes, and where a role is needed for them: T is the whole branch. `N` stands for a grid that the command before made;
    /// words see [#command].
    private static final String SIDES = """
            land within P1             A B    {"type":"transfer","to":A,"area":eastOfA}
            land that P2 gives to P1   A C    {"type":"transfer","to":A,"area":southOfC}
            land that P1 gives to P2   A C    {"type":"transfer","to":C,"area":northOfA}
            a corner that P1 gives     P1 P2  {"type":"moveNode","node":[117.01,39.01],"to":[117.01,39.0098]}
            a corner that P2 gives     P1 P2  {"type":"moveNode","node":[117.01,39.01],"to":[117.01,39.0102]}
            a grid that P2 loses       A C    {"type":"merge","grids":[A,C],"into":A}
            a parent left in P2        P1 P2  {"type":"setAttributes","grid":C,"attributes":{"parent":P1}}
            a parent taken in P2       P1 P2  {"type":"setAttributes","grid":A,"attributes":{"parent":P2}}
            a parent left for the top  T      {"type":"setAttributes","grid":A,"attributes":{"parent":null}}
            a grid that a draft moved  P1 P2  movedToP1;{"type":"setAttributes","grid":D,"attributes":{"kind":"k"}}
            a new grid below P2        P2     newInP2
            a new grid at the top      T      {"type":"create","name":"N","branch":T,"area":west,"carve":false}
            a drafted grid of P2       P2     newInP2;{"type":"setAttributes","grid":N,"attributes":{"name":"M"}}
            a drafted grid split       P2     newInP2;{"type":"split","grid":N,"line":acrossWest}
            a drafted grid merged      A P2   newInP2;{"type":"merge","grids":[N,A],"into":A}
            a drafted grid taken       P1 P2  newInP2;{"type":"setAttributes","grid":N,"attributes":{"parent":P1}}
            a target in P2             C      {"type":"setAttributes","grid":C,"attributes":{"target_new_subscribers":7}}
            a person in P2             C      {"type":"setAttributes","grid":C,"attributes":{"person":"W1"}}
            a parent's own words       P2     {"type":"setAttributes","grid":P2,"attributes":{"name":"M"}}
            land beyond the outline    A T    {"type":"transfer","to":A,"area":beyond}
            land out of the outline    A T    {"type":"transfer","to":null,"area":westOfA,"outside":true}
            land to nobody             A      {"type":"transfer","to":null,"area":westOfA}
            """;

    /// The roles with which each step may be taken, and the state of the plan in which it is tried: one in which a step that is
    /// let through does nothing, where there is such a state.
    private static final String STEPS = """
            preview   planner           before
            commands  planner           before
            undo      planner           drawn
            redo      planner           undone
            rename    planner           drawn
            copy      planner           drawn
            rebase    planner           drawn
            delete    planner           submitted
            submit    planner           submitted
            withdraw  planner           drawn
            return    approver          drawn
            approve   approver          drawn
            publish   approver planner  drawn
            comment   approver planner  drawn
            """;

    private static final List<String> CALLERS = List.of(
            "planner@P1", "planner@P2", "planner@P1 planner@P2", "planner@T", "approver@P1", "approver@P1 approver@P2",
            "planner@P1 approver@P2", "approver@T");

    /// Who holds a role in a grid, and in one parent of two: only in these the parents of a move tell by themselves. They draw.
    private static final List<String> DRAWING = List.of(
            "planner@A", "planner@P1 planner@A", "planner@P1 planner@C", "planner@A planner@P2");

    private TestDatabases.Database database;
    private TestServer server;
    private final Map<String, Long> ids = new LinkedHashMap<>();
    private final Map<String, String> tokens = new LinkedHashMap<>();
    /// By side: a plan without its last command, one with it, one with it undone, one handed in.
    private final Map<String, Map<String, Long>> plans = new LinkedHashMap<>();

    abstract TestDatabases.Database provide() throws Exception;

    @BeforeAll
    void start() throws Exception {
        database = provide();
        var store = database.open();
        TestTown.load(store);
        ids.putAll(store.codes(Table.GRIDS));
        ids.put("T", store.codes(Table.BRANCHES).get("T"));
        server = new TestServer(store);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        database.close();
    }

    @Test
    void plannerHereAndApproverTherePublishWhatLiesInBoth() {
        long plan = plan("{\"type\":\"setAttributes\",\"grid\":A,\"attributes\":{\"target_new_subscribers\":41}}",
                "{\"type\":\"setAttributes\",\"grid\":C,\"attributes\":{\"target_new_subscribers\":41}}");
        assertEquals(200, server.change(plan, "submit", "").status());
        assertEquals(403, as("approver@P1", plan, "approve", "").status());
        assertEquals(200, as("approver@P1 approver@P2", plan, "approve", "").status());
        assertEquals(403, as("planner@P1", plan, "publish", "").status());
        assertEquals(403, as("approver@P2", plan, "publish", "").status());

        Answer published = as("planner@P1 approver@P2", plan, "publish", "");
        assertEquals(200, published.status(), published.text());
        long revision = published.json().at("/revision/id").asLong();
        assertEquals(403, restore("planner@P1", revision - 1), "it would bring P2 back as well");
        assertEquals(201, restore("planner@P1 planner@P2", revision - 1));
    }

    @Test
    void nobodyApprovesWhatTheyDrewInThoughAnotherBeganIt() {
        long plan = plan("{\"type\":\"setAttributes\",\"grid\":A,\"attributes\":{\"yellow_cards\":1}}");
        String both = "planner@T approver@T";
        String card = command("{\"type\":\"setAttributes\",\"grid\":B,\"attributes\":{\"yellow_cards\":1}}", null);
        assertEquals(200, as(both, plan, "commands", card).status());
        assertEquals(200, server.change(plan, "submit", "").status());

        assertEquals(403, as(both, plan, "approve", "").status());
        assertEquals(200, as("approver@T", plan, "approve", "").status());
    }

    @Test
    void aPlanThatMetAnotherPublicationIsStillItsPlacesAlone() {
        long met = plan("{\"type\":\"setAttributes\",\"grid\":D,\"attributes\":{\"kind\":\"theirs\"}}",
                "newInP2");
        long dropped = plan("{\"type\":\"setAttributes\",\"grid\":D,\"attributes\":{\"kind\":\"theirs\"}}");
        long faster = plan("{\"type\":\"setAttributes\",\"grid\":D,\"attributes\":{\"kind\":\"mine\"}}");
        assertEquals(200, server.publish(faster).status());
        assertFalse(server.get("/api/plans/" + met).json().get("conflict").isNull());

        Map.of("undo", "", "submit", "", "rebase", "{\"choose\":\"theirs\"}",
                        "comments", "{\"note\":\"n\"}", "copy", "{\"name\":\"n\"}")
                .forEach((step, body) -> assertEquals(403, as("planner@P1", met, step, body).status(), step));
        assertEquals(403, as("planner@P1", dropped, "rebase", "{\"choose\":\"theirs\"}").status(), "it would drop what is P2's");
        assertEquals(200, as("planner@P2", met, "rebase", "{\"choose\":\"theirs\"}").status());
    }

    /// What it did can't be worked out any more, so what it says counts.
    @Test
    void whatIsUndoneAndNoLongerFitsIsBroughtBackOnlyByWhoCouldDrawIt() {
        long undone = plan("{\"type\":\"setAttributes\",\"grid\":D,\"attributes\":{\"kind\":\"undone\"}}");
        assertEquals(200, server.change(undone, "undo", "").status());
        long faster = plan("{\"type\":\"setAttributes\",\"grid\":D,\"attributes\":{\"kind\":\"faster\"}}");
        assertEquals(200, server.publish(faster).status());

        assertEquals(403, as("planner@P1", undone, "redo", "").status());
        assertEquals(200, as("planner@P2", undone, "redo", "").status());
        assertFalse(server.get("/api/plans/" + undone).json().get("conflict").isNull(), "it does not fit");
    }

    @Test
    void whatIsUndoneIsDeletedOnlyByWhoCouldBringItBack() {
        long plan = plan("{\"type\":\"setAttributes\",\"grid\":C,\"attributes\":{\"kind\":\"undone\"}}");
        assertEquals(200, server.change(plan, "undo", "").status());

        assertEquals(403, delete("planner@P1", plan));
        assertEquals(204, delete("planner@P2", plan));
    }

    @Test
    void aGridThatIsNeitherOnTheMapNorInTheDraftIsRefused() {
        Answer drawn = server.change(plan(), "commands", command("newInP2", null));
        long plan = drawn.json().at("/plan/id").asLong();
        long drafted = grid(drawn.json().get("result"), "new");
        long other = plan();

        assertEquals(201, server.post("/api/plans/" + plan + "/comments", "{\"grid\":" + drafted + ",\"note\":\"n\"}").status());
        assertEquals(200, server.send("PUT", "/api/plans/" + plan + "/presence", "{\"grids\":[" + drafted + "]}").status());
        String words = " There is no grid %s, neither on the map nor in plan %s.";
        for (long grid : new long[] {0, -1, 4711, drafted}) {
            Answer comment = server.post("/api/plans/" + other + "/comments", "{\"grid\":" + grid + ",\"note\":\"n\"}");
            assertEquals(400 + words.formatted(grid, other), comment.status() + " " + comment.json().get("detail").asText());
        }
        Answer present = server.send("PUT", "/api/plans/" + other + "/presence", "{\"grids\":[4711]}");
        assertEquals(400 + words.formatted(4711, other), present.status() + " " + present.json().get("detail").asText());
        assertEquals(404, server.send("DELETE", "/api/plans/4711/presence", null).status());
        Answer create = server.change(other, "preview", command(
                "{\"type\":\"create\",\"name\":\"N\",\"branch\":4711,\"area\":west,\"carve\":false}", null));
        assertEquals("400 There is no branch 4711.", create.status() + " " + create.json().get("detail").asText());
    }

    @Test
    void aCommentOnAGridNeedsARoleInThatGridAlone() {
        long plan = plan("{\"type\":\"transfer\",\"to\":A,\"area\":southOfC}");

        assertEquals(201, as("approver@P1", plan, "comments", "{\"grid\":" + ids.get("A") + ",\"note\":\"n\"}").status());
        assertEquals(403, as("approver@P1", plan, "comments", "{\"grid\":" + ids.get("C") + ",\"note\":\"n\"}").status());
    }

    @TestFactory
    Stream<DynamicContainer> everyStepWithEachSideOutside() {
        return SIDES.lines().map(side -> {
            String[] cells = side.split(" {2,}");
            return DynamicContainer.dynamicContainer(cells[0], callers().flatMap(caller -> STEPS.lines()
                    .map(step -> step.split(" {2,}"))
                    .filter(step -> Stream.of(step[1].split(" ")).anyMatch(caller::contains))
                    .filter(step -> CALLERS.contains(caller) || step[0].equals("commands"))
                    .map(step -> DynamicTest.dynamicTest(
                            cells[0] + ", " + caller + ", " + step[0], () -> check(cells, caller, step)))));
        });
    }

    private static Stream<String> callers() {
        return Stream.concat(CALLERS.stream(), DRAWING.stream());
    }

    private void check(String[] side, String caller, String[] step) {
        boolean may = Stream.of(side[1].split(" ")).allMatch(place -> Stream.of(step[1].split(" ")).anyMatch(role ->
                Stream.of(caller.split(" ")).anyMatch(grant -> grant.startsWith(role) && covers(grant.split("@")[1], place))));
        Map<String, Long> made = plans.computeIfAbsent(side[0], _ -> plans(side[2]));
        long plan = made.get(step[2]);
        Answer answer = take(step[0], plan, side[2].split(";"), made.get("N"), "Bearer " + token(caller));

        String words = caller + " " + step[0] + " answered " + answer.status() + " " + answer.text();
        assertEquals(!may, answer.status() == 403, words);
        assertNotEquals(400, answer.status(), words);
        if (answer.status() == 403) {
            assertEquals("role_missing", answer.json().get("reason").asText(), words);
        } else if (answer.status() < 300 && step[0].matches("commands|redo")) {
            assertEquals(200, server.change(plan, "undo", "").status());
        } else if (answer.status() < 300 && step[0].equals("undo")) {
            assertEquals(200, server.change(plan, "redo", "").status());
        }
    }

    private static boolean covers(String scope, String place) {
        return scope.equals("T") || scope.equals(place)
                || scope.equals("P1") && "AB".contains(place) || scope.equals("P2") && "CD".contains(place);
    }

    private Answer take(String step, long plan, String[] commands, Long drafted, String bearer) {
        String path = "/api/plans/" + plan;
        int version = server.store().findPlan(plan).orElseThrow().version();
        String[] headers = {"Authorization", bearer, "If-Match", "\"" + version + "\""};
        return switch (step) {
            case "preview", "commands" ->
                    server.bare("POST", path + "/" + step, command(commands[commands.length - 1], drafted), headers);
            case "rename" -> server.bare("PATCH", path, "{\"name\":\"r\"}", headers);
            case "copy" -> server.bare("POST", path + "/copy", "{\"name\":\"c\"}", headers);
            case "rebase" -> server.bare("POST", path + "/rebase", "{\"choose\":\"mine\"}", headers);
            case "delete" -> server.bare("DELETE", path, null, headers);
            case "return" -> server.bare("POST", path + "/return", "{\"reason\":\"r\"}", headers);
            case "comment" -> server.bare("POST", path + "/comments", "{\"note\":\"n\"}", headers);
            default -> server.bare("POST", path + "/" + step, "", headers);
        };
    }

    private Map<String, Long> plans(String commands) {
        Map<String, Long> made = new LinkedHashMap<>();
        for (String state : List.of("before", "drawn", "undone", "submitted")) {
            long plan = server.post("/api/plans", "{\"name\":\"p\"}").json().get("id").asLong();
            made.put(state, plan);
            Long drafted = null;
            String[] all = commands.split(";");
            for (int i = 0; i < all.length - (state.equals("before") ? 1 : 0); i++) {
                Answer drawn = server.change(plan, "commands", command(all[i], drafted));
                assertEquals(200, drawn.status(), drawn.text());
                drafted = i == 0 ? grid(drawn.json().get("result"), "new") : drafted;
            }
            if (state.equals("before")) {
                made.put("N", drafted);
            } else if (!state.equals("drawn")) {
                assertEquals(200, server.change(plan, state.equals("undone") ? "undo" : "submit", "").status());
            }
        }
        return made;
    }

    private static Long grid(JsonNode result, String change) {
        for (JsonNode grid : result.get("grids")) {
            if (grid.get("change").asText().equals(change)) {
                return grid.get("id").asLong();
            }
        }
        return null;
    }

    private String command(String words, Long drafted) {
        String json = switch (words) {
            case "newInP2" -> "{\"type\":\"create\",\"name\":\"N\",\"parent\":P2,\"area\":west,\"carve\":false}";
            case "movedToP1" -> "{\"type\":\"setAttributes\",\"grid\":D,\"attributes\":{\"parent\":P1}}";
            default -> words;
        };
        for (String area : List.of("eastOfA", "southOfC", "northOfA", "westOfA", "west", "beyond")) {
            json = json.replace(":" + area + "}", ":" + box(area) + "}").replace(":" + area + ",", ":" + box(area) + ",");
        }
        json = json.replace("acrossWest", "{\"type\":\"LineString\",\"coordinates\":[[116.994,39.0105],[117.001,39.0105]]}");
        for (Map.Entry<String, Long> id : ids.entrySet()) {
            json = json.replaceAll("(?<=[:\\[,])" + id.getKey() + "(?=[,}\\]])", String.valueOf(id.getValue()));
        }
        return json.replaceAll("(?<=[:\\[,])N(?=[,}\\]])", String.valueOf(drafted));
    }

    private static String box(String area) {
        double[] b = switch (area) {
            case "eastOfA" -> new double[] {117.0099, 39.002, 117.0102, 39.004};
            case "southOfC" -> new double[] {117.002, 39.0099, 117.004, 39.0103};
            case "northOfA" -> new double[] {117.002, 39.0096, 117.004, 39.0102};
            case "westOfA" -> new double[] {116.9999, 39.002, 117.0003, 39.004};
            case "west" -> new double[] {116.9955, 39.0101, 116.9995, 39.0109};
            case "beyond" -> new double[] {117.002, 38.999, 117.004, 39.001};
            default -> throw new IllegalArgumentException(area);
        };
        return "{\"type\":\"Polygon\",\"coordinates\":[[[%1$s,%2$s],[%3$s,%2$s],[%3$s,%4$s],[%1$s,%4$s],[%1$s,%2$s]]]}"
                .formatted(b[0], b[1], b[2], b[3]);
    }

    private String token(String caller) {
        return tokens.computeIfAbsent(caller, words -> {
            List<Grant> grants = new ArrayList<>();
            for (String word : words.split(" ")) {
                String[] parts = word.split("@");
                grants.add(new Grant(Role.ofKey(parts[0]),
                        parts[1].equals("T") ? new Scope.OfBranch(ids.get("T")) : new Scope.OfGrid(ids.get(parts[1]))));
            }
            return server.token(words.replace(' ', '.').toLowerCase(java.util.Locale.ROOT), grants);
        });
    }

    private Answer as(String caller, long plan, String step, String body) {
        return server.bare("POST", "/api/plans/" + plan + "/" + step, body,
                "Authorization", "Bearer " + token(caller), "If-Match", server.get("/api/plans/" + plan).header("ETag"));
    }

    private long plan(String... commands) {
        long plan = server.post("/api/plans", "{\"name\":\"p\"}").json().get("id").asLong();
        for (String command : commands) {
            Answer drawn = server.change(plan, "commands", command(command, null));
            assertEquals(200, drawn.status(), drawn.text());
        }
        return plan;
    }

    private int restore(String caller, long revision) {
        return server.bare("POST", "/api/revisions/" + revision + "/restore", "",
                "Authorization", "Bearer " + token(caller)).status();
    }

    private int delete(String caller, long plan) {
        return server.bare("DELETE", "/api/plans/" + plan, null,
                "Authorization", "Bearer " + token(caller), "If-Match", server.get("/api/plans/" + plan).header("ETag")).status();
    }
}
