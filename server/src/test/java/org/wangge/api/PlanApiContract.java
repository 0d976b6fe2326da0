package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.wangge.testing.TestServer.Answer;

/// Plans over the HTTP interface; the same on both databases.
abstract class PlanApiContract extends PlanApiFixture {

    @Test
    void aReshapeMovesBuildingsBetweenTheTwoGridsAndNothingElse() {
        long plan = newPlan();
        String command = reshape("A", "B", "[117.01,39.0],[117.012,39.0002],[117.012,39.0098],[117.01,39.01]");

        JsonNode preview = server.post("/api/plans/" + plan + "/preview", command).json();
        assertEquals(20, preview.at("/moved/buildings").asInt());
        assertEquals(200, preview.at("/moved/households").asInt());
        assertEquals(1200, figure(preview, "A", "after", "households"));
        assertEquals(800, figure(preview, "B", "after", "households"));
        assertEquals(1000, figure(preview, "A", "before", "households"));
        assertEquals(0, server.get("/api/plans/" + plan).json().get("commands").size());

        Answer applied = server.change(plan, "commands", command);
        assertEquals(200, applied.status(), applied.text());
        assertEquals(140, figure(applied.json().get("result"), "A", "after", "subscribers"));
        assertEquals(1000, grid(server.get("/api/grids").json(), "A").at("/figures/households").asInt(),
                "a draft is nobody else's");

        JsonNode published = server.publish(plan).json();
        assertEquals(1, published.at("/revision/id").asInt());
        JsonNode grids = server.get("/api/grids").json();
        assertEquals(1, grids.get("revision").asInt());
        assertEquals(1200, grid(grids, "A").at("/figures/households").asInt());
        assertEquals(800, grid(grids, "B").at("/figures/households").asInt());
        assertEquals(2000, grid(grids, "P1").at("/figures/households").asInt());
        assertEquals("A", server.get("/api/locate?lon=117.011&lat=39.005").json().at("/leaf/code").asText());
        assertEquals("published", server.get("/api/plans/" + plan).json().get("status").asText());
        assertEquals(409, server.change(plan, "commands", command).status());
    }

    /// What stands above has what lies below it in the draft: after land has gone to others, and after a grid has.
    @Test
    void aParentThatIsRenamedIsPromisedWhatItWillHave() {
        long plan = newPlan();
        server.change(plan, "commands", attributes("P1", "\"name\":\"南片\""));
        server.change(plan, "commands", "{\"type\":\"transfer\",\"to\":" + id("C") + ",\"area\":{\"type\":\"Polygon\","
                + "\"coordinates\":[[[117,39.005],[117.01,39.005],[117.01,39.01],[117,39.01],[117,39.005]]]}}");
        JsonNode moved = server.get("/api/plans/" + plan).json().get("result");
        assertEquals(2000, figure(moved, "P1", "before", "households"));
        assertEquals(1500, figure(moved, "P1", "after", "households"));
        server.change(plan, "commands", attributes("B", "\"parent\":" + id("P2")));
        JsonNode result = server.get("/api/plans/" + plan).json().get("result");
        assertEquals(500, figure(result, "P1", "after", "households"));
        assertEquals(1000, figure(result, "B", "after", "households"));
        JsonNode preview = server.change(plan, "preview", attributes("P2", "\"name\":\"北片\"")).json();
        assertEquals(figure(preview, "P2", "before", "households"), figure(preview, "P2", "after", "households"));
        assertEquals(3490, figure(preview, "P2", "after", "households"));

        assertEquals(200, server.publish(plan).status());
        JsonNode grids = server.get("/api/grids").json();
        assertEquals(500, grid(grids, "P1").at("/figures/households").asInt());
        assertEquals(3490, grid(grids, "P2").at("/figures/households").asInt());
    }

    private String attributes(String grid, String attributes) {
        return "{\"type\":\"setAttributes\",\"grid\":" + id(grid) + ",\"attributes\":{" + attributes + "}}";
    }

