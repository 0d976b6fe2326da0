package org.wangge.planning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.wangge.atlas.Snapshot;
import org.wangge.atlas.Snapshot.GridNode;
import org.wangge.atlas.Snapshot.Responsible;
import org.wangge.model.Assignment;
import org.wangge.model.Grid;
import org.wangge.model.Person;
import org.wangge.planning.Edit.NewGrid;
import org.wangge.problem.Problem;

/// Who looks after the grids of a draft on one snapshot, and what an edit makes of that. For one thread.
final class DraftPersons {

    private final Snapshot snapshot;
    private final Map<Long, List<Responsible>> drafted;

    /// `drafted` are those of the grids for which the draft has others than the snapshot.
    DraftPersons(Snapshot snapshot, Map<Long, List<Responsible>> drafted) {
        this.snapshot = snapshot;
        this.drafted = drafted;
    }

    /// Those who look after a grid as the draft has it.
    List<Responsible> of(long id) {
        return drafted.containsKey(id)
                ? drafted.get(id)
                : snapshot.findGrid(id).map(GridNode::responsible).orElse(List.of());
    }

    /// Who looks after the grid when these values are set; empty when they leave the person in charge as it is. `BadInput` for a
    /// code that no person has.
    Map<Long, List<Responsible>> after(Edit.SetAttributes set) {
        if (!set.attributes().containsKey(Attributes.PERSON)) {
            return Map.of();
        }
        String code = (String) set.attributes().get(Attributes.PERSON);
        Person wanted = code == null ? null : person(code);
        if (Objects.equals(wanted, Attributes.inCharge(of(set.grid())))) {
            return Map.of();
        }
        // Whatever the plan said before, only the one who is in charge today steps aside.
        List<Responsible> live = snapshot.findGrid(set.grid()).map(GridNode::responsible).orElse(List.of());
        if (wanted != null && wanted.equals(Attributes.inCharge(live))) {
            return Map.of(set.grid(), live);
        }
        List<Responsible> then = new ArrayList<>(live.subList(Math.min(1, live.size()), live.size()));
        if (wanted != null) {
            then.addFirst(new Responsible(0, wanted, Assignment.GRID_MANAGER, null));
        }
        boolean same = Objects.equals(Attributes.inCharge(then), Attributes.inCharge(of(set.grid())));
        return same ? Map.of() : Map.of(set.grid(), List.copyOf(then));
    }

    /// Who looks after the grids that the edit makes, of those whose rows these are.
    Map<Long, List<Responsible>> of(Edit edit, Map<Long, Grid> rows) {
        Map<Long, List<Responsible>> persons = new HashMap<>();
        for (NewGrid made : edit.made()) {
            if (made.person() != null && rows.containsKey(made.id())) {
                persons.put(made.id(), List.of(new Responsible(0, person(made.person()), Assignment.GRID_MANAGER, null)));
            }
        }
        return persons;
    }

    private Person person(String code) {
        return snapshot.findPerson(code).orElseThrow(() -> new Problem.BadInput(
                "There is no person with the code '" + code + "'.", "GET /api/persons?q=… finds persons by code or name.",
                Map.of("field", Attributes.PERSON, "value", code)).asException());
    }
}
