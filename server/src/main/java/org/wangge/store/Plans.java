package org.wangge.store;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.wangge.model.Actor;
import org.wangge.model.Plan;
import org.wangge.model.PlanCommand;
import org.wangge.model.PlanComment;
import org.wangge.model.PlanEvent;
import org.wangge.model.PlanSummary;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;
import org.wangge.store.Store.NewCommand;
import org.wangge.store.database.Transactions;
import org.wangge.store.database.Tx;

/// Plans, their commands, what happened to them and what was said about them. Each public promise stands at the method of [Store]
/// that calls here.
final class Plans {

    private final Transactions transactions;

    Plans(Transactions transactions) {
        this.transactions = transactions;
    }

    Plan create(String name, long baseRevision, Actor author) {
        return transactions.write(tx -> {
            if (baseRevision != 0 && tx.find(RevisionEntity.class, baseRevision).isEmpty()) {
                throw new Problem.NotFound(
                                "There is no revision " + baseRevision + ".", "Begin a plan on a revision that exists, or on 0.")
                        .asException();
            }
            PlanEntity plan = new PlanEntity();
            plan.status = Plan.Status.DRAFT;
            plan.baseRevision = baseRevision;
            plan.authorId = author.id();
            plan.authorName = author.name();
            plan.createdAt = now();
            plan.updatedAt = plan.createdAt;
            plan.changedById = author.id();
            plan.changedByName = author.name();
            plan.id = 0L;
            plan.name = checkedName(plan, name);
            plan.id = null;
            tx.session().persist(plan);
            tx.session().flush();
            note(tx.session(), plan, PlanEvent.Kind.CREATED, author, null);
            return plan.toModel();
        });
    }

    /// The record checks the name.
    private static String checkedName(PlanEntity plan, String name) {
        if (name == null || name.isBlank()) {
            throw new Problem.BadInput("The plan's name is empty.", "Give it a name.").asException();
        }
        plan.name = name;
        try {
            return plan.toModel().name();
        } catch (IllegalArgumentException e) {
            throw new ProblemException(
                    new Problem.BadInput("The plan's name can't be kept: " + e.getMessage() + ".", "Shorten it."), e);
        }
    }

    Plan rename(long id, int expectedVersion, String name, Actor actor) {
        return transactions.write(tx -> {
            PlanEntity plan = open(tx, id, expectedVersion);
            plan.name = checkedName(plan, name);
            note(tx.session(), plan, PlanEvent.Kind.RENAMED, actor, plan.name);
            return touched(tx.session(), plan, actor);
        });
    }

    /// Takes the plan from one of these statuses to another, and notes it.
    Plan move(long id, int expectedVersion, Set<Plan.Status> from, PlanEvent event) {
        return transactions.write(tx -> {
            PlanEntity plan = atVersion(tx, id, expectedVersion);
            if (!from.contains(plan.status)) {
                throw new Problem.Conflict(
                                "Plan " + id + " is " + plan.status.key() + ".",
                                "Only a plan that is " + from.stream().map(Plan.Status::key).sorted()
                                        .collect(Collectors.joining(" or ")) + " can be " + event.kind().key() + ".",
                                Map.of("status", plan.status.key()))
                        .asException();
            }
            plan.status = switch (event.kind()) {
                case SUBMITTED -> Plan.Status.SUBMITTED;
                case WITHDRAWN -> Plan.Status.DRAFT;
                case RETURNED -> Plan.Status.RETURNED;
                case APPROVED -> Plan.Status.APPROVED;
                case PUBLISHED -> Plan.Status.PUBLISHED;
                case CREATED, RENAMED, REBASED -> plan.status;
            };
            note(tx.session(), plan, event.kind(), event.actor(), event.note());
            return touched(tx.session(), plan, event.actor());
        });
    }

    private static void note(Session session, PlanEntity plan, PlanEvent.Kind kind, Actor actor, String note) {
        PlanEventEntity event = new PlanEventEntity();
        event.planId = plan.id;
        event.kind = kind;
        event.at = now();
        event.actorId = actor.id();
        event.actorName = actor.name();
        event.note = note;
        session.persist(event);
    }

