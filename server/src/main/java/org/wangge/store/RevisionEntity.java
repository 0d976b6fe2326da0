package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
import org.wangge.model.Actor;
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
    long authorId;
    String authorName;
    long approverId;
    String approverName;
    Long historyFrom;
    Long historyTo;
    long dutiesFrom;
    long dutiesTo;
    /// What the publisher wrote down of the figures of that time.
    byte[] figures;

    Revision toModel() {
        return new Revision(id, name, planId, publishedAt, new Actor(authorId, authorName), new Actor(approverId, approverName),
                historyFrom, historyTo, dutiesFrom, dutiesTo);
    }
}
