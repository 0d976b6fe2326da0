package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.wangge.store.Store;
import org.wangge.testing.Await;
import org.wangge.testing.ModelPage;
import org.wangge.testing.TcpGate;
import org.wangge.testing.TestDatabases;
import org.wangge.testing.TestServer;
import org.wangge.testing.TestTown;

/// Two servers of one PostGIS, one of which may lose its database: pages go from one to the other.
@Tag("postgis")
@Timeout(300)
class TwoServersInStepTest {

    private TestDatabases.Database database;
    private TcpGate gate;
    private TestServer one;
    private TestServer two;

    @BeforeEach
    void start() {
        database = TestDatabases.postgis();
        one = new TestServer(database.open(TestTown.CONTENT));
        gate = TcpGate.before(database.url());
        two = second();
    }

    private TestServer second() {
        return new TestServer(Store.openPostgis(gate.through(database.url())));
    }

    @AfterEach
    void stop() throws SQLException {
        one.close();
        two.close();
        gate.close();
        database.close();
    }

    @Test
    void twoPagesStayInStepThroughARestartOfEachServer() throws Exception {
        try (ModelPage anna = new ModelPage(one);
                ModelPage bert = new ModelPage(two)) {
            subscribers("A0", 11);
            requireInStep(anna, bert);
            one.close();
            anna.drop();
            subscribers("B0", 12);
            requireInStep(bert);
            anna.comeTo(two);
            requireInStep(anna, bert);
            one = new TestServer(database.open());
            subscribers("C0", 13);
            two.close();
            bert.drop();
            anna.comeTo(one);
            bert.comeTo(one);
            requireInStep(anna, bert);
            two = second();
            bert.comeTo(two);
            subscribers("D0", 14);
            requireInStep(anna, bert);
            assertEquals(List.of(0, 0), List.of(anna.gaps(), bert.gaps()));
            assertEquals(1, bert.wholeLists(), "what changed while its server was away the other remembered");
        }
    }

    private void requireInStep(ModelPage... pages) throws Exception {
        for (ModelPage page : pages) {
            page.server().sync();
            page.catchUp(page.server().get("/api/metrics").header("Wangge-Position"));
            assertEquals(ModelPage.shown(page.server().get("/api/grids").json()), page.shown());
        }
    }

    @Test
    void aServerThatIsBehindCatchesUpFirstAndSaysSoWhileItCanNot() throws SQLException {
        gate.refuse();
        subscribers("A0", 11);
        one.sync();
        String ahead = one.get("/api/grids").json().get("position").asText();
        // Whose token it is could not be looked up just now, so nobody signs in.
        String there = stranger("/api/grids").json().get("position").asText();
        for (String path : List.of("/api/grids?since=", "/api/changes?since=", "/api/events?since=")) {
            TestServer.Answer behind = stranger(path + ahead);
            assertEquals(503, behind.status(), path);
            assertTrue(Integer.parseInt(behind.header("Retry-After")) > 0);
        }
        assertEquals(200, stranger("/api/grids?since=" + there).status(), "what it knows it tells");
        gate.open();
        Await.until("it is there", Duration.ofSeconds(60), () -> stranger("/api/grids?since=" + ahead).status() == 200);
        JsonNode caughtUp = stranger("/api/grids?since=" + there).json();
        assertFalse(caughtUp.get("complete").asBoolean());
        assertEquals(110, TownContract.grid(caughtUp, "A").at("/figures/subscribers").asInt());
    }

    private TestServer.Answer stranger(String path) {
        return two.bare("GET", path, null, "Accept", "text/event-stream, application/json");
    }

    private void subscribers(String building, int subscribers) throws SQLException {
        try (Connection c = database.connect();
                Statement s = c.createStatement()) {
            s.execute("update buildings set subscribers = " + subscribers + " where code = '" + building + "'");
        }
    }
}
