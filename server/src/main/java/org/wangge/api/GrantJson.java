package org.wangge.api;

import static org.wangge.api.GridHandler.ordered;

import java.util.List;
import java.util.Map;
import org.wangge.model.Grant;
import org.wangge.model.Scope;

/// Grants as JSON: `role`, and the id of a `branch` or `grid` in which it holds; both null is everywhere.
final class GrantJson {

    private GrantJson() {}

    static List<Map<String, Object>> of(List<Grant> grants) {
        return grants.stream().map(g -> ordered(
                "role", g.role().key(),
                "branch", g.scope() instanceof Scope.OfBranch b ? b.branch() : null,
                "grid", g.scope() instanceof Scope.OfGrid grid ? grid.grid() : null)).toList();
    }
}
