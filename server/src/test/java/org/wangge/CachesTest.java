package org.wangge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wangge.testing.ServerClasses;

/// Whatever outlives a request is bounded: by bytes, or by what is written here beside it. A new field that may hold many things
/// fails this test until it says what keeps it small.
class CachesTest {

    private static final JavaClasses CLASSES = ServerClasses.ALL;

    /// Snapshots, maps and all that they are made of: as large as the data, and shared from one to the next.
    private static final Set<String> IMMUTABLE =
            Set.of("atlas.GridTree", "atlas.Outline", "atlas.Features", "atlas.Territory", "atlas.TileWeights",
                    "topology.PlanarMap", "streets.StreetNetwork");

    private static final Map<String, String> BOUNDED_BY = Map.ofEntries(
            Map.entry("access.Access.offers", "the demo's accounts"),
            Map.entry("access.Attempts$Counters.counts", "50,000 counters; names are shortened before"),
            Map.entry("access.Callers.known", "bytes"),
            Map.entry("access.Callers.listeners", "the parts of the server"),
            Map.entry("access.SignIn.lately", "10,000 truths; names are shortened before"),
            Map.entry("api.Assets.cache", "the files that there are"),
            Map.entry("api.Assets.files", "the files that there are"),
            Map.entry("api.Connections.open", "Limits.waiting, and requests that are answered just now"),
            Map.entry("api.Unread.waiting", "Unread.ANSWERS"),
            Map.entry("api.Unread$Answer.unread", "Limits.unread"),
            Map.entry("api.EventHub.clients", "EventHub.MAX_CLIENTS"),
            Map.entry("api.EventHub$Client.queue", "EventHub.QUEUE; clients share what is in it"),
            Map.entry("atlas.Hexagons.known", "the blocks of snapshots that are kept: its keys are weak; a dozen zooms of each"),
            Map.entry("atlas.Publisher.listeners", "the parts of the server"),
            Map.entry("atlas.Unassigned.branches", "the branches of a snapshot"),
            Map.entry("atlas.Unassigned.known", "the branches of a snapshot"),
            Map.entry("basemap.Basemaps.fixed", "those that are configured"),
            Map.entry("intake.Room.places", "the files that wait in its folder, within its bytes, and Room.AT_ONCE"),
            Map.entry("jobs.Jobs.chores", "the parts of the server"),
            Map.entry("jobs.Jobs.ended", "the states of a job"),
            Map.entry("jobs.Jobs.listeners", "the parts of the server"),
            Map.entry("jobs.Jobs.others", "Jobs.PLACES for each program, and those that ended within ten seconds"),
            Map.entry("jobs.Places.ofAccounts", "Jobs.PLACES; an account without a job is taken out"),
            Map.entry("jobs.Jobs.own", "Jobs.PLACES"),
            Map.entry("jobs.Jobs.told", "those that wait or run, and those that ended within a minute"),
            Map.entry("memory.ByteCache.cache", "bytes"),
            Map.entry("model.Property.aliases", "the names of a column"),
            Map.entry("model.RowType.byName", "the columns of a table"),
            Map.entry("model.RowType.derived", "the columns of a table"),
            Map.entry("model.RowType.ofFiles", "the columns of a table"),
            Map.entry("model.RowType.properties", "the columns of a table"),
            Map.entry("planning.DraftPersons.drafted", "the grids of a draft"),
            Map.entry("planning.DraftTree.rows", "the grids of a draft"),
            Map.entry("planning.Drafts.cache", "bytes"),
            Map.entry("planning.History.cache", "bytes"),
            Map.entry("planning.Presence.known", "who said within 30 seconds that they are there: one line per account and plan"),
            Map.entry("planning.Presence.listeners", "the parts of the server"),
            Map.entry("store.database.Sessions.FACTORIES", "the kinds of database"),
            Map.entry("atlas.ChangeLog.steps", "ChangeLog.MOST_BYTES"),
            Map.entry("atlas.Publisher.meanwhile", "what is published while a table is loaded beside, once"),
            Map.entry("atlas.Reach.behind", "FeedStep.MOST"),
            Map.entry("store.feed.Catching.tables", "the tables that there are"),
            Map.entry("store.feed.Catching.transactions", "FeedStep.MOST"),
            Map.entry("api.GridList.kept", "bytes"),
            Map.entry("api.HotSpotHandler.kept", "bytes"),
            Map.entry("api.StreetHandler.kept", "bytes"),
            Map.entry("api.HotSpotHandler.worked", "the metrics that there are"),
            Map.entry("metrics.Metric.denominators", "the counts of a building"),
            Map.entry("store.feed.Positions.gaps", "bytes"),
            Map.entry("store.feed.Feed.told", "Feed.NAMES_TOLD, of 100 characters"),
            Map.entry("tiles.Areas.rings", "one tile"),
            Map.entry("tiles.EdgeLines.known", "the edges of maps that are kept: its keys are weak"),
            Map.entry("tiles.FootprintEncoder.keys", "the columns of a table"),
            Map.entry("tiles.HexagonTiles.writers", "threads that answer requests"),
            Map.entry("tiles.LayerWriter.keys", "one tile"),
            Map.entry("tiles.LayerWriter.words", "one tile"),
            Map.entry("tiles.RowTags.drawn", "the columns of a table"),
            Map.entry("tiles.SurfaceTiles.kept", "bytes"),
            Map.entry("tiles.SurfaceTiles.underWay", "requests that are answered just now"),
            Map.entry("tiles.TileCache.changes", "TileCache.REMEMBERED"),
            Map.entry("tiles.TileCache.inTheMaking", "requests that are answered just now"),
            Map.entry("tiles.TileCache.kept", "bytes"),
            Map.entry("tiles.Tiles.encoders", "threads that answer requests"),
            Map.entry("tiles.Zooms.lately", "layers"),
            Map.entry("tiles.Zooms.known", "the rows of snapshots that are kept: its keys are weak"));

