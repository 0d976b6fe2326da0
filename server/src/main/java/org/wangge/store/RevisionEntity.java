package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import org.hibernate.annotations.Immutable;
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

    Revision toModel() {
        return new Revision(id, name, planId, publishedAt);
    }
}
