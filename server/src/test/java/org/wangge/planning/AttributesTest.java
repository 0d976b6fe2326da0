package org.wangge.planning;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.wangge.model.Grid;
import org.wangge.model.Property;
import org.wangge.model.Registry;
import org.wangge.problem.Problem;
import org.wangge.problem.ProblemException;

class AttributesTest {

    @Test
    void plannersMayChangeWhatTheRegistrySaysTheyMay() {
        Set<String> editable = Registry.GRIDS.properties().stream()
                .filter(Property::isEditable)
                .map(Property::name)
                .collect(Collectors.toSet());
        assertEquals(editable, Set.copyOf(Attributes.NAMES));
    }

    @Test
    void aNumberBeyondMeasureIsNamed() {
        Grid grid = new Grid(1, 0, "G", null, 1, null, null, null, null, null, null);
        Problem problem = assertThrows(ProblemException.class, () ->
                Attributes.with(grid, Map.of("target_new_subscribers", 9_007_199_254_740_993L), (parent, child) -> {})).problem();
        assertEquals("attributes.target_new_subscribers is 9007199254740993; it must be at most 2147483647.", problem.detail());
    }
}
