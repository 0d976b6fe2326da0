package org.wangge.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wangge.intake.ImportRequest;
import org.wangge.intake.Importer;
import org.wangge.model.Layer;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Failpoints.Fault;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer.Answer;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// Whatever statement of a change fails, and however: what was answered as failed is not stored, what was answered as done is,
/// and the next change works. Every statement of every kind of change is tried, on both databases.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FailpointsContract {

    /// A change that can be tried again and again; true when it was answered as done, false when as failed for now.
    private interface Attempt {
        boolean succeeds();
    }

    @TempDir
    static Path folder;

    private final Failpoints failpoints = new Failpoints();
    private TestDatabases.Database database;
    private TestServer server;
    private int names;

    abstract TestDatabases.Database provide() throws Exception;

    abstract Store open(TestDatabases.Database of, Failpoints wires);

    abstract String tables();

    @BeforeAll
    void start() throws Exception {
        database = provide();
        Store store = open(database, failpoints);
        TestTown.load(store);
        server = new TestServer(store);
    }

    @AfterAll
    void stop() throws Exception {
        server.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aCommand(Fault fault) {
        walk(fault, () -> {
            long plan = newPlan();
            String step = reshape(names % 2 == 0 ? "117.0111,39.005" : "117.0112,39.004");
            return at(plan, "commands", step);
        });
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aPublication(Fault fault) {
        walk(fault, () -> {
            long plan = approved();
            return at(plan, "publish", "");
        });
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aRestoration(Fault fault) {
        assertEquals(200, server.change(approved(), "publish", "").status());
        walk(fault, () -> () -> done(server.post("/api/revisions/0/restore", "")));
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void aChangeOfAnAccount(Fault fault) {
        walk(fault, () -> {
            long account = server.post("/api/accounts", "{\"name\":\"changed" + ++names + "\"}").json().get("id").asLong();
            return () -> done(server.send("PATCH", "/api/accounts/" + account,
                    "{\"new_password\":true,\"grants\":[{\"role\":\"viewer\"},{\"role\":\"planner\"}]}"));
        });
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void anImport(Fault fault) {
        walk(fault, () -> {
            Path buildings = write("buildings" + ++names + ".csv", "code,name,lon,lat,households",
                    "A0,renamed " + names + ",117.0005,39.0005,11", "N" + names + ",new,117.0006,39.0006,1");
            return () -> imported(Layer.BUILDINGS, buildings);
        });
    }

    @ParameterizedTest
    @EnumSource(Fault.class)
    void anImportOfGridsAndWhoLooksAfterThem(Fault fault) {
        walk(fault, () -> {
            Path grids = write("grids" + ++names + ".csv", "code,name,branch,parent,person,phone,role,wkt",
                    "A,named " + names + ",T,P1,张三" + names + ",1380000" + (1000 + names) + ",grid_manager,"
                            + "\"POLYGON ((117 39, 117.01 39, 117.01 39.01, 117 39.01, 117 39))\"");
            return () -> imported(Layer.GRIDS, grids);
        });
    }

    private void walk(Fault fault, Supplier<Attempt> kind) {
        List<String> wrong = new ArrayList<>();
        Attempt attempt = kind.get();
        int n = 1;
        while (true) {
            List<String> before = dump();
            failpoints.arm(n, fault);
            boolean succeeded;
            String hit;
            try {
                succeeded = attempt.succeeds();
            } finally {
                hit = failpoints.disarm();
            }
            if (hit == null) {
                assertTrue(succeeded, "without a fault it works");
                break;
            }
            boolean changed = !dump().equals(before);
            if (changed != succeeded) {
                wrong.add(n + " answered as " + (succeeded ? "done" : "failed") + (changed ? ", and stored: " : ", not stored: ")
                        + hit);
            }
            if (changed) {
                server.sync();
                attempt = kind.get();
            }
            assertEquals(201, server.post("/api/plans", "{\"name\":\"next\"}").status(), "the next write after " + n + " " + hit);
            n++;
        }
        assertEquals(List.of(), wrong);
        assertTrue(n > 5, "only " + n + " statements");
        System.out.println(getClass().getSimpleName() + " walked " + (n - 1) + " failpoints by " + fault);
    }

    /// Nothing but done, or a failure that says to try again.
    private static boolean done(Answer answer) {
        if (answer.status() / 100 == 2) {
            return true;
        }
        assertEquals(503, answer.status(), answer.text());
        return false;
    }

    private boolean imported(Layer layer, Path file) {
        try {
            new Importer(server.store()).run(ImportRequest.of(layer, file));
            return true;
        } catch (ProblemException e) {
            assertTrue(e.problem() instanceof Problem.Unavailable, e.toString());
            return false;
        }
    }

    /// Takes a step with the plan as it is now.
    private Attempt at(long plan, String step, String body) {
        String version = server.get("/api/plans/" + plan).header("ETag");
        return () -> done(server.post("/api/plans/" + plan + "/" + step, body, "If-Match", version));
    }

    private long newPlan() {
        Answer made = server.post("/api/plans", "{\"name\":\"plan " + ++names + "\"}");
        assertEquals(201, made.status(), made.text());
        return made.json().get("id").asLong();
    }

    private long approved() {
        long plan = newPlan();
        assertEquals(200, server.change(plan, "commands", "{\"type\":\"setAttributes\",\"grid\":" + grid("B")
                + ",\"attributes\":{\"name\":\"named " + names + "\"}}").status());
        return server.approve(plan);
    }

    private String reshape(String over) {
        return "{\"type\":\"reshape\",\"between\":[%d,%d],\"path\":{\"type\":\"LineString\",\"coordinates\":[%s]}}".formatted(
                grid("A"), grid("B"), "[117.01,39.002],[" + over + "],[117.01,39.008]");
    }

    private long grid(String code) {
        return server.store().codes(Table.GRIDS).get(code);
    }

    private static Path write(String name, String... lines) {
        try {
            return Files.writeString(folder.resolve(name), String.join("\n", lines) + "\n");
        } catch (java.io.IOException e) {
            throw new AssertionError(e);
        }
    }

    /// All that a store holds but its feed, sequences, and when a token was last used.
    private List<String> dump() {
        List<String> lines = new ArrayList<>();
        try (Connection c = database.connect();
                Statement s = c.createStatement()) {
            List<String> tables = new ArrayList<>();
            try (ResultSet rs = s.executeQuery(tables())) {
                while (rs.next()) {
                    tables.add(rs.getString(1));
                }
            }
            for (String table : tables) {
                try (ResultSet rs = s.executeQuery("select * from " + table)) {
                    while (rs.next()) {
                        StringBuilder line = new StringBuilder(table);
                        for (int i = 1; i <= rs.getMetaData().getColumnCount(); i++) {
                            boolean isUse = rs.getMetaData().getColumnName(i).equals("used_at");
                            line.append(' ').append(isUse ? "" : rs.getString(i));
                        }
                        lines.add(line.toString());
                    }
                }
            }
        } catch (SQLException e) {
            throw new AssertionError(e);
        }
        assertNotEquals(List.of(), lines);
        return lines.stream().sorted().toList();
    }
}
