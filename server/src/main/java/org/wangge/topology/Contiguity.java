package org.wangge.topology;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Which faces of a map touch each other, be it in a single corner (queen contiguity).
public final class Contiguity {

    private Contiguity() {}

    /// For each face those that touch it, without itself and without land that belongs to no leaf grid; ids in order. Costs what
    /// going through all borders once costs.
    public static Map<Long, Set<Long>> queen(PlanarMap map) {
        Map<Long, Set<Long>> touching = new TreeMap<>();
        map.faces().forEach(face -> touching.put(face, new TreeSet<>()));
        Map<Long, Set<Long>> atNode = new HashMap<>();
        for (Edge edge : map.edges()) {
            int last = edge.xs().length - 1;
            for (int end : edge.isIsland() ? new int[] {0} : new int[] {0, last}) {
                Set<Long> there = atNode.computeIfAbsent(node(edge.xs()[end], edge.ys()[end]), _ -> new HashSet<>());
                there.addAll(List.of(edge.left(), edge.right()));
            }
        }
        for (Set<Long> there : atNode.values()) {
            for (long face : there) {
                Set<Long> known = touching.get(face);
                if (known != null) {
                    known.addAll(there);
                }
            }
        }
        touching.forEach((face, known) -> known.removeIf(other -> other.equals(face) || !touching.containsKey(other)));
        return touching;
    }

    private static long node(int x, int y) {
        return (long) x << 32 | y & 0xffff_ffffL;
    }
}
