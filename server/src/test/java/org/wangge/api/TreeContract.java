package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.intake.ImportReport;
import org.wangge.intake.ImportRequest;
import org.wangge.intake.Importer;
import org.wangge.model.Grant;
import org.wangge.model.Grid;
import org.wangge.model.Layer;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.model.Table;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Await;
import org.wangge.testing.Effort;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestTown;

/// No grid stands below itself, whoever says so and on whichever way; and what another program has written does no harm.
abstract class TreeContract extends TownContract {

    /// A row of a file: code, parent, west and east.
    private static final String SQUARE = "%1$s,%2$s,\"POLYGON ((%3$s 39, %4$s 39, %4$s 39.01, %3$s 39.01, %3$s 39))\"\n";

    @TempDir
    Path files;

    private long plan(String name) {
        return server.post("/api/plans", "{\"name\":\"" + name + "\"}").json().get("id").asLong();
    }

    private Answer setParent(long plan, String code, Object parent) {
        return server.change(plan, "commands",
                "{\"type\":\"setAttributes\",\"grid\":" + id(code) + ",\"attributes\":{\"parent\":" + parent + "}}");
    }

    private void assertRefused(Answer answer, String reason, String detail) {
        assertEquals(422, answer.status(), answer::text);
        assertEquals(reason, answer.json().get("reason").asText());
        assertEquals(detail, answer.json().get("detail").asText());
    }

    @Test
    void noGridGoesBelowItselfInOneCommandOrSeveral() {
        long plan = plan("below itself");
        assertRefused(setParent(plan, "P1", id("P1")), "own_parent", "Grid P1 can't stand below itself: P1 › P1.");
        assertEquals(200, setParent(plan, "P1", id("P2")).status());
        assertRefused(setParent(plan, "P2", id("P1")), "parent_loop",
                "Grid P2 can't stand below P1, which stands below it: P2 › P1 › P2.");
        assertEquals(200, setParent(plan, "P1", null).status());
        assertEquals(200, setParent(plan, "P2", id("P1")).status());
    }

    @Test
    void twoPlansThatTogetherMakeALoopAreNotBothPublished() {
        long one = plan("one");
        long other = plan("other");
        assertEquals(200, setParent(one, "P1", id("P2")).status());
        assertEquals(200, setParent(other, "P2", id("P1")).status());
        approve(other);
        assertEquals(200, server.publish(one).status());
        Answer late = server.change(other, "publish", "");
        assertEquals(409, late.status(), late::text);
        assertTrue(late.json().get("detail").asText().contains("P2 › P1 › P2"), late::text);
        server.change(other, "withdraw", "");
        JsonNode settled = server.change(other, "rebase", "{\"choose\":\"mine\"}").json();
        assertEquals(0, settled.get("commands").size(), settled::toString);
        assertEquals(List.of("P2 < "), tops());
    }

    private void approve(long plan) {
        server.change(plan, "submit", "");
        Answer approved = server.bare("POST", "/api/plans/" + plan + "/approve", "", "If-Match",
                server.get("/api/plans/" + plan).header("ETag"),
                "Authorization", "Bearer " + server.token("approver", List.of(new Grant(Role.APPROVER, Scope.EVERYWHERE))));
        assertEquals(200, approved.status(), approved::text);
    }

    private List<String> tops() {
        return codesAndParents().stream().filter(l -> l.endsWith("< ")).toList();
    }

    private List<String> codesAndParents() {
        List<String> all = new ArrayList<>();
        server.get("/api/grids").json().get("grids")
                .forEach(g -> all.add(g.get("code").asText() + " < " + g.get("parent").asText("").replace("null", "")));
        return all;
    }

    /// Drawn over by another program: the lower id has the land.
    @Test
    void aGridWithoutLandIsToldAndMended() throws Exception {
        database.sql("update grids set geometry = (select geometry from grids where code = 'A') where code = 'B'");
        server.sync();
        JsonNode finding = server.get("/api/grids").json().get("findings").get(0);
        assertEquals("covered", finding.get("kind").asText());
        assertEquals(List.of(id("B")), List.of(finding.get("grids").get(0).asLong()));
        assertEquals("Grid B has no land: others hold all of its area. Draw or import it anew, or delete it.",
                finding.get("detail").asText());
        assertAllAnswers();
        database.sql("update grids set geometry = (select geometry from grids where code = 'D') where code = 'B'",
                "delete from grids where code = 'D'");
        server.sync();
        assertEquals(0, server.get("/api/grids").json().get("findings").size());
    }

