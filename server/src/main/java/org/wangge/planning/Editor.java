package org.wangge.planning;

import java.util.List;
import java.util.Map;
import java.util.function.LongPredicate;
import org.wangge.model.Actor;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

/// Who changes a plan, as what (`planner`, `approver`), where this account may (`grids` accepts the ids of grids, `branches`
/// those of branches), and who keeps a line of it.
public record Editor(Actor actor, String role, LongPredicate grids, LongPredicate branches, Ledger ledger) {

    /// May change everything, and nobody keeps a line of it.
    public static Editor everywhere(Actor actor) {
        return new Editor(actor, "planner", grid -> true, branch -> true, Ledger.NONE);
    }

    /// The same for the parts of a change that is noted as a whole.
    Editor quietly() {
        return new Editor(actor, role, grids, branches, Ledger.NONE);
    }

    /// The refusal where all of a branch is meant, and this account may not change all of it.
    ProblemException mayNotAll(long branch, String code) {
        return new Problem.Forbidden(
                "'" + actor.name() + "' is not " + role + " in the whole branch " + code + ", whose outline changes.",
                "Ask somebody who is, or redraw by hand what should be as it was.",
                Map.of("reason", "role_missing", "roles", List.of(role), "branch", branch)).asException();
    }

    /// The refusal where this account may not.
    ProblemException mayNot(long grid, String code) {
        return new Problem.Forbidden(
                "'" + actor.name() + "' is not " + role + " in grid " + code + ".",
                "Stay inside the grids that the role was given for, or ask somebody in charge of this one.",
                Map.of("reason", "role_missing", "roles", List.of(role), "grid", grid)).asException();
    }
}
