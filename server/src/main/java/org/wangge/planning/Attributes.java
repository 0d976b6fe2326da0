package org.wangge.planning;

import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import org.wangge.model.Grid;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// The values of a grid that a planner may change, by the names of their columns. Pure functions.
final class Attributes {

    private Attributes() {}

    /// Throws a problem when a grid can't be the parent in that branch.
    @FunctionalInterface
    interface ParentCheck {
        void require(long parent, long branch);
    }

    static Map<String, Object> of(Grid grid, Collection<String> names) {
        Map<String, Object> values = new HashMap<>();
        for (String name : names) {
            values.put(name, switch (name) {
                case "name" -> grid.name();
                case "kind" -> grid.kind();
                case "target_new_subscribers" -> grid.targetNewSubscribers();
                case "target_renewal_rate" -> grid.targetRenewalRate();
                case "parent" -> grid.parent();
                default -> throw new IllegalArgumentException("no attribute is called " + name);
            });
        }
        return values;
    }

    static Grid with(Grid grid, Map<String, Object> values, ParentCheck check) {
        Long parent = value(values, "parent", grid.parent());
        if (parent != null && !parent.equals(grid.parent())) {
            if (parent == grid.id()) {
                throw new Problem.Refused("Grid " + grid.code() + " can't be its own parent.", "Name another.",
                        Map.of("reason", "own_parent")).asException();
            }
            check.require(parent, grid.branch());
        }
        Long target = value(values, "target_new_subscribers", whole(grid.targetNewSubscribers()));
        try {
            return new Grid(grid.id(), grid.version(), grid.code(), value(values, "name", grid.name()), grid.branch(), parent,
                    value(values, "kind", grid.kind()), target == null ? null : (Integer) Math.toIntExact(target),
                    value(values, "target_renewal_rate", grid.targetRenewalRate()), grid.geometry());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new ProblemException(
                    new Problem.BadInput("Grid " + grid.code() + " can't have these values: " + e.getMessage() + ".", "Correct them."), e);
        }
    }

    private static Long whole(Integer value) {
        return value == null ? null : (Long) value.longValue();
    }

    @SuppressWarnings("unchecked") // the reader of commands gives each name the type of its column
    private static <T> T value(Map<String, Object> values, String name, T otherwise) {
        return values.containsKey(name) ? (T) values.get(name) : otherwise;
    }
}