    @Test
    void aLoopInTheStoreIsServedReportedAndMended() throws Exception {
        makeLoop();
        JsonNode finding = server.get("/api/grids").json().get("findings").get(0);
        assertEquals("parent_loop", finding.get("kind").asText());
        assertEquals("Grids stand below themselves: P1 › P2 › P1. They are shown directly under their branch; give one of "
                + "them another"
                + " parent.", finding.get("detail").asText());
        assertEquals(List.of("P1 < ", "P2 < "), tops());
        assertAllAnswers();
        long plan = plan("mend");
        assertEquals(200, setParent(plan, "P1", null).status());
        assertRefused(setParent(plan, "P1", id("P2")), "parent_loop",
                "Grid P1 can't stand below P2, which stands below it: P1 › P2 › P1.");
        assertEquals(200, server.publish(plan).status());
        assertEquals(0, server.get("/api/grids").json().get("findings").size());
        assertEquals(List.of("P1 < ", "A < P1", "B < P1", "P2 < P1", "C < P2", "D < P2"), codesAndParents());
        assertAllAnswers();
        JsonNode before = server.get("/api/grids?revision=0").json();
        assertEquals("parent_loop", before.get("findings").get(0).get("kind").asText());
        assertEquals(422, server.post("/api/revisions/0/restore", "{\"name\":\"back into the loop\"}").status());
    }

    @Test
    void anImportNeitherMakesALoopNorTripsOverOneAndCanMendIt() throws Exception {
        ImportReport refused = load("code,parent,wkt\nP1,P2,\nP2,P1,\n" + SQUARE.formatted("F", "", "117.03", "117.04"));
        assertEquals(List.of("row 2: parent is \"P2\": makes a circle: P2 › P1 › P2",
                "row 3: parent is \"P1\": makes a circle: P2 › P1 › P2"),
                refused.rejects().stream().map(ImportReport.Reject::sentence).toList());
        makeLoop();
        ImportReport beside = load("code,parent,wkt\n" + SQUARE.formatted("E", "P1", "117.02", "117.03"));
        assertEquals(1, beside.inserted(), beside::toString);
        assertTrue(beside.notes().stream().anyMatch(n -> n.contains("P1 › P2 › P1") || n.contains("P2 › P1 › P2")),
                beside::toString);
        load("code,parent\nP2,\n");
        Await.until("what was written is served", Duration.ofSeconds(20), () -> server.get("/api/grids").json()
                .get("findings").isEmpty());
        assertTrue(codesAndParents().containsAll(List.of("P2 < ", "P1 < P2")), () -> codesAndParents().toString());
    }

    /// P1 goes below P2 by a plan and P2 below P1 by a file: whichever comes second is told, however close they are.
    @Test
    void ofAPublicationAndAnImportAtTheSameMomentThatTogetherMakeALoopOneIsRefused() throws Exception {
        for (int round = 0; round < Effort.times(15, 150); round++) {
            long plan = plan("round " + round);
            assertEquals(200, setParent(plan, "P1", id("P2")).status());
            server.approve(plan);
            CyclicBarrier start = new CyclicBarrier(2);
            Answer published;
            String imported;
            try (ExecutorService both = Executors.newFixedThreadPool(2)) {
                Future<Answer> publishing = both.submit(() -> {
                    start.await();
                    return server.change(plan, "publish", "");
                });
                Future<String> importing = both.submit(() -> {
                    start.await();
                    return refusalOf("code,parent\nP2,P1\n");
                });
                published = publishing.get();
                imported = importing.get();
            }
            server.sync();
            String outcome = "round " + round + ": " + published.text() + imported;
            assertEquals(0, server.get("/api/grids").json().get("findings").size(), outcome);
            if (imported == null) {
                assertEquals(409, published.status(), outcome);
                assertTrue(published.text().contains("P1 › P2 › P1"), outcome);
            } else {
                assertEquals(200, published.status(), outcome);
                assertTrue(imported.contains("makes a circle: P2 › P1 › P2"), outcome);
            }
            load("code,parent\nP1,\nP2,\n");
            server.sync();
        }
    }

    /// Null when the file is taken.
    private String refusalOf(String csv) throws Exception {
        try {
            load(csv);
            return null;
        } catch (ProblemException e) {
            return e.getMessage();
        }
    }

