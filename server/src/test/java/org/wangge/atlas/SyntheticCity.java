package org.wangge.atlas;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;
import org.wangge.geo.Mercator;
import org.wangge.model.Assignment;
import org.wangge.model.BaseFeature;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Counts;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.model.Port;
import org.wangge.model.Registry;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;
import org.wangge.store.Store;
import org.wangge.testing.TestDatabases;

/// A square city of any size from a seed: buildings of 4 to 6 corners at about 1,760 to a tile of zoom 14, a lattice of leaf
/// grids with crooked shared borders under districts, one branch whose outline reaches beyond the grids. Rows are made while
/// they are scanned, the same ones each time.
public final class SyntheticCity implements Source {

    private static final double WEST = 120.5;
    private static final double SOUTH = 31.2;
    private static final String[] NAMES = {"阳光花园", "人民新村", "滨河家园", "和平小区", "东湖苑", "金鸡湖畔", "桃花坞", "Lake Garden"};
    private static final String[] STREETS = {"人民路", "解放东街", "中山北路", "学府大道", "观前街", "干将西路"};

    private final long seed;
    private final int buildings;
    private final int side;
    private final double width;

    /// `side` by `side` leaf grids.
    public SyntheticCity(long seed, int buildings, int side) {
        this.seed = seed;
        this.buildings = buildings;
        this.side = side;
        width = Math.sqrt(buildings / 1760.0) * 360 / (1 << 14);
    }

    /// A database with these layers of it.
    public TestDatabases.Content content(Table... layers) {
        String name = "city " + seed + " of " + buildings + " in " + side + ": " + Arrays.toString(layers);
        return new TestDatabases.Content(name, store -> load(store, layers));
    }

    /// Puts these layers into a store, or back into it as they were at first.
    public void load(Store store, Table... layers) {
        for (Table layer : layers) {
            List<Row> rows = new ArrayList<>();
            scan(layer, rows::add);
            Set<String> columns = new HashSet<>(Registry.of(layer).names());
            columns.add("geometry");
            store.load(layer, columns, rows.iterator(), n -> {});
        }
    }

    public double west() {
        return WEST;
    }

    public double south() {
        return SOUTH;
    }

    /// Width and height in degrees.
    public double width() {
        return width;
    }

    @Override
    public long count(Table layer) {
        return switch (layer) {
            case BUILDINGS -> buildings;
            case PORTS -> buildings / 5;
            case SIGHTINGS -> buildings / 100;
            case BASE -> side;
            case GRIDS -> (long) side * side + districts() * districts();
            case BRANCHES, PERSONS, ASSIGNMENTS -> 1;
        };
    }

    @Override
    public long revision() {
        return 7;
    }

    @Override
    public void scan(Table layer, Consumer<Row> consumer) {
        SplittableRandom random = new SplittableRandom(seed + layer.ordinal());
        switch (layer) {
            case BUILDINGS -> {
                for (int i = 1; i <= buildings; i++) {
                    consumer.accept(building(i, random));
                }
            }
            case PORTS -> {
                for (int i = 1; i <= buildings / 5; i++) {
                    consumer.accept(port(i, random));
                }
            }
            case SIGHTINGS -> {
                for (int i = 1; i <= buildings / 100; i++) {
                    consumer.accept(sighting(i, random));
                }
            }
            case BASE -> base(random).forEach(consumer);
            case GRIDS -> grids().forEach(consumer);
            case BRANCHES -> consumer.accept(new Branch(1, "B01", "苏州分公司",
                    box(WEST - width / 20, SOUTH - width / 20, width * 1.1, width * 1.1)));
            case PERSONS -> consumer.accept(new Person(1, "P1", "王伟", "13800000000"));
            case ASSIGNMENTS -> consumer.accept(new Assignment(1, leafId(0, 0), 1, "grid_manager", "contract", null, null));
        }
    }

