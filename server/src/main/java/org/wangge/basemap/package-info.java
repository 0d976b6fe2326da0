/// Maps that others have drawn, under the grids: words of the command line flow in, the addresses of their tiles, or the tiles
/// of a file, flow out. Nothing outside is asked by the server; browsers ask the services that are configured, and no others.
/// Read [Basemap] first, then [BasemapOption].
package org.wangge.basemap;
