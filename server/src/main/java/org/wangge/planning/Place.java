package org.wangge.planning;

import java.util.List;

/// Where a role is asked for: `upwards` are a grid and all above it, nearest first, as one state of the tree has them; a role
/// that holds in one of them holds here, and so does one that holds in the whole `branch`. With nothing upwards the whole branch
/// is meant, and with branch 0 a place that nobody knows any more. `code` names the grid or branch to people.
public record Place(List<Long> upwards, long branch, String code) {
    public Place {
        upwards = List.copyOf(upwards);
    }
}