    /// What is answered does not grow with the commands that there are, and is what a second look would give.
    @Test
    void aCommandIsAnsweredWithWhatIsNewWhereThatIsAskedFor() {
        long plan = newPlan();
        String[] commands = {reshape("A", "B", "[117.01,39.002],[117.012,39.005],[117.01,39.008]"),
            reshape("C", "D", "[117.01,39.012],[117.012,39.015],[117.01,39.018]"),
            "{\"type\":\"setAttributes\",\"grid\":" + id("A") + ",\"attributes\":{\"name\":\"甲\"}}"};
        for (int i = 0; i < commands.length; i++) {
            if (i == 2) {
                server.change(plan, "undo", "");
            }
            Answer answer = server.send("POST", "/api/plans/" + plan + "/commands", commands[i],
                    "If-Match", server.get("/api/plans/" + plan).header("ETag"), "Prefer", "respond-async, Return=minimal");
            assertEquals(200, answer.status(), answer::text);
            assertEquals("return=minimal", answer.header("Preference-Applied"));
            JsonNode added = answer.json();
            assertTrue(added.at("/plan/commands").isMissingNode());
            JsonNode read = server.get("/api/plans/" + plan).json();
            assertEquals(read.get("version"), added.at("/plan/version"));
            JsonNode last = read.get("commands").get(read.get("commands").size() - 1);
            assertEquals(last, added.get("command"));
            assertEquals(i < 2 ? i + 1 : 2, last.get("position").asInt(), "the undone one is gone");
            // The grids of the command are in the whole as the command left them.
            added.at("/result/grids").forEach(g ->
                    assertEquals(figure(read.get("result"), g.get("code").asText(), "after", "households"),
                            figure(added.get("result"), g.get("code").asText(), "after", "households")));
        }
        assertTrue(server.change(plan, "commands", commands[1]).json().at("/plan/commands").size() == 3, "all without it");
    }

    @Test
    void aChangeOfAPlanMustNameTheVersionThatItStartsFrom() {
        long plan = newPlan();
        String command = reshape("A", "B", "[117.01,39.002],[117.012,39.005],[117.01,39.008]");
        Answer without = server.post("/api/plans/" + plan + "/commands", command);
        assertEquals(428, without.status());
        assertEquals("urn:wangge:problem:version-missing", without.json().get("type").asText());
        assertEquals(400, server.post("/api/plans/" + plan + "/commands", command, "If-Match", "*").status());
        assertEquals("\"1\"", server.post("/api/plans/" + plan + "/commands", command, "If-Match", "\"0\"").header("ETag"));
        Answer stale = server.post("/api/plans/" + plan + "/undo", "", "If-Match", "\"0\"");
        assertEquals(412, stale.status());
        assertEquals(0, stale.json().get("expected_version").asInt());
        assertEquals(1, stale.json().get("actual_version").asInt());
        assertEquals("tester", stale.json().at("/changed_by/name").asText(), "and who was faster");
        assertTrue(Instant.parse(stale.json().get("changed_at").asText()).isBefore(Instant.now().plusSeconds(1)));
        assertEquals(1, server.get("/api/plans/" + plan).json().get("commands").size(), "nothing is overwritten");
        for (String step : List.of("redo", "submit", "withdraw", "approve", "return", "publish", "rebase")) {
            String body = step.equals("return") ? "{\"reason\":\"x\"}" : step.equals("rebase") ? "{\"choose\":\"mine\"}" : "";
            assertEquals(428, server.post("/api/plans/" + plan + "/" + step, body).status(), step);
        }
        assertEquals(428, server.send("DELETE", "/api/plans/" + plan, null).status());
    }

