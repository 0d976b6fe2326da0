package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.wangge.store.StoreSamples.all;
import static org.wangge.store.StoreSamples.building;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.testing.TestDatabases;

@Tag("postgis")
class PostgisStoreTest extends StoreContract {

    @Override
    protected TestDatabases.Database provide() throws Exception {
        return TestDatabases.postgis();
    }

    @Test
    void aFirstImportLeavesTheSpatialIndexInPlace() throws Exception {
        put(building("a", 1));
        assertEquals("1", text("select count(*) from pg_indexes"
                + " where indexdef like '% ON public.buildings USING gist (geometry)'"));
    }

    @Test
    void aStatementThatTouchesManyRowsIsOneChangeOfTheLayer() throws Exception {
        store.load(Table.BUILDINGS, all(Table.BUILDINGS),
                IntStream.range(0, 1_500).<Row>mapToObj(i -> building("b" + i, i)).iterator(), n -> {});
        sql("delete from feed");
        sql("update buildings set revenue = 1");
        assertEquals("buildings 0", text("select string_agg(layer || ' ' || row_id, ', ') from feed"));
        sql("delete from feed");
        sql("update buildings set revenue = 2 where households < 1000");
        assertEquals("1000", text("select count(*) from feed where row_id > 0"));
        sql("delete from feed");
        sql("truncate buildings");
        assertEquals("buildings 0", text("select string_agg(layer || ' ' || row_id, ', ') from feed"));
    }

    @Test
    void aDateWithoutEndIsLeftOut() throws Exception {
        sql("insert into sightings (code, seen_at, geometry) select 's' || n, d::date, 'SRID=4326;POINT (117 39)'"
                + " from unnest(array['2026-02-28', 'infinity', '-infinity', '1999-12-31', null]) with ordinality t (d, n)");
        assertEquals(List.of("s1 2026-02-28", "s4 1999-12-31", "s5 null"),
                scan(Table.SIGHTINGS).stream().map(r -> r.code() + " " + ((Sighting) r).seenAt()).toList());
    }

    @Test
    void aDatabaseThatCannotBeReachedIsNamedWithoutThePassword() {
        ProblemException e = assertThrows(ProblemException.class,
                () -> Store.openPostgis("jdbc:postgresql://127.0.0.1:1/city?user=planner&password=hush"));
        assertInstanceOf(Problem.Unavailable.class, e.problem());
        assertTrue(e.problem().detail().startsWith("The database city on 127.0.0.1:1 can't be reached: "), e.problem().detail());
        assertEquals("Check that PostgreSQL runs there, accepts connections from this machine and is not behind a firewall; "
                + "wangge goes on by itself when it is back.", e.problem().remedy());
        assertFalse(e.getMessage().contains("hush"), e.getMessage());
    }

    @Test
    void aUrlOfAnotherKindIsRefusedWithoutThePassword() {
        ProblemException e = assertThrows(ProblemException.class,
                () -> Store.openPostgis("jdbc:mysql://planner:hush@db/city?password=hush"));
        assertEquals(new Problem.BadInput("The database URL is not one of PostgreSQL's: jdbc:mysql://db/city.",
                "Write it as jdbc:postgresql://host:5432/database?user=name&password=…"), e.problem());
    }

    @Test
    void aDatabaseThatIsNotThereIsNamed() {
        String url = database.url().replaceFirst("wangge_test_\\w+", "no_such_city");
        ProblemException e = assertThrows(ProblemException.class, () -> Store.openPostgis(url));
        assertTrue(e.problem().detail().contains("The database no_such_city on "), e.problem().detail());
        assertEquals("Create it (createdb no_such_city) or correct the database URL.", e.problem().remedy());
    }

    @Test
    void aSchemaOfANewerProgramIsLeftAlone() throws Exception {
        try (TestDatabases.Database newer = TestDatabases.postgis()) {
            newer.open().close();
            try (var c = newer.connect();
                    var s = c.createStatement()) {
                s.execute("insert into flyway_schema_history select 99, '999', 'later', type, script, checksum, installed_by,"
                        + " installed_on, execution_time, success from flyway_schema_history where version = '1'");
            }
            ProblemException e = assertThrows(ProblemException.class, newer::open);
            String detail = e.problem().detail();
            assertTrue(detail.endsWith(" has schema version 999; this program knows only up to "
                    + StoreSamples.newestSchema() + "."),
                    detail);
        }
    }

    @Test
    void aUserWhoMayNotAddPostgisIsToldWhatToDo() throws Exception {
        try (TestDatabases.Database bare = TestDatabases.barePostgis()) {
            String role = "visitor_" + System.nanoTime();
            sql("create role " + role + " login password 'hush'");
            try {
                String url = bare.url().replaceFirst("\\?.*", "") + "?user=" + role + "&password=hush";
                ProblemException e = assertThrows(ProblemException.class, () -> Store.openPostgis(url));
                assertTrue(e.problem().detail().endsWith(" has no PostGIS, and adding it failed: "
                        + "ERROR: permission denied to create extension \"postgis\"."), e.problem().detail());
                assertTrue(e.problem().remedy().contains("\"create extension postgis\""), e.problem().remedy());
            } finally {
                sql("drop role " + role);
            }
        }
    }
}
