package org.wangge.store.account;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.hibernate.query.SelectionQuery;
import org.wangge.model.AuditEntry;
import org.wangge.store.database.Transactions;

/// The audit trail. It is only ever added to: the database itself refuses to change or delete a line. Threads, transactions and
/// failures as [org.wangge.store.Store] says.
public final class AuditTrail {

    /// Which lines are wanted: an exact actor, an exact action or one that begins with it and a dot (`plan` finds
    /// `plan.publish`), an exact subject, from (inclusive) and to (exclusive) a time. Null is any.
    public record Filter(String actor, String action, String subject, Instant from, Instant to) {
        public static final Filter ALL = new Filter(null, null, null, null, null);
    }

    private final Transactions transactions;

    public AuditTrail(Transactions transactions) {
        this.transactions = transactions;
    }

    /// Adds a line; its id is ignored. Inside [org.wangge.store.Store#inTransaction] the line is kept if and only if the change
    /// is.
    public void add(AuditEntry entry) {
        transactions.write(tx -> {
            AuditEntity added = new AuditEntity();
            added.at = entry.at().truncatedTo(ChronoUnit.MILLIS);
            added.actorId = entry.actor();
            added.actorName = entry.actorName();
            added.action = entry.action();
            added.subject = entry.subject();
            added.detail = entry.detail();
            added.address = entry.address();
            tx.session().persist(added);
            tx.session().flush();
            return null;
        });
    }

    /// At most `limit` lines older than the one with the id `before`, newest first.
    public List<AuditEntry> page(Filter filter, long before, int limit) {
        StringBuilder query = new StringBuilder("from AuditEntity where id < :before");
        if (filter.actor() != null) {
            query.append(" and actorName = :actor");
        }
        if (filter.action() != null) {
            query.append(" and (action = :action or action like :group escape '!')");
        }
        if (filter.subject() != null) {
            query.append(" and subject = :subject");
        }
        if (filter.from() != null) {
            query.append(" and at >= :from");
        }
        if (filter.to() != null) {
            query.append(" and at < :to");
        }
        return transactions.read(tx -> {
            SelectionQuery<AuditEntity> lines =
                    tx.session().createSelectionQuery(query.append(" order by id desc").toString(), AuditEntity.class);
            lines.setParameter("before", before).setMaxResults(limit);
            if (filter.actor() != null) {
                lines.setParameter("actor", filter.actor());
            }
            if (filter.action() != null) {
                lines.setParameter("action", filter.action());
                lines.setParameter("group", filter.action().replaceAll("([!%_])", "!$1") + ".%");
            }
            if (filter.subject() != null) {
                lines.setParameter("subject", filter.subject());
            }
            if (filter.from() != null) {
                lines.setParameter("from", filter.from());
            }
            if (filter.to() != null) {
                lines.setParameter("to", filter.to());
            }
            return lines.list().stream().map(AuditEntity::toModel).toList();
        });
    }
}
