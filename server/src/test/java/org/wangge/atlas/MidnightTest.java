package org.wangge.atlas;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.ZonedDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.wangge.atlas.Publisher.Publication;
import org.wangge.model.Assignment;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.model.Table;
import org.wangge.testing.Await;
import org.wangge.testing.TestClock;

class MidnightTest {

    /// Moments are such that one or two seconds lie between a day and the next.
    @ParameterizedTest
    @CsvSource({
        "2026-11-22T23:59:59+08:00, Asia/Shanghai, 1, 2026-11-22, 2026-11-23",
        "2028-02-28T23:59:59+08:00, Asia/Shanghai, 1, 2028-02-28, 2028-02-29",
        "2028-02-29T23:59:59+08:00, Asia/Shanghai, 1, 2028-02-29, 2028-03-01",
        "2027-02-28T23:59:59+08:00, Asia/Shanghai, 1, 2027-02-28, 2027-03-01",
        "2026-12-31T23:59:59+08:00, Asia/Shanghai, 1, 2026-12-31, 2027-01-01",
        // 23 hours later it is the day after the next midnight: that night one hour was left out.
        "2026-03-28T23:30:00+01:00, Europe/Berlin, 84600, 2026-03-28, 2026-03-30",
        // Here midnight itself is left out: after 23:59:59 comes 01:00.
        "2026-03-07T23:59:59-05:00, America/Havana, 1, 2026-03-07, 2026-03-08",
        // And here the hour before midnight came twice.
        "2018-02-17T23:59:59-02:00, America/Sao_Paulo, 1, 2018-02-17, 2018-02-17",
        "2018-02-17T23:59:59-02:00, America/Sao_Paulo, 3601, 2018-02-17, 2018-02-18",
        "2026-11-22T16:00:00+00:00, Asia/Shanghai, 0, 2026-11-23, 2026-11-23",
    })
    void theDayTurnsInTheZoneOfTheClock(Instant moment, ZoneId zone, int seconds, LocalDate day, LocalDate next) {
        TestClock clock = new TestClock(moment.atZone(zone));
        Publisher publisher = publisher(clock);
        assertEquals(day, publisher.current().day());
        clock.advance(Duration.ofSeconds(seconds));
        assertEquals(day, publisher.current().day(), "it waits for whoever turns it");
        assertEquals(next, publisher.today().day());
        assertEquals(next, publisher.current().day());
    }

    @Test
    void whoBeginsTodayIsShownAndTheSameDayIsPublishedOnce() {
        TestClock clock = new TestClock(ZonedDateTime.parse("2026-11-22T23:59:59+08:00[Asia/Shanghai]"));
        Publisher publisher = publisher(clock);
        List<Publication> heard = new ArrayList<>();
        publisher.listen(heard::add);
        publisher.turnDay();
        assertEquals("first", inCharge(publisher));
        clock.advance(Duration.ofSeconds(1));
        publisher.turnDay();
        publisher.turnDay();
        assertEquals("second", inCharge(publisher));
        assertEquals(List.of(2L), heard.stream().map(p -> p.after().seq()).toList());
        assertSame(heard.getFirst().before().map(), heard.getFirst().after().map(), "nothing is worked out anew but persons");
        assertEquals(1, publisher.current().revision());
    }

    @Test
    void aClockThatIsSetBackTurnsTheDayBack() {
        TestClock clock = new TestClock(ZonedDateTime.parse("2026-11-23T00:00:00+08:00[Asia/Shanghai]"));
        Publisher publisher = publisher(clock);
        assertEquals("second", inCharge(publisher));
        clock.advance(Duration.ofHours(-3));
        publisher.turnDay();
        assertEquals("first", inCharge(publisher));
        clock.advance(Duration.ofDays(400));
        publisher.turnDay();
        assertEquals("second", inCharge(publisher));
        assertEquals(3, publisher.current().seq());
    }

    @Test
    void anAtlasThatIsNotLoadedHasNoDayToTurn() {
        Publisher publisher = new Publisher(new TestClock(Instant.parse("2026-11-22T00:00:00Z")));
        publisher.turnDay();
        assertEquals(0, publisher.current().seq());
    }

    @Test
    void itTurnsByItselfAndOneListenerThatFailsDoesNotEndThat() {
        TestClock clock = new TestClock(Instant.parse("2026-11-22T12:00:00Z"));
        Publisher publisher = publisher(clock);
        List<LocalDate> heard = new ArrayList<>();
        publisher.listen(p -> {
            heard.add(p.after().day());
            if (heard.size() == 1) {
                throw new StackOverflowError("of a listener");
            }
        });
        try (Midnight midnight = new Midnight(publisher)) {
            for (int day = 23; day <= 24; day++) {
                LocalDate next = LocalDate.of(2026, 11, day);
                clock.advance(Duration.ofDays(1));
                Await.until("the day " + day, Duration.ofSeconds(20), () -> publisher.current().day().equals(next));
            }
        }
    }

    private static String inCharge(Publisher publisher) {
        return publisher.current().findGrid(1).orElseThrow().responsible().getFirst().person().code();
    }

    /// A grid that the first person looks after until 22 November 2026, and the second from the next day on.
    private static Publisher publisher(TestClock clock) {
        LocalDate last = LocalDate.of(2026, 11, 22);
        Publisher publisher = new Publisher(clock);
        publisher.load(
                Rows.of(new Grid(1, 1, "G", null, 1, null, null, null, null, null, null),
                        new Person(1, "first", "一", null), new Person(2, "second", "二", null),
                        new Assignment(1, 1, 1, Assignment.GRID_MANAGER, null, null, last),
                        new Assignment(2, 1, 2, Assignment.GRID_MANAGER, null, last.plusDays(1), null)),
                EnumSet.allOf(Table.class));
        return publisher;
    }
}
