package org.wangge.planning;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// The values of a grid that a planner may change, by the names of their columns: text for `name`, `kind` and `person` (a code),
/// a Double for `target_renewal_rate`, a Long for the others. Pure functions.
final class Attributes {

    static final String PERSON = "person";

    /// In the order in which they are named to people.
    static final List<String> NAMES =
            List.of("name", "kind", "parent", PERSON, "target_new_subscribers", "target_renewal_rate", "yellow_cards");

    private Attributes() {}

    /// Throws a problem when a grid can't be the parent of that child.
    @FunctionalInterface
    interface ParentCheck {
        void require(long parent, Grid child);
    }

    /// `responsible` are those who look after the grid.
    static Map<String, Object> of(Grid grid, List<Responsible> responsible, Collection<String> names) {
        Map<String, Object> values = new HashMap<>();
        for (String name : names) {
            values.put(name, switch (name) {
                case "name" -> grid.name();
                case "kind" -> grid.kind();
                case "target_new_subscribers" -> whole(grid.targetNewSubscribers());
                case "target_renewal_rate" -> grid.targetRenewalRate();
                case "parent" -> grid.parent();
                case "yellow_cards" -> whole(grid.yellowCards());
                case PERSON -> inCharge(responsible) == null ? null : inCharge(responsible).code();
                default -> throw new IllegalArgumentException("no attribute is called " + name);
            });
        }
        return values;
    }

    /// The first of those who look after a grid, null when there is none.
    static Person inCharge(List<Responsible> responsible) {
        return responsible.isEmpty() ? null : responsible.getFirst().person();
    }

    /// The grid with these values; `person` is not part of it.
    static Grid with(Grid grid, Map<String, Object> values, ParentCheck check) {
        Long parent = value(values, "parent", grid.parent());
        if (parent != null && !parent.equals(grid.parent())) {
            check.require(parent, grid);
        }
        Integer target = narrow("target_new_subscribers", values, grid.targetNewSubscribers());
        Integer cards = narrow("yellow_cards", values, grid.yellowCards());
        try {
            return new Grid(grid.id(), grid.version(), grid.code(), value(values, "name", grid.name()), grid.branch(), parent,
                    value(values, "kind", grid.kind()), target,
                    value(values, "target_renewal_rate", grid.targetRenewalRate()), cards, grid.geometry());
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    new Problem.BadInput("Grid " + grid.code() + " can't have these values: " + e.getMessage() + ".",
                            "Correct them."), e);
        }
    }

    private static Long whole(Integer value) {
        return value == null ? null : (Long) value.longValue();
    }

    private static Integer narrow(String name, Map<String, Object> values, Integer otherwise) {
        Long value = value(values, name, whole(otherwise));
        if (value != null && value.intValue() != value) {
            throw new Problem.BadInput("attributes." + name + " is " + value + "; it must be at most " + Integer.MAX_VALUE + ".",
                    "Correct it.", Map.of("field", "attributes." + name)).asException();
        }
        return value == null ? null : (Integer) value.intValue();
    }

    @SuppressWarnings("unchecked") // the reader of commands gives each name the type of its column
    private static <T> T value(Map<String, Object> values, String name, T otherwise) {
        return values.containsKey(name) ? (T) values.get(name) : otherwise;
    }
}
