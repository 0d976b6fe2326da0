package org.wangge.store;

import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.hibernate.Session;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.Revision;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store.GridChange;

/// Plans, their commands, and the revisions that come of them. Each public promise stands at the method of [Store] that calls
/// here.
final class Plans {

    private final Transactions transactions;

    Plans(Transactions transactions) {
        this.transactions = transactions;
    }

    Plan create(String name, long baseRevision) {
        if (name == null || name.isBlank()) {
            throw new Problem.BadInput("The plan's name is empty.", "Give it a name.").asException();
        }
        return transactions.write(tx -> {
            if (baseRevision != 0 && tx.session().find(RevisionEntity.class, baseRevision) == null) {
                throw new Problem.NotFound(
                                "There is no revision " + baseRevision + ".", "Begin a plan on a revision that exists, or on 0.")
                        .asException();
            }
            PlanEntity plan = new PlanEntity();
            plan.name = name;
            plan.status = Plan.Status.DRAFT;
            plan.baseRevision = baseRevision;
            plan.createdAt = Instant.now().truncatedTo(ChronoUnit.MILLIS);
            plan.updatedAt = plan.createdAt;
            // The record checks the name.
            plan.id = 0L;
            try {
                plan.name = plan.toModel().name();
            } catch (IllegalArgumentException e) {
                throw new ProblemException(
                        new Problem.BadInput("The plan's name can't be kept: " + e.getMessage() + ".", "Shorten it."), e);
            }
            plan.id = null;
            tx.session().persist(plan);
            tx.session().flush();
            return plan.toModel();
        });
    }

    Optional<Plan> find(long id) {
        return transactions.read(tx -> Optional.ofNullable(tx.session().find(PlanEntity.class, id)).map(PlanEntity::toModel));
    }

    List<Plan> list() {
        return transactions.read(tx -> tx.session().createQuery("from PlanEntity order by id", PlanEntity.class).stream()
                .map(PlanEntity::toModel)
                .toList());
    }

    void delete(long id) {
        transactions.write(tx -> {
            PlanEntity plan = get(tx.session(), id);
            if (plan.status == Plan.Status.PUBLISHED) {
                throw new Problem.Refused(
                                "Plan " + id + " is published; revisions refer to it.", "Only drafts can be deleted.")
                        .asException();
            }
            tx.session().remove(plan);
            return null;
        });
    }

    List<PlanCommand> commands(long plan) {
        return transactions.read(tx -> commands(tx.session(), plan).stream().map(PlanCommandEntity::toModel).toList());
    }

    Plan append(long id, int expectedVersion, String json) {
        return transactions.write(tx -> {
            PlanEntity plan = draft(tx.session(), id, expectedVersion);
            List<PlanCommandEntity> commands = commands(tx.session(), id);
            commands.stream().filter(c -> c.undone).forEach(tx.session()::remove);
            // Their positions must be free before one is given away again.
            tx.session().flush();
            PlanCommandEntity command = new PlanCommandEntity();
            command.planId = id;
            command.position = 1 + commands.stream().filter(c -> !c.undone).mapToInt(c -> c.position).max().orElse(0);
            command.json = json;
            tx.session().persist(command);
            return touched(tx.session(), plan);
        });
    }

    Plan mark(long id, int expectedVersion, int position, boolean undone) {
        return transactions.write(tx -> {
            PlanEntity plan = draft(tx.session(), id, expectedVersion);
            PlanCommandEntity command = commands(tx.session(), id).stream()
                    .filter(c -> c.position == position)
                    .findFirst()
                    .orElseThrow(() -> new Problem.NotFound(
                                    "Plan " + id + " has no command at position " + position + ".", "List the plan's commands.")
                            .asException());
            command.undone = undone;
            return touched(tx.session(), plan);
        });
    }

