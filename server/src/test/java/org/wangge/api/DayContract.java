package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.LocalDate;
import java.time.ZonedDateTime;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.access.Access;
import org.wangge.model.Assignment;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.testing.Await;
import org.wangge.testing.EventClient;
import org.wangge.testing.TestClock;
import org.wangge.testing.TestServer;

/// What becomes of a day that ends while the server runs.
abstract class DayContract extends TownContract {

    private static final ZonedDateTime EVENING = ZonedDateTime.parse("2026-12-31T23:59:59+08:00[Asia/Shanghai]");
    private static final LocalDate TODAY = EVENING.toLocalDate();
    private static final LocalDate TOMORROW = TODAY.plusDays(1);

    private final TestClock clock = new TestClock(EVENING);

    @Override
    TestServer serve(Store store) {
        return new TestServer(store, new Access.Settings(true, false, null), Exposure.loopback(0), clock);
    }

    @Test
    void whoBeginsTomorrowIsShownTomorrowWithoutAnyPublicationAndOpenPagesHearOfIt() throws Exception {
        assign("A", "W1", null, TODAY);
        assign("A", "L1", TOMORROW, null);
        server.sync();
        assertEquals(List.of("W1"), inCharge("A"));
        try (EventClient page = new EventClient(server.url())) {
            page.await("hello");
            long revision = server.publisher().current().revision();
            clock.advance(Duration.ofSeconds(1));
            JsonNode day = page.await("day");
            assertEquals(TOMORROW.toString(), day.get("day").asText());
            assertEquals(revision, day.get("revision").asLong());
            assertEquals(List.of("L1"), inCharge("A"));
            assertEquals(server.publisher().current().seq(), day.get("seq").asLong());
        }
    }

    /// At these moments the publication must carry the new date, however soon after midnight it comes.
    @ParameterizedTest
    @CsvSource({"2026-12-31T23:59:59+08:00[Asia/Shanghai], 1, 2027-01-01",
        "2028-02-28T23:59:59+08:00[Asia/Shanghai], 1, 2028-02-29",
        "2026-03-28T23:59:59+01:00[Europe/Berlin], 82801, 2026-03-30"})
    void aPublicationAfterMidnightIsDatedToday(ZonedDateTime evening, int seconds, LocalDate next) {
        TestClock there = new TestClock(evening);
        server.close();
        server = new TestServer(database.open(), new Access.Settings(true, false, null), Exposure.loopback(0), there);
        long plan = planned("A", "W1");
        there.advance(Duration.ofSeconds(seconds));
        assertEquals(200, server.publish(plan).status());
        assertEquals(List.of(next), assignments().stream().map(Assignment::validFrom).toList());
        assertEquals(List.of("W1"), inCharge("A"));
    }

    @Test
    void nothingIsLostOrDoubledWhenTheClockGoesBack() {
        clock.advance(Duration.ofSeconds(1));
        assertEquals(200, server.publish(planned("A", "W1")).status());
        assertEquals(List.of("W1"), inCharge("A"));
        clock.set(EVENING.toInstant());
        awaitInCharge("A", List.of());
        assertEquals(200, server.publish(planned("A", "L1")).status());
        assertEquals(List.of("L1"), inCharge("A"));
        assertEquals(List.of(TODAY, TOMORROW), assignments().stream().map(Assignment::validFrom).sorted().toList());
        clock.advance(Duration.ofSeconds(1));
        awaitInCharge("A", List.of("W1"));
        assertEquals(2, assignments().size());
        JsonNode revisions = server.get("/api/revisions").json().get("revisions");
        assertEquals(2, revisions.size());
    }

    @Test
    void aChangeThatLiesNowhereIsToldToo() throws Exception {
        try (EventClient page = new EventClient(server.url())) {
            long seq = page.await("hello").get("seq").asLong();
            assign("B", "L1", null, null);
            JsonNode change = page.await("change");
            assertEquals(seq + 1, change.get("seq").asLong());
            assertEquals("assignments", change.get("layer").asText());
            assertTrue(change.get("bbox").isNull());
        }
    }

    /// A draft that puts the person in charge.
    private long planned(String grid, String person) {
        long plan = server.post("/api/plans", "{\"name\":\"" + person + "\"}").json().get("id").asLong();
        var answer = server.change(plan, "commands",
                "{\"type\":\"setAttributes\",\"grid\":" + id(grid) + ",\"attributes\":{\"person\":\"" + person + "\"}}");
        assertEquals(200, answer.status(), answer::text);
        return plan;
    }

    private void assign(String grid, String person, LocalDate from, LocalDate to) throws SQLException {
        try (Connection other = database.connect();
                Statement s = other.createStatement()) {
            s.executeUpdate("insert into assignments (grid_id, person_id, role, valid_from, valid_to) "
                    + "select g.id, p.id, 'grid_manager', "
                    + quoted(from) + ", " + quoted(to) + " from grids g, persons p"
                    + " where g.code = '" + grid + "' and p.code = '" + person + "'");
        }
    }

    private static String quoted(LocalDate day) {
        return day == null ? "null" : "'" + day + "'";
    }

    private List<Assignment> assignments() {
        List<Assignment> all = new java.util.ArrayList<>();
        server.store().read(source -> source.scan(Table.ASSIGNMENTS, row -> all.add((Assignment) row)));
        return all;
    }

    private void awaitInCharge(String grid, List<String> codes) {
        Await.until(codes + " in charge of " + grid, Duration.ofSeconds(20), () -> inCharge(grid).equals(codes));
    }

    private List<String> inCharge(String grid) {
        return StreamSupport.stream(grid(server.get("/api/grids").json(), grid).get("persons").spliterator(), false)
                .map(p -> p.get("code").asText()).toList();
    }
}
