package org.wangge.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Positions as texts, and which of two states has seen more.
class PositionTest {

    private static final LocalDate DAY = LocalDate.of(2026, 11, 27);

    @Property(seed = "20261127")
    void aTextMeansOnePosition(
            @ForAll @IntRange(min = 1, max = 1_000_000) int next,
            @ForAll @Size(max = 40) Set<@IntRange(min = 1, max = 999_999) Integer> open,
            @ForAll @IntRange(min = -1_000, max = 80_000) int day) {
        List<Long> underWay = new ArrayList<>(new TreeSet<>(open).headSet(next).stream().map(Integer::longValue).toList());
        Position position = new Position(new Seen("ab12", next, underWay, next % 3), LocalDate.ofEpochDay(day));
        assertEquals(position, Position.parse(position.text()));
        assertTrue(position.text().matches("[A-Za-z0-9_-]+"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "%", "1,ab,5,0,fs1,", "1,ab,5,0,fs1,.", "1,ab,5,0,fs1,6", "1,ab,5,0,fs1,2.2",
        "1,ab,5,0,fs1,1.2",
        "2,ab,5,0,fs1,", "1,ab,05,0,fs1,", "1,ab,5,0,fs1,\n", "1,ab,5,0,--1,", "1,AB,5,0,fs1,", "1,ab,5,0,fs1,2,",
        "1,ab,zzzzzzzzzzzzz,0,fs1,", "1,ab,0,0,fs1,", "1,ab,5,0,fs1,5"})
    void whatIsNoPositionIsRefused(String inside) {
        if (inside.equals("1,ab,5,0,fs1,")) {
            assertEquals(5, Position.parse(packed(inside)).seen().next(), "the good one");
            return;
        }
        assertThrows(IllegalArgumentException.class, () -> Position.parse(packed(inside)));
        assertThrows(IllegalArgumentException.class, () -> Position.parse(inside));
        assertThrows(IllegalArgumentException.class, () -> Position.parse(packed("1,ab,5,0,fs1,") + "="));
        assertThrows(IllegalArgumentException.class, () -> Position.parse("M".repeat(10_000)));
    }

    private static String packed(String inside) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(inside.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void oneStateCoversAnotherWhenItHasSeenAllOfIt() {
        Seen early = seen(10, 7L, 8L);
        Seen later = seen(12, 8L);
        assertTrue(later.covers(early));
        assertFalse(early.covers(later));
        assertTrue(early.covers(early));
        assertTrue(early.sees(9));
        assertFalse(early.sees(8));
        assertFalse(early.sees(10));
        assertTrue(seen(10).covers(seen(12, 10L, 11L)), "nothing was seen of what is under way");
        assertFalse(seen(10).covers(new Seen("other", 5, List.of())));
        assertFalse(new Position(early, DAY).equals(new Position(early, DAY.plusDays(1))));
    }

    /// By the definition: every transaction that the other sees.
    @Property(seed = "20261127")
    void coveringIsSeeingAllThatTheOtherSees(
            @ForAll @IntRange(min = 1, max = 12) int a, @ForAll Set<@IntRange(min = 1, max = 11) Integer> openA,
            @ForAll @IntRange(min = 1, max = 12) int b, @ForAll Set<@IntRange(min = 1, max = 11) Integer> openB) {
        Seen one = seen(a, new TreeSet<>(openA).headSet(a).stream().map(Integer::longValue).toArray(Long[]::new));
        Seen other = seen(b, new TreeSet<>(openB).headSet(b).stream().map(Integer::longValue).toArray(Long[]::new));
        boolean all = true;
        for (long t = 1; t < 20; t++) {
            all &= one.sees(t) || !other.sees(t);
        }
        assertEquals(all, one.covers(other), one + " " + other);
    }

    private static Seen seen(long next, Long... open) {
        return new Seen("ab", next, List.of(open));
    }
}
