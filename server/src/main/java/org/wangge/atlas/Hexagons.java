package org.wangge.atlas;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.locationtech.jts.geom.Envelope;
import org.wangge.geo.HexLattice;
import org.wangge.metrics.Sums;
import org.wangge.model.Count;
import org.wangge.model.Grid;

/// Buildings, ports and sightings summed in hexagons of the same size on the ground: each, by its anchor, in one hexagon of the
/// lattice of its branch, so that all hexagons of a branch at one zoom add up to the branch, exactly. What lies in no branch is
/// in none. For any number of threads.
public final class Hexagons {

    /// Some of what lies in a branch. `key` is that of the lattice.
    public record Hexagon(long branch, HexLattice lattice, long key, Sums sums) {}

    /// Hexagons get no smaller than at this zoom: from here on buildings can be told apart.
    public static final int FINEST_ZOOM = 17;
    private static final int METRES_AT_FINEST = 32;
    /// Up to this zoom a tile has so many rows that the sums of whole blocks are kept, a few hexagons each.
    private static final int KEPT_ZOOM = 11;
    private static final int LATTICES_PER_DEGREE = 10;

    private static final Comparator<Hexagon> NORTH_TO_SOUTH = Comparator.comparingLong(Hexagon::branch)
            .thenComparingInt(h -> HexLattice.r(h.key))
            .thenComparingInt(h -> HexLattice.q(h.key));

    private record Cell(Target target, long key) {}

    /// What a zone belongs to.
    private record Target(long branch, HexLattice lattice) {}

    /// The sums of a block, as long as its zones belong to these; null for a zone that belongs to none.
    private record BlockSums(Target[] targets, Map<Cell, Sums> sums) {}

    private final Cache<Block, AtomicReferenceArray<BlockSums>> known = Caffeine.newBuilder().weakKeys().build();

    /// Width in metres on the ground, halved with each zoom down to [#FINEST_ZOOM].
    public static long metres(int zoom) {
        return (long) METRES_AT_FINEST << FINEST_ZOOM - Math.min(zoom, FINEST_ZOOM);
    }

    /// The lattice of each branch that has land, by its id: in metres at the latitude of the middle of its land, to a tenth of a
    /// degree, so that it seldom changes when borders do.
    public static Map<Long, HexLattice> lattices(Snapshot snapshot, int zoom) {
        Map<Long, HexLattice> lattices = new HashMap<>();
        for (Snapshot.BranchNode branch : snapshot.branches()) {
            if (branch.area() != null) {
                Envelope box = branch.area().getEnvelopeInternal();
                double middle = Math.rint((box.getMinY() + box.getMaxY()) / 2 * LATTICES_PER_DEGREE) / LATTICES_PER_DEGREE;
                lattices.put(branch.branch().id(), HexLattice.of(metres(zoom), middle));
            }
        }
        return lattices;
    }

    /// The hexagons that hold anything and whose box meets this one (world units), whole, by branch and from north to south.
    public List<Hexagon> meeting(Snapshot snapshot, int zoom, int minX, int minY, int maxX, int maxY) {
        Map<Long, HexLattice> lattices = lattices(snapshot, zoom);
        double reach = lattices.values().stream().mapToDouble(HexLattice::height).max().orElse(0);
        int[] box = {clamp(minX - reach), clamp(minY - reach), clamp(maxX + reach), clamp(maxY + reach)};
        Map<Cell, Sums> found = new HashMap<>();
        Map<Long, Target> targets = new HashMap<>();
        for (Features rows : List.of(snapshot.buildings(), snapshot.ports(), snapshot.sightings())) {
            for (Block block : rows.blocks()) {
                if (meets(block.box(), box)) {
                    Target[] ofZones = new Target[block.zoneCount()];
                    for (int z = 0; z < ofZones.length; z++) {
                        ofZones[z] = targets.computeIfAbsent(block.zoneOf(z), zone -> target(snapshot, zone, lattices));
                    }
                    if (zoom <= KEPT_ZOOM) {
                        sums(block, ofZones, zoom).forEach((cell, sums) -> sum(found, cell).add(sums));
                    } else {
                        add(block, ofZones, box, found);
                    }
                }
            }
        }
        List<Hexagon> hexagons = new ArrayList<>();
        found.forEach((cell, sums) -> {
            HexLattice lattice = cell.target.lattice;
            if (lattice.cornerX(cell.key, 1) >= minX && lattice.cornerX(cell.key, 4) <= maxX
                    && lattice.cornerY(cell.key, 3) >= minY && lattice.cornerY(cell.key, 0) <= maxY) {
                hexagons.add(new Hexagon(cell.target.branch, lattice, cell.key, sums));
            }
        });
        hexagons.sort(NORTH_TO_SOUTH);
        return hexagons;
    }

    private static Target target(Snapshot snapshot, long zone, Map<Long, HexLattice> lattices) {
        long branch = -zone;
        if (zone > 0) {
            Hierarchy hierarchy = snapshot.state().tree().hierarchy();
            List<Long> line = hierarchy.line(zone);
            Grid top = hierarchy.grids().get(line.isEmpty() ? zone : line.getLast());
            branch = top.branch();
        }
        HexLattice lattice = lattices.get(branch);
        return lattice == null ? null : new Target(branch, lattice);
    }

    private Map<Cell, Sums> sums(Block block, Target[] targets, int zoom) {
        AtomicReferenceArray<BlockSums> byZoom = known.get(block, b -> new AtomicReferenceArray<>(KEPT_ZOOM + 1));
        BlockSums kept = byZoom.get(zoom);
        if (kept == null || !Arrays.equals(kept.targets, targets)) {
            kept = new BlockSums(targets, new HashMap<>());
            add(block, targets, block.box(), kept.sums);
            byZoom.set(zoom, kept);
        }
        return kept.sums;
    }

    private static void add(Block block, Target[] targets, int[] box, Map<Cell, Sums> found) {
        int[] scratch = new int[Count.SIZE];
        block.visit(box[0], box[1], box[2], box[3], (b, i) -> {
            Target target = targets[b.zoneIndex(i)];
            if (target != null) {
                Totals.add(sum(found, new Cell(target, target.lattice.at(b.x(i), b.y(i)))), b, i, 1, scratch);
            }
        });
    }

    private static Sums sum(Map<Cell, Sums> found, Cell cell) {
        return found.computeIfAbsent(cell, _ -> new Sums());
    }

    private static boolean meets(int[] a, int[] b) {
        return a[0] <= b[2] && a[2] >= b[0] && a[1] <= b[3] && a[3] >= b[1];
    }

    private static int clamp(double world) {
        return (int) Math.clamp(world, 0, Integer.MAX_VALUE);
    }
}
