package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.wangge.model.Lineage;

/// Written once and never changed, so it needs no version.
@Entity
@Immutable
@Table(name = "grid_lineage")
class LineageEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    long revisionId;
    String kind;
    long fromId;
    String fromCode;
    long toId;
    String toCode;

    Lineage toModel() {
        return new Lineage(kind, fromId, fromCode, toId, toCode);
    }
}
