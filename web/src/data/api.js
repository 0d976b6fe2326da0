/** The server's JSON over HTTP. A refusal is thrown as a ProblemError that carries the server's own words. */

import { useTexts } from '../core/i18n.js';

/** @typedef {import('../core/contract.js').ProblemBody} ProblemBody */
/** @typedef {import('../core/contract.js').Result} Result */
/** @typedef {import('../core/contract.js').Command} Command */

export class ProblemError extends Error {
    /** @param {ProblemBody} body */
    constructor(body) {
        super(body.detail ?? body.title);
        this.problem = body;
    }
}

/** @type {Record<string, Promise<Record<string, string>>>} */
const loading = {};
/** The sets of texts in use: those of the first picture, and the ones that rooms bring which come later. */
const sets = ['.'];

/** Loads the texts of this language, and one more set from now on. @param {string} lang @param {string} [set] */
export async function loadTexts(lang, set) {
    if (set && !sets.includes(set)) sets.push(set);
    const loaded = sets.map(
        s =>
            (loading[`${s} ${lang}`] ??= fetch(new URL(`../i18n/${s}/${lang}.json`, import.meta.url))
                .then(r => r.json())
                .catch(error => {
                    // another time it may be there
                    delete loading[`${s} ${lang}`];
                    throw error;
                })),
    );
    useTexts(Object.assign({}, ...(await Promise.all(loaded))));
}

/** @type {string | null} */
let csrf = null;
/** Hears that who is signed in may no longer do what the page took for granted, or isn't any more. */
let refused = () => {};

/** @param {() => void} hear */
export function whenRefused(hear) {
    refused = hear;
}

/** The token of the session, sent along with every change. @param {string | null} token null: nobody is signed in */
export function useCsrf(token) {
    csrf = token;
}

/**
 * Reads again, twice at most, when the server had too much to do just then: many pages ask at once when something has changed.
 * Waits for as long as it takes for one that is still loading the map.
 * @param {string} path @param {RequestInit} init
 */
async function asked(path, init) {
    for (let again = init.method === 'GET' ? 2 : 0; ; again--) {
        const response = await fetch(path, init);
        const seconds = Number(response.headers.get('Retry-After') ?? 10);
        if (response.status !== 503 || seconds > 2) return response;
        const { reason } = await response.clone().json().catch(() => ({}));
        if (reason === 'loading' && init.method === 'GET') again = 3;
        else if (again < 1) return response;
        await new Promise(resolve => setTimeout(resolve, 1000 * seconds * (0.5 + Math.random())));
    }
}

/**
 * @param {string} method @param {string} path @param {unknown} [body] @param {AbortSignal} [signal]
 * @param {number} [version] that the change starts from @param {Record<string, string>} [headers] more of them
 * @returns {Promise<any>}
 */
export async function call(method, path, body, signal, version, headers = {}) {
    const response = await asked(path, {
        method,
        signal,
        // the tag of a plan is its version, but what it does depends on the live grids as well
        cache: path.startsWith('/api/plans') ? 'no-store' : 'no-cache',
        // what is taken back as the page is left still has to arrive
        keepalive: method === 'DELETE',
        body: body === undefined ? undefined : JSON.stringify(body),
        headers: {
            ...headers,
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...(version === undefined ? {} : { 'If-Match': `"${version}"` }),
            ...(csrf === null || method === 'GET' ? {} : { 'X-CSRF-Token': csrf }),
        },
    });
    if (response.status === 204) return null;
    const type = response.headers.get('Content-Type') ?? '';
    if (response.ok) return response.json();
    /** @type {ProblemBody} */
    const problem = type.includes('json')
        ? await response.json()
        : { type: 'about:blank', title: `${response.status} ${response.statusText}`, status: response.status };
    if ((problem.status === 401 || problem.reason === 'role_missing') && !path.startsWith('/api/session')) refused();
    throw new ProblemError(problem);
}

/** @param {number | null} revision */
const of = revision => (revision === null ? '' : `?revision=${revision}`);

export const api = {
    /** Who is signed in. @returns {Promise<import('../core/contract.js').Session>} */
    async session() {
        const session = await call('GET', '/api/session');
        useCsrf(session.csrf);
        return session;
    },
    /** @returns {Promise<import('../core/contract.js').MetricList>} */
    metrics: () => call('GET', '/api/metrics'),
    /** @param {string} metric @param {number | null} revision @returns {Promise<import('../core/contract.js').HotSpots>} */
    hotSpots: (metric, revision) => call('GET', `/api/hotspots?metric=${metric}${of(revision).replace('?', '&')}`),
    /** @returns {Promise<import('../core/contract.js').BasemapList>} */
    basemaps: () => call('GET', '/api/basemaps'),
    /** @returns {Promise<import('../core/contract.js').Schema>} */
    schema: () => call('GET', '/api/schema'),
    /** @param {number | null} [revision] null: as they are @returns {Promise<import('../core/contract.js').GridList>} */
    grids: (revision = null) => call('GET', `/api/grids${of(revision)}`),
    /** What has changed in it. @param {string} position @returns {Promise<import('../core/contract.js').GridList>} */
    gridsSince: position => call('GET', `/api/grids?since=${position}`),
    /** @param {number} id @param {number | null} [revision] @returns {Promise<import('../core/contract.js').GridDetail>} */
    grid: (id, revision = null) => call('GET', `/api/grids/${id}${of(revision)}`),
    /** @param {string} q @param {AbortSignal} signal @returns {Promise<{results: import('../core/contract.js').Found[]}>} */
    search: (q, signal) => call('GET', `/api/search?q=${encodeURIComponent(q)}&limit=10`, undefined, signal),
    /**
     * Who can be put in charge.
     * @param {string} q @param {AbortSignal} signal
     * @returns {Promise<{persons: import('../core/contract.js').Staff[]}>}
     */
    persons: (q, signal) => call('GET', `/api/persons?q=${encodeURIComponent(q)}&limit=50`, undefined, signal),
    /**
     * The shortest way along streets, rivers and rails, of which each point has one within so many metres.
     * @param {import('../core/border.js').Point} from @param {import('../core/border.js').Point} to @param {number} reach
     * @returns {Promise<{path: import('../core/border.js').Point[] | null, reason: string | null}>}
     */
    way: (from, to, reach) =>
        call('GET', `/api/streets/way?lon=${from[0]}&lat=${from[1]}&to_lon=${to[0]}&to_lat=${to[1]}&reach=${reach}`),
    /** @param {string} layers @returns {Promise<import('../core/contract.js').TileJson>} */
    tileJson: layers => call('GET', `/tiles/${layers}.json`),
    /**
     * What a command would do to a plan.
     * @param {number} id @param {Command} command @param {AbortSignal} [signal]
     * @returns {Promise<Result>}
     */
    preview: (id, command, signal) => call('POST', `/api/plans/${id}/preview`, command, signal),
};
