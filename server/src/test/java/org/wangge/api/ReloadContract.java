package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.javalin.http.HandlerType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.api.ogc.OgcApi;
import org.wangge.app.bench.RandomCommands;
import org.wangge.atlas.SyntheticCity;
import org.wangge.geo.Mercator;
import org.wangge.geo.TileId;
import org.wangge.model.Building;
import org.wangge.model.Registry;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.planning.CommandJson;
import org.wangge.planning.Edit.NewGrid;
import org.wangge.planning.Edit;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestServer;
import org.wangge.topology.Command;

/// A server that has lived through plans, publications and edits answers every route byte for byte as one that has just been
/// started on its store.
@Timeout(300)
abstract class ReloadContract {

    private static final long SEED = Long.getLong("wangge.reload.seed", 20_261_127L);
    private static final int PUBLICATIONS = 8;

    /// Differ by nature: they tell of this process or this moment, of who is asking, or what this client has done meanwhile.
    private static final Set<String> OF_THE_MOMENT = Set.of(
            "/health/live", "/health/ready", "/metrics", "/api/events", "/api/changes", "/api/session", "/api/oidc/start",
            "/api/oidc/callback", "/api/tokens", "/api/audit", "/api/jobs", "/api/jobs/{id}", "/api/imports/{id}",
            "/api/backups/{id}");
    /// The count of swaps in this process, when its present state was taken, and how far that had seen.
    private static final String MASKED = "\"(seq|as_of|timeStamp|position)\":(\\d+|\"[^\"]*\")";

    private final Random random = new Random(SEED);
    private final SyntheticCity city = new SyntheticCity(SEED, 1_500, 5);
    private TestServer server;
    private int applied;

    abstract TestDatabases.Database provide() throws Exception;

    @Test
    void aReloadedAtlasAnswersEveryRouteAsTheLiveOne() throws Exception {
        try (TestDatabases.Database database = provide()) {
            Store store = database.open();
            for (Table layer : List.of(Table.BRANCHES, Table.GRIDS, Table.PERSONS, Table.BUILDINGS, Table.PORTS, Table.SIGHTINGS,
                    Table.BASE)) {
                List<Row> rows = new ArrayList<>();
                city.scan(layer, rows::add);
                put(store, rows);
            }
            server = new TestServer(store);
            List<Long> drafts = new ArrayList<>();
            for (int i = 0; i < PUBLICATIONS; i++) {
                editBuildings(store);
                drafts.add(draw("draft before " + i, 2));
                drawAndPublish(i);
            }
            drafts.add(draw("draft", 4));
            assertTrue(applied > PUBLICATIONS, () -> applied + " commands could be done");
            server.sync();
            Map<String, byte[]> live = answers(drafts);
            server.close();
            server = new TestServer(database.open());
            Map<String, byte[]> loaded = answers(drafts);
            server.close();
            assertEquals(live.keySet(), loaded.keySet());
            List<String> different = live.keySet().stream().filter(p -> !Arrays.equals(live.get(p), loaded.get(p))).toList();
            assertTrue(different.isEmpty(), () -> "seed " + SEED + ": " + different.size() + " of " + live.size()
                    + " answers differ, such as "
                    + different.stream().limit(12).toList() + "\n"
                            + difference(live.get(different.getFirst()), loaded.get(different.getFirst())));
        }
    }

    private static String difference(byte[] a, byte[] b) {
        int at = Math.max(0, Arrays.mismatch(a, b) - 200);
        return "live:   " + new String(a, at, Math.min(500, a.length - at)) + "\nloaded: "
                + new String(b, at, Math.min(500, b.length - at));
    }

    private static void put(Store store, List<? extends Row> rows) {
        Set<String> columns = new HashSet<>(Registry.of(rows.getFirst().table()).names());
        columns.add("geometry");
        store.load(rows.getFirst().table(), columns, rows.iterator(), n -> {});
    }

