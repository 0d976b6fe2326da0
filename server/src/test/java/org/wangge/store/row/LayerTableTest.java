package org.wangge.store.row;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.wangge.model.Property;
import org.wangge.model.Registry;
import org.wangge.model.Table;
import org.wangge.store.StoreSamples;

class LayerTableTest {

    @ParameterizedTest
    @EnumSource
    void aTableHasAColumnForEachPropertyOfItsRecordsAndNoOther(Table table) {
        Set<String> columns = LayerTable.of(table).columns().stream()
                .map(c -> c.name().replaceFirst("_id$", ""))
                .filter(name -> !name.equals("geometry"))
                .collect(Collectors.toCollection(TreeSet::new));
        Set<String> properties = Registry.of(table).properties().stream()
                .filter(Property::isOfRecords)
                .map(Property::name)
                .collect(Collectors.toCollection(TreeSet::new));
        assertEquals(properties, columns);
    }

    @Test
    void noPropertyIsYoungerThanTheSchema() {
        int newest = StoreSamples.newestSchema();
        for (Table table : Table.values()) {
            Registry.of(table).properties().forEach(p -> assertTrue(p.since() <= newest, table.key() + " " + p));
        }
    }
}
