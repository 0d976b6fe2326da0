package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;
import org.wangge.problem.Problem;

/// Grants as JSON: `role`, and the id of a `branch` or `grid` in which it holds; both null is everywhere.
final class GrantJson {

    private static final int MOST = 500;
    private static final Set<String> FIELDS = new TreeSet<>(List.of("role", "branch", "grid"));
    private static final String FORM =
            "Send {\"role\": …} with at most one of \"branch\" and \"grid\", an id; with neither it holds everywhere.";

    private GrantJson() {}

    /// `name` is the field of the body that they stand in. `BadInput` for what is no list of grants; whether branch and grid
    /// are there is not asked.
    static List<Grant> read(JsonNode list, String name) {
        List<Grant> grants = new ArrayList<>();
        for (JsonNode each : Body.list(list, name, MOST, "of {\"role\": …, \"branch\" or \"grid\": id}")) {
            grants.add(grant(each, name + "[" + grants.size() + "]"));
        }
        return grants;
    }

    private static Grant grant(JsonNode one, String where) {
        if (!one.isObject()) {
            throw Body.wrong(where, one, FORM);
        }
        one.fieldNames().forEachRemaining(field -> Body.requireKnown(field, where + ".", FIELDS));
        Long branch = Body.id(one.path("branch"), where + ".branch");
        Long grid = Body.id(one.path("grid"), where + ".grid");
        if (branch != null && grid != null) {
            throw Body.wrong(where, "has both a branch and a grid", "Give one of them; for two places make two grants.");
        }
        JsonNode role = one.path("role");
        if (!role.isTextual()) {
            throw Body.wrong(where + ".role", role, FORM);
        }
        try {
            return new Grant(Role.ofKey(role.textValue()), grid != null ? new Scope.OfGrid(grid)
                    : branch != null ? new Scope.OfBranch(branch) : Scope.EVERYWHERE);
        } catch (IllegalArgumentException e) {
            throw new Problem.BadInput("In " + where + ", the " + e.getMessage() + ".", "Use one of these roles.",
                    Map.of("field", where + ".role")).asException();
        }
    }

    static List<Map<String, Object>> of(List<Grant> grants) {
        return grants.stream().map(g -> ordered(
                "role", g.role().key(),
                "branch", g.scope() instanceof Scope.OfBranch b ? b.branch() : null,
                "grid", g.scope() instanceof Scope.OfGrid grid ? grid.grid() : null)).toList();
    }
}
