// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/completion.h"
#include "core/contract/account.h"
#include "core/contract/connect.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace gatehouse {

/// What a person does to a session that is there.
enum class ConnectAction : std::uint8_t
{
    BrowserOpened, ///< The authorization URL was opened; ends the step of that name.
    Cancel,        ///< Conflict when the session is over.
    /// Goes on after a failure with everything that was filled in: from the first call when only that failed
    /// (the same session), else from the start (a new session). Conflict unless the session is over.
    Retry,
};

/// Connecting accounts, and taking their credentials back. As with the façade's other roles every method may
/// be called from any thread; completions are answered on the engine thread.
class Connect
{
public:
    virtual ~Connect() = default;

    /// The ways to connect an integration, with what has to be filled in for each. NotFound.
    virtual void connectForms(std::string integration, Completion<std::vector<ConnectForm>> done) = 0;

    /// Starts a session. A new account is made with status connecting. Kinds without a browser run to their
    /// end by themselves; watch ConnectSessionChanged or ask again. InvalidArgument points at the field that
    /// is wrong (/fields/name, /credentials/name).
    virtual void startConnect(ConnectRequest request, Completion<ConnectSession> done) = 0;
    /// NotFound.
    virtual void connectSession(std::string id, Completion<ConnectSession> done) = 0;
    /// Newest first.
    virtual void connectSessions(std::size_t limit, Completion<std::vector<ConnectSession>> done) = 0;
    virtual void actOnConnect(std::string id, ConnectAction action, Completion<ConnectSession> done) = 0;
    /// Finishes a session with the URL that the browser was sent to and could not reach. Answers when it was
    /// read, before the code is exchanged. InvalidArgument: not the answer to this session.
    virtual void pasteCallback(std::string id, std::string url, Completion<ConnectSession> done) = 0;
    /// The browser came back with this query. Answers with the page to show, at the latest after some
    /// seconds.
    virtual void oauthCallback(std::string query, Completion<CallbackPage> done) = 0;

    /// Has the provider forget the account's tokens (RFC 7009, or as the definition says), and the gateway
    /// too; the account then waits for a new connection. When the provider cannot be reached nothing
    /// changes. Unsupported: the definition has no revocation.
    virtual void revokeAccount(std::string id, Completion<Account> done) = 0;
    /// Replaces credentials of an account that needs no browser, after the new ones passed the validation
    /// call; the old ones stay in force when they do not.
    virtual void rotateAccount(std::string id, std::map<std::string, Secret> credentials,
                               Completion<Account> done) = 0;
};

} // namespace gatehouse
