/// The benchmarks that `wangge bench` runs: seeded, each against a reference measured in the same run, printed as ratios. The
/// method and results are in `docs/benchmarks.md`. Read [TileBench] first.
package org.wangge.app.bench;
