package org.wangge.planning;

import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.wangge.model.Actor;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Who changes a plan, as what (`planner`, `approver`), and where this account may: `grids` accepts the ids of grids, `branches`
/// those of branches.
public record Editor(Actor actor, String role, LongPredicate grids, LongPredicate branches) {

    /// May change everything.
    public static Editor everywhere(Actor actor) {
        return new Editor(actor, "planner", grid -> true, branch -> true);
    }

    /// The refusal where this account may not.
    ProblemException mayNot(long grid, String code) {
        return new Problem.Forbidden(
                "'" + actor.name() + "' is not " + role + " in grid " + code + ".",
                "Stay inside the grids that the role was given for, or ask somebody in charge of this one.",
                Map.of("reason", "role_missing", "roles", List.of(role), "grid", grid)).asException();
    }
}
