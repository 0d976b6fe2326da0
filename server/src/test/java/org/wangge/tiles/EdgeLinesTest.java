package org.wangge.tiles;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class EdgeLinesTest {

    /// From each point on, the next is the farthest from the rest: as deep as the line is long.
    @Test
    void aLineThatIsSplitPointByPointOverflowsNothing() {
        int n = 20_000;
        int[] xs = new int[n];
        int[] ys = new int[n];
        for (int i = 0; i < n; i++) {
            xs[i] = i;
            ys[i] = (i % 2 == 0 ? 1 : -1) * (n - i) * 1_000;
        }
        assertEquals(n, EdgeLines.simplified(new EdgeLines.Line(xs, ys), 1).xs().length);
    }
}