    @Test
    void plansAreListedInPagesWithoutTheirCommands() {
        long first = newPlan();
        long second = newPlan();
        server.change(first, "commands", reshape("A", "B", "[117.01,39.002],[117.012,39.005],[117.01,39.008]"));
        server.change(first, "submit", "");
        JsonNode page = server.get("/api/plans?limit=1").json();
        assertEquals(second, page.at("/plans/0/id").asLong());
        assertEquals(second, page.get("next").asLong());
        JsonNode waiting = server.get("/api/plans?status=submitted,approved&limit=1&before=" + second).json();
        JsonNode plan = waiting.at("/plans/0");
        assertEquals(first, plan.get("id").asLong());
        assertEquals(List.of("id", "name", "status", "version", "base_revision", "author", "created_at", "updated_at",
                "changed_by", "command_count",
                "comment_count"), plan.properties().stream().map(Map.Entry::getKey).toList());
        assertEquals(1, plan.get("command_count").asInt());
        assertTrue(server.get("/api/plans?status=submitted&before=" + first).json().get("next").isNull());
        Answer wrong = server.get("/api/plans?status=waiting");
        assertEquals(400, wrong.status());
        assertEquals("The query parameter 'status' names 'waiting', which no plan is.", wrong.json().get("detail").asText());
        assertEquals(400, server.get("/api/plans?limit=1001").status());
        server.change(first, "withdraw", "");
    }

    @Test
    void aPlanGoesThroughReviewAndEveryStateIsThere() {
        long plan = newPlan();
        server.change(plan, "commands", reshape("A", "B", "[117.01,39.002],[117.012,39.005],[117.01,39.008]"));
        assertEquals(409, server.change(plan, "publish", "").status(), "not approved");
        assertEquals("submitted", server.change(plan, "submit", "{\"note\":\"please\"}").json().get("status").asText());
        Answer own = server.change(plan, "approve", "");
        assertEquals(403, own.status(), own.text());
        assertEquals(201, server.post("/api/plans/" + plan + "/comments", "{\"grid\":" + id("A") + ",\"note\":\"why?\"}")
                .status());
        assertEquals("why?", server.get("/api/plans/" + plan + "/comments").json().at("/comments/0/note").asText());
        assertEquals(400, server.change(plan, "return", "{}").status());
        JsonNode moved = server.get("/api/plans/" + plan + "/moved?limit=2").json();
        assertEquals(2, moved.get("items").size());
        assertEquals(moved.get("next").asLong(), moved.at("/items/1/id").asLong());
        int households = grid(server.get("/api/grids").json(), "A").at("/figures/households").asInt();
        JsonNode published = server.publish(plan).json();
        assertEquals("second", published.at("/revision/approver/name").asText(), published.toString());
        assertEquals(List.of("created", "submitted", "approved", "published"),
                server.get("/api/plans/" + plan + "/events").json().get("events").findValuesAsText("kind"));

        assertTrue(grid(server.get("/api/grids").json(), "A").at("/figures/households").asInt() > households);
        assertEquals(households, grid(server.get("/api/grids?revision=0").json(), "A").at("/figures/households").asInt());
        assertEquals("B", server.get("/api/locate?lon=117.0105&lat=39.005&revision=0").json().at("/leaf/code").asText());
        assertEquals("A", server.get("/api/locate?lon=117.0105&lat=39.005").json().at("/leaf/code").asText());
        assertEquals(200, server.get("/tiles/grids/14/13516/6261.mvt?revision=0").status());
        assertEquals(404, server.get("/api/grids?revision=77").status());
        assertEquals(404, server.get("/api/grids?asOf=2001-01-01T00:00:00Z").status());
        assertEquals(400, server.get("/api/grids?asOf=yesterday").status());
        JsonNode compared = server.get("/api/revisions/1/compare?with=0").json();
        assertTrue(compared.at("/result/moved/households").asInt() > 0);
        assertEquals(2, compared.get("figures_now").size());
        Answer restored = server.post("/api/revisions/0/restore", "");
        assertEquals(201, restored.status(), restored.text());
        assertEquals(200, server.publish(restored.json().get("id").asLong()).status());
        assertEquals(households, grid(server.get("/api/grids").json(), "A").at("/figures/households").asInt());
    }

