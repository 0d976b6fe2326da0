package org.wangge.atlas;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.Polygon;
import org.wangge.geo.FixedPoint;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Grid;
import org.wangge.model.Port;
import org.wangge.model.Row;
import org.wangge.model.Sighting;
import org.wangge.model.Table;

/// Makes up edits of a [SyntheticCity] as somebody with a desktop GIS might do them: rows come, go and move, borders are
/// dragged so that leaves overlap or leave gaps, grids change their names, parents and branches.
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
        return switch (random.nextInt(12)) {
            case 0, 1, 2 -> new Update.Put(city.building(nextId++, random));
            case 3, 4 -> new Update.Put(city.building(any(Table.BUILDINGS).id(), random));
            case 5, 6 -> remove(Table.BUILDINGS);
            case 7 -> remove(random.nextBoolean() ? Table.PORTS : Table.SIGHTINGS);
            case 8 -> movedPort();
            case 9 -> movedSighting();
            case 10 -> new Update.Put(dragged((Grid) any(Table.GRIDS)));
            default -> rare();
        };
    }

    private Update rare() {
        Grid g = (Grid) any(Table.GRIDS);
        return switch (random.nextInt(6)) {
            case 0 -> new Update.Remove(Table.GRIDS, g.id());
            case 1 -> new Update.Put(copy(g, g.name() + "!", g.parent(), g.geometry()));
            case 2 -> new Update.Put(copy(g, g.name(), any(Table.GRIDS).id(), g.geometry()));
            case 3 -> new Update.Put(copy(g, g.name(), null, g.geometry()));
            case 4 -> new Update.Put(new Branch(1, "B01", "branch", random.nextBoolean() ? null : city.leafArea(0, 0)));
            default -> new Update.Put(new Grid(nextId++, 1, "N" + nextId, "new", 1, null, null, null, null, null, square()));
        };
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

    private Update remove(Table layer) {
        return new Update.Remove(layer, any(layer).id());
    }

    private Row any(Table layer) {
        List<Long> ids = List.copyOf(rows.rows(layer).keySet());
        return rows.rows(layer).get(ids.get(random.nextInt(ids.size())));
    }
}
