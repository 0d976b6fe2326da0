/// The rows of the system of record as values: records that validate in the constructor and quote the bad value.
///
/// Unknown is null (or [Counts#UNKNOWN] inside [Counts]) and is never zero. Geometry is WGS 84 lon/lat degrees.
/// Property names of the outside world are the constants of [Table#columns()]. Read [Building] and [Counts] first.
package org.wangge.model;
