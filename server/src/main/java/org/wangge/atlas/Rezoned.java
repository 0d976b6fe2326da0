package org.wangge.atlas;

import java.util.List;
import org.wangge.memory.IdMap;

/// The rows of a layer that are in other zones than their blocks say. The next is made of what moves only. Immutable, for any
/// number of threads.
final class Rezoned {

    static final Rezoned NONE = new Rezoned(IdMap.empty());

    /// By the position of the block and the row in it; of those only that are in another zone.
    private final IdMap<IdMap<Long>> zones;

    private Rezoned(IdMap<IdMap<Long>> zones) {
        this.zones = zones;
    }

    /// Whether any row of the block at this position is in another zone.
    boolean touches(int position) {
        return zones.containsKey(position);
    }

    /// The zone of a row of the block at this position.
    long zone(int position, Block block, int row) {
        IdMap<Long> others = zones.get(position);
        Long other = others == null ? null : others.get(row);
        return other == null ? block.zone(row) : other;
    }

    /// With these rows where the moves take them.
    Rezoned with(Features rows, List<Moves.Move> moves) {
        IdMap<IdMap<Long>> next = zones;
        for (Moves.Move m : moves) {
            IdMap<Long> others = next.containsKey(m.block()) ? next.get(m.block()) : IdMap.empty();
            boolean back = rows.blocks().get(m.block()).zone(m.row()) == m.to();
            others = others.with(m.row(), back ? null : (Long) m.to());
            next = next.with(m.block(), others.isEmpty() ? null : others);
        }
        return new Rezoned(next);
    }
}
