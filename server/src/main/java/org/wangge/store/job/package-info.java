/// Long work and the files that were sent for it, as they are kept. Records of [org.wangge.model] flow in and out, in the
/// transactions of the store. Read [JobTable] first.
package org.wangge.store.job;
