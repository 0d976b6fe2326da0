package org.wangge.atlas;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;

/// Makes up edits of a [SyntheticCity] as somebody with a desktop GIS might do them: rows come, go and move, borders are
/// dragged so that leaves overlap or leave gaps, grids change their codes, names, parents and branches, branches and persons come
/// and go, and others look after a grid.
public final class RandomEdits {

    private final SyntheticCity city;
    private final Rows rows;
    private final SplittableRandom random;
    private long nextId = 5_000_000;

    public RandomEdits(SyntheticCity city, Rows rows, SplittableRandom random) {
        this.city = city;
        this.rows = rows;
        this.random = random;
    }

    /// Some edits, already done to the rows.
    public List<Update> next(int n) {
        List<Update> edits = new ArrayList<>();
        for (int i = 0; i < n; i++) {
            Update edit = one();
            rows.apply(edit);
            edits.add(edit);
        }
        return edits;
    }

    private Update one() {
        return switch (random.nextInt(13)) {
            case 0, 1, 2 -> new Update.Put(city.building(nextId++, random));
            case 3, 4 -> new Update.Put(city.building(any(Table.BUILDINGS).id(), random));
            case 5, 6 -> remove(Table.BUILDINGS);
            case 7 -> remove(random.nextBoolean() ? Table.PORTS : Table.SIGHTINGS);
            case 8 -> movedPort();
            case 9 -> movedSighting();
            case 10 -> new Update.Put(dragged((Grid) any(Table.GRIDS)));
            case 11 -> staff();
            default -> rare();
        };
    }

    private Update staff() {
        return switch (random.nextInt(5)) {
            case 0 -> new Update.Put(new Person(1 + random.nextInt(3), "P" + random.nextInt(1, 4) + "-" + nextId++, "李", null));
            case 1 -> remove(Table.PERSONS);
            case 2 -> remove(Table.ASSIGNMENTS);
            default -> new Update.Put(new Assignment(1 + random.nextInt(20), any(Table.GRIDS).id(), 1 + random.nextInt(3),
                    random.nextBoolean() ? Assignment.GRID_MANAGER : "maintenance", null, null,
                    random.nextInt(4) == 0 ? LocalDate.of(2020, 1, 1) : null));
        };
    }

    private Update rare() {
        Grid g = (Grid) any(Table.GRIDS);
        return switch (random.nextInt(10)) {
            case 0 -> new Update.Remove(Table.GRIDS, g.id());
            case 1 -> new Update.Put(copy(g, g.name() + "!", g.parent(), g.geometry()));
            case 2 -> new Update.Put(copy(g, g.name(), parentOf(g), g.geometry()));
            case 3 -> new Update.Put(copy(g, g.name(), null, g.geometry()));
            case 4 -> new Update.Put(new Branch(1, "B01", "branch", random.nextBoolean() ? null : city.leafArea(0, 0)));
            case 5 -> random.nextInt(3) == 0 && rows.rows(Table.BRANCHES).size() > 1 ? new Update.Remove(Table.BRANCHES, 2)
                    : new Update.Put(new Branch(2, random.nextBoolean() ? "A02" : "C02", "other", null));
            case 6 -> new Update.Put(new Grid(g.id(), g.version() + 1, "R" + nextId++, g.name(), g.branch(), g.parent(), g.kind(),
                    null, null, null, g.geometry()));
            case 7, 8 -> new Update.Put(new Grid(g.id(), g.version() + 1, g.code(), g.name(), 3 - g.branch(), g.parent(),
                    g.kind(), null, null, null, g.geometry()));
            default -> new Update.Put(new Grid(nextId++, 1, "N" + nextId, "new", 1, null, null, null, null, null, square()));
        };
    }

    /// An older grid as a rule, so that there are loops now and then only.
    private Long parentOf(Grid g) {
        Long parent = any(Table.GRIDS).id();
        return parent < g.id() || random.nextInt(20) == 0 ? parent : g.parent();
    }

    private static Grid copy(Grid g, String name, Long parent, Geometry area) {
        return new Grid(g.id(), g.version() + 1, g.code(), name, g.branch(), parent, g.kind(), g.targetNewSubscribers(),
                g.targetRenewalRate(), g.yellowCards(), area);
    }

    private Grid dragged(Grid g) {
        if (!(g.geometry() instanceof Polygon p) || p.getNumPoints() < 8) {
            return g;
        }
        Coordinate[] ring = p.getExteriorRing().getCoordinates().clone();
        int at = random.nextInt(1, ring.length - 1);
        double reach = city.width() / 60;
        ring[at] = SyntheticCity.onGrid(
                ring[at].x + (random.nextDouble() - 0.5) * reach, ring[at].y + (random.nextDouble() - 0.5) * reach);
        Polygon moved = FixedPoint.LON_LAT.createPolygon(ring);
        return moved.isValid() ? copy(g, g.name(), g.parent(), moved) : g;
    }

    private Polygon square() {
        double x = city.west() + random.nextDouble() * city.width();
        double y = city.south() + random.nextDouble() * city.width() * 0.86;
        double d = city.width() / 30;
        return FixedPoint.LON_LAT.createPolygon(new Coordinate[] {
            SyntheticCity.onGrid(x, y), SyntheticCity.onGrid(x + d, y), SyntheticCity.onGrid(x + d, y + d),
                    SyntheticCity.onGrid(x, y + d), SyntheticCity.onGrid(x, y)
        });
    }

    private Update movedPort() {
        Port p = (Port) any(Table.PORTS);
        Building there = (Building) any(Table.BUILDINGS);
        return new Update.Put(new Port(
                p.id(), p.code(), p.kind(), p.technology(), there.code(), p.used(), p.capacity(), gridPoint(there)));
    }

    private Update movedSighting() {
        Sighting s = (Sighting) any(Table.SIGHTINGS);
        return new Update.Put(new Sighting(
                s.id(), s.code(), s.operator(), s.kind(), s.offer(), s.price(), 5, 0.7, s.seenAt(), s.note(),
                gridPoint((Building) any(Table.BUILDINGS))));
    }

    private static Geometry gridPoint(Building b) {
        return FixedPoint.LON_LAT.createPoint(b.geometry().getCoordinates()[0]);
    }

    /// The last row stays.
    private Update remove(Table layer) {
        return rows.rows(layer).size() < 2
                ? new Update.Put(city.building(nextId++, random)) : new Update.Remove(layer, any(layer).id());
    }

    private Row any(Table layer) {
        List<Long> ids = List.copyOf(rows.rows(layer).keySet());
        return rows.rows(layer).get(ids.get(random.nextInt(ids.size())));
    }
}
