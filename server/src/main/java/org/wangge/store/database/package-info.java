/// What both databases have in common: the [Dialect] in which they differ, transactions on its connections, whole tables read by
/// plain JDBC, the version of the schema. Work flows in, and what it made of rows and entities flows out; a failure becomes a
/// problem that says what to do. Read [Dialect] first, then [Transactions].
package org.wangge.store.database;