    @Test
    void aChainOfThousandsOfParentsOverflowsNothing() throws Exception {
        long branch = server.publisher().current().branches().iterator().next().branch().id();
        try (var c = database.connect(); var s = c.createStatement()) {
            c.setAutoCommit(false);
            long above = id("P1");
            for (int i = 0; i < 3_000; i++) {
                s.execute("insert into grids (id, code, branch_id, parent_id) values (" + (100_000 + i) + ", 'K" + i + "', "
                        + branch
                        + ", " + above + ")");
                above = 100_000 + i;
            }
            s.execute("update grids set parent_id = " + above + " where code in ('A', 'B')");
            c.commit();
        }
        Await.until("what was written is served", Duration.ofSeconds(20), () -> server.get("/api/grids").json()
                .get("findings").size() > 0);
        assertEquals("too_deep", server.get("/api/grids").json().get("findings").get(0).get("kind").asText());
        assertAllAnswers();
        load("code,parent,wkt\n" + SQUARE.formatted("E", "P2", "117.02", "117.03"));
        long plan = plan("deep");
        assertEquals(200, setParent(plan, "A", id("P2")).status());
        assertEquals(200, server.publish(plan).status());
    }

    @Test
    void aFileWithAChainOfAHundredThousandIsRefusedInWords() throws Exception {
        StringBuilder csv = new StringBuilder("code,parent,wkt\nK0,,\n");
        for (int i = 1; i < 100_000; i++) {
            csv.append('K').append(i).append(",K").append(i - 1).append(",\n");
        }
        csv.append(SQUARE.formatted("Z", "K99999", "117.02", "117.03")).append(SQUARE.formatted("Y", "P2", "117.03", "117.04"));
        ImportReport report = load(csv.toString());
        assertEquals(1, report.inserted());
        assertTrue(report.rejects().stream().anyMatch(r -> r.reason()
                .equals("stands more than 32 levels deep; a tree of grids has fewer")), report::toString);
    }

    @Test
    void landFarAwayOrAroundTheWorldIsRefusedAndServedWhereItIsThereAlready() {
        long plan = plan("far");
        assertRefused(server.change(plan, "commands", "{\"type\":\"create\",\"name\":\"far\",\"parent\":" + id("P1")
                + ",\"area\":{\"type\":\"Polygon\",\"coordinates\":[[[17,39],[18,39],[18,40],[17,40],[17,39]]]}}"), "far_land",
                "Grid P1-2 lies 99° away from all other land of its branch; at most 45° are taken.");
        assertRefused(server.change(plan, "commands", "{\"type\":\"transfer\",\"to\":" + id("A")
                + ",\"area\":{\"type\":\"Polygon\",\"coordinates\":[[[-179,10],[179,10],[179,11],[-179,11],[-179,10]]]}}"),
                "far_land",
                "Grid A is 358° wide; a leaf grid is at most 45°.");
        long branch = server.publisher().current().branches().iterator().next().branch().id();
        Grid world = new Grid(0, 0, "W", "world", branch, id("P1"), null, null, null, null, TestTown.box(-180, -90, 180, 90));
        server.store().load(Table.GRIDS, Set.of("name", "branch", "parent", "geometry"), List.of(world).iterator(), n -> {});
        Await.until("the world is served", Duration.ofSeconds(20), () -> server.publisher().current().findGrid("W").isPresent());
        assertAllAnswers();
        assertEquals(200, server.get("/tiles/grids,branches/0/0/0.mvt").status());
        assertEquals(200, server.get("/api/grids/" + id("W")).status());
    }

    private ImportReport load(String csv) throws Exception {
        Path file = Files.writeString(files.resolve("grids.csv"), csv);
        return new Importer(server.store()).run(ImportRequest.of(Layer.GRIDS, file));
    }

    /// As another program would: P1 below P2 below P1.
    private void makeLoop() throws SQLException {
        long first = id("P1");
        long second = id("P2");
        try (var c = database.connect(); var s = c.createStatement()) {
            s.execute("update grids set parent_id = " + second + " where id = " + first);
            s.execute("update grids set parent_id = " + first + " where id = " + second);
        }
        Await.until("what was written is served", Duration.ofSeconds(20), () -> server.get("/api/grids").json()
                .get("findings").size() == 1);
    }

    private void assertAllAnswers() {
        for (String path : List.of("/api/grids", "/api/grids/" + id("A"), "/api/grids/" + id("P1"),
                "/api/locate?lon=117.005&lat=39.005",
                "/api/search?q=P1", "/tiles/grids,branches/12/3379/1555.mvt", "/tiles/grids.json", "/ogc/collections/grids/items",
                "/ogc/collections/branches/items", "/ogc/collections/grids/items/" + id("P2"), "/api/persons",
                        "/api/revisions")) {
            Answer answer = server.get(path);
            assertEquals(200, answer.status(), () -> path + " " + answer.text());
        }
    }
}
