package org.wangge.planning;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.wangge.model.Actor;
import org.wangge.model.Role;
import org.wangge.problem.Problem;

/// Who changes a plan, as what (any one of `roles` will do in a place, another in the next), where these roles hold, and who
/// keeps a line of it.
public record Editor(Actor actor, List<Role> roles, Holding holding, Ledger ledger) {

    /// Tells whether a role is held in a place.
    @FunctionalInterface
    public interface Holding {
        boolean holds(Role role, Place place);
    }

    public Editor {
        roles = List.copyOf(roles);
    }

    /// May change everything, and nobody keeps a line of it.
    public static Editor everywhere(Actor actor) {
        return new Editor(actor, List.of(Role.PLANNER), (role, place) -> true, Ledger.NONE);
    }

    /// Throws a `Forbidden` problem, which names the roles and the place, unless one of the roles is held in each of the places.
    void require(Collection<Place> places) {
        List<Place> lacking = places.stream().filter(place -> !holds(place)).toList();
        if (lacking.isEmpty()) {
            return;
        }
        // a grid that is theirs where it stands now is not what they lack: that is where it would go, or comes from
        Set<Long> theirs = places.stream().filter(place -> !place.upwards().isEmpty() && holds(place))
                .map(place -> place.upwards().getFirst()).collect(Collectors.toSet());
        throw refusal(lacking.stream()
                .filter(place -> place.upwards().isEmpty() || !theirs.contains(place.upwards().getFirst()))
                .findFirst()
                .orElse(lacking.getFirst())).asException();
    }

    private boolean holds(Place place) {
        return roles.stream().anyMatch(role -> holding.holds(role, place));
    }

    private Problem.Forbidden refusal(Place place) {
        List<String> keys = roles.stream().map(Role::key).toList();
        String who = "'" + actor.name() + "' is not " + String.join(" or ", keys) + " in ";
        if (place.upwards().isEmpty()) {
            boolean known = place.branch() != 0;
            return new Problem.Forbidden(
                    who + (known ? "all of branch " + place.code() + "." : "all branches, and " + place.code() + " is gone."),
                    "Ask somebody who is; outlines, and what stands directly below a branch, are the whole branch's.",
                    Map.of("reason", "role_missing", "roles", keys, "branch", place.branch()));
        }
        return new Problem.Forbidden(
                who + "grid " + place.code() + ".",
                "Stay inside the grids that the role was given for, or ask somebody in charge of this one.",
                Map.of("reason", "role_missing", "roles", keys, "grid", place.upwards().getFirst()));
    }
}
