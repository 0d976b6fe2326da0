package org.wangge.atlas;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.wangge.memory.IdMap;

/// What the tiles of one zoom have to carry of a layer, given what a row and each of its vertices weigh, and how many of them
/// have to carry too much. The next is made of the blocks that differ. Keeps no rows alive. Immutable, for any number of threads.
public final class TileWeights {

    private final int zoom;
    private final int rowWeight;
    private final int vertexWeight;
    private final long most;
    /// The sums of the blocks, which stay the same objects as long as the rows of a block lie where they lie.
    private final List<AtomicReferenceArray<Cells>> blocks;
    private final IdMap<Long> weights;
    private final int tooHeavy;

    private TileWeights(TileWeights before, List<AtomicReferenceArray<Cells>> blocks, IdMap<Long> weights, int tooHeavy) {
        this.zoom = before.zoom;
        this.rowWeight = before.rowWeight;
        this.vertexWeight = before.vertexWeight;
        this.most = before.most;
        this.blocks = blocks;
        this.weights = weights;
        this.tooHeavy = tooHeavy;
    }

    /// Of no rows; a tile may weigh as much as `most`.
    public TileWeights(int zoom, int rowWeight, int vertexWeight, long most) {
        this.zoom = zoom;
        this.rowWeight = rowWeight;
        this.vertexWeight = vertexWeight;
        this.most = most;
        blocks = List.of();
        weights = IdMap.empty();
        tooHeavy = 0;
    }

    public int zoom() {
        return zoom;
    }

    public boolean fits() {
        return tooHeavy == 0;
    }

    /// Those of these rows.
    public TileWeights next(Features rows) {
        List<AtomicReferenceArray<Cells>> now = rows.blocks().stream().map(Block::allCells).toList();
        int shorter = Math.min(blocks.size(), now.size());
        int first = 0;
        while (first < shorter && blocks.get(first) == now.get(first)) {
            first++;
        }
        int last = 0;
        while (last < shorter - first && blocks.get(blocks.size() - 1 - last) == now.get(now.size() - 1 - last)) {
            last++;
        }
        Set<AtomicReferenceArray<Cells>> gone = new HashSet<>(blocks.subList(first, blocks.size() - last));
        TileWeights next = this;
        for (Block b : rows.blocks().subList(first, now.size() - last)) {
            next = gone.remove(b.allCells()) ? next : next.with(b.cells(zoom), 1);
        }
        for (AtomicReferenceArray<Cells> each : gone) {
            next = next.with(each.get(zoom), -1);
        }
        return next == this ? this : new TileWeights(this, now, next.weights, next.tooHeavy);
    }

    private TileWeights with(Cells cells, int sign) {
        IdMap<Long> all = weights;
        int heavy = tooHeavy;
        for (int i = 0; i < cells.size(); i++) {
            long was = all.getOrDefault(cells.key(i), 0L);
            long is = was + sign * ((long) rowWeight * cells.count(i) + (long) vertexWeight * cells.vertices(i));
            all = all.with(cells.key(i), is == 0 ? null : (Long) is);
            heavy += (is > most ? 1 : 0) - (was > most ? 1 : 0);
        }
        return new TileWeights(this, blocks, all, heavy);
    }
}
