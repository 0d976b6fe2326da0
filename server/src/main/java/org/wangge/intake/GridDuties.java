package org.wangge.intake;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.wangge.model.Assignment;
import org.wangge.model.Loaded;
import org.wangge.model.Person;
import org.wangge.model.Table;
import org.wangge.store.Store;

/// Writes who is responsible for the grids of a file.
///
/// A row with `valid_from` begins a new assignment, and one of the same role that is open until then ends the day before. A row
/// without puts the person in the place of whoever has the role now. A row that names nobody changes nothing.
final class GridDuties {

    private final Store store;
    private final Columns columns;
    private final Tally tally;
    private final Map<String, Person> stored = new HashMap<>();
    /// By id of the grid.
    private final Map<Long, List<Assignment>> assigned = new HashMap<>();

    GridDuties(Store store, Columns columns, Tally tally, List<Person> persons, List<Assignment> assignments) {
        this.store = store;
        this.columns = columns;
        this.tally = tally;
        persons.forEach(p -> stored.put(p.code(), p));
        assignments.forEach(a -> assigned.computeIfAbsent(a.grid(), k -> new ArrayList<>()).add(a));
    }

    void write(List<GridNode> nodes, Map<String, Long> gridIds) {
        Map<String, Person> persons = new LinkedHashMap<>();
        for (GridNode n : nodes) {
            if (n.draft.duty() != null) {
                persons.merge(n.draft.duty().personCode(), person(n.draft.duty()), GridDuties::merged);
            }
        }
        if (persons.isEmpty()) {
            return;
        }
        Set<String> overwritten = new LinkedHashSet<>(List.of("name"));
        if (columns.has("phone")) {
            overwritten.add("phone");
        }
        Loaded people = store.load(Table.PERSONS, overwritten, persons.values().iterator(), count -> {});
        Map<String, Long> personIds = store.codes(Table.PERSONS);
        List<Assignment> rows = new ArrayList<>();
        for (GridNode n : nodes) {
            if (n.draft.duty() != null) {
                long grid = gridIds.get(n.code);
                rows.addAll(assignments(n.draft.duty(), grid, personIds.get(n.draft.duty().personCode())));
            }
        }
        Loaded duties = store.load(
                Table.ASSIGNMENTS, Set.of("person", "contract", "valid_to"), rows.iterator(), count -> {});
        tally.note(Text.count(persons.size(), "person", "persons") + " (" + people.inserted() + " new) and "
                + Text.count(duties.inserted(), "new assignment", "new assignments") + ", "
                + Text.count(duties.updated(), "changed", "changed") + ".");
    }

    /// A name or phone that the file does not have stays what it is in the store.
    private Person person(GridDraft.Duty d) {
        Person before = stored.get(d.personCode());
        String name = d.person() != null ? d.person() : before != null ? before.name() : d.personCode();
        String phone = d.phone() != null || before == null ? d.phone() : before.phone();
        return new Person(0, d.personCode(), name, phone);
    }

    private static Person merged(Person a, Person b) {
        String name = a.name().equals(a.code()) ? b.name() : a.name();
        return new Person(0, a.code(), name, a.phone() == null ? b.phone() : a.phone());
    }

    private List<Assignment> assignments(GridDraft.Duty d, long grid, long person) {
        List<Assignment> sameRole = assigned.getOrDefault(grid, List.of()).stream()
                .filter(a -> d.role().equals(a.role()))
                .toList();
        if (d.from() == null) {
            Assignment current = sameRole.stream().filter(a -> a.validTo() == null).findFirst().orElse(null);
            LocalDate from = current == null ? null : current.validFrom();
            String contract = columns.has("contract") || current == null ? d.contract() : current.contract();
            return List.of(new Assignment(0, grid, person, d.role(), contract, from, d.to()));
        }
        List<Assignment> rows = new ArrayList<>();
        for (Assignment a : sameRole) {
            boolean beginsEarlier = a.validFrom() == null || a.validFrom().isBefore(d.from());
            boolean reachesIn = a.validTo() == null || !a.validTo().isBefore(d.from());
            if (beginsEarlier && reachesIn) {
                rows.add(new Assignment(0, grid, a.person(), a.role(), a.contract(), a.validFrom(), d.from().minusDays(1)));
            }
        }
        rows.add(new Assignment(0, grid, person, d.role(), d.contract(), d.from(), d.to()));
        return rows;
    }
}
