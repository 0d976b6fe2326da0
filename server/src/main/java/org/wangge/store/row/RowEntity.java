package org.wangge.store.row;

import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.MappedSuperclass;
import jakarta.persistence.Version;
import java.sql.SQLException;
import org.wangge.model.Row;

/// What every stored row has, and the one mapping between an entity and its record. The fields of a subclass are the columns
/// of its table in snake_case; [LayerTable] reads them off.
@MappedSuperclass
public abstract class RowEntity {

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    public Long id;

    /// Counts the changes of the row, by whomever they are made.
    @Version
    public int version;

    public abstract Row toModel();

    /// Takes over the columns but id and version, in the order in which the fields are declared.
    abstract void take(Values values) throws SQLException;

    /// Takes over everything but id and version.
    abstract void copy(Row row);
}
