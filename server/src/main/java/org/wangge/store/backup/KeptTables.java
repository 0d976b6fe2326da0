package org.wangge.store.backup;

import java.util.List;
import java.util.Set;

/// The tables of a store, by whether a backup holds their rows. A migration that adds a table adds it here; a test compares.
final class KeptTables {

    /// What is kept, each table after those that it refers to.
    static final List<String> ALL = List.of(
            "branches", "grids", "buildings", "ports", "sightings", "base", "persons", "assignments",
            "plans", "plan_commands", "plan_events", "plan_comments",
            "revisions", "grid_lineage", "grid_history", "assignment_history", "branch_history",
            "accounts", "account_grants", "api_tokens", "api_token_grants", "audit", "basemaps");

    /// What is of the moment or of one database only: who is signed in, who has a plan open, what is worked on, what has changed
    /// lately, which migrations have run.
    static final Set<String> LEFT_OUT =
            Set.of("sessions", "presence", "jobs", "imports", "feed", "feed_pruned", "feed_muted", "feed_origin",
                    "flyway_schema_history");

    private KeptTables() {}
}
