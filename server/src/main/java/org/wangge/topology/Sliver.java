package org.wangge.topology;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.locationtech.jts.geom.Geometry;
import org.wangge.topology.PlanarMap.Finding;
import org.wangge.topology.PlanarMap.Ring;
import org.wangge.topology.PlanarMap.Step;

/// Enclosed land of nobody that is so thin that nobody can have meant it.
record Sliver(List<Long> around, Geometry gap) {

    /// Thinner ones come from rounding: they are closed without a word.
    static final double CRACK_WIDTH_METRES = 0.05;
    private static final double WIDTH_METRES = 1;

    /// The slivers along these edges that are thinner than this. Edges between two grids don't matter.
    static List<Sliver> among(Collection<Edge> edges, double widthMetres) {
        List<Step> steps = edges.stream().filter(e -> e.right() == 0).map(e -> new Step(e, false)).toList();
        List<Sliver> found = new ArrayList<>();
        for (List<Step> loop : RingTracer.loops(steps)) {
            if (RingTracer.doubledArea(loop) > 0) {
                Geometry gap = RingTracer.polygon(List.of(new Ring(loop, false)));
                if (Areal.meanWidthMetres(gap) <= widthMetres) {
                    found.add(new Sliver(loop.stream().map(s -> s.edge().left()).distinct().sorted().toList(), gap));
                }
            }
        }
        return found;
    }

    static List<Finding> findings(PlanarMap map) {
        return among(map.edges(), WIDTH_METRES).stream().map(Sliver::finding).toList();
    }

    private Finding finding() {
        return new Finding("sliver", around, String.format(Locale.ROOT,
                "Between grids %s lies a gap of %.1f m² that is only %.2f m wide.",
                around, Areal.squareMetres(gap), Areal.meanWidthMetres(gap)), gap);
    }
}
