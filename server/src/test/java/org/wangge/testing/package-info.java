/// What tests of several packages share.
package org.wangge.testing;
