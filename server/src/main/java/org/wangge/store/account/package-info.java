/// Accounts, what their owners show to be let in (sessions, API tokens), and the trail of what they have done. Records of
/// [org.wangge.model] flow in and out, in the transactions of the store. Read [Accounts] first, then [Keys].
package org.wangge.store.account;
