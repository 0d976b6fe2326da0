/// The change feed, which triggers write, and who follows it: what was committed here or by another program flows in, updates of
/// the atlas and the plans that have changed flow out. Read [Follower] first, then [Feed].
package org.wangge.store.feed;