    List<PlanEvent> events(long plan) {
        return transactions.read(tx -> tx.session()
                .createQuery("from PlanEventEntity where planId = :plan order by id", PlanEventEntity.class)
                .setParameter("plan", plan).stream().map(PlanEventEntity::toModel).toList());
    }

    PlanComment comment(long plan, Long grid, Actor author, String note) {
        return transactions.write(tx -> {
            get(tx, plan);
            PlanCommentEntity comment = new PlanCommentEntity();
            comment.planId = plan;
            comment.gridId = grid;
            comment.at = now();
            comment.authorId = author.id();
            comment.authorName = author.name();
            comment.note = note;
            comment.id = 0L;
            try {
                comment.note = comment.toModel().note();
            } catch (IllegalArgumentException e) {
                throw new ProblemException(
                        new Problem.BadInput("The comment can't be kept: " + e.getMessage() + ".", "Write 1 to 500 characters."),
                        e);
            }
            comment.id = null;
            tx.session().persist(comment);
            tx.session().flush();
            return comment.toModel();
        });
    }

    List<PlanComment> comments(long plan) {
        return transactions.read(tx -> tx.session()
                .createQuery("from PlanCommentEntity where planId = :plan order by id", PlanCommentEntity.class)
                .setParameter("plan", plan).stream().map(PlanCommentEntity::toModel).toList());
    }

    Optional<Plan> find(long id) {
        return transactions.read(tx -> tx.find(PlanEntity.class, id).map(PlanEntity::toModel));
    }

    /// Three queries, whatever the page.
    List<PlanSummary> page(Set<Plan.Status> statuses, long before, int limit) {
        return transactions.read(tx -> {
            List<PlanEntity> plans = tx.session()
                    .createQuery("from PlanEntity where id < :before and status in (:statuses) order by id desc",
                            PlanEntity.class)
                    .setParameter("before", before)
                    .setParameterList("statuses", statuses)
                    .setMaxResults(limit)
                    .list();
            List<Long> ids = plans.stream().map(p -> p.id).toList();
            Map<Long, Long> commands = counts(tx.session(), "PlanCommandEntity where undone = false and", ids);
            Map<Long, Long> comments = counts(tx.session(), "PlanCommentEntity where", ids);
            return plans.stream()
                    .map(p -> new PlanSummary(p.toModel(), commands.getOrDefault(p.id, 0L).intValue(),
                            comments.getOrDefault(p.id, 0L).intValue()))
                    .toList();
        });
    }

    /// How many rows each of these plans has; none where there are none.
    private static Map<Long, Long> counts(Session session, String rows, List<Long> plans) {
        if (plans.isEmpty()) {
            return Map.of();
        }
        return session.createQuery("select planId, count(*) from " + rows + " planId in (:plans) group by planId", Object[].class)
                .setParameterList("plans", plans)
                .stream()
                .collect(Collectors.toMap(row -> (Long) row[0], row -> (Long) row[1]));
    }

    void delete(long id, int expectedVersion) {
        transactions.write(tx -> {
            PlanEntity plan = atVersion(tx, id, expectedVersion);
            if (!plan.status.isOpen()) {
                throw new Problem.Refused(
                                "Plan " + id + " is " + plan.status.key() + ".", "Only drafts can be deleted.").asException();
            }
            tx.session().remove(plan);
            return null;
        });
    }

    List<PlanCommand> commands(long plan) {
        return transactions.read(tx -> commands(tx.session(), plan).stream().map(PlanCommandEntity::toModel).toList());
    }

    /// The command with the highest position.
    Optional<PlanCommand> lastCommand(long plan) {
        return transactions.read(tx -> tx.session()
                .createQuery("from PlanCommandEntity where planId = :plan order by position desc", PlanCommandEntity.class)
                .setParameter("plan", plan).setMaxResults(1).uniqueResultOptional().map(PlanCommandEntity::toModel));
    }

    Plan append(long id, int expectedVersion, NewCommand added) {
        return transactions.write(tx -> {
            PlanEntity plan = open(tx, id, expectedVersion);
            // Their positions must be free before one is given away again.
            tx.session().createMutationQuery("delete from PlanCommandEntity where planId = :plan and undone = true")
                    .setParameter("plan", id).executeUpdate();
            Integer last = tx.session()
                    .createQuery("select max(position) from PlanCommandEntity where planId = :plan", Integer.class)
                    .setParameter("plan", id).getSingleResult();
            persist(tx.session(), plan, last == null ? 1 : last + 1, added);
            return touched(tx.session(), plan, added.author());
        });
    }

