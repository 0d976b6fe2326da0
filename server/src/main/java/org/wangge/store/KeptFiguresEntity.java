package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

/// What the publisher of a revision wrote down of the figures of that time: a column of its row that only those who compare read,
/// for it is as large as a city has grids. Written once, with the revision, so it needs no version.
@Entity
@Table(name = "revisions")
class KeptFiguresEntity {

    @Id
    Long id;

    byte[] figures;
}