    Revision publish(long id, int expectedVersion, List<GridChange> changes) {
        return transactions.write(tx -> {
            Session session = tx.session();
            PlanEntity plan = draft(session, id, expectedVersion);
            Map<GridChange, GridEntity> grids = unmoved(session, changes);
            Map<GridEntity, Geometry> before = new HashMap<>();
            Map<GridEntity, Integer> versionBefore = new HashMap<>();
            grids.forEach((change, grid) -> {
                before.put(grid, grid.geometry);
                versionBefore.put(grid, grid.version);
                grid.geometry = change.area();
            });
            plan.status = Plan.Status.PUBLISHED;
            touched(session, plan);

            RevisionEntity revision = new RevisionEntity();
            revision.name = plan.name;
            revision.planId = id;
            revision.publishedAt = plan.updatedAt;
            session.persist(revision);
            for (GridEntity grid : grids.values()) {
                if (grid.version == versionBefore.get(grid)) {
                    continue;
                }
                RevisionGridEntity changed = new RevisionGridEntity();
                changed.revisionId = revision.id;
                changed.gridId = grid.id;
                changed.gridCode = grid.code;
                changed.versionBefore = versionBefore.get(grid);
                changed.versionAfter = grid.version;
                changed.geometryBefore = before.get(grid);
                changed.geometryAfter = grid.geometry;
                session.persist(changed);
            }
            session.flush();
            return revision.toModel();
        });
    }

    List<Revision> revisions() {
        return transactions.read(tx -> tx.session().createQuery("from RevisionEntity order by id", RevisionEntity.class).stream()
                .map(RevisionEntity::toModel)
                .toList());
    }

    /// The grids to change, locked; a `Conflict` problem when some have another version than expected.
    private static Map<GridChange, GridEntity> unmoved(Session session, List<GridChange> changes) {
        List<GridChange> inOrder = changes.stream().sorted(Comparator.comparingLong(GridChange::grid)).toList();
        Map<GridChange, GridEntity> grids = new TreeMap<>(Comparator.comparingLong(GridChange::grid));
        List<Map<String, Object>> moved = new ArrayList<>();
        List<String> said = new ArrayList<>();
        for (GridChange change : inOrder) {
            GridEntity grid = session.find(GridEntity.class, change.grid(), LockModeType.PESSIMISTIC_WRITE);
            if (grid == null) {
                moved.add(Map.of("id", change.grid(), "expected_version", change.expectedVersion()));
                said.add("grid " + change.grid() + " (version " + change.expectedVersion() + " expected, now gone)");
            } else if (grid.version != change.expectedVersion()) {
                moved.add(Map.of("id", change.grid(), "code", grid.code, "expected_version", change.expectedVersion(),
                        "actual_version", grid.version));
                said.add(grid.code + " (version " + change.expectedVersion() + " expected, now " + grid.version + ")");
            } else if (grids.put(change, grid) != null) {
                throw new IllegalArgumentException("grid " + change.grid() + " is changed twice in one revision");
            }
        }
        if (!moved.isEmpty()) {
            throw new Problem.Conflict(
                            "These grids were changed by somebody else meanwhile: " + String.join(", ", said) + ".",
                            "Look at the present borders, redo what is still wanted, and publish again.",
                            Map.of("grids", List.copyOf(moved)))
                    .asException();
        }
        return grids;
    }

    private static PlanEntity get(Session session, long id) {
        PlanEntity plan = session.find(PlanEntity.class, id, LockModeType.PESSIMISTIC_WRITE);
        if (plan == null) {
            throw new Problem.NotFound("There is no plan " + id + ".", "List the plans.").asException();
        }
        return plan;
    }

    private static PlanEntity draft(Session session, long id, int expectedVersion) {
        PlanEntity plan = get(session, id);
        if (plan.version != expectedVersion) {
            throw new Problem.Conflict(
                            "Plan " + id + " has version " + plan.version + ", not " + expectedVersion
                                    + ": somebody else changed it.",
                            "Read the plan again and repeat.",
                            Map.of("expected_version", expectedVersion, "actual_version", plan.version))
                    .asException();
        }
        if (plan.status != Plan.Status.DRAFT) {
            throw new Problem.Conflict("Plan " + id + " is published already.", "Begin a new plan.").asException();
        }
        return plan;
    }

    private static List<PlanCommandEntity> commands(Session session, long plan) {
        return session.createQuery("from PlanCommandEntity where planId = :plan order by position", PlanCommandEntity.class)
                .setParameter("plan", plan)
                .list();
    }

    /// Counts the plan's version up, whatever else has changed: its moment of change always grows.
    private static Plan touched(Session session, PlanEntity plan) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        plan.updatedAt = now.isAfter(plan.updatedAt) ? now : plan.updatedAt.plusMillis(1);
        session.flush();
        return plan.toModel();
    }
}
