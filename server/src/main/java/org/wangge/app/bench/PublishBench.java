package org.wangge.app.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.app.bench.WriterProfile.Cost;
import org.wangge.atlas.Publisher;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Update;
import org.wangge.geo.FixedPoint;
import org.wangge.geo.Mercator;
import org.wangge.geo.TileId;
import org.wangge.model.Actor;
import org.wangge.model.Grid;
import org.wangge.model.Plan;
import org.wangge.model.Table;
import org.wangge.planning.Edit;
import org.wangge.planning.Editor;
import org.wangge.planning.Planning;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store;
import org.wangge.tiles.SurfaceTiles;
import org.wangge.tiles.TileCache;
import org.wangge.tiles.Tiles;
import org.wangge.topology.Command;
import org.wangge.topology.Edge;
import org.wangge.topology.PlanarMap;

/// What a publication costs the one thread that writes the atlas, listeners included, in cities of several sizes; and what a
/// command costs in a draft of many. In processor time, with the ratio to the first size: it is near 1 where work grows with what
/// changes and not with the city. Needs no database. For one thread.
public final class PublishBench {

    /// Of fewer, the borders of 100 grids would be those of all.
    public static final int MIN_BUILDINGS = 50_000;

    private static final int ROUNDS = 30;
    private static final int WARM_UP = 15;
    private static final int SHOWN_STAGES = 8;
    private static final int CACHED_TILES = 400;
    private static final int TILES_IN_A_ROW = 20;
    private static final int ZOOM = 16;
    private static final List<Integer> LENGTHS = List.of(10, 100, 990);
    private static final int MEASURED_COMMANDS = 10;
    private static final Editor EDITOR = Editor.everywhere(new Actor(1, "bench"));

    /// One kind of publication: `changes` makes the next.
    private record Kind(String name, Changes changes) {}

    @FunctionalInterface
    private interface Changes {
        List<Update> next(Snapshot snapshot);
    }

    private final PrintWriter out;
    private final SplittableRandom random = new SplittableRandom(20261128);
    /// The leaves of the city at hand.
    private List<Long> ids = List.of();

    public PublishBench(PrintWriter out) {
        this.out = out;
    }

    /// Measures cities of these numbers of buildings and prints what it found.
    public void run(List<Integer> sizes) {
        Map<String, List<Cost>> publications = new LinkedHashMap<>();
        Map<String, List<Cost>> commands = new LinkedHashMap<>();
        List<Integer> leaves = new ArrayList<>();
        for (int size : sizes) {
            CrookedCity city = new CrookedCity(size);
            ids = List.of();
            leaves.add(city.leafCount());
            Publisher publisher = new Publisher();
            publisher.load(city, EnumSet.allOf(Table.class));
            measure(city, publisher, publications);
            draw(publisher, commands);
        }
        out.printf("buildings %s, leaves %s: processor time of the writer in ms per publication, ratio to the first%n",
                sizes, leaves);
        print(publications, true);
        out.printf("processor time in ms per command of a draft%n");
        print(commands, false);
        out.flush();
    }

    private void print(Map<String, List<Cost>> costs, boolean stages) {
        costs.forEach((name, of) -> {
            Cost first = of.getFirst();
            Cost last = of.getLast();
            out.printf("%-34s", name);
            of.forEach(c -> out.printf(" %9.3f", c.millis()));
            out.printf("   × %.1f%n", last.millis() / first.millis());
            last.stages().entrySet().stream().filter(e -> stages).sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                    .limit(SHOWN_STAGES).forEach(stage -> {
                        out.printf("    %-30s", stage.getKey());
                        of.forEach(c -> out.printf(" %9.3f", c.stages().getOrDefault(stage.getKey(), 0.0)));
                        out.printf("%n");
                    });
        });
    }

    private void measure(CrookedCity city, Publisher publisher, Map<String, List<Cost>> costs) {
        TileCache tiles = new TileCache("tiles", publisher, new Tiles(), 64 << 20);
        new SurfaceTiles(publisher);
        fill(tiles, publisher.current());
        Set<String> conductors = Set.of(Publisher.class.getName(), "org.wangge.atlas.Draft");
        try (WriterProfile profile = new WriterProfile(conductors)) {
            for (Kind kind : kinds(city)) {
                for (int i = 0; i < WARM_UP + ROUNDS; i++) {
                    if (i == WARM_UP) {
                        profile.take();
                    }
                    Snapshot now = publisher.current();
                    List<Update> changes = kind.changes.next(now);
                    profile.run(() -> publisher.apply(changes, now.revision()));
                }
                costs.computeIfAbsent(kind.name, _ -> new ArrayList<>()).add(profile.take());
            }
        }
    }