    @Test
    void aPlanSaysWhoIsInChargeAndItsResultFromWhomToWhom() {
        JsonNode found = server.get("/api/persons?q=%E5%A8%9C").json().get("persons");
        assertEquals("[{\"code\":\"L1\",\"name\":\"李娜\",\"grids\":0}]", found.toString());
        assertEquals(List.of("L1", "W1"), codes(server.get("/api/persons").json().get("persons")));
        assertEquals(400, server.get("/api/persons?limit=0").status());

        long plan = newPlan();
        String toWang = "{\"type\":\"setAttributes\",\"grid\":" + id("C")
                + ",\"attributes\":{\"person\":\"W1\",\"yellow_cards\":2}}";
        JsonNode preview = server.post("/api/plans/" + plan + "/preview", toWang).json();
        assertEquals("attributes", preview.at("/grids/0/change").asText());
        assertTrue(preview.at("/grids/0/attributes_before/person").isNull());
        assertEquals("{\"code\":\"W1\",\"name\":\"王伟\"}", preview.at("/grids/0/attributes_after/person").toString());
        assertEquals(200, server.change(plan, "commands", toWang).status());
        JsonNode result = server.change(plan, "commands",
                "{\"type\":\"merge\",\"grids\":[" + id("C") + "," + id("D") + "],\"into\":" + id("D") + "}")
                .json().get("result");
        assertEquals("W1", result.at("/flows/0/from_person/code").asText());
        assertTrue(result.at("/flows/0/to_person").isNull());
        assertEquals("W1", result.at("/strips/0/from_person/code").asText());
        JsonNode gone = result.get("grids").get(0).get("code").asText().equals("C") ? result.get("grids").get(0)
                : result.get("grids").get(1);
        assertEquals("W1", gone.at("/attributes_before/person/code").asText());
        assertEquals(2, gone.at("/attributes_before/yellow_cards").asInt());
        server.change(plan, "undo", "");
        assertEquals(List.of("replacement_due"), server.get("/api/plans/" + plan).json().at("/result/findings")
                .findValuesAsText("kind"));

        Answer unknown = server.change(plan, "commands", toWang.replace("W1", "W9"));
        assertEquals(400, unknown.status());
        assertEquals("There is no person with the code 'W9'.", unknown.json().get("detail").asText());
        Answer tooMany = server.change(plan, "commands", toWang.replace(":2", ":3"));
        assertEquals(400, tooMany.status());
        assertEquals("Grid C can't have these values: yellow_cards is 3; it must be 0..2.",
                tooMany.json().get("detail").asText());

        long revision = server.publish(plan).json().at("/revision/id").asLong();
        JsonNode c = grid(server.get("/api/grids").json(), "C");
        assertEquals("王伟", c.get("person").asText());
        assertEquals("grid_manager", c.at("/persons/0/role").asText());
        assertEquals(2, c.get("yellow_cards").asInt());
        assertEquals(1, server.get("/api/persons?q=W1").json().at("/persons/0/grids").asInt());
        JsonNode item = server.get("/ogc/collections/grids/items/" + id("C")).json();
        assertEquals(2, item.at("/properties/yellow_cards").asInt());
        assertTrue(grid(server.get("/api/grids?revision=" + (revision - 1)).json(), "C").get("person").isNull());
        JsonNode compared = server.get("/api/revisions/" + revision + "/compare").json();
        assertEquals("王伟", compared.at("/result/grids/0/attributes_after/person/name").asText());

        long back = server.post("/api/revisions/" + (revision - 1) + "/restore", "").json().get("id").asLong();
        assertEquals(200, server.publish(back).status());
        assertTrue(grid(server.get("/api/grids").json(), "C").get("person").isNull());
        assertTrue(grid(server.get("/api/grids").json(), "C").get("yellow_cards").isNull());
    }

