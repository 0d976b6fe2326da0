/// The figures of merit: definitions, sums that add up through the grid tree, ratios with their base, intervals for small
/// numbers. Pure functions over counts; nothing here knows where a building lies. Read [Metric], then [Sums].
package org.wangge.metrics;
