/// Who is asking, and what they may do: accounts, roles with their scope, sessions, API tokens, sign-in by password or by an
/// operator's identity provider, and the audit trail. Names, passwords and tokens flow in, a [Caller] flows out, which every
/// handler of the API is given. Knows no web server. Read [Access] first, then [Caller].
package org.wangge.access;
