/** Leaflet as a module: its UMD build is 42 kB gzipped where its ES build, unminified, is 109 kB. */

const L = /** @type {typeof import('leaflet')} */ (/** @type {any} */ (globalThis).L);
export default L;
