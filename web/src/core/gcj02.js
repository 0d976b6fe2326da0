/**
 * GCJ-02, in which Chinese map services lie (Amap, Tencent): WGS 84 shifted by up to 700 m with the published formula, as the
 * server's `org.wangge.geo.Crs` has it. Places are longitude and latitude in degrees. Outside the rectangle in which the formula
 * is defined both are the same.
 */

/** @typedef {[number, number]} Point */

/** Of the Krasovsky ellipsoid, as the formula uses it: semi-major axis in metres, squared eccentricity. */
const AXIS = 6_378_245;
const ECCENTRICITY = 0.006693421622965943;
/** Degrees; a tenth of a millimetre. */
const CLOSE = 1e-9;
const RADIANS = Math.PI / 180;

/** Each: metres of the wave, and how often in a degree. @param {number} v @param {[number, number][]} all */
const waves = (v, all) => all.reduce((sum, [metres, often]) => sum + (metres * Math.sin(often * Math.PI * v) * 2) / 3, 0);

/** Metres to the east. @param {number} x @param {number} y */
const east = (x, y) =>
    300 + x + 2 * y + 0.1 * (x * x + x * y + Math.sqrt(Math.abs(x))) +
    waves(x, [[20, 6], [20, 2], [20, 1], [40, 1 / 3], [150, 1 / 12], [300, 1 / 30]]);

/** Metres to the north. @param {number} x @param {number} y */
const north = (x, y) =>
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * Math.sqrt(Math.abs(x)) +
    waves(x, [[20, 6], [20, 2]]) + waves(y, [[20, 1], [40, 1 / 3], [160, 1 / 12], [320, 1 / 30]]);

/** @param {Point} place in WGS 84 @returns {Point} in GCJ-02 */
export function toGcj02([lon, lat]) {
    if (lon < 72.004 || lon > 137.8347 || lat < 0.8293 || lat > 55.8271) return [lon, lat];
    const [x, y] = [lon - 105, lat - 35];
    const squash = 1 - ECCENTRICITY * Math.sin(lat * RADIANS) ** 2;
    const eastward = (AXIS / Math.sqrt(squash)) * Math.cos(lat * RADIANS) * RADIANS;
    const northward = ((AXIS * (1 - ECCENTRICITY)) / squash ** 1.5) * RADIANS;
    return [lon + east(x, y) / eastward, lat + north(x, y) / northward];
}

/**
 * The shift varies slowly from place to place, so stepping back by the error of the last guess gains two digits a round.
 * @param {Point} place in GCJ-02 @returns {Point} in WGS 84
 */
export function fromGcj02([lon, lat]) {
    let [x, y] = [lon, lat];
    for (let round = 0; round < 30; round++) {
        const [guessed, high] = toGcj02([x, y]);
        const [dx, dy] = [guessed - lon, high - lat];
        x -= dx;
        y -= dy;
        if (Math.abs(dx) < CLOSE && Math.abs(dy) < CLOSE) break;
    }
    return [x, y];
}
