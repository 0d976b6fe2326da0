/** The buildings of a compound, which tiles don't tell. */

import { call } from './api.js';

/** @typedef {import('../core/border.js').Point} Point */
/** @typedef {{id: number, name: string, at: Point}} Place */

/** Half the side of the box in which a compound lies around one of its buildings, in degrees of latitude: about 700 m. */
const AROUND = 0.0065;
const PAGE = 1000;

/**
 * @param {number} id of a building @param {Place} one the same; the answer when it has no compound
 * @returns {Promise<Place[]>} all buildings of its compound nearby
 */
export async function buildingsOfCompound(id, one) {
    const { properties } = await call('GET', `/ogc/collections/buildings/items/${id}`);
    if (!properties.compound) return [one];
    const [lon, lat] = one.at;
    const wide = AROUND / Math.cos((lat * Math.PI) / 180);
    /** @type {Place[]} */
    const all = [];
    let url = `/ogc/collections/buildings/items?limit=${PAGE}&bbox=${[lon - wide, lat - AROUND, lon + wide, lat + AROUND]
        .join(',')}`;
    while (url) {
        const page = await call('GET', url);
        for (const feature of page.features)
            if (feature.properties.compound === properties.compound)
                all.push({
                    id: feature.id,
                    name: feature.properties.name ?? feature.properties.code,
                    at: middle(feature.geometry),
                });
        const next = page.links?.find((/** @type {{rel: string}} */ l) => l.rel === 'next')?.href;
        url = next ? new URL(next, location.href).pathname + new URL(next, location.href).search : '';
    }
    return all;
}

/** @param {{type: string, coordinates: any}} geometry @returns {Point} */
function middle({ coordinates }) {
    const flat = coordinates.flat(Infinity);
    const [xs, ys] = [0, 1].map(axis => flat.filter((/** @type {number} */ _, /** @type {number} */ i) => i % 2 === axis));
    const half = (/** @type {number[]} */ v) => (Math.min(...v) + Math.max(...v)) / 2;
    return [half(xs), half(ys)];
}
