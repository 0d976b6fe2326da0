/// The map in a real browser.
package org.wangge.browser;
