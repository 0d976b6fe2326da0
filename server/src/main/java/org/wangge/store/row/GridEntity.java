package org.wangge.store.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.sql.SQLException;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.Grid;
import org.wangge.model.Row;

@Entity
@Table(name = "grids")
public class GridEntity extends RowEntity {
    public String code;
    String name;
    long branchId;
    Long parentId;
    String kind;
    Integer targetNewSubscribers;
    Double targetRenewalRate;
    Integer yellowCards;

    @JdbcTypeCode(SqlTypes.GEOMETRY)
    Geometry geometry;

    @Override
    public Grid toModel() {
        return new Grid(id, version, code, name, branchId, parentId, kind, targetNewSubscribers, targetRenewalRate,
                yellowCards, geometry);
    }

    @Override
    void take(Values v) throws SQLException {
        code = v.text();
        name = v.text();
        branchId = v.known();
        parentId = v.number();
        kind = v.text();
        targetNewSubscribers = v.integer();
        targetRenewalRate = v.real();
        yellowCards = v.integer();
        geometry = v.geometry();
    }

    @Override
    public void copy(Row row) {
        Grid g = (Grid) row;
        code = g.code();
        name = g.name();
        branchId = g.branch();
        parentId = g.parent();
        kind = g.kind();
        targetNewSubscribers = g.targetNewSubscribers();
        targetRenewalRate = g.targetRenewalRate();
        yellowCards = g.yellowCards();
        geometry = g.geometry();
    }
}
