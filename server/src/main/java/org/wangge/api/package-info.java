/// The HTTP interface: [Routes] lists every path, handlers parse into values, call once and render, [ApiServer] runs them.
/// The only user of Javalin. Requests flow in, answers from the atlas flow out; writes go through `planning`. Read [Routes]
/// first.
package org.wangge.api;
