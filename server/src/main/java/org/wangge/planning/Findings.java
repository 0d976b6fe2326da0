package org.wangge.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.geo.FixedPoint;
import org.wangge.metrics.Figures;
import org.wangge.model.Assignment;
import org.wangge.model.Count;
import org.wangge.model.Grid;
import org.wangge.planning.PlanResult.Finding;
import org.wangge.planning.PlanResult.GridResult;
import org.wangge.planning.Results.Side;
import org.wangge.topology.Areal;
import org.wangge.topology.Patch;

/// What a person should look at in a plan: nothing of it is an error. Pure functions.
final class Findings {

    /// Buildings of one compound lie within this of each other.
    private static final double COMPOUND_UNITS = 0.01 * FixedPoint.UNITS_PER_DEGREE;

    private Findings() {}

    static List<Finding> of(Snapshot snapshot, Side side, PlanResult result) {
        List<Finding> findings = new ArrayList<>(compounds(snapshot, side));
        for (GridResult grid : result.grids()) {
            if (grid.rowAfter() == null || !grid.isChanged()) {
                continue;
            }
            double[] at = at(grid.area());
            List<Responsible> responsible = side.responsible(snapshot, grid.id());
            if (responsible.isEmpty()) {
                findings.add(new Finding("no_person", grid.id(), null, at));
            }
            Integer cards = grid.rowAfter().yellowCards();
            if (cards != null && cards >= Grid.CARDS_FOR_REPLACEMENT) {
                findings.add(new Finding("replacement_due", grid.id(), String.valueOf(cards), at));
            }
            if (grid.area() != null && grid.area().getNumGeometries() > 1) {
                findings.add(new Finding("several_parts", grid.id(), String.valueOf(grid.area().getNumGeometries()), at));
            }
            long subscribers = grid.after().total(Count.SUBSCRIBERS);
            if (subscribers > capacity(responsible) && subscribers > grid.before().total(Count.SUBSCRIBERS)) {
                findings.add(new Finding("overloaded", grid.id(), String.valueOf(subscribers), at));
            }
        }
        for (Patch.Strip strip : result.strips()) {
            if (strip.to() == 0) {
                findings.add(new Finding("unassigned", strip.from(),
                        String.valueOf(Math.round(Areal.squareMetres(strip.area()))), at(strip.area())));
            }
        }
        return findings;
    }

    /// How many subscribers the customer managers of a grid can look after; without any, whoever there is counts as one.
    private static double capacity(List<Responsible> responsible) {
        long managers = responsible.stream().filter(r -> Assignment.CUSTOMER_MANAGER.equals(r.role())).count();
        return Math.max(1, managers) * Figures.SUBSCRIBERS_PER_MANAGER;
    }

    private static double[] at(Geometry fixed) {
        if (fixed == null || fixed.isEmpty()) {
            return null;
        }
        Coordinate c = fixed.getInteriorPoint().getCoordinate();
        return new double[] {FixedPoint.degrees(c.x), FixedPoint.degrees(c.y)};
    }

    /// Compounds of which only a part changes hands.
    private static List<Finding> compounds(Snapshot snapshot, Side side) {
        Map<Long, Long> moved = side.sums().moved();
        if (moved.isEmpty()) {
            return List.of();
        }
        Envelope land = new Envelope();
        side.changed().forEach((id, area) -> {
            if (area != null) {
                land.expandToInclude(area.getEnvelopeInternal());
            }
        });
        land.expandBy(COMPOUND_UNITS);
        Map<String, Set<Long>> leaves = new HashMap<>();
        Map<String, double[]> places = new TreeMap<>();
        snapshot.buildingAnchors(land, (id, lon, lat, compound, leaf) -> {
            if (compound != null) {
                leaves.computeIfAbsent(compound, _ -> new TreeSet<>()).add(moved.getOrDefault(id, leaf));
                if (moved.containsKey(id)) {
                    places.put(compound, new double[] {FixedPoint.degrees(lon), FixedPoint.degrees(lat)});
                }
            }
        });
        List<Finding> findings = new ArrayList<>();
        places.forEach((compound, at) -> {
            if (leaves.get(compound).size() > 1) {
                findings.add(new Finding("compound_cut", leaves.get(compound).iterator().next(), compound, at));
            }
        });
        return findings;
    }
}
