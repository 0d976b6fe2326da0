package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.atlas.SyntheticCity;
import org.wangge.model.Building;
import org.wangge.model.Layer;
import org.wangge.model.Table;
import org.wangge.testing.Effort;
import org.wangge.testing.ModelPage;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;

/// Whatever is published, imported and changed by other programs, whenever lines break, servers are restarted and pages come to
/// another one: at each quiet point every page that follows the protocol shows what a fresh list shows, on every server.
@Timeout(600)
abstract class ProtocolContract {

    private static final long SEED = 20_261_127L;
    private static final int PAGES = 4;
    private static final SyntheticCity CITY = new SyntheticCity(SEED, 400, 4);

    private final List<TestServer> servers = new ArrayList<>();
    private final List<ModelPage> pages = new ArrayList<>();
    private TestDatabases.Database database;
    private Random random;
    private int published;

    abstract TestDatabases.Database provide() throws Exception;

    abstract int servers();

    @Test
    void everyPageEndsEqualToTheServer() throws Exception {
        Effort.seeds(SEED, 1, 20, this::run);
    }

    private void run(long seed) throws Exception {
        random = new Random(seed);
        published = 0;
        database = provide();
        try {
            TestDatabases.Content content = CITY.content(
                    Table.BRANCHES, Table.GRIDS, Table.PERSONS, Table.BUILDINGS, Table.PORTS, Table.SIGHTINGS);
            for (int i = 0; i < servers(); i++) {
                servers.add(new TestServer(database.open(content)));
            }
            for (int i = 0; i < PAGES; i++) {
                pages.add(new ModelPage(any(servers)));
            }
            for (int step = 0; step < 150; step++) {
                step();
                if (step % 5 == 4) {
                    requireEqual("seed " + seed + " step " + step);
                }
            }
            assertTrue(published > 2, () -> published + " publications");
            assertEquals(0, pages.stream().mapToInt(ModelPage::gaps).sum(), "no stream leaves anything out");
            int whole = pages.stream().mapToInt(ModelPage::wholeLists).sum();
            assertTrue(whole < 40, () -> whole + " times everything was read");
        } finally {
            close();
        }
    }

    private void step() throws Exception {
        switch (random.nextInt(18)) {
            case 0, 1, 2 -> database.sql("update buildings set subscribers = " + random.nextInt(50) + ", households = "
                    + random.nextInt(90) + " where id in (" + some("buildings", 1 + random.nextInt(3)) + ")");
            case 3, 4 -> database.sql("update buildings set geometry = (select geometry from buildings where id = ("
                    + some("buildings", 1) + ")) where id = (" + some("buildings", 1) + ")");
            case 5 -> database.sql("delete from buildings where id = (" + some("buildings", 1) + ")");
            case 6 -> database.sql("update ports set used = " + random.nextInt(9) + " where id = (" + some("ports", 1) + ")",
                    "delete from sightings where id = (" + some("sightings", 1) + ")");
            case 7 -> importSome();
            case 8 -> database.sql("insert into assignments (grid_id, person_id, role) select g.id, p.id, 'grid_manager'"
                    + " from grids g, persons p where g.id = (" + some("grids", 1) + ") and p.id = (" + some("persons", 1) + ")"
                    + " and not exists (select 1 from assignments a where a.grid_id = g.id)");
            case 9 -> database.sql(random.nextBoolean() ? "delete from assignments where id in (" + some("assignments", 2) + ")"
                    : "update persons set name = 'N" + random.nextInt(99) + "' where id = (" + some("persons", 1) + ")");
            case 10 -> database.sql("update grids set code = 'X" + random.nextInt(1_000_000) + "' where id = ("
                    + some("grids", 1) + ")");
            case 11 -> database.sql("update grids set parent_id = (select id from grids where parent_id is null order by id"
                    + " limit 1 offset " + random.nextInt(2) + ") where id = ("
                    + some("grids where parent_id is not null", 1) + ")",
                    "update branches set name = 'B" + random.nextInt(9) + "'");
            case 12, 13 -> publish();
            case 14 -> any(servers).post("/api/plans", "{\"name\":\"p\"}");
            case 15 -> any(pages).drop();
            case 16 -> any(pages).read(any(servers));
            default -> restart();
        }
        for (ModelPage page : pages) {
            if (page.isListening() && random.nextInt(12) == 0) {
                page.comeTo(any(servers));
            }
        }
    }

    /// One of these rows, or a few.
    private String some(String table, int rows) {
        return "select id from (select id from " + table + " order by id limit " + rows + " offset " + random.nextInt(12) + ") s";
    }

    private void importSome() {
        SplittableRandom places = new SplittableRandom(random.nextLong());
        List<Building> rows = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            rows.add(CITY.building(1 + random.nextInt(450), places));
        }
        Map<String, Building> byCode = rows.stream().collect(Collectors.toMap(Building::code, b -> b, (a, b) -> a));
        any(servers).store().load(Table.BUILDINGS, Set.of("geometry", "households", "subscribers"), byCode.values().iterator(),
                n -> {});
    }

    private void publish() {
        TestServer server = any(servers);
        server.sync();
        List<Long> leaves = new ArrayList<>(server.publisher().current().map().faces());
        leaves.sort(null);
        long plan = server.post("/api/plans", "{\"name\":\"p\"}").json().get("id").asLong();
        for (int i = 0; i < 2; i++) {
            List<Long> buildings = new ArrayList<>();
            server.publisher().current().page(Layer.BUILDINGS, null, random.nextInt(300), 2, b -> buildings.add(b.id()));
            server.change(plan, "commands", "{\"type\":\"transfer\",\"to\":" + any(leaves) + ",\"buildings\":" + buildings + "}");
        }
        server.change(plan, "commands", "{\"type\":\"setAttributes\",\"grid\":" + any(leaves) + ",\"attributes\":{\"name\":\"n"
                + random.nextInt(99) + "\"}}");
        TestServer.Answer answer = server.publish(plan);
        assertTrue(answer.status() < 500, answer::text);
        published += answer.status() == 200 ? 1 : 0;
    }

    /// Its pages lose their lines, and come to any server later. Sometimes something happens meanwhile.
    private void restart() throws Exception {
        int which = random.nextInt(servers.size());
        servers.get(which).close();
        if (random.nextInt(3) == 0) {
            database.sql("update buildings set households = 7 where id = (" + some("buildings", 1) + ")");
        }
        servers.set(which, new TestServer(database.open()));
        for (ModelPage page : pages) {
            page.comeTo(any(servers));
        }
    }

    private void requireEqual(String when) throws IOException {
        servers.forEach(TestServer::sync);
        JsonNode fresh = ModelPage.shown(servers.getFirst().get("/api/grids").json());
        for (TestServer server : servers) {
            assertEquals(fresh, ModelPage.shown(server.get("/api/grids").json()), when);
        }
        for (ModelPage page : pages) {
            if (!page.isListening()) {
                page.comeTo(any(servers));
            }
            page.catchUp(page.server().get("/api/metrics").header("Wangge-Position"));
            assertEquals(fresh, page.shown(), when);
        }
    }

    private <T> T any(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private void close() throws IOException, SQLException {
        for (ModelPage page : pages) {
            page.close();
        }
        servers.forEach(TestServer::close);
        pages.clear();
        servers.clear();
        database.close();
    }
}