    /// Some move, some come, and some words change.
    private void editBuildings(Store store) {
        SplittableRandom places = new SplittableRandom(random.nextLong());
        List<Building> rows = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            rows.add(city.building(1 + random.nextInt(1_600), places));
        }
        put(store, rows.stream().collect(java.util.stream.Collectors.toMap(Row::code, r -> r, (a, b) -> a)).values().stream()
                .toList());
    }

    private void drawAndPublish(int n) {
        Answer published = server.publish(draw("plan " + n, 6));
        assertTrue(published.status() == 200 || published.json().get("detail").asText().contains("no commands"), published::text);
    }

    /// A plan with some of so many commands: those that can be done.
    private long draw(String name, int commands) {
        long plan = server.post("/api/plans", "{\"name\":\"" + name + "\"}").json().get("id").asLong();
        RandomCommands drawing = new RandomCommands(random, 15, 40, 1_000_000);
        for (int i = 0; i < commands; i++) {
            Command command = drawing.next(server.publisher().current().map());
            long district = server.publisher().current().findGrid("D000").orElseThrow().grid().id();
            List<NewGrid> made = command instanceof Command.Create
                    ? List.of(new NewGrid(0, null, "新", null, district, null, null)) : List.of();
            if (!(command instanceof Command.Split || command instanceof Command.Transfer(long to, _) && to == 0
                    && random.nextBoolean())) {
                done(server.change(plan, "commands", CommandJson.write(new Edit.Land(command, made, List.of(), false))));
            } else if (command instanceof Command.Split split) {
                done(server.change(plan, "commands",
                        CommandJson.write(new Edit.Land(new Command.Split(split.grid(), split.line(), List.of()), made,
                                List.of(), false))));
            }
        }
        long leaf = server.publisher().current().map().faces().stream().sorted().skip(random.nextInt(10)).findFirst()
                .orElseThrow();
        server.change(plan, "commands", "{\"type\":\"setAttributes\",\"grid\":" + leaf
                + ",\"attributes\":{\"person\":\"P1\",\"name\":\""
                + name + "\"}}");
        return plan;
    }

    private void done(Answer answer) {
        assertTrue(answer.status() < 500, answer::text);
        applied += answer.status() == 200 ? 1 : 0;
    }

    private Map<String, byte[]> answers(List<Long> drafts) {
        Map<String, byte[]> answers = new LinkedHashMap<>();
        paths(drafts).forEach((route, paths) -> paths.forEach(path -> {
            Answer answer = server.get(path);
            boolean binary = path.endsWith(".mvt") || path.endsWith(".png");
            byte[] body = binary ? answer.body()
                    : answer.text().replaceAll(MASKED, "\"$1\":0").replace(server.url(), "").getBytes();
            answers.put(answer.status() + " " + path, body);
        }));
        return answers;
    }

    /// Every GET route of the table, with what is there to ask it for.
    private Map<String, List<String>> paths(List<Long> drafts) {
        long draft = drafts.getLast();
        List<Long> grids = new ArrayList<>();
        server.get("/api/grids").json().get("grids").forEach(g -> grids.add(g.get("id").asLong()));
        List<String> layers = List.of("branches", "grids", "buildings", "ports", "sightings", "base");
        Map<String, List<String>> all = new LinkedHashMap<>();
        all.put("/api/grids", List.of("/api/grids", "/api/grids?revision=0", "/api/grids?revision=2"));
        all.put("/api/grids/{id}", grids.stream().map(id -> "/api/grids/" + id).toList());
        all.put("/api/metrics", List.of("/api/metrics"));
        all.put("/api/schema", List.of("/api/schema"));
        all.put("/api/persons", List.of("/api/persons"));
        all.put("/api/locate", located());
        all.put("/api/streets/way", IntStream.range(0, 8).mapToObj(this::way).toList());
        all.put("/api/hotspots", List.of("/api/hotspots?metric=penetration", "/api/hotspots?metric=workload"));
        all.put("/api/search", List.of("/api/search?q=G00&limit=100", "/api/search?q=1&limit=100",
                "/api/search?q=%E8%B7%AF&limit=100"));
        all.put("/api/plans", List.of("/api/plans"));
        all.put("/api/plans/{id}",
                Stream.concat(drafts.stream(), Stream.of(1L)).distinct().map(id -> "/api/plans/" + id).toList());
        all.put("/api/plans/{id}/moved", List.of("/api/plans/" + draft + "/moved"));
        all.put("/api/plans/{id}/events", List.of("/api/plans/1/events"));
        all.put("/api/plans/{id}/comments", List.of("/api/plans/1/comments"));
        all.put("/api/revisions", List.of("/api/revisions"));
        all.put("/api/revisions/{id}", List.of("/api/revisions/1"));
        all.put("/api/revisions/{id}/compare", List.of("/api/revisions/3/compare?with=1", "/api/revisions/2/compare?with=0"));
        all.put("/api/accounts", List.of("/api/accounts"));
        all.put("/api/accounts/{id}", List.of("/api/accounts/1"));
        all.put("/tiles/cells.json", List.of("/tiles/cells.json"));
        all.put("/tiles/cells/{z}/{x}/{y}.mvt", List.of(tile("/tiles/cells/", 9, ".mvt"), tile("/tiles/cells/", 14, ".mvt"),
                tile("/tiles/cells/", 17, ".mvt?revision=2")));
        all.put("/tiles/{layers}.json", layers.stream().map(l -> "/tiles/" + l + ".json").toList());
        all.put("/tiles/{layers}/{z}/{x}/{y}.mvt", tiles(layers));
        all.put("/tiles/surface/{metric}/{z}/{x}/{y}.png", List.of(tile("/tiles/surface/penetration/", 14, ".png"),
                tile("/tiles/surface/coverage/", 16, ".png")));
        all.put("/ogc", List.of("/ogc"));
        all.put("/ogc/api", List.of("/ogc/api"));
        all.put("/ogc/conformance", List.of("/ogc/conformance"));
        all.put("/ogc/collections", List.of("/ogc/collections"));
        all.put("/ogc/collections/{layer}", layers.stream().map(l -> "/ogc/collections/" + l).toList());
        all.put("/ogc/collections/{layer}/schema", layers.stream().map(l -> "/ogc/collections/" + l + "/schema").toList());
        all.put("/ogc/collections/{layer}/items", layers.stream().map(l -> "/ogc/collections/" + l + "/items?limit=1000")
                .toList());
        all.put("/ogc/collections/{layer}/items/{id}", layers.stream().map(l -> "/ogc/collections/" + l + "/items/1").toList());
        all.put("/api/basemaps", List.of("/api/basemaps"));
        all.put("/basemaps/{id}/{z}/{x}/{y}", List.of("/basemaps/none/0/0/0"));
        all.put("/", List.of("/"));
        all.put("/favicon.ico", List.of("/favicon.ico"));
        all.put("/assets/{hash}/<path>", List.of("/assets/x/main.js"));
        return all;
    }

    @Test
    void theRoutesAreThoseOfTheTable() throws Exception {
        try (TestDatabases.Database database = provide()) {
            server = new TestServer(database.open());
            Set<String> served = new TreeSet<>(OF_THE_MOMENT);
            served.addAll(paths(List.of(1L)).keySet());
            server.close();
            Set<String> table = new TreeSet<>();
            StatusTable.routes().stream().filter(e -> e.method() == HandlerType.GET).forEach(e -> table.add(e.path()));
            assertEquals(table, served);
        }
    }

    private String way(int i) {
        double lon = city.west() + city.width() * (i + 0.5) / 8;
        double lat = city.south() + city.width() / 2;
        return "/api/streets/way?reach=300&lon=" + lon + "&lat=" + lat + "&to_lon=" + (lon + 0.01) + "&to_lat=" + (lat + 0.01);
    }

    private List<String> located() {
        List<String> paths = new ArrayList<>();
        for (int i = 0; i < 100; i++) {
            paths.add("/api/locate?lon=" + (city.west() + city.width() * (i % 10 + 0.5) / 10) + "&lat="
                    + (city.south() + city.width() * 0.86 * (i / 10 + 0.5) / 10));
        }
        return paths;
    }

    private List<String> tiles(List<String> layers) {
        List<String> paths = new ArrayList<>();
        for (String layer : layers) {
            for (int z : List.of(0, 9, 12, 14, 16)) {
                paths.add(tile("/tiles/" + layer + "/", z, ".mvt"));
            }
        }
        paths.add(tile("/tiles/branches,grids,buildings,ports,sightings,base/", 15, ".mvt"));
        paths.add(tile("/tiles/grids/", 13, ".mvt?revision=2"));
        return paths;
    }

    private String tile(String before, int z, String after) {
        int[] middle = city.middle();
        return before + new TileId(z, middle[0] >> (Mercator.WORLD_BITS - z), middle[1] >> (Mercator.WORLD_BITS - z)) + after;
    }
}
