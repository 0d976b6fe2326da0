/// What is kept in memory: values that need not be worked out again, each within a bound of bytes
/// ([org.wangge.memory.ByteCache]), and maps by id that share with the next one all that does not change
/// ([org.wangge.memory.IdMap]). Keys and values go in, with a rule of what they weigh; what [org.wangge.memory.ByteCache#use()]
/// tells goes out to the measurements, and what differs between two maps to whoever makes one of the other. Read
/// [org.wangge.memory.ByteCache] and [org.wangge.memory.IdMap].
package org.wangge.memory;
