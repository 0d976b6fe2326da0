package org.wangge.planning;

import java.util.Map;
import org.wangge.model.Plan;

/// Keeps a line of each change of a plan. It is called inside the change's transaction, so that neither stands without the other.
@FunctionalInterface
public interface Ledger {

    /// Keeps nothing.
    Ledger NONE = (plan, detail) -> {};

    /// `detail` says more of the change than its kind does: short values by name.
    void note(Plan plan, Map<String, ?> detail);
}
