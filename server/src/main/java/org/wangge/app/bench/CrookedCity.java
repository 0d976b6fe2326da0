package org.wangge.app.bench;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Source;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Assignment;
import org.wangge.model.BaseFeature;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Count;
import org.wangge.model.Counts;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;

/// A city of any size in memory, quickly made from a seed: a [RandomPartition] with as many buildings to a grid as the sample
/// city has, in districts of 64 grids and branches of 64 districts without outlines, a manager for each grid. Rows are made while
/// they are scanned, the same ones each time. For any number of threads.
final class CrookedCity implements Source {

    private static final int BUILDINGS_OF_GRID = 203;
    private static final int GRID_UNITS = 50_000;
    private static final int IN_A_ROW = 8;
    private static final int FIRST_LEAF = 1_000_000;
    private static final int BATCH = 10_000;

    private final int buildings;
    private final int side;
    private final Map<Long, Geometry> leaves;

    CrookedCity(int buildings) {
        this.buildings = buildings;
        side = Math.max(4, (int) Math.round(Math.sqrt((double) buildings / BUILDINGS_OF_GRID)));
        leaves = new TreeMap<>();
        RandomPartition.of(new Random(buildings), side, GRID_UNITS).forEach((id, area) -> leaves.put(FIRST_LEAF + id, area));
    }

    int leafCount() {
        return leaves.size();
    }

    @Override
    public long count(Table table) {
        return switch (table) {
            case BUILDINGS -> buildings;
            case PORTS -> buildings / 3;
            case SIGHTINGS -> buildings / 24;
            case BASE -> side;
            case GRIDS, PERSONS, ASSIGNMENTS -> leaves.size();
            case BRANCHES -> 1;
        };
    }

    @Override
    public long revision() {
        return 0;
    }

    @Override
    public void scanBatches(Table table, Consumer<List<Row>> consumer) {
        List<Row> batch = new ArrayList<>();
        scan(table, row -> {
            batch.add(row);
            if (batch.size() == BATCH) {
                consumer.accept(List.copyOf(batch));
                batch.clear();
            }
        });
        consumer.accept(batch);
    }

    @Override
    public void scan(Table table, Consumer<Row> consumer) {
        SplittableRandom random = new SplittableRandom(table.ordinal());
        switch (table) {
            case BUILDINGS -> {
                for (long id = 1; id <= count(table); id++) {
                    consumer.accept(building(id, random));
                }
            }
            case PORTS -> {
                for (long id = 1; id <= count(table); id++) {
                    consumer.accept(new Port(id, "T" + id, "splitter", "gpon", null, 16, random.nextInt(16), point(random)));
                }
            }
            case SIGHTINGS -> {
                for (long id = 1; id <= count(table); id++) {
                    LocalDate seen = LocalDate.of(2026, 5, 1);
                    consumer.accept(
                            new Sighting(id, "S" + id, "移动", "booth", null, null, 3, 0.5, seen, null, point(random)));
                }
            }
            case BASE -> {
                for (long id = 1; id <= count(table); id++) {
                    consumer.accept(new BaseFeature(id, "street" + id, "street", null, FixedPoint.LON_LAT.createLineString(
                            new Coordinate[] {point(random).getCoordinate(), point(random).getCoordinate()})));
                }
            }
            case BRANCHES -> leaves.keySet().stream().map(this::branch).distinct().forEach(id ->
                    consumer.accept(new Branch(id, "B" + id, "branch " + id, null)));
            case GRIDS -> grids(consumer);
            case PERSONS -> leaves.keySet().forEach(id -> consumer.accept(new Person(id, "P" + id, "王" + id, null)));
            case ASSIGNMENTS -> leaves.keySet().forEach(id ->
                    consumer.accept(new Assignment(id, id, id, Assignment.GRID_MANAGER, null, null, null)));
        }
    }

    /// A building somewhere in the city.
    Building building(long id, SplittableRandom random) {
        Coordinate at = point(random).getCoordinate();
        double w = random.nextInt(800, 3_000) / FixedPoint.UNITS_PER_DEGREE;
        double h = random.nextInt(800, 2_000) / FixedPoint.UNITS_PER_DEGREE;
        Coordinate[] ring = {at, onGrid(at.x + w, at.y), onGrid(at.x + w, at.y + h), onGrid(at.x, at.y + h), at};
        int[] counts = Counts.unknowns();
        counts[Count.HOUSEHOLDS.ordinal()] = random.nextInt(12, 150);
        counts[Count.SUBSCRIBERS.ordinal()] = random.nextInt(60);
        return new Building(id, "B" + id, "楼" + id, null, "小区" + id / 15, "residential", Counts.of(counts),
                FixedPoint.LON_LAT.createPolygon(ring));
    }

    private void grids(Consumer<Row> consumer) {
        leaves.keySet().stream().map(this::district).distinct().forEach(id ->
                consumer.accept(grid(id, "D" + id, branchOf(id), null, null)));
        leaves.forEach((id, area) ->
                consumer.accept(grid(id, "G" + id, branch(id), district(id), FixedPoint.lonLat(area))));
    }

    private static Grid grid(long id, String code, long branch, Long parent, Geometry area) {
        return new Grid(id, 1, code, code, branch, parent, null, null, null, null, area);
    }

    private long district(long leaf) {
        long column = (leaf - FIRST_LEAF - 1) / side / IN_A_ROW;
        long row = (leaf - FIRST_LEAF - 1) % side / IN_A_ROW;
        return 1 + column * 1_000 + row;
    }

    private long branch(long leaf) {
        return branchOf(district(leaf));
    }

    private static long branchOf(long district) {
        return 1 + (district - 1) / 1_000 / IN_A_ROW * 100 + (district - 1) % 1_000 / IN_A_ROW;
    }

    private Geometry point(SplittableRandom random) {
        return FixedPoint.LON_LAT.createPoint(new Coordinate(
                FixedPoint.degrees(random.nextInt(side * GRID_UNITS)), FixedPoint.degrees(random.nextInt(side * GRID_UNITS))));
    }

    private static Coordinate onGrid(double lon, double lat) {
        return new Coordinate(FixedPoint.degrees(FixedPoint.units(lon)), FixedPoint.degrees(FixedPoint.units(lat)));
    }
}
