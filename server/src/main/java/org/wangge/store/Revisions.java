package org.wangge.store;

import jakarta.persistence.LockModeType;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.wangge.model.Assignment;
import org.wangge.model.Branch;
import org.wangge.model.Grid;
import org.wangge.model.HistoryPlace;
import org.wangge.model.Lineage;
import org.wangge.model.Plan;
import org.wangge.model.PlanEvent;
import org.wangge.model.Revision;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.problem.Problem;
import org.wangge.store.Publication.OutlineChange;
import org.wangge.store.Publication.Standing;
import org.wangge.store.database.Dialect;
import org.wangge.store.database.Transactions;
import org.wangge.store.database.Tx;
import org.wangge.store.row.BranchEntity;
import org.wangge.store.row.GridEntity;
import org.wangge.store.row.LayerTable;
import org.wangge.store.row.ResultSetValues;
import org.wangge.store.row.RowReader;

/// Revisions, and the histories that triggers keep. Each public promise stands at the method of [Store] that calls
/// here.
final class Revisions {

    private static final String GRIDS = "grid_history";
    private static final String ASSIGNMENTS = "assignment_history";
    private static final String BRANCHES = "branch_history";
    private static final String LATEST =
            " h where not gone and history_id = (select max(history_id) from %s where id = h.id and history_id <= ?) order by id";

    private final Transactions transactions;
    private final Dialect dialect;

    Revisions(Transactions transactions, Dialect dialect) {
        this.transactions = transactions;
        this.dialect = dialect;
    }

    Optional<Revision> publish(Publication p) {
        return transactions.write(tx -> {
            Session session = tx.session();
            // Before all other locks, as an import does that changes the tree, so that neither holds what the other waits for.
            dialect.lockTree(tx.connection());
            // One publication at a time: two that touch no common grid could still both take land that belonged to nobody.
            session.createQuery("from BranchEntity order by id", BranchEntity.class)
                    .setLockMode(LockModeType.PESSIMISTIC_WRITE).list();
            PlanEntity plan = Plans.atVersion(tx, p.plan(), p.expectedVersion());
            if (plan.status != Plan.Status.APPROVED) {
                throw new Problem.Conflict("Plan " + p.plan() + " is " + plan.status.key() + ".",
                        "Only an approved plan can be published.", Map.of("status", plan.status.key())).asException();
            }
            long latest = session.createQuery("select coalesce(max(id), 0) from RevisionEntity", Long.class).getSingleResult();
            boolean sameOutlines = p.outlines().stream().allMatch(o ->
                    tx.find(BranchEntity.class, o.branch()).filter(b -> b.geometry.equalsExact(o.before())).isPresent());
            if (latest != p.seenRevision() || !isAsSeen(tx, p.tree()) || !sameOutlines
                    || !Duties.areAsSeen(session, p.duties())) {
                return Optional.empty();
            }
            List<Lineage> lineage = p.lineage();
            HistoryPlace before = place(tx, null);
            Map<Grid, GridEntity> changed = unmoved(tx, p);
            changed.forEach((grid, entity) -> {
                int version = entity.version;
                entity.copy(grid);
                entity.version = version;
            });
            session.flush();
            // A grid that only changes hands counts as changed, so that two plans can't both decide whose it is.
            Set<Long> handedOver = p.duties().stream().map(Publication.Duty::grid).collect(Collectors.toSet());
            changed.forEach((grid, entity) -> {
                if (entity.version == grid.version() && handedOver.contains(grid.id())) {
                    session.lock(entity, LockMode.PESSIMISTIC_FORCE_INCREMENT);
                }
            });
            // What goes leaves its code to what comes.
            p.gone().keySet().stream().sorted().forEach(id -> session.remove(tx.find(GridEntity.class, id).orElseThrow()));
            session.flush();
            for (Grid made : p.made()) {
                insert(tx, made);
            }
            for (OutlineChange outline : p.outlines()) {
                tx.find(BranchEntity.class, outline.branch()).orElseThrow().geometry = outline.after();
            }
            session.flush();
            Duties.hand(session, p.duties());

            plan.status = Plan.Status.PUBLISHED;
            Plans.touched(session, plan, p.author());
            PlanEventEntity event = new PlanEventEntity();
            event.planId = plan.id;
            event.kind = PlanEvent.Kind.PUBLISHED;
            event.at = plan.updatedAt;
            event.actorId = p.author().id();
            event.actorName = p.author().name();
            session.persist(event);

            RevisionEntity revision = new RevisionEntity();
            revision.name = plan.name;
            revision.planId = plan.id;
            revision.publishedAt = plan.updatedAt;
            revision.authorId = p.author().id();
            revision.authorName = p.author().name();
            revision.approverId = p.approver().id();
            revision.approverName = p.approver().name();
            revision.lies(before, place(tx, null));
            session.persist(revision);
            session.flush();
            tx.find(KeptFiguresEntity.class, revision.id).orElseThrow().figures = p.figures();
            for (Lineage l : lineage) {
                LineageEntity line = new LineageEntity();
                line.revisionId = revision.id;
                line.kind = l.kind();
                line.fromId = l.fromId();
                line.fromCode = l.fromCode();
                line.toId = l.toId();
                line.toCode = l.toCode();
                session.persist(line);
            }
            session.flush();
            tx.settleAfterwards();
            return Optional.of(revision.toModel(plan));
        });
    }

