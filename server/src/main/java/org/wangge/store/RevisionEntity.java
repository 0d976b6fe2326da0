package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.wangge.model.Actor;
import org.wangge.model.HistoryPlace;
import org.wangge.model.Revision;

/// Written once and never changed, so it needs no version.
@Entity
@Immutable
@Table(name = "revisions")
class RevisionEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String name;
    Long planId;
    Instant publishedAt;
    /// Who published it.
    long authorId;
    String authorName;
    long approverId;
    String approverName;
    Long historyFrom;
    Long historyTo;
    long dutiesFrom;
    long dutiesTo;
    long branchesFrom;
    long branchesTo;

    void lies(HistoryPlace before, HistoryPlace after) {
        historyFrom = before.grids();
        dutiesFrom = before.assignments();
        branchesFrom = before.branches();
        historyTo = after.grids();
        dutiesTo = after.assignments();
        branchesTo = after.branches();
    }

    /// `plan`: the one that it came from, null when that is not known.
    Revision toModel(PlanEntity plan) {
        return new Revision(id, name, planId, publishedAt, plan == null ? null : new Actor(plan.authorId, plan.authorName),
                new Actor(approverId, approverName), new Actor(authorId, authorName),
                historyFrom == null ? null : new HistoryPlace(historyFrom, dutiesFrom, branchesFrom),
                historyTo == null ? null : new HistoryPlace(historyTo, dutiesTo, branchesTo));
    }
}
