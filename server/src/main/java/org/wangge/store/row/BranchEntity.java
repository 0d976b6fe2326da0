package org.wangge.store.row;

import jakarta.persistence.Entity;
import jakarta.persistence.Table;
import java.sql.SQLException;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.locationtech.jts.geom.Geometry;
import org.wangge.model.Branch;
import org.wangge.model.Row;

@Entity
@Table(name = "branches")
public class BranchEntity extends RowEntity {
    String code;
    String name;

    @JdbcTypeCode(SqlTypes.GEOMETRY)
    public Geometry geometry;

    @Override
    public Branch toModel() {
        return new Branch(id, code, name, geometry);
    }

    @Override
    void take(Values v) throws SQLException {
        code = v.text();
        name = v.text();
        geometry = v.geometry();
    }

    @Override
    void copy(Row row) {
        Branch b = (Branch) row;
        code = b.code();
        name = b.name();
        geometry = b.outline();
    }
}
