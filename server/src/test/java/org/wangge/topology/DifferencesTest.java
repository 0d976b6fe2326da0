package org.wangge.topology;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;

class DifferencesTest {

    private static final PlanarMap BASE = Samples.map(
            "POLYGON((0 0,10000 0,10000 5000,10000 10000,0 10000,0 0))",
            "POLYGON((10000 0,20000 0,20000 10000,10000 10000,10000 5000,10000 0))",
            "POLYGON((0 10000,10000 10000,20000 10000,20000 20000,0 20000,0 10000))");

    private static List<String> arcs(PlanarMap live, Long... grids) {
        return Differences.arcs(BASE, live, Set.of(grids)).stream().map(Geometry::toText).toList();
    }

    @Test
    void namesTheStretchesThatOneMapHasAndTheOtherHasNot() {
        PlanarMap live = BASE.with(BASE.preview(
                new Command.Reshape(1, 2, (LineString) Samples.wkt("LINESTRING(10000 5000,12000 7000,10000 10000)"))).change());
        List<String> expected = List.of("LINESTRING (10000 5000, 10000 10000)",
                "LINESTRING (10000 5000, 12000 7000, 10000 10000)");
        assertEquals(expected, arcs(live, 1L));
        assertEquals(expected, arcs(live, 1L, 2L, 3L, 99L));
        assertEquals(List.of(), arcs(live, 3L));
        assertEquals(List.of(), arcs(BASE, 1L, 2L));
    }

    @Test
    void aGridThatIsGoneDiffersAllAround() {
        PlanarMap live = BASE.with(BASE.preview(new Command.Merge(List.of(1L, 2L), 1)).change());
        assertEquals(List.of("LINESTRING (10000 0, 10000 5000, 10000 10000)"), arcs(live, 1L, 2L));
        assertEquals(List.of("LINESTRING (10000 0, 10000 5000, 10000 10000, 20000 10000, 20000 0, 10000 0)"), arcs(live, 2L));
    }
}
