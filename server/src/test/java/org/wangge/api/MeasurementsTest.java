package org.wangge.api;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.wangge.testing.Await;
import org.wangge.testing.TestDatabases;

class MeasurementsTest extends TownContract {

    private static final String TILE = "/tiles/grids/14/13516/6261.mvt";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final String SURFACE = "/tiles/surface/penetration/14/13516/6261.png";

    @TempDir
    Path folder;

    @Override
    TestDatabases.Database provide() {
        return TestDatabases.geoPackage(folder);
    }

    /// Both ways: what is measured is listed, and what is listed is measured.
    @Test
    void theReferenceListsEveryMeasurement() throws IOException {
        Set<String> listed = names(Pattern.compile("`(wangge_[a-z_]+)`"), Files.readString(Path.of("../docs/api.md")));
        Set<String> told = names(Pattern.compile("(?m)^# TYPE (wangge_[a-z_]+) "), server.get("/metrics").text());
        assertEquals(listed, told);
        assertTrue(told.size() > 20, told::toString);
    }

    @Test
    void cachesTellWhatTheyHoldAndWhatBecameOfIt() {
        long plan = server.post("/api/plans", "{\"name\":\"p\"}").json().get("id").asLong();
        for (int i = 0; i < 2; i++) {
            assertEquals(200, server.get(TILE).status());
            assertEquals(200, server.get(SURFACE).status());
            assertEquals(200, server.get("/api/plans/" + plan).status());
        }
        for (String cache : List.of("tiles", "surfaces", "drafts", "callers")) {
            assertEquals(1, value("wangge_cache_entries", "cache", cache), 1, cache);
            assertTrue(value("wangge_cache_hits_total", "cache", cache) >= 1, cache);
            assertTrue(value("wangge_cache_misses_total", "cache", cache) >= 1, cache);
            double bytes = value("wangge_cache_bytes", "cache", cache);
            assertTrue(bytes > 0 && bytes < value("wangge_cache_max_bytes", "cache", cache), cache + " " + bytes);
        }
        assertEquals(0, value("wangge_cache_entries", "cache", "past states"));
    }

    @Test
    void theStateOfDatabaseFollowerPoolsAndThreadsIsTold() {
        assertEquals(1, value("wangge_follower_alive"));
        Await.until("the map is in step", SOON, () -> value("wangge_database_up") == 1);
        assertEquals(server.publisher().current().seq(), value("wangge_atlas_seq"));
        for (String pool : List.of("wangge-read", "wangge-write")) {
            assertTrue(value("wangge_pool_max", "pool", pool) >= 1);
            // What a server does beside requests when it has begun may wait for its turn.
            Await.until("nobody waits", SOON, () -> value("wangge_pool_waiting", "pool", pool) == 0);
        }
        assertTrue(value("wangge_request_threads_busy") >= 1);
        assertEquals(64, value("wangge_request_threads_max"));
    }

    private double value(String name, String... label) {
        String prefix = label.length == 0 ? name + " " : name + "{" + label[0] + "=\"" + label[1] + "\"} ";
        return lines().filter(l -> l.startsWith(prefix)).mapToDouble(l -> Double.parseDouble(l.substring(prefix.length())))
                .findFirst().orElseThrow(() -> new AssertionError(prefix + "is not in " + lines().toList()));
    }

    private Stream<String> lines() {
        return server.get("/metrics").text().lines().filter(l -> l.startsWith("wangge_"));
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(m -> m.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
