/** Leaflet as a module: its UMD build is 42 kB gzipped where its ES build, unminified, is 109 kB. */

/** @type {any} */
const L = /** @type {any} */ (globalThis).L;
export default L;
