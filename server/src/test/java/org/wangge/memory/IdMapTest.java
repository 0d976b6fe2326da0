package org.wangge.memory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IdMapTest {

    private record Change(long id, String value) {}

    /// Ids that lie close together, far apart, and where a page ends.
    @Provide
    Arbitrary<List<Change>> changes() {
        Arbitrary<Long> ids = Arbitraries.oneOf(
                Arbitraries.longs().between(-40, 40),
                Arbitraries.longs().between(0, 5_000),
                Arbitraries.longs(),
                Arbitraries.of(Long.MIN_VALUE, Long.MAX_VALUE, 31L, 32L, 1L << 60, -(1L << 60), 1L << 35));
        return ids.flatMap(id -> Arbitraries.integers().between(0, 6).map(v -> new Change(id, v < 2 ? null : ("v" + v).intern())))
                .list().ofMaxSize(300);
    }

    @Property(tries = 500, seed = "20261128")
    void isWhatATreeMapWouldBe(@ForAll("changes") List<Change> changes) {
        IdMap<String> map = IdMap.empty();
        TreeMap<Long, String> expected = new TreeMap<>();
        List<IdMap<String>> maps = new ArrayList<>(List.of(map));
        List<Map<Long, String>> copies = new ArrayList<>(List.of(Map.of()));
        for (Change c : changes) {
            map = map.with(c.id, c.value);
            if (c.value == null) {
                expected.remove(c.id);
            } else {
                expected.put(c.id, c.value);
            }
            assertEquals(c.value, map.get(c.id));
            assertEquals(expected.size(), map.size());
            maps.add(map);
            copies.add(new HashMap<>(expected));
        }
        assertEquals(List.copyOf(expected.entrySet()), List.copyOf(map.entrySet()), "in order of id");
        TreeMap<Long, String> told = new TreeMap<>();
        map.forEach(told::put);
        assertEquals(expected, told);
        assertEquals(map, IdMap.copyOf(expected));
        for (int i = 0; i < maps.size(); i += 17) {
            assertEquals(copies.get(i), maps.get(i), "an earlier map has stayed as it was");
            assertDifferences(copies.get(i), expected, maps.get(i), map);
            assertDifferences(expected, copies.get(i), map, maps.get(i));
        }
        for (long id : List.copyOf(expected.keySet())) {
            map = map.without(id);
            assertFalse(map.containsKey(id));
        }
        assertTrue(map.isEmpty());
        assertSame(IdMap.empty(), map);
    }

    /// The values are interned, so that what is equal is the same object.
    private static void assertDifferences(
            Map<Long, String> before, Map<Long, String> after, IdMap<String> from, IdMap<String> to) {
        Map<Long, List<String>> expected = new TreeMap<>();
        TreeMap<Long, String> all = new TreeMap<>(before);
        all.putAll(after);
        all.keySet().stream().filter(id -> before.get(id) != after.get(id))
                .forEach(id -> expected.put(id, pair(before.get(id), after.get(id))));
        Map<Long, List<String>> found = new TreeMap<>();
        from.differences(to, (id, x, y) -> assertNull(found.put(id, pair(x, y)), "told once"));
        assertEquals(expected, found);
    }

    private static List<String> pair(String before, String after) {
        return List.of(String.valueOf(before), String.valueOf(after));
    }

    @Test
    void whatIsSetAsItIsChangesNothing() {
        IdMap<String> map = IdMap.<String>empty().with(5, "a").with(7, "b");
        assertSame(map, map.with(5, map.get(5)));
        assertSame(map, map.without(6));
        assertSame(map, IdMap.copyOf(map));
        assertNull(map.get((Object) "5"));
    }

    @Test
    void refusesToBeChangedInPlace() {
        Map<Long, String> map = IdMap.<String>empty().with(5, "a");
        assertThrows(UnsupportedOperationException.class, () -> map.put(6L, "b"));
        assertThrows(UnsupportedOperationException.class, () -> map.remove(5L));
        assertThrows(UnsupportedOperationException.class, () -> map.keySet().clear());
        assertThrows(UnsupportedOperationException.class, () -> map.entrySet().iterator().next().setValue("c"));
    }
}
