package org.wangge.store.backup;

import static org.wangge.store.StoreSamples.geometry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.wangge.model.BaseFeature;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.store.StoreSamples;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// [TestTown] after some use, so that each table of the store has rows: plans, revisions with lineage and people who changed,
/// accounts, tokens, and ids that were given away and are gone.
final class LivedInTown {

    private LivedInTown() {}

    static final TestDatabases.Content CONTENT = new TestDatabases.Content("lived-in town", LivedInTown::live);

    private static void live(Store given) {
        TestTown.load(given);
        given.load(Table.BASE, StoreSamples.all(Table.BASE), List.of(
                new BaseFeature(0, "R1", "road", "人民路", geometry("LINESTRING (117 39, 117.00500000000001 39.3)")),
                new BaseFeature(0, "R2", "water", null, geometry(
                        "MULTIPOLYGON (((117 39, 117.1 39, 117.1 39.1, 117 39)), ((118 39, 118.1 39, 118.1 39.1, 118 39)))")))
                .iterator(), n -> {});
        try (TestServer server = new TestServer(given)) {
            List<Long> grids = new ArrayList<>();
            for (String code : List.of("A", "B", "C", "D")) {
                grids.add(given.codes(Table.GRIDS).get(code));
            }
            server.member("planner", "a long pass phrase",
                    "[{\"role\":\"planner\",\"grid\":" + grids.getFirst() + "},{\"role\":\"viewer\"}]");
            server.token("reader", List.of(new Grant(Role.VIEWER, Scope.EVERYWHERE)));
            long first = plan(server, "borders");
            change(server, first, "commands", reshape(grids.get(0), grids.get(1)));
            change(server, first, "commands", attributes(grids.get(3), "\"person\":\"W1\",\"yellow_cards\":1"));
            server.post("/api/plans/" + first + "/comments",
                    "{\"note\":\"好 — \\\\N\\n\\t'\\\"\",\"grid\":" + grids.getFirst() + "}");
            server.publish(first);
            long second = plan(server, "merger");
            change(server, second, "commands", "{\"type\":\"merge\",\"grids\":[%d,%d],\"into\":%d}"
                    .formatted(grids.get(2), grids.get(3), grids.get(3)));
            server.publish(second);
            long draft = plan(server, "draft");
            change(server, draft, "commands", reshape(grids.get(1), grids.get(0)).replace("117.012", "117.008"));
            change(server, draft, "commands", attributes(grids.get(3), "\"name\":\"新名\""));
            change(server, draft, "undo", "");
            server.send("PATCH", "/api/basemaps", "{\"version\":0,\"words\":[\"amap\",\"osm,name=街道\"]}");
            long gone = plan(server, "gone");
            server.change("DELETE", gone, "", null);
        }
    }

    private static long plan(TestServer server, String name) {
        return server.post("/api/plans", "{\"name\":\"" + name + "\"}").json().get("id").asLong();
    }

    private static void change(TestServer server, long plan, String step, String body) {
        TestServer.Answer answer = server.change(plan, step, body);
        if (answer.status() != 200) {
            throw new AssertionError(answer.text());
        }
    }

    private static String attributes(long grid, String values) {
        return "{\"type\":\"setAttributes\",\"grid\":" + grid + ",\"attributes\":{" + values + "}}";
    }

    private static String reshape(long a, long b) {
        return ("{\"type\":\"reshape\",\"between\":[%d,%d],\"path\":{\"type\":\"LineString\",\"coordinates\":"
                + "[[117.01,39.002],[117.012,39.005],[117.01,39.008]]}}").formatted(a, b);
    }

    /// What a server answers to every kind of question about the data.
    static List<String> answers(TestServer server) {
        List<String> paths = new ArrayList<>(List.of(
                "/api/accounts", "/api/audit?action=plan&limit=500", "/api/metrics", "/api/grids", "/api/persons?q=",
                "/api/search?q=A1", "/api/locate?lon=117.011&lat=39.005", "/api/plans?status=draft,published",
                "/api/plans/3/moved", "/api/revisions", "/api/revisions/1", "/api/revisions/2",
                "/api/revisions/0/compare?with=2", "/api/grids?revision=0", "/api/grids?revision=1", "/ogc/collections",
                "/tiles/surface/penetration/14/13516/6203.png"));
        for (JsonNode grid : server.get("/api/grids").json().get("grids")) {
            paths.add("/api/grids/" + grid.get("id").asLong());
        }
        for (long plan = 1; plan <= 3; plan++) {
            for (String part : List.of("", "/events", "/comments")) {
                paths.add("/api/plans/" + plan + part);
            }
        }
        for (String layer : List.of("branches", "grids", "buildings", "ports", "sightings", "base")) {
            paths.add("/ogc/collections/" + layer + "/items?limit=1000");
            paths.add("/tiles/" + layer + "/14/13516/6203.mvt");
            paths.add("/tiles/" + layer + "/8/211/96.mvt");
        }
        paths.add("/tiles/grids/14/13516/6203.mvt?revision=1");
        return paths.stream().map(path -> {
            TestServer.Answer answer = server.get(path);
            // a position is of one database
            String text = answer.text().replaceAll("\"(timeStamp|href|position)\" ?: ?\"[^\"]*\"", "");
            return path + " " + answer.status() + " " + (path.startsWith("/tiles") ? Arrays.hashCode(answer.body()) : text);
        }).toList();
    }
}
