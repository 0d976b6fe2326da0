/// The rows of the system of record as values: records that validate in the constructor and quote the bad value.
///
/// Unknown is null (or [Counts#UNKNOWN] inside [Counts]) and is never zero. Geometry is WGS 84 lon/lat degrees.
/// What each column is stands in [Registry]. Read that first, then [Building] and [Counts].
package org.wangge.model;
