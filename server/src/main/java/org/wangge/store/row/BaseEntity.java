package org.wangge.store.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.sql.SQLException;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.BaseFeature;
import org.wangge.model.Row;

@Entity
@Table(name = "base")
class BaseEntity extends RowEntity {
    String code;
    String kind;
    String name;

    @JdbcTypeCode(SqlTypes.GEOMETRY)
    Geometry geometry;

    @Override
    public BaseFeature toModel() {
        return new BaseFeature(id, code, kind, name, geometry);
    }

    @Override
    void take(Values v) throws SQLException {
        code = v.text();
        kind = v.text();
        name = v.text();
        geometry = v.geometry();
    }

    @Override
    void copy(Row row) {
        BaseFeature b = (BaseFeature) row;
        code = b.code();
        kind = b.kind();
        name = b.name();
        geometry = b.geometry();
    }
}
