package org.wangge.memory;

import java.util.Arrays;
import java.util.List;
import java.util.function.LongConsumer;

/// Ids in groups, each of which has an id too; an id may be in several. A changed copy shares with the original all groups that
/// are the same. Immutable, for any number of threads.
public final class IdGroups {

    public static final IdGroups EMPTY = new IdGroups(IdMap.empty());

    private static final long[] NONE = {};

    /// The members of each group that has any, ascending. The arrays are never written to.
    private final IdMap<long[]> groups;

    private IdGroups(IdMap<long[]> groups) {
        this.groups = groups;
    }

    /// The number of groups with members.
    public int size() {
        return groups.size();
    }

    public IdGroups with(long group, long id) {
        long[] there = members(group);
        int at = Arrays.binarySearch(there, id);
        if (at >= 0) {
            return this;
        }
        int place = -at - 1;
        long[] more = new long[there.length + 1];
        System.arraycopy(there, 0, more, 0, place);
        more[place] = id;
        System.arraycopy(there, place, more, place + 1, there.length - place);
        return new IdGroups(groups.with(group, more));
    }

    public IdGroups without(long group, long id) {
        long[] there = members(group);
        if (Arrays.binarySearch(there, id) < 0) {
            return this;
        }
        long[] fewer = Arrays.stream(there).filter(other -> other != id).toArray();
        return new IdGroups(groups.with(group, fewer.length == 0 ? null : fewer));
    }

    /// The members of a group, ascending.
    public List<Long> list(long group) {
        return Arrays.stream(members(group)).boxed().toList();
    }

    public void forEach(long group, LongConsumer visitor) {
        for (long id : members(group)) {
            visitor.accept(id);
        }
    }

    /// Visits the groups that have members.
    public void forEachGroup(LongConsumer visitor) {
        groups.forEach((group, _) -> visitor.accept(group));
    }

    /// Whether both have the same members in this group.
    public boolean isSame(IdGroups other, long group) {
        return Arrays.equals(members(group), other.members(group));
    }

    private long[] members(long group) {
        long[] members = groups.get(group);
        return members == null ? NONE : members;
    }
}