    @Test
    void undoAndRedoWalkThroughTheDraft() {
        long plan = newPlan();
        server.change(plan, "commands", reshape("A", "B", "[117.01,39.002],[117.012,39.005],[117.01,39.008]"));
        int moved = server.get("/api/plans/" + plan).json().at("/result/moved/buildings").asInt();
        assertTrue(moved > 0);

        JsonNode undone = server.change(plan, "undo", "").json();
        assertEquals(0, undone.at("/result/grids").size());
        assertTrue(undone.at("/commands/0/undone").asBoolean());
        JsonNode redone = server.change(plan, "redo", "").json();
        assertEquals(moved, redone.at("/result/moved/buildings").asInt());
        assertEquals(422, server.change(plan, "redo", "").status());
        assertEquals(204, server.change("DELETE", plan, "", null).status());
        assertEquals(404, server.get("/api/plans/" + plan).status());
    }

    /// One town for all: it stays as it is.
    @TestFactory
    Stream<DynamicTest> aPathThatWouldBreakThePartitionIsRefusedWithItsPlaceAndNothingChanges() {
        return Stream.of(
                "[117.01,39.002],[117.025,39.005],[117.01,39.008]",
                "[117.01,39.002],[117.005,39.015],[117.01,39.008]",
                "[117.01,39.002],[117.012,39.006],[117.008,39.006],[117.012,39.002],[117.01,39.008]",
                "[117.015,39.002],[117.01,39.008]")
                .map(path -> DynamicTest.dynamicTest("with " + path, () -> {
            long plan = newPlan();
            List<String> before = rows();

            Answer answer = server.change(plan, "commands", reshape("A", "B", path));

            assertEquals(422, answer.status(), answer.text());
            assertEquals(2, answer.json().get("position").size());
            assertFalse(answer.json().get("remedy").asText().isBlank());
            assertTrue(answer.json().get("reason").asText().matches("[a-z_]+"));
            assertEquals(before, rows());
            assertEquals(0, server.get("/api/plans/" + plan).json().get("commands").size());
        }));
    }

    /// One town for all: it stays as it is.
    @TestFactory
    Stream<DynamicTest> aCommandThatCantBeReadIs400() {
        return Stream.of(
                "",
                "{",
                "[]",
                "{\"type\":\"explode\"}",
                "{\"type\":\"reshape\",\"between\":[1],\"path\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}}",
                "{\"type\":\"reshape\",\"between\":[1,1],\"path\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]}}",
                "{\"type\":\"reshape\",\"between\":[1,2],\"path\":{\"type\":\"Point\",\"coordinates\":[1,2]}}",
                "{\"type\":\"reshape\",\"between\":[1,2],\"path\":{\"type\":\"LineString\",\"coordinates\":[[1,91],[3,4]]}}",
                "{\"type\":\"reshape\",\"between\":[1,2],\"path\":{\"type\":\"LineString\",\"coordinates\":[[1,2],[3,4]]},"
                        + "\"force\":true}")
                .map(body -> DynamicTest.dynamicTest("with " + body, () -> {
            Answer answer = server.post("/api/plans/" + newPlan() + "/preview", body);

            assertEquals(400, answer.status(), answer.text());
            assertEquals("urn:wangge:problem:bad-input", answer.json().get("type").asText());
        }));
    }

    private List<String> rows() throws Exception {
        var rows = new ArrayList<String>();
        try (Connection c = database.connect();
                Statement s = c.createStatement();
                var r = s.executeQuery("select code, version, geometry from grids order by code")) {
            while (r.next()) {
                rows.add(r.getString(1) + " " + r.getInt(2) + " " + java.util.Arrays.hashCode(r.getBytes(3)));
            }
        }
        return rows;
    }
}
