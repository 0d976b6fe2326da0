package org.wangge.store;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import org.hibernate.annotations.Immutable;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.locationtech.jts.geom.Geometry;

/// What a revision did to one grid. The grid's code is kept, since the grid itself may be gone one day.
@Entity
@Immutable
@Table(name = "revision_grids")
class RevisionGridEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    long revisionId;
    long gridId;
    String gridCode;
    int versionBefore;
    int versionAfter;

    @JdbcTypeCode(SqlTypes.GEOMETRY)
    Geometry geometryBefore;

    @JdbcTypeCode(SqlTypes.GEOMETRY)
    Geometry geometryAfter;
}
