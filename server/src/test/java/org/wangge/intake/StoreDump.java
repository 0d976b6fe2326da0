package org.wangge.intake;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.wangge.model.Branch;
import org.wangge.model.Building;
import org.wangge.model.Grid;
import org.wangge.model.Row;
import org.wangge.model.Table;
import org.wangge.store.Store;

/// Everything that a store holds, as text, so that two states can be compared.
final class StoreDump {

    private StoreDump() {}

    /// One line a row, ids and versions included.
    static List<String> of(Store store) {
        List<String> lines = new ArrayList<>();
        store.read(source -> {
            for (Table layer : Table.values()) {
                source.scan(layer, row -> lines.add(layer.key() + " " + row));
            }
        });
        return lines.stream().sorted().toList();
    }

    static <R extends Row> List<R> rows(Store store, Table layer, Class<R> type) {
        List<R> rows = new ArrayList<>();
        store.read(source -> source.scan(layer, row -> rows.add(type.cast(row))));
        return rows.stream().sorted((a, b) -> a.code().compareTo(b.code())).toList();
    }

    static Building building(Store store, String code) {
        return (Building) store.findByCode(Table.BUILDINGS, code).orElseThrow();
    }

    /// `code < parent < … < branch`, one line a grid.
    static List<String> tree(Store store) {
        List<Grid> grids = rows(store, Table.GRIDS, Grid.class);
        List<Branch> branches = rows(store, Table.BRANCHES, Branch.class);
        return grids.stream().map(g -> {
            Stream.Builder<String> path = Stream.builder();
            Grid at = g;
            while (at != null) {
                path.add(at.code());
                Long parent = at.parent();
                at = parent == null ? null : grids.stream().filter(p -> p.id() == parent).findFirst().orElseThrow();
            }
            path.add(branches.stream().filter(b -> b.id() == g.branch()).findFirst().orElseThrow().code());
            return String.join(" < ", path.build().toList()) + (g.geometry() == null ? "" : ", leaf");
        }).toList();
    }
}