    private List<Kind> kinds(CrookedCity city) {
        return List.of(
                new Kind("1 building", _ -> buildings(city, 1)),
                new Kind("100 buildings", _ -> buildings(city, 100)),
                new Kind("1 grid renamed", now -> renamed(now, 1)),
                new Kind("a border of 2 grids", now -> redrawn(now, 1)),
                new Kind("borders of 10 grids or more", now -> redrawn(now, 10)),
                new Kind("borders of 100 grids or more", now -> redrawn(now, 100)));
    }

    private static void fill(TileCache tiles, Snapshot snapshot) {
        Envelope box = snapshot.map().face(snapshot.map().faces().iterator().next()).getEnvelopeInternal();
        int x = Mercator.worldX(FixedPoint.degrees(box.getMinX())) >>> Mercator.WORLD_BITS - ZOOM;
        int y = Mercator.worldY(FixedPoint.degrees(box.getMinY())) >>> Mercator.WORLD_BITS - ZOOM;
        for (int i = 0; i < CACHED_TILES; i++) {
            tiles.get(Tiles.LAYERS, new TileId(ZOOM, x + i % TILES_IN_A_ROW, y - i / TILES_IN_A_ROW));
        }
    }

    private List<Update> buildings(CrookedCity city, int n) {
        List<Update> updates = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            updates.add(new Update.Put(city.building(1 + random.nextLong(city.count(Table.BUILDINGS)), random)));
        }
        return updates;
    }

    private List<Update> renamed(Snapshot now, int n) {
        return Stream.generate(() -> leaf(now.map())).limit(n).map(id -> {
            Grid g = now.findGrid(id).orElseThrow().grid();
            return (Update) new Update.Put(new Grid(g.id(), g.version() + 1, g.code(), "n" + now.seq(), g.branch(), g.parent(),
                    g.kind(), g.targetNewSubscribers(), g.targetRenewalRate(), g.yellowCards(), g.geometry()));
        }).toList();
    }

    /// Moves borders until so many grids differ.
    private List<Update> redrawn(Snapshot now, int grids) {
        PlanarMap map = now.map();
        Map<Long, Geometry> changed = new HashMap<>();
        while (changed.size() < grids) {
            try {
                Map<Long, Geometry> change = map.preview(transfer(map)).change();
                map = map.with(change);
                changed.putAll(change);
            } catch (ProblemException e) {
                // some other border will do
            }
        }
        List<Update> updates = new ArrayList<>();
        changed.forEach((id, area) -> updates.add(area == null ? new Update.Remove(Table.GRIDS, id)
                : new Update.Put(now.findGrid(id).orElseThrow().grid().withGeometry(FixedPoint.lonLat(area)))));
        return updates;
    }

    /// A random grid of the map that was first asked about in this city.
    private long leaf(PlanarMap map) {
        if (ids.isEmpty()) {
            ids = List.copyOf(new TreeSet<>(map.faces()));
        }
        long id = ids.get(random.nextInt(ids.size()));
        return map.contains(id) ? id : leaf(map);
    }

    /// A small square around the middle of a side of a random grid.
    private Command.Transfer transfer(PlanarMap map) {
        long id = leaf(map);
        List<Edge> inner = map.edgesOf(id).stream().filter(e -> e.right() != 0 && e.xs().length > 2).toList();
        if (inner.isEmpty()) {
            return transfer(map);
        }
        Edge e = inner.get(random.nextInt(inner.size()));
        int at = e.xs().length / 2;
        int half = random.nextInt(500, 2_500);
        return new Command.Transfer(id, FixedPoint.FIXED.toGeometry(
                new Envelope(e.xs()[at] - half, e.xs()[at] + half, e.ys()[at] - half, e.ys()[at] + half)));
    }

    /// Draws a long plan, as its planner does, and measures the commands at some of its lengths.
    private void draw(Publisher publisher, Map<String, List<Cost>> costs) {
        Path folder = null;
        try {
            folder = Files.createTempDirectory("wangge-bench");
            try (Store store = Store.openGeoPackage(folder.resolve("plans.gpkg"));
                    Planning planning = new Planning(store, publisher::current, () -> {});
                    WriterProfile profile = new WriterProfile(Set.of(Planning.class.getName()))) {
                Plan plan = planning.create("bench", EDITOR);
                PlanarMap map = publisher.current().map();
                int done = 0;
                for (int length : LENGTHS) {
                    while (done < length + MEASURED_COMMANDS) {
                        try {
                            Command command = transfer(map);
                            map = map.with(map.preview(command).change());
                            Plan before = plan;
                            Plan[] after = new Plan[1];
                            Edit edit = new Edit.Land(command, List.of(), List.of(), false);
                            profile.run(() -> after[0] = planning.append(before.id(), before.version(), edit, EDITOR).plan());
                            plan = after[0];
                            if (++done == length) {
                                profile.take();
                            }
                        } catch (ProblemException e) {
                            // some other border will do
                        }
                    }
                    costs.computeIfAbsent("a command after " + length, _ -> new ArrayList<>()).add(profile.take());
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            delete(folder);
        }
    }

    private static void delete(Path folder) {
        if (folder == null) {
            return;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path p : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(p);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
