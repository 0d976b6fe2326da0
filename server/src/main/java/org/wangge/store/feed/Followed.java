package org.wangge.store.feed;

import java.util.List;
import java.util.Optional;
import org.wangge.problem.Problem;

/// A store as its follower knows it. There is one, which has its feed from this room and so can't be named here. Safe for any
/// number of threads.
public interface Followed {

    /// The feed of its changes.
    Feed feed();

    /// Why it is lost until the program is started again; empty as long as it is not.
    Optional<Problem> lost();

    /// Gets ready in the background what else the first call that needs it would wait for.
    void warmUp();

    /// The pools of connections, as they are just now.
    List<Follower.Pool> pools();
}
