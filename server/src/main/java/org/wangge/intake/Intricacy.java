package org.wangge.intake;

import java.util.List;
import org.locationtech.jts.geom.Geometry;
import org.locationtech.jts.geom.LineString;
import org.locationtech.jts.geom.util.LinearComponentExtracter;
import org.locationtech.jts.index.ItemVisitor;
import org.locationtech.jts.index.chain.MonotoneChain;
import org.locationtech.jts.index.chain.MonotoneChainBuilder;
import org.locationtech.jts.index.hprtree.HPRtree;

/// Bounds the work of checking an area. JTS compares all stretches of its rings whose boxes meet: few in what somebody has drawn,
/// but each with each in rings within rings or in a comb that lies aslant, and nothing stops it.
final class Intricacy {

    /// Compared in some seconds.
    private static final int MAX_PAIRS = 20_000_000;
    /// Below that, even each with each is fewer.
    private static final int FEW_POSITIONS = 4_000;

    private Intricacy() {}

    /// Throws when more pairs of stretches would be compared than are in reason.
    static void check(Geometry fixed) throws Fault {
        if (fixed.getNumPoints() <= FEW_POSITIONS) {
            return;
        }
        HPRtree tree = new HPRtree();
        for (Object ring : LinearComponentExtracter.getLines(fixed)) {
            for (MonotoneChain stretch : stretches((LineString) ring)) {
                tree.insert(stretch.getEnvelope(), stretch);
            }
        }
        Count pairs = new Count();
        for (Object ring : LinearComponentExtracter.getLines(fixed)) {
            for (MonotoneChain stretch : stretches((LineString) ring)) {
                tree.query(stretch.getEnvelope(), pairs);
                if (pairs.doubled > 2L * MAX_PAIRS) {
                    throw new Fault(fixed.getGeometryType(), "is too intricate: more than " + Text.count(MAX_PAIRS)
                            + " pairs of its edges would have to be compared; simplify it, or give it several rows");
                }
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<MonotoneChain> stretches(LineString ring) {
        return MonotoneChainBuilder.getChains(ring.getCoordinates());
    }

    /// Each pair is met from both sides.
    private static final class Count implements ItemVisitor {
        private long doubled;

        @Override
        public void visitItem(Object stretch) {
            doubled++;
        }
    }
}
