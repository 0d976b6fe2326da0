/// How values look on the wire: JSON and GeoJSON ([Json], [Features]), query parameters ([Parameters]), problems
/// ([ProblemJson]). Knows no paths. Read [Json] first.
package org.wangge.api.wire;
