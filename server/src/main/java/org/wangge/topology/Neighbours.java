package org.wangge.topology;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.wangge.problem.Problem;
import org.wangge.topology.PlanarMap.Ring;
import org.wangge.topology.PlanarMap.Step;

/// Gives whole grids to others: merge and delete. No line is drawn, so nothing is computed but who has the land on either side
/// of an edge.
final class Neighbours {

    private Neighbours() {}

    static Patch merge(PlanarMap map, Command.Merge command) {
        List<Long> grids = command.grids();
        if (grids.size() < 2 || grids.stream().distinct().count() != grids.size() || !grids.contains(command.into())) {
            throw new Problem.BadInput("The grids " + grids + " can't be merged into " + command.into() + ".",
                    "Name two grids or more, each once, and one of them as the one that stays.").asException();
        }
        Arrangement arrangement = new Arrangement(map, grids);
        for (Arc a : arrangement.arcs()) {
            a.newLeft = grids.contains(a.left()) ? command.into() : a.left();
            a.newRight = grids.contains(a.right()) ? command.into() : a.right();
        }
        return new Redistribution(map, arrangement.arcs(), arrangement.bent())
                .patch(Redistribution.placeOf(map.faceOf(command.into())));
    }

    static Patch delete(PlanarMap map, Command.Delete command, LongFunction<String> name) {
        long grid = command.grid();
        Face face = map.faceOf(grid);
        Long to = command.to();
        if (to != null && to == grid) {
            throw new Problem.BadInput("Grid " + grid + " can't be given to itself.", "Name a neighbour, or nobody.")
                    .asException();
        }
        if (to != null && to != 0) {
            map.faceOf(to);
            if (face.edges().stream().noneMatch(e -> e.across(grid) == to)) {
                throw Refusal.refused("no_common_border",
                        name.apply(grid) + " and " + name.apply(to) + " have no common border.",
                        "Name a neighbour.", Redistribution.placeOf(face), List.of(grid, to));
            }
        }
        List<Long> all = to != null && to != 0 ? List.of(grid, to)
                : face.edges().stream().map(e -> e.across(grid)).filter(id -> id != 0).toList();
        List<Long> also = new ArrayList<>(all);
        also.add(grid);
        Arrangement arrangement = new Arrangement(map, also);
        Map<Edge, Long> heirs = heirs(face, to);
        for (Arc a : arrangement.arcs()) {
            a.newLeft = a.left() == grid ? heirs.get(a.edge()) : a.left();
            a.newRight = a.right() == grid ? heirs.get(a.edge()) : a.right();
        }
        return new Redistribution(map, arrangement.arcs(), arrangement.bent()).patch(Redistribution.placeOf(face));
    }

    /// Who gets the land on the grid's side of each of its edges.
    private static Map<Edge, Long> heirs(Face face, Long to) {
        Map<Edge, Long> heirs = new IdentityHashMap<>();
        if (to != null) {
            face.edges().forEach(e -> heirs.put(e, to));
            return heirs;
        }
        List<Step> around = face.edges().stream().map(e -> new Step(e, e.left() == face.id())).toList();
        for (List<Step> part : parts(RingTracer.rings(around))) {
            Map<Long, Double> lengths = new TreeMap<>();
            part.forEach(s -> lengths.merge(s.edge().across(face.id()), s.edge().metres(), Double::sum));
            long heir = longest(lengths);
            part.forEach(s -> heirs.put(s.edge(), heir));
        }
        return heirs;
    }

    /// The steps of each part of an area, its holes included.
    static List<List<Step>> parts(List<Ring> rings) {
        List<List<Step>> parts = new ArrayList<>();
        for (Ring r : rings) {
            if (!r.hole()) {
                parts.add(new ArrayList<>());
            }
            parts.getLast().addAll(r.steps());
        }
        return parts;
    }

    /// The grid with the longest border, the lowest id of several; nobody only where there is no other.
    static long longest(Map<Long, Double> lengths) {
        return lengths.entrySet().stream()
                .filter(e -> e.getKey() != 0)
                .max(Comparator.<Map.Entry<Long, Double>>comparingDouble(Map.Entry::getValue)
                        .thenComparing(Map.Entry::getKey, Comparator.reverseOrder()))
                .map(Map.Entry::getKey)
                .orElse(0L);
    }
}