    /// A building somewhere in the city.
    public Building building(long id, SplittableRandom random) {
        double lon = WEST + random.nextDouble() * width;
        double lat = SOUTH + random.nextDouble() * width * 0.86;
        double a = random.nextDouble(Math.PI);
        double w = random.nextDouble(4e-5, 2.5e-4);
        double h = random.nextDouble(4e-5, 1.5e-4);
        double[][] corners = switch (random.nextInt(4)) {
            case 0 -> new double[][] {{0, 0}, {w, 0}, {w, h}, {w / 2, h}, {w / 2, 2 * h}, {0, 2 * h}};
            case 1 -> new double[][] {{0, 0}, {w, 0}, {w * 1.3, h / 2}, {w, h}, {0, h}};
            default -> new double[][] {{0, 0}, {w, 0}, {w, h}, {0, h}};
        };
        Coordinate[] ring = new Coordinate[corners.length + 1];
        for (int i = 0; i < corners.length; i++) {
            double x = corners[i][0] * Math.cos(a) - corners[i][1] * Math.sin(a);
            double y = corners[i][0] * Math.sin(a) + corners[i][1] * Math.cos(a);
            ring[i] = onGrid(lon + x, lat + y * 0.86);
        }
        ring[corners.length] = ring[0].copy();
        int households = random.nextInt(12, 150);
        int[] counts = Counts.unknowns();
        if (random.nextInt(20) != 0) {
            counts[0] = households;
            counts[1] = households * 9 / 10;
        }
        if (random.nextInt(20) != 0) {
            counts[2] = random.nextInt(households);
            counts[3] = counts[2] / 2;
            counts[4] = counts[2] / 3;
            counts[5] = counts[2];
            counts[6] = random.nextInt(10);
            counts[7] = random.nextInt(10);
            counts[8] = counts[2] / 4;
            counts[9] = counts[2] / 5;
            counts[11] = counts[2] * 45;
        }
        String compound = NAMES[(int) (lon * 300) % NAMES.length] + (int) (lat * 300) % 90;
        return new Building(
                id,
                "B%07d".formatted(id),
                compound + random.nextInt(1, 60) + "号楼",
                STREETS[random.nextInt(STREETS.length)] + random.nextInt(1, 999) + "弄" + random.nextInt(1, 99) + "号",
                compound,
                random.nextInt(5) == 0 ? "commercial" : "residential",
                Counts.of(counts),
                FixedPoint.LON_LAT.createPolygon(ring));
    }

    private Port port(long id, SplittableRandom random) {
        Integer capacity = random.nextInt(10) == 0 ? null : 8 << random.nextInt(4);
        return new Port(
                id,
                "T%06d".formatted(id),
                random.nextInt(3) == 0 ? "olt" : "splitter",
                "gpon",
                random.nextBoolean() ? "B%07d".formatted(random.nextInt(1, Math.max(2, buildings))) : null,
                capacity,
                random.nextInt(12) == 0 ? null : random.nextInt(20),
                point(random));
    }

    private Sighting sighting(long id, SplittableRandom random) {
        return new Sighting(
                id,
                "S%05d".formatted(id),
                random.nextBoolean() ? "移动" : "联通",
                "booth",
                random.nextBoolean() ? null : "500M 59元",
                random.nextBoolean() ? null : 59.9,
                random.nextInt(8) == 0 ? null : random.nextInt(1, 6),
                random.nextInt(8) == 0 ? null : random.nextInt(11) / 10.0,
                LocalDate.of(2026, 1, 1).plusDays(random.nextInt(300)),
                "note, with a line\nbreak",
                point(random));
    }

    private Geometry point(SplittableRandom random) {
        return FixedPoint.LON_LAT.createPoint(
                onGrid(WEST + (random.nextDouble() * 1.04 - 0.02) * width,
                        SOUTH + (random.nextDouble() * 1.04 - 0.02) * width * 0.86));
    }

