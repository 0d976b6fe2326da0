package org.wangge.access;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Row;
import org.wangge.model.Scope;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.store.Store;

/// Which grants follow from what an identity provider says of somebody. The provider decides about every grant that a rule
/// names, at each sign-in; all others are an admin's. `claim` is the name of a claim of the ID token, or a path of names with
/// dots; its value is text or a list of texts.
public record OidcRoles(String claim, List<Rule> rules) {

    private static final Logger LOG = LoggerFactory.getLogger(OidcRoles.class);

    /// Whoever has this value in the claim gets the role: in the branch or grid with this code, with null everywhere.
    public record Rule(String value, Role role, String code) {}

    public OidcRoles {
        rules = List.copyOf(rules);
    }

    /// Rules as `VALUE=ROLE` or `VALUE=ROLE@CODE`. `BadInput` problem that quotes one that can't be read.
    public static OidcRoles parse(String claim, List<String> rules) {
        return new OidcRoles(claim, rules.stream().map(OidcRoles::rule).toList());
    }

    private static Rule rule(String text) {
        int equals = text.lastIndexOf('=');
        int at = text.indexOf('@', equals + 1);
        String role = text.substring(equals + 1, at < 0 ? text.length() : at).strip();
        String code = at < 0 ? null : text.substring(at + 1).strip();
        Optional<Role> known = Arrays.stream(Role.values()).filter(r -> r.key().equals(role)).findFirst();
        if (equals < 1 || known.isEmpty() || (code != null && code.isEmpty())) {
            throw new Problem.BadInput("--oidc-role is '" + text + "'.",
                    "Give VALUE=ROLE or VALUE=ROLE@CODE, with a role of "
                            + String.join(", ", Arrays.stream(Role.values()).map(Role::key).toList())
                            + " and the code of a branch or grid.").asException();
        }
        return new Rule(text.substring(0, equals).strip(), known.get(), code);
    }

    /// What somebody with these claims has, who has had these grants so far.
    List<Grant> grants(List<Grant> before, Map<String, Object> claims, Store store) {
        Set<String> said = values(claims);
        Set<Grant> named = new HashSet<>();
        Set<Grant> given = new LinkedHashSet<>();
        for (Rule rule : rules) {
            scope(rule, store).map(scope -> new Grant(rule.role(), scope)).ifPresent(grant -> {
                named.add(grant);
                if (said.contains(rule.value())) {
                    given.add(grant);
                }
            });
        }
        List<Grant> after = new ArrayList<>(before.stream().filter(g -> !named.contains(g) || given.contains(g)).toList());
        given.stream().filter(g -> !after.contains(g)).forEach(after::add);
        return after;
    }

    private Set<String> values(Map<String, Object> claims) {
        Object value = claims.get(claim);
        if (value == null) {
            value = claims;
            for (String name : claim.split("\\.")) {
                value = value instanceof Map<?, ?> object ? object.get(name) : null;
            }
        }
        return switch (value) {
            case String one -> Set.of(one);
            case List<?> many -> new HashSet<>(many.stream().filter(String.class::isInstance).map(String.class::cast).toList());
            case null, default -> Set.of();
        };
    }

    /// Empty for a code that neither a branch nor a grid has.
    private static Optional<Scope> scope(Rule rule, Store store) {
        if (rule.code() == null) {
            return Optional.of(Scope.EVERYWHERE);
        }
        Optional<Scope> branch = store.findByCode(Table.BRANCHES, rule.code()).map(Row::id).map(Scope.OfBranch::new);
        Optional<Scope> scope =
                branch.isPresent() ? branch : store.findByCode(Table.GRIDS, rule.code()).map(Row::id).map(Scope.OfGrid::new);
        if (scope.isEmpty()) {
            LOG.warn("--oidc-role names '{}', which neither a branch nor a grid has as its code; it gives nobody a role",
                    rule.code());
        }
        return scope;
    }
}
