package org.wangge.topology;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongFunction;
import org.locationtech.jts.algorithm.Orientation;
import org.locationtech.jts.geom.Coordinate;
import org.locationtech.jts.geom.Envelope;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LinearRing;
import org.locationtech.jts.geom.Polygon;
import org.locationtech.jts.operation.valid.IsValidOp;
import org.locationtech.jts.operation.valid.TopologyValidationError;
import org.wangge.problem.Problem;

/// Gives the land inside a drawn area to somebody: transfer and create. For one thread and one use.
final class Areas {

    /// Grids and parts smaller than this came about by accident.
    static final double SMALLEST_SQUARE_METRES = 1;

    private interface Rule {
        /// Who has the land inside the area that `owner` has now.
        long heir(long owner);
    }

    private final PlanarMap map;
    private final LongFunction<String> name;
    private final Geometry area;
    private final Coordinate at;

    Areas(PlanarMap map, Geometry drawn, LongFunction<String> name) {
        this.map = map;
        this.name = name;
        if (drawn == null || drawn.isEmpty() || drawn.getDimension() != 2) {
            throw new Problem.BadInput("The area " + Areal.whyNot(drawn) + ".", "Give a Polygon or a MultiPolygon.")
                    .asException();
        }
        Refusal.requireInWorld("The area", drawn.getCoordinates());
        at = drawn.getCoordinate();
        if (drawn.getNumPoints() > Reshaping.MAX_VERTICES) {
            throw Refusal.refused("too_many_points",
                    "The area has " + drawn.getNumPoints() + " points; at most " + Reshaping.MAX_VERTICES + " are taken.",
                    "Simplify it.", at, List.of());
        }
        area = Areal.tidy(drawn);
        if (area == null) {
            throw tooSmall("The area has no width.");
        }
        TopologyValidationError error = new IsValidOp(area).getValidationError();
        if (error != null) {
            throw Refusal.refused("crosses_itself", "The outline of the area crosses or touches itself.",
                    "Draw it without a loop.", error.getCoordinate(), List.of());
        }
    }

    private RuntimeException tooSmall(String text) {
        return Refusal.refused("too_small", text, "Draw it larger.", at, List.of());
    }

    Patch transfer(long to) {
        if (to != 0) {
            map.faceOf(to);
        }
        Redistribution redistribution = redistribute(owner -> to, to == 0 ? List.of() : List.of(to));
        if (redistribution.isNothing()) {
            throw Refusal.refused("no_change",
                    to == 0 ? "The area belongs to nobody already."
                            : "All of the area belongs to " + name.apply(to) + " already.",
                    "Draw it over land of others.", at, List.of());
        }
        return redistribution.patch(at);
    }

    Patch create(long id, boolean carve) {
        if (id <= 0 || map.contains(id)) {
            throw new Problem.BadInput("A grid with id " + id + " can't be made.", "Name a new id above 0.").asException();
        }
        Redistribution redistribution = redistribute(owner -> carve || owner == 0 ? id : owner, List.of());
        Patch patch = redistribution.isNothing() ? null : redistribution.patch(at);
        if (patch == null || !patch.after().containsKey(id)) {
            throw Refusal.refused("no_free_land", "All of the area belongs to grids already.",
                    "Draw it over land of nobody, or let it be carved out of its neighbours.", at, List.of());
        }
        if (Areal.squareMetres(patch.after().get(id)) < SMALLEST_SQUARE_METRES) {
            throw tooSmall("The new grid would have less than 1 m².");
        }
        return patch;
    }

    private Redistribution redistribute(Rule rule, List<Long> also) {
        Arrangement arrangement = new Arrangement(map, outline(), also);
        List<Arc> outline = arrangement.arcs().stream().filter(a -> a.drawnSide() != 0).toList();
        Inside drawn = new Inside(outline);
        Envelope box = new Envelope(area.getEnvelopeInternal());
        box.expandBy(1);
        for (Arc a : arrangement.arcs()) {
            boolean inside = a.drawnSide() == 0 && box.contains(a.middle()) && drawn.holds(a.middle());
            a.newLeft = inside || a.drawnSide() > 0 ? rule.heir(a.left()) : a.left();
            a.newRight = inside || a.drawnSide() < 0 ? rule.heir(a.right()) : a.right();
        }
        return new Redistribution(map, arrangement.arcs(), arrangement.bent()).withoutSlivers();
    }

    /// The rings of the area, with the area to their left.
    private List<Line> outline() {
        List<Line> rings = new ArrayList<>();
        for (int i = 0; i < area.getNumGeometries(); i++) {
            Polygon p = (Polygon) area.getGeometryN(i);
            rings.add(ring(p.getExteriorRing(), true));
            for (int h = 0; h < p.getNumInteriorRing(); h++) {
                rings.add(ring(p.getInteriorRingN(h), false));
            }
        }
        return rings;
    }

    private static Line ring(LinearRing ring, boolean shell) {
        Line line = Line.of(ring.getCoordinates());
        return Orientation.isCCW(ring.getCoordinateSequence()) == shell ? line : line.reversed();
    }
}