    private List<Row> base(SplittableRandom random) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < side; i++) {
            double at = (i + 0.5) / side;
            Geometry street = FixedPoint.LON_LAT.createLineString(new Coordinate[] {
                onGrid(WEST - width / 10, SOUTH + at * width), onGrid(WEST + random.nextDouble() * width, SOUTH + at * width),
                        onGrid(WEST + width * 1.1, SOUTH + at * width)
            });
            rows.add(new BaseFeature(2 * i + 1, "street" + i, "street", STREETS[i % STREETS.length], street));
            rows.add(new BaseFeature(2 * i + 2, "park" + i, "park", null,
                    box(WEST + at * width, SOUTH + at * width * 0.8, width / 9, width / 13)));
        }
        return rows;
    }

    private int districts() {
        return (side + 10) / 11;
    }

    /// Id of the leaf in this column and row of the lattice.
    public long leafId(int column, int row) {
        return 1000 + (long) row * side + column;
    }

    private List<Row> grids() {
        List<Row> rows = new ArrayList<>();
        for (int d = 0; d < districts() * districts(); d++) {
            rows.add(new Grid(d + 1, 1, "D%03d".formatted(d), "区" + d, 1, null, "district", null, null, null, null));
        }
        for (int row = 0; row < side; row++) {
            for (int column = 0; column < side; column++) {
                long district = row / 11 * districts() + column / 11 + 1;
                rows.add(new Grid(
                        leafId(column, row), 1, "G%03d%03d".formatted(row, column), "网格" + row + "-" + column, 1, district,
                                "leaf", 850, 0.9, null,
                        leafArea(column, row)));
            }
        }
        return rows;
    }

    /// Crooked sides, the same seen from both neighbours.
    public Polygon leafArea(int column, int row) {
        List<Coordinate> ring = new ArrayList<>();
        ring.addAll(side(column, row, true));
        ring.addAll(side(column + 1, row, false));
        ring.addAll(side(column, row + 1, true).reversed());
        ring.addAll(side(column, row, false).reversed());
        List<Coordinate> clean = new ArrayList<>();
        for (Coordinate c : ring) {
            if (clean.isEmpty() || !clean.getLast().equals2D(c)) {
                clean.add(c);
            }
        }
        return FixedPoint.LON_LAT.createPolygon(clean.toArray(Coordinate[]::new));
    }

    private List<Coordinate> side(int column, int row, boolean eastward) {
        SplittableRandom random = new SplittableRandom(seed * 31 + column * 100_003L + row * 2L + (eastward ? 1 : 0));
        List<Coordinate> points = new ArrayList<>();
        double step = width / side;
        int pieces = 12;
        for (int k = 0; k <= pieces; k++) {
            double swing = k == 0 || k == pieces ? 0 : (random.nextDouble() - 0.5) * step / 6;
            double along = (double) k / pieces;
            double x = WEST + (column + (eastward ? along : 0)) * step + (eastward ? 0 : swing);
            double y = SOUTH + ((row + (eastward ? 0 : along)) * step + (eastward ? swing : 0)) * 0.86;
            points.add(onGrid(x, y));
        }
        return points;
    }

    private static Polygon box(double west, double south, double width, double height) {
        return FixedPoint.LON_LAT.createPolygon(new Coordinate[] {
            onGrid(west, south), onGrid(west + width, south), onGrid(west + width, south + height),
                    onGrid(west, south + height), onGrid(west, south)
        });
    }

    static Coordinate onGrid(double lon, double lat) {
        return new Coordinate(FixedPoint.degrees(FixedPoint.units(lon)), FixedPoint.degrees(FixedPoint.units(lat)));
    }

    /// World units to the middle of the city.
    public int[] middle() {
        return new int[] {Mercator.worldX(WEST + width / 2), Mercator.worldY(SOUTH + width * 0.43)};
    }
}
