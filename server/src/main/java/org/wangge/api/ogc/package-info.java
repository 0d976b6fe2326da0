/// OGC API Features over the atlas: landing page, conformance, collections, items. Read [OgcApi] first.
package org.wangge.api.ogc;
