package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wangge.model.Property;
import org.wangge.model.Registry;

class AttributesTest {

    @Test
    void plannersMayChangeWhatTheRegistrySaysTheyMay() {
        Set<String> editable = Registry.GRIDS.properties().stream()
                .filter(Property::isEditable)
                .map(Property::name)
                .collect(Collectors.toSet());
        assertEquals(editable, Set.copyOf(Attributes.NAMES));
    }
}