    /// Only weak references to what the atlas and those caches hold, or counted.
    private static final Map<String, String> OTHER_CACHES = Map.of(
            "tiles.EdgeLines", "lives as long as the edges of a map that is kept",
            "atlas.Hexagons", "lives as long as the blocks of a snapshot that is kept: a few sums for thousands of rows",
            "tiles.Zooms", "lives as long as the rows of a snapshot that is kept",
            "access.Attempts$Counters", "as many counters as are said above, each of a few dozen bytes",
            "access.SignIn", "as many truths as are said above, of a minute");

    @Test
    void everyCacheIsBoundedByBytes() {
        Set<String> makers = CLASSES.stream()
                .filter(c -> c.getMethodCallsFromSelf().stream().anyMatch(call ->
                        call.getTargetOwner().getName().startsWith("com.github.benmanes.caffeine.cache.Caffeine")))
                .map(CachesTest::name)
                .collect(Collectors.toCollection(TreeSet::new));
        makers.remove("memory.ByteCache");
        assertEquals(new TreeSet<>(OTHER_CACHES.keySet()), makers);
    }

    @Test
    void everyFieldOfTheServerThatMayGrowIsListedWithWhatBoundsIt() {
        Map<String, String> found = new TreeMap<>();
        for (JavaClass c : longLived()) {
            for (JavaField field : c.getFields()) {
                if (mayGrow(field)) {
                    String key = name(c) + "." + field.getName();
                    found.put(key, BOUNDED_BY.getOrDefault(key, "?"));
                }
            }
        }
        assertEquals(new TreeMap<>(BOUNDED_BY), found);
    }

    /// Classes of which the server holds objects: from the server on, whatever a field is of, and whatever it makes
    /// when it starts.
    private static Set<JavaClass> longLived() {
        Set<JavaClass> all = new TreeSet<>(java.util.Comparator.comparing(JavaClass::getName));
        Deque<JavaClass> next = new ArrayDeque<>();
        for (String root : Set.of("app.Wiring", "api.ApiServer", "access.Access", "planning.Planning")) {
            JavaClass c = CLASSES.get("org.wangge." + root);
            next.add(c);
            c.getConstructorCallsFromSelf().forEach(call -> next.add(call.getTargetOwner()));
        }
        while (!next.isEmpty()) {
            JavaClass c = next.remove();
            if (c.getName().startsWith("org.wangge.") && !IMMUTABLE.contains(name(c)) && !c.isRecord()
                    && !c.isAssignableTo(Throwable.class) && all.add(c)) {
                c.getFields().forEach(f -> next.addAll(f.getAllInvolvedRawTypes()));
            }
        }
        return all;
    }

    private static boolean mayGrow(JavaField field) {
        JavaClass type = field.getRawType();
        boolean constant = field.getModifiers().contains(JavaModifier.STATIC) && field.getModifiers().contains(JavaModifier.FINAL)
                && !type.isAssignableTo(java.util.concurrent.ConcurrentMap.class);
        return !constant && (type.isAssignableTo(Map.class) || type.isAssignableTo(Collection.class)
                || type.isAssignableTo(ThreadLocal.class) || type.getName().startsWith("com.github.benmanes.caffeine")
                || type.getName().equals("org.wangge.memory.ByteCache"));
    }

    private static String name(JavaClass c) {
        return c.getName().replace("org.wangge.", "");
    }
}
