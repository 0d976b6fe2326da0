/// What is kept in memory so that it need not be worked out again, each within a bound of bytes. Keys and values go in with a
/// rule of what they weigh; what [org.wangge.memory.ByteCache#use()] tells goes out to the measurements.
/// Read [org.wangge.memory.ByteCache].
package org.wangge.memory;
