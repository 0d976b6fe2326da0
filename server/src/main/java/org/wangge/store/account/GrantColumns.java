package org.wangge.store.account;

import jakarta.persistence.Embeddable;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import java.util.Comparator;
import java.util.List;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.wangge.model.Grant;
import org.wangge.model.Role;
import org.wangge.model.Scope;

/// A grant as columns: neither branch nor grid means everywhere.
@Embeddable
class GrantColumns {

    private static final Comparator<Grant> ORDER = Comparator.comparing(Grant::role).thenComparing(g -> g.scope().toString());

    @Enumerated(EnumType.STRING)
    @JdbcTypeCode(SqlTypes.VARCHAR)
    Role role;

    Long branchId;
    Long gridId;

    static GrantColumns of(Grant grant) {
        GrantColumns columns = new GrantColumns();
        columns.role = grant.role();
        switch (grant.scope()) {
            case Scope.Everywhere _ -> {}
            case Scope.OfBranch b -> columns.branchId = b.branch();
            case Scope.OfGrid g -> columns.gridId = g.grid();
        }
        return columns;
    }

    /// In one order, whatever the database's.
    static List<Grant> models(List<GrantColumns> columns) {
        return columns.stream().map(GrantColumns::toModel).sorted(ORDER).toList();
    }

    /// Replaces the grants if they differ; a second one of the same kind is dropped.
    static void replace(List<GrantColumns> columns, List<Grant> grants) {
        List<Grant> wanted = grants.stream().distinct().sorted(ORDER).toList();
        if (!models(columns).equals(wanted)) {
            columns.clear();
            wanted.forEach(g -> columns.add(of(g)));
        }
    }

    private Grant toModel() {
        return new Grant(role, gridId != null ? new Scope.OfGrid(gridId) : branchId != null ? new Scope.OfBranch(branchId)
                : Scope.EVERYWHERE);
    }
}
