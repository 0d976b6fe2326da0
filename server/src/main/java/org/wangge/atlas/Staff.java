package org.wangge.atlas;

import java.time.LocalDate;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.memory.IdGroups;
import org.wangge.memory.IdMap;
import org.wangge.model.Assignment;
import org.wangge.model.Person;

/// Who looks after which grid on a day. The next is made of what changes only. Immutable, for any number of threads.
final class Staff {

    static final Staff EMPTY = new Staff(IdMap.empty(), IdMap.empty(), LocalDate.EPOCH, IdGroups.EMPTY, IdGroups.EMPTY,
            IdGroups.EMPTY, IdMap.empty());

    private final IdMap<Person> persons;
    private final IdMap<Assignment> assignments;
    private final LocalDate day;
    /// Assignments by grid and by person.
    private final IdGroups ofGrid;
    private final IdGroups ofPerson;
    /// Persons by the hash of their code.
    private final IdGroups codes;
    /// By grid; those that nobody looks after have none.
    private final IdMap<List<Responsible>> responsible;

    private Staff(
            IdMap<Person> persons, IdMap<Assignment> assignments, LocalDate day, IdGroups ofGrid, IdGroups ofPerson,
            IdGroups codes, IdMap<List<Responsible>> responsible) {
        this.persons = persons;
        this.assignments = assignments;
        this.day = day;
        this.ofGrid = ofGrid;
        this.ofPerson = ofPerson;
        this.codes = codes;
        this.responsible = responsible;
    }

    Staff next(IdMap<Person> nowPersons, IdMap<Assignment> nowAssignments, LocalDate nowDay) {
        if (nowPersons == persons && nowAssignments == assignments && nowDay.equals(day)) {
            return this;
        }
        Set<Long> grids = new HashSet<>();
        IdGroups[] groups = {ofGrid, ofPerson, codes};
        assignments.differences(nowAssignments, (id, before, after) -> {
            if (before != null) {
                groups[0] = groups[0].without(before.grid(), id);
                groups[1] = groups[1].without(before.person(), id);
                grids.add(before.grid());
            }
            if (after != null) {
                groups[0] = groups[0].with(after.grid(), id);
                groups[1] = groups[1].with(after.person(), id);
                grids.add(after.grid());
            }
        });
        persons.differences(nowPersons, (id, before, after) -> {
            groups[2] = before == null ? groups[2] : groups[2].without(before.code().hashCode(), id);
            groups[2] = after == null ? groups[2] : groups[2].with(after.code().hashCode(), id);
            groups[1].forEach(id, assignment -> grids.add(nowAssignments.get(assignment).grid()));
        });
        if (!nowDay.equals(day)) {
            nowAssignments.values().stream().filter(a -> a.isValidOn(day) != a.isValidOn(nowDay))
                    .forEach(a -> grids.add(a.grid()));
        }
        Staff bare = new Staff(nowPersons, nowAssignments, nowDay, groups[0], groups[1], groups[2], responsible);
        return new Staff(nowPersons, nowAssignments, nowDay, groups[0], groups[1], groups[2], bare.counted(grids));
    }

    private IdMap<List<Responsible>> counted(Collection<Long> grids) {
        IdMap<List<Responsible>> all = responsible;
        for (long grid : grids) {
            List<Responsible> now = ofGrid.list(grid).stream().map(assignments::get)
                    .filter(a -> a.isValidOn(day) && persons.containsKey(a.person()))
                    .sorted(Assignment.FIRST_IN_CHARGE)
                    .map(a -> new Responsible(a.id(), persons.get(a.person()), a.role(), a.contract()))
                    .toList();
            if (!now.equals(of(grid))) {
                all = all.with(grid, now.isEmpty() ? null : now);
            }
        }
        return all;
    }

    LocalDate day() {
        return day;
    }

    /// The person in charge first.
    List<Responsible> of(long grid) {
        List<Responsible> those = responsible.get(grid);
        return those == null ? List.of() : those;
    }

    /// The grids that somebody else looks after in `after`.
    Set<Long> differences(Staff after) {
        Set<Long> grids = new HashSet<>();
        responsible.differences(after.responsible, (grid, _, _) -> grids.add(grid));
        return grids;
    }

    /// Null when there is no such person.
    Person person(String code) {
        return codes.list(code.hashCode()).stream().map(persons::get).filter(p -> p.code().equals(code)).findFirst().orElse(null);
    }
}
