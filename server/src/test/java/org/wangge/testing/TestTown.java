package org.wangge.testing;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.model.Port;
import org.wangge.model.Registry;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;
import org.wangge.store.Store;

/// A town small enough to do sums in one's head: a branch of 0.02° × 0.02° from 117 E 39 N, two parents (P1 in the south, P2 in
/// the north), four leaves of 0.01° (A south-west, B south-east, C north-west, D north-east). Each leaf has 100 buildings of 10
/// households on a lattice, 0.001° apart, the first 0.0005° from the corner; A's have 1 subscriber each, B's 2, C's 3, D's 4;
/// the households of the last building of D are unknown. Nobody is in charge of any grid; 王伟 (W1) and 李娜 (L1) could be. The
/// south-west corner of the outline beyond 117 E, 0.005° wide, belongs to no leaf.
public final class TestTown {

    public static final double WEST = 117.0;
    public static final double SOUTH = 39.0;
    public static final double SIDE = 0.01;

    /// A database with the town in it.
    public static final TestDatabases.Content CONTENT = new TestDatabases.Content("town", TestTown::load);

    private TestTown() {}

    public static void load(Store store) {
        store.inTransaction(() -> {
            put(store, Table.BRANCHES,
                    List.of(new Branch(0, "T", "试验分公司", box(WEST - 0.005, SOUTH, WEST + 2 * SIDE, SOUTH + 2 * SIDE))));
            long branch = store.codes(Table.BRANCHES).get("T");
            put(store, Table.GRIDS, List.of(grid("P1", "南区", branch, null, null), grid("P2", "北区", branch, null, null)));
            Map<String, Long> parents = store.codes(Table.GRIDS);
            List<Row> leaves = new ArrayList<>();
            List<Row> buildings = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                double west = WEST + i % 2 * SIDE;
                double south = SOUTH + i / 2 * SIDE;
                leaves.add(grid(leaf(i), leaf(i) + "网格", branch, parents.get(i < 2 ? "P1" : "P2"),
                        box(west, south, west + SIDE, south + SIDE)));
                for (int k = 0; k < 100; k++) {
                    buildings.add(building(leaf(i) + k, west + 0.0005 + k % 10 * 0.001, south + 0.0005 + k / 10 * 0.001, i + 1,
                            i == 3 && k == 99));
                }
            }
            put(store, Table.GRIDS, leaves);
            put(store, Table.BUILDINGS, buildings);
            put(store, Table.PERSONS, List.of(new Person(0, "W1", "王伟", null), new Person(0, "L1", "李娜", "13800000001")));
            put(store, Table.PORTS, List.of(
                    new Port(0, "O1", "ODF", "ftth", "A0", 100, 31, point(WEST + 0.0045, SOUTH + 0.0045)),
                    new Port(0, "O2", "ODF", "ftth", null, null, 5, point(WEST + 0.0055, SOUTH + 0.0055))));
            put(store, Table.SIGHTINGS, List.of(new Sighting(
                    0, "S1", "甲通信", "booth", "每月39元", 39.0, 4, 0.5, LocalDate.now(), null,
                    point(WEST + 0.0065, SOUTH + 0.0065))));
            return null;
        });
    }

    public static Geometry box(double west, double south, double east, double north) {
        return FixedPoint.LON_LAT.toGeometry(new Envelope(west, east, south, north));
    }

    private static void put(Store store, Table layer, List<? extends Row> rows) {
        Set<String> names = Registry.of(layer).names();
        Set<String> columns = Stream.concat(names.stream(), Stream.of("geometry")).collect(Collectors.toSet());
        store.load(layer, columns, rows.iterator(), n -> {});
    }

    private static String leaf(int i) {
        return String.valueOf((char) ('A' + i));
    }

    private static Grid grid(String code, String name, long branch, Long parent, Geometry area) {
        return new Grid(0, 0, code, name, branch, parent, null, 1000, 0.9, null, area);
    }

    private static Building building(String code, double lon, double lat, int subscribers, boolean unknown) {
        Map<Count, Integer> counts = new EnumMap<>(Count.class);
        if (!unknown) {
            counts.put(Count.HOUSEHOLDS, 10);
        }
        counts.put(Count.SUBSCRIBERS, subscribers);
        double r = 0.0001;
        return new Building(
                0, code, "楼" + code, "人民路" + code + "号", "小区" + code.charAt(0), "residential", Counts.of(counts),
                box(lon - r, lat - r, lon + r, lat + r));
    }

    private static Geometry point(double lon, double lat) {
        return FixedPoint.LON_LAT.createPoint(new Coordinate(lon, lat));
    }
}