    Plan replace(long id, int expectedVersion, List<NewCommand> all, long baseRevision, Actor actor, String note) {
        return transactions.write(tx -> {
            PlanEntity plan = open(tx, id, expectedVersion);
            commands(tx.session(), id).forEach(tx.session()::remove);
            tx.session().flush();
            for (int i = 0; i < all.size(); i++) {
                persist(tx.session(), plan, i + 1, all.get(i));
            }
            plan.baseRevision = baseRevision;
            note(tx.session(), plan, PlanEvent.Kind.REBASED, actor, note);
            return touched(tx.session(), plan, actor);
        });
    }

    private static void persist(Session session, PlanEntity plan, int position, NewCommand added) {
        PlanCommandEntity command = new PlanCommandEntity();
        command.planId = plan.id;
        command.position = position;
        command.json = added.json();
        command.authorId = added.author().id();
        command.authorName = added.author().name();
        command.at = added.at().truncatedTo(ChronoUnit.MILLIS);
        command.effect = added.effect();
        command.versions = PlanCommandEntity.versions(added.versions());
        session.persist(command);
    }

    Plan mark(long id, int expectedVersion, int position, boolean undone, Actor actor) {
        return transactions.write(tx -> {
            PlanEntity plan = open(tx, id, expectedVersion);
            PlanCommandEntity command = commands(tx.session(), id).stream()
                    .filter(c -> c.position == position)
                    .findFirst()
                    .orElseThrow(() -> new Problem.NotFound(
                                    "Plan " + id + " has no command at position " + position + ".", "List the plan's commands.")
                            .asException());
            command.undone = undone;
            return touched(tx.session(), plan, actor);
        });
    }

    private static PlanEntity get(Tx tx, long id) {
        return tx.findLocked(PlanEntity.class, id).orElseThrow(() ->
                new Problem.NotFound("There is no plan " + id + ".", "List the plans.").asException());
    }

    /// The plan, locked; a `Stale` problem when it has another version.
    static PlanEntity atVersion(Tx tx, long id, int expectedVersion) {
        PlanEntity plan = get(tx, id);
        requireVersion(plan.toModel(), expectedVersion);
        return plan;
    }

    static void requireVersion(Plan plan, int expectedVersion) {
        if (plan.version() == expectedVersion) {
            return;
        }
        Map<String, Object> extra = new HashMap<>(Map.of(
                "expected_version", expectedVersion, "actual_version", plan.version(), "changed_at", plan.updatedAt()));
        if (plan.changedBy().id() != 0) {
            extra.put("changed_by", Map.of("id", plan.changedBy().id(), "name", plan.changedBy().name()));
        }
        throw new Problem.Stale(
                "Plan " + plan.id() + " has version " + plan.version() + ", not " + expectedVersion
                + ": somebody else changed it.",
                "Read the plan again and repeat.", extra).asException();
    }

    private static PlanEntity open(Tx tx, long id, int expectedVersion) {
        PlanEntity plan = atVersion(tx, id, expectedVersion);
        if (!plan.status.isOpen()) {
            throw new Problem.Conflict(
                            "Plan " + id + " is " + plan.status.key() + "; it can't be changed.",
                            plan.status == Plan.Status.PUBLISHED ? "Begin a new plan."
                            : "Withdraw it, or have it returned, first.",
                            Map.of("status", plan.status.key()))
                    .asException();
        }
        return plan;
    }

    private static List<PlanCommandEntity> commands(Session session, long plan) {
        return session.createQuery("from PlanCommandEntity where planId = :plan order by position", PlanCommandEntity.class)
                .setParameter("plan", plan)
                .list();
    }

    /// Counts the plan's version up, whatever else has changed: its moment of change always grows.
    static Plan touched(Session session, PlanEntity plan, Actor actor) {
        plan.changedById = actor.id();
        plan.changedByName = actor.name();
        Instant now = now();
        plan.updatedAt = now.isAfter(plan.updatedAt) ? now : plan.updatedAt.plusMillis(1);
        session.flush();
        return plan.toModel();
    }

    static Instant now() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }
}
