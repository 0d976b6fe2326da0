package org.wangge.atlas;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.model.Row;
import org.wangge.model.Table;

/// Makes up changes that hang together, as an import or a script makes them: leaves are cut into grids below them and these go
/// again, half the city gets another parent or branch, codes are exchanged, branches and persons go and come back with other
/// ids, grids lose their land and get it back, rows go and come in one step.
final class HarshEdits {

    private static final int FIRST_BRANCH = 1;
    private static final int BRANCHES = 5;
    private static final int PERSONS = 6;

    private final SyntheticCity city;
    private final Rows rows;
    private final SplittableRandom random;
    private final Map<Long, Geometry> lost = new HashMap<>();
    private final List<Row> gone = new ArrayList<>();
    private long nextId = 9_000_000;

    HarshEdits(SyntheticCity city, Rows rows, SplittableRandom random) {
        this.city = city;
        this.rows = rows;
        this.random = random;
    }

    /// One change of several rows, already done to the rows; assignments begin and end about this day.
    List<Update> next(LocalDate day) {
        List<Update> step = switch (random.nextInt(12)) {
            case 0, 1 -> cutLeaf();
            case 2 -> removeBelow();
            case 3 -> regroup();
            case 4 -> exchangeCodes(Table.GRIDS);
            case 5 -> exchangeCodes(Table.PERSONS);
            case 6 -> branch();
            case 7, 8 -> staff(day);
            case 9 -> land();
            case 10 -> buildings();
            default -> removeOrReturn();
        };
        step.forEach(rows::apply);
        return step;
    }

    private List<Update> cutLeaf() {
        Grid g = anyGrid();
        List<Update> step = new ArrayList<>();
        if (g == null || g.geometry() == null) {
            return step;
        }
        Geometry fixed = FixedPoint.fixed(g.geometry());
        Envelope box = fixed.getEnvelopeInternal();
        double middle = Math.rint(box.centre().x);
        for (Envelope half : List.of(new Envelope(box.getMinX(), middle, box.getMinY(), box.getMaxY()),
                new Envelope(middle, box.getMaxX(), box.getMinY(), box.getMaxY()))) {
            Geometry piece = FixedPoint.fixed(FixedPoint.lonLat(fixed.intersection(FixedPoint.FIXED.toGeometry(half))));
            if (piece.getDimension() == 2 && piece.getNumGeometries() == 1 && piece.isValid()) {
                long id = nextId++;
                long branch = random.nextInt(8) == 0 ? anyBranch() : g.branch();
                step.add(new Update.Put(new Grid(id, 1, "H" + id, "cut", branch, g.id(), null, null, null, null,
                        FixedPoint.lonLat(piece))));
            }
        }
        return step;
    }

    private List<Update> removeBelow() {
        Grid g = anyGrid();
        Long parent = g == null ? null : g.parent();
        boolean whole = random.nextBoolean();
        List<Update> step = new ArrayList<>();
        for (Row row : rows.rows(Table.GRIDS).values()) {
            Grid each = (Grid) row;
            if (parent != null && parent.equals(each.parent()) && (whole ? each.id() >= 9_000_000 : random.nextBoolean())
                    && step.size() < 6) {
                gone.add(each);
                step.add(new Update.Remove(Table.GRIDS, each.id()));
            }
        }
        return step;
    }

    /// A part of the grids moves below another one, or to the top, perhaps of another branch, perhaps with other land too.
    private List<Update> regroup() {
        Grid to = anyGrid();
        int oneIn = random.nextInt(1, 12);
        boolean top = to == null || random.nextInt(3) == 0;
        long branch = anyBranch();
        List<Update> step = new ArrayList<>();
        for (Row row : rows.rows(Table.GRIDS).values()) {
            Grid g = (Grid) row;
            if (random.nextInt(oneIn) == 0 && (top || g.id() > to.id())) {
                step.add(new Update.Put(with(g, g.code(), branch, top ? null : to.id(), g.geometry())));
            }
        }
        return step;
    }

    private List<Update> exchangeCodes(Table table) {
        Row a = any(table);
        Row b = any(table);
        return a == null || a.id() == b.id() ? List.of()
                : List.of(new Update.Put(coded(a, b.code())), new Update.Put(coded(b, a.code())));
    }

    private static Row coded(Row row, String code) {
        return row instanceof Grid g ? with(g, code, g.branch(), g.parent(), g.geometry())
                : new Person(row.id(), code, ((Person) row).name(), null);
    }