    /// False when one of these grids has been moved or is gone. Those that came since may stand anywhere: nothing is put below
    /// them.
    private static boolean isAsSeen(Tx tx, Set<Standing> tree) throws SQLException {
        if (tree.isEmpty()) {
            return true;
        }
        Set<Standing> now = new HashSet<>();
        try (PreparedStatement s = tx.connection().prepareStatement("select id, branch_id, parent_id from grids");
                ResultSet rs = s.executeQuery()) {
            while (rs.next()) {
                long id = rs.getLong(1);
                long branch = rs.getLong(2);
                long parent = rs.getLong(3);
                now.add(new Standing(id, rs.wasNull() ? null : parent, branch));
            }
        }
        return now.containsAll(tree);
    }

    /// With the id that was reserved for it, or that it had before it was gone; then its versions go on where they ended, so
    /// that none ever stands for two states.
    private static void insert(Tx tx, Grid g) throws SQLException {
        int version;
        try (PreparedStatement s = tx.connection().prepareStatement(
                "select coalesce(max(version) + 1, 0) from grid_history where id = ?")) {
            s.setLong(1, g.id());
            try (ResultSet rs = s.executeQuery()) {
                rs.next();
                version = rs.getInt(1);
            }
        }
        tx.session().createMutationQuery("insert into GridEntity"
                        + " (id, version, code, name, branchId, parentId, kind, targetNewSubscribers, targetRenewalRate, "
                        + "yellowCards, geometry)"
                        + " values (:id, :version, :code, :name, :branch, :parent, :kind, :target, :rate, :cards, :geometry)")
                .setParameter("id", g.id())
                .setParameter("version", version)
                .setParameter("code", g.code())
                .setParameter("name", g.name())
                .setParameter("branch", g.branch())
                .setParameter("parent", g.parent())
                .setParameter("kind", g.kind())
                .setParameter("target", g.targetNewSubscribers())
                .setParameter("rate", g.targetRenewalRate())
                .setParameter("cards", g.yellowCards())
                .setParameter("geometry", g.geometry())
                .executeUpdate();
    }

    /// The grids that change, locked; a `Conflict` problem when some of them, or of those that go, have another version than
    /// expected.
    private static Map<Grid, GridEntity> unmoved(Tx tx, Publication p) {
        Map<Long, Integer> expected = new TreeMap<>(p.gone());
        Map<Long, Grid> changed = new HashMap<>();
        for (Grid g : p.changed()) {
            if (expected.put(g.id(), g.version()) != null) {
                throw new IllegalArgumentException("grid " + g.id() + " is changed twice in one revision");
            }
            changed.put(g.id(), g);
        }
        Map<Grid, GridEntity> grids = new TreeMap<>(Comparator.comparingLong(Grid::id));
        List<Map<String, Object>> moved = new ArrayList<>();
        List<String> said = new ArrayList<>();
        expected.forEach((id, version) -> {
            GridEntity grid = tx.findLocked(GridEntity.class, id).orElse(null);
            if (grid == null) {
                moved.add(Map.of("id", id, "expected_version", version));
                said.add("grid " + id + " (version " + version + " expected, now gone)");
            } else if (grid.version != version) {
                moved.add(Map.of("id", id, "code", grid.code, "expected_version", version, "actual_version", grid.version));
                said.add(grid.code + " (version " + version + " expected, now " + grid.version + ")");
            } else if (changed.containsKey(id)) {
                grids.put(changed.get(id), grid);
            }
        });
        if (!moved.isEmpty()) {
            throw new Problem.Conflict(
                            "These grids were changed by somebody else meanwhile: " + String.join(", ", said) + ".",
                            "Look at the present borders, redo what is still wanted, and publish again.",
                            Map.of("grids", List.copyOf(moved)))
                    .asException();
        }
        return grids;
    }

