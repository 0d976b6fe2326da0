package org.wangge.atlas;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.wangge.memory.IdMap;
import org.wangge.metrics.Sums;
import org.wangge.model.Count;

/// A change of the sums of some zones; the sums it starts from stay as they are. For one thread.
final class SumsEdit {

    private final IdMap<Sums> before;
    private final Map<Long, Sums> changed = new HashMap<>();
    private final Set<Long> sightingsOf = new TreeSet<>();
    private final int[] scratch = new int[Count.SIZE];

    SumsEdit(IdMap<Sums> before) {
        this.before = before;
    }

    /// Adds or takes away a row of `zone`. Sightings are counted anew when [#finish] is called.
    void add(long zone, Block block, int row, int sign) {
        if (block.codec() == Codec.SIGHTINGS) {
            sightingsOf.add(zone);
        } else if (block.codec() != Codec.BASE) {
            Totals.add(edited(zone), block, row, sign, scratch);
        }
    }

    private Sums edited(long zone) {
        return changed.computeIfAbsent(zone, z -> before.containsKey(z) ? before.get(z).copy() : new Sums());
    }

    /// The sums of the zones that change, as they are after it; `sightings` are those after it, where `rezoned` has them.
    Map<Long, Sums> finish(Features sightings, Rezoned rezoned) {
        if (!sightingsOf.isEmpty()) {
            Map<Long, Sums> counted = Totals.ofSightings(sightings, rezoned, sightingsOf);
            for (long zone : sightingsOf) {
                edited(zone).replaceSightings(counted.getOrDefault(zone, new Sums()));
            }
        }
        return changed;
    }

    /// All sums, with those that change replaced.
    IdMap<Sums> finishAll(Features sightings) {
        return before.withAll(finish(sightings, Rezoned.NONE));
    }
}
