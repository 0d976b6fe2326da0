/** The server's JSON over HTTP. A refusal is thrown as a ProblemError that carries the server's own words. */

/** @typedef {import('../core/contract.js').ProblemBody} ProblemBody */
/** @typedef {import('../core/contract.js').Plan} Plan */
/** @typedef {import('../core/contract.js').Result} Result */
/** @typedef {import('../core/contract.js').Reshape} Reshape */

export class ProblemError extends Error {
    /** @param {ProblemBody} body */
    constructor(body) {
        super(body.detail ?? body.title);
        this.problem = body;
    }
}

/** @type {string | null} */
let csrf = null;

/** The token of the session, sent along with every change. @param {string | null} token null: nobody is signed in */
export function useCsrf(token) {
    csrf = token;
}

/**
 * @param {string} method @param {string} path @param {unknown} [body] @param {AbortSignal} [signal]
 * @returns {Promise<any>}
 */
export async function call(method, path, body, signal) {
    const response = await fetch(path, {
        method,
        signal,
        cache: 'no-cache',
        body: body === undefined ? undefined : JSON.stringify(body),
        headers: {
            ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
            ...(csrf === null || method === 'GET' ? {} : { 'X-CSRF-Token': csrf }),
        },
    });
    if (response.status === 204) return null;
    const type = response.headers.get('Content-Type') ?? '';
    if (response.ok) return response.json();
    throw new ProblemError(
        type.includes('json')
            ? await response.json()
            : { type: 'about:blank', title: `${response.status} ${response.statusText}`, status: response.status },
    );
}

export const api = {
    /** Who is signed in. @returns {Promise<import('../core/contract.js').Session>} */
    async session() {
        const session = await call('GET', '/api/session');
        useCsrf(session.csrf);
        return session;
    },
    /** @returns {Promise<import('../core/contract.js').MetricList>} */
    metrics: () => call('GET', '/api/metrics'),
    /** @returns {Promise<import('../core/contract.js').GridList>} */
    grids: () => call('GET', '/api/grids'),
    /** @param {number} id @returns {Promise<import('../core/contract.js').GridDetail>} */
    grid: id => call('GET', `/api/grids/${id}`),
    /** @param {string} q @param {AbortSignal} signal @returns {Promise<{results: import('../core/contract.js').Found[]}>} */
    search: (q, signal) => call('GET', `/api/search?q=${encodeURIComponent(q)}&limit=10`, undefined, signal),
    /** @param {string} layers @returns {Promise<import('../core/contract.js').TileJson>} */
    tileJson: layers => call('GET', `/tiles/${layers}.json`),
    /** @param {string} name @returns {Promise<Plan>} */
    createPlan: name => call('POST', '/api/plans', { name }),
    /** @param {number} id @returns {Promise<Plan>} */
    plan: id => call('GET', `/api/plans/${id}`),
    /** @param {number} id */
    discardPlan: id => call('DELETE', `/api/plans/${id}`),
    /** @param {number} id @param {Reshape} command @param {AbortSignal} [signal] @returns {Promise<Result>} */
    preview: (id, command, signal) => call('POST', `/api/plans/${id}/preview`, command, signal),
    /** @param {number} id @param {Reshape} command @returns {Promise<{plan: Plan, result: Result}>} */
    apply: (id, command) => call('POST', `/api/plans/${id}/commands`, command),
    /** @param {number} id @returns {Promise<Plan>} */
    undo: id => call('POST', `/api/plans/${id}/undo`),
    /** @param {number} id @returns {Promise<Plan>} */
    redo: id => call('POST', `/api/plans/${id}/redo`),
    /** @param {number} id @returns {Promise<{plan: Plan, revision: {id: number, name: string}}>} */
    publish: id => call('POST', `/api/plans/${id}/publish`),
};