    List<Revision> list() {
        return transactions.read(tx -> tx.session()
                .createQuery("select r, p from RevisionEntity r left join PlanEntity p on p.id = r.planId order by r.id",
                        Object[].class)
                .stream()
                .map(row -> ((RevisionEntity) row[0]).toModel((PlanEntity) row[1]))
                .toList());
    }

    Optional<Revision> find(long id) {
        return transactions.read(tx -> tx.find(RevisionEntity.class, id)
                .map(r -> r.toModel(r.planId == null ? null : tx.find(PlanEntity.class, r.planId).orElse(null))));
    }

    Optional<byte[]> figures(long revision) {
        return transactions.read(tx ->
                tx.find(KeptFiguresEntity.class, revision).map(r -> r.figures));
    }

    List<Lineage> lineage(long revision) {
        return transactions.read(tx -> tx.session()
                .createQuery("from LineageEntity where revisionId = :revision order by id", LineageEntity.class)
                .setParameter("revision", revision).stream().map(LineageEntity::toModel).toList());
    }

    Optional<HistoryPlace> placeAt(Instant moment) {
        return transactions.read(tx -> Optional.of(place(tx, moment)).filter(p -> p.grids() > 0));
    }

    /// The last rows, of all time or up to a moment.
    private HistoryPlace place(Tx tx, Instant moment) throws SQLException {
        tx.session().flush();
        return new HistoryPlace(last(tx, GRIDS, moment), last(tx, ASSIGNMENTS, moment), last(tx, BRANCHES, moment));
    }

    /// 0 when there is none.
    private long last(Tx tx, String history, Instant moment) throws SQLException {
        String sql = "select max(history_id) from " + history
                + (moment == null ? "" : " where at <= " + dialect.momentParameter());
        try (PreparedStatement s = tx.connection().prepareStatement(sql)) {
            if (moment != null) {
                s.setString(1, moment.toString());
            }
            try (ResultSet rs = s.executeQuery()) {
                rs.next();
                return rs.getLong(1);
            }
        }
    }

    List<Branch> branchesAt(long place) {
        return transactions.read(tx -> rows(tx, Table.BRANCHES, BRANCHES, LATEST.formatted(BRANCHES), Branch.class, place));
    }

    List<Grid> gridsAt(long place) {
        return transactions.read(tx -> rows(tx, Table.GRIDS, GRIDS, LATEST.formatted(GRIDS), Grid.class, place));
    }

    List<Assignment> assignmentsAt(long place) {
        return transactions.read(tx ->
                rows(tx, Table.ASSIGNMENTS, ASSIGNMENTS, LATEST.formatted(ASSIGNMENTS), Assignment.class, place));
    }

    Optional<Grid> gridAt(long id, int version) {
        String where = " where not gone and id = ? and version = ? order by history_id desc";
        return transactions.read(tx -> rows(tx, Table.GRIDS, GRIDS, where, Grid.class, id, version)).stream().findFirst();
    }

    private <R extends Row> List<R> rows(
            Tx tx, Table table, String history, String where, Class<R> type, long... parameters)
            throws SQLException {
        LayerTable stored = LayerTable.of(table);
        List<R> rows = new ArrayList<>();
        try (PreparedStatement s = tx.connection().prepareStatement(stored.select(dialect::selectGeometry, history) + where)) {
            for (int i = 0; i < parameters.length; i++) {
                s.setLong(i + 1, parameters[i]);
            }
            RowReader reader = new RowReader(stored);
            try (ResultSet rs = s.executeQuery()) {
                ResultSetValues values = new ResultSetValues(rs);
                while (values.next()) {
                    reader.read(values, row -> rows.add(type.cast(row)));
                }
            }
            reader.end();
        }
        return rows;
    }

    List<Long> reserveGridIds(int n) {
        return transactions.write(tx -> dialect.reserveIds(tx.connection(), "grids", n));
    }
}
