package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.io.WKBWriter;
import org.wangge.app.bench.RandomCommands;
import org.wangge.problem.ProblemException;
import org.wangge.testing.Effort;
import org.wangge.testing.TestDatabases;

/// PostGIS as a judge that shares no code with us: after random commands the grids are valid, no two overlap, and together they
/// have the area of their union.
@Tag("postgis")
class PostgisJudgesCommandsTest {

    private static final int COMMANDS = Effort.times(60, 6_000);
    private static final long SEED = 20261122;

    private static final String PAIRS = """
            select count(*) filter (where st_overlaps(a.area, b.area)
                                       or st_contains(a.area, b.area) or st_contains(b.area, a.area)),
                   coalesce(max(st_area(st_intersection(a.area, b.area))), 0), count(*)
            from grids a join grids b on a.id < b.id and a.area && b.area""";
    private static final String WHOLE = """
            select count(*) filter (where not st_isvalid(area)), sum(st_area(area)), st_area(st_union(area)) from grids""";

    @Test
    void gridsStayAPartitionInATown() throws SQLException {
        Random random = new Random(SEED);
        judge(Samples.town(random, 14, 400_000, 4), random);
    }

    @Test
    void gridsStayAPartitionInALattice() throws SQLException {
        Random random = new Random(SEED);
        judge(Samples.lattice(random, 6, 20_000, 3), random);
    }

    private static void judge(Map<Long, Geometry> areas, Random random) throws SQLException {
        PlanarMap map = PlanarMap.of(areas);
        RandomCommands commands = new RandomCommands(random, 8, 30, 1_000);
        try (TestDatabases.Database database = TestDatabases.barePostgis();
                Connection connection = database.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("create extension if not exists postgis");
            statement.execute("create table grids (id bigint primary key, area geometry)");
            int applied = 0;
            for (int i = 0; i < COMMANDS; i++) {
                try {
                    map = map.with(map.preview(commands.next(map)).change());
                    applied++;
                } catch (ProblemException e) {
                    continue;
                }
                if (applied % 5 == 0) {
                    store(connection, map);
                    check(statement);
                }
            }
            assertTrue(applied > COMMANDS / 2, "most commands were refused");
        }
    }

    private static void store(Connection connection, PlanarMap map) throws SQLException {
        try (Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement("insert into grids values (?, st_geomfromwkb(?))")) {
            statement.execute("truncate grids");
            for (long id : map.faces()) {
                insert.setLong(1, id);
                insert.setBytes(2, new WKBWriter().write(map.face(id)));
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    private static void check(Statement statement) throws SQLException {
        try (ResultSet r = statement.executeQuery(PAIRS)) {
            r.next();
            assertEquals(0, r.getInt(1), "pairs that overlap");
            assertEquals(0, r.getDouble(2), "square units that two grids share");
            assertTrue(r.getInt(3) > 0);
        }
        try (ResultSet r = statement.executeQuery(WHOLE)) {
            r.next();
            assertEquals(0, r.getInt(1), "invalid grids");
            assertEquals(r.getDouble(2), r.getDouble(3), 1e-9 * r.getDouble(2));
        }
    }
}