    private List<Update> branch() {
        long id = random.nextInt(FIRST_BRANCH, FIRST_BRANCH + BRANCHES);
        if (random.nextInt(3) == 0 && rows.rows(Table.BRANCHES).size() > 1) {
            return List.of(new Update.Remove(Table.BRANCHES, id));
        }
        String code = "B" + random.nextInt(10, 99) + "-" + id;
        Geometry outline = random.nextInt(3) > 0 ? null : city.leafArea(random.nextInt(3), random.nextInt(3));
        return List.of(new Update.Put(new Branch(id, code, random.nextBoolean() ? "branch" : null, outline)));
    }

    private List<Update> staff(LocalDate day) {
        List<Update> step = new ArrayList<>();
        for (int i = random.nextInt(1, 8); i > 0; i--) {
            long person = random.nextInt(1, 1 + PERSONS);
            Grid g = anyGrid();
            switch (random.nextInt(5)) {
                case 0 -> step.add(new Update.Remove(Table.PERSONS, person));
                case 1 -> step.add(new Update.Put(new Person(person, "P" + person + "-" + nextId++, "王", null)));
                case 2 -> step.add(new Update.Remove(Table.ASSIGNMENTS, random.nextInt(40)));
                default -> {
                    LocalDate from = random.nextInt(3) == 0 ? null : day.plusDays(random.nextInt(-3, 4));
                    LocalDate to = random.nextInt(3) == 0 ? null : (from == null ? day : from).plusDays(random.nextInt(4));
                    String role = random.nextBoolean() ? Assignment.GRID_MANAGER : Assignment.CUSTOMER_MANAGER;
                    step.add(new Update.Put(new Assignment(random.nextInt(40), random.nextInt(9) == 0 ? 77 : g.id(), person, role,
                            null, from, to)));
                }
            }
        }
        return step;
    }

    /// Some grids lose their land, or get it back.
    private List<Update> land() {
        List<Update> step = new ArrayList<>();
        int oneIn = random.nextInt(2, 20);
        for (Row row : rows.rows(Table.GRIDS).values()) {
            Grid g = (Grid) row;
            Geometry was = lost.get(g.id());
            if (g.geometry() == null && was != null && random.nextInt(2) == 0) {
                step.add(new Update.Put(with(g, g.code(), g.branch(), g.parent(), was)));
                lost.remove(g.id());
            } else if (g.geometry() != null && random.nextInt(oneIn) == 0) {
                lost.put(g.id(), g.geometry());
                step.add(new Update.Put(with(g, g.code(), g.branch(), g.parent(), null)));
            }
        }
        return step;
    }

    /// Rows that go and come in one step, in either order, more than once.
    private List<Update> buildings() {
        List<Update> step = new ArrayList<>();
        for (int i = random.nextInt(1, 400); i > 0; i--) {
            Row row = any(Table.BUILDINGS);
            if (row != null) {
                Building other = city.building(row.id(), random);
                List<Update> three = new ArrayList<>(List.of(new Update.Put(row), new Update.Remove(Table.BUILDINGS, row.id()),
                        new Update.Put(other)));
                three.remove(random.nextInt(3));
                step.addAll(random.nextBoolean() ? three : three.reversed());
            }
        }
        return step;
    }

    private List<Update> removeOrReturn() {
        if (!gone.isEmpty() && random.nextInt(3) > 0) {
            return List.of(new Update.Put(gone.remove(random.nextInt(gone.size()))));
        }
        Grid g = anyGrid();
        if (g == null || rows.rows(Table.GRIDS).size() < 8) {
            return List.of();
        }
        gone.add(g);
        return List.of(new Update.Remove(Table.GRIDS, g.id()));
    }

    private static Grid with(Grid g, String code, long branch, Long parent, Geometry area) {
        return new Grid(g.id(), g.version() + 1, code, g.name(), branch, parent, g.kind(), g.targetNewSubscribers(),
                g.targetRenewalRate(), g.yellowCards(), area);
    }

    private long anyBranch() {
        return random.nextInt(FIRST_BRANCH, FIRST_BRANCH + BRANCHES);
    }

    private Grid anyGrid() {
        return (Grid) any(Table.GRIDS);
    }

    /// Null when there is none.
    private Row any(Table table) {
        List<Long> ids = List.copyOf(rows.rows(table).keySet());
        return ids.isEmpty() ? null : rows.rows(table).get(ids.get(random.nextInt(ids.size())));
    }
}
