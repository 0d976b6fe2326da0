package org.wangge.atlas;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wangge.memory.IdMap;
import org.wangge.topology.Edge;
import org.wangge.topology.PlanarMap.Step;
import org.wangge.topology.PlanarMap;

/// The stretches of border around each grid with children, and around the grids of each branch (under minus its id), as they
/// follow from those of the leaves: an edge is in the border of all who stand above the leaf on one side of it and not above that
/// on the other. The next are made of the edges around leaves that change. Immutable, for any number of threads.
final class Borders {

    static final Borders EMPTY = new Borders(IdMap.empty());

    private final IdMap<Set<Step>> borders;

    private Borders(IdMap<Set<Step>> borders) {
        this.borders = borders;
    }

    /// A state of the grids.
    record Side(Hierarchy hierarchy, PlanarMap map) {

        /// Who has these edges in its border; they run around these leaves, as far as they are there.
        Map<Long, Set<Step>> around(Collection<Long> leaves) {
            Map<Long, List<Long>> known = new HashMap<>();
            Map<Long, Set<Step>> found = new HashMap<>();
            Set<Edge> edges = new HashSet<>();
            for (long leaf : leaves) {
                if (map.contains(leaf)) {
                    edges.addAll(map.edgesOf(leaf));
                }
            }
            for (Edge e : edges) {
                List<Long> left = known.computeIfAbsent(e.left(), this::above);
                List<Long> right = known.computeIfAbsent(e.right(), this::above);
                add(left, right, new Step(e, true), found);
                add(right, left, new Step(e, false), found);
            }
            return found;
        }

        private static void add(List<Long> inside, List<Long> outside, Step step, Map<Long, Set<Step>> found) {
            for (long owner : inside) {
                if (!outside.contains(owner)) {
                    found.computeIfAbsent(owner, _ -> new HashSet<>()).add(step);
                }
            }
        }

        private List<Long> above(long leaf) {
            if (!hierarchy.grids().containsKey(leaf)) {
                return List.of();
            }
            List<Long> all = new ArrayList<>(hierarchy.line(leaf));
            long top = all.isEmpty() ? leaf : all.getLast();
            all.add(-hierarchy.grids().get(top).branch());
            return all;
        }
    }

    /// `leaves` are those with other edges, and those above which others stand.
    Borders next(Side before, Side after, Collection<Long> leaves) {
        Map<Long, Set<Step>> lost = before.around(leaves);
        Map<Long, Set<Step>> gained = after.around(leaves);
        Set<Long> owners = new HashSet<>(lost.keySet());
        owners.addAll(gained.keySet());
        IdMap<Set<Step>> next = borders;
        for (long owner : owners) {
            Set<Step> less = lost.getOrDefault(owner, Set.of());
            Set<Step> more = gained.getOrDefault(owner, Set.of());
            if (!less.equals(more)) {
                Set<Step> border = new HashSet<>(of(owner));
                border.removeAll(less);
                border.addAll(more);
                next = next.with(owner, border.isEmpty() ? null : Set.copyOf(border));
            }
        }
        return new Borders(next);
    }

    /// Not to be changed.
    Set<Step> of(long owner) {
        Set<Step> border = borders.get(owner);
        return border == null ? Set.of() : border;
    }

    /// Whose border is another in `after`.
    Set<Long> differences(Borders after) {
        Set<Long> owners = new HashSet<>();
        borders.differences(after.borders, (owner, _, _) -> owners.add(owner));
        return owners;
    }
}
