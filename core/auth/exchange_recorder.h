// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/auth/credentials.h"
#include "core/base/clock.h"
#include "core/base/error.h"
#include "core/contract/call.h"
#include "core/net/client.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::auth {

/// Records one exchange with an authorization server for people to look at. Every secret is replaced by a
/// placeholder that tells its kind and its length and nothing of its text: members and parameters whose name
/// says so (client_secret, code, code_verifier, access_token, …), the credentials themselves wherever they
/// stand, and Authorization headers. An answer that is neither JSON nor a form is shown only when it is an
/// error.
class ExchangeRecorder
{
public:
    /// The clock outlives it.
    ExchangeRecorder(const Clock& clock, const net::ClientRequest& request, const Credentials& credentials);

    [[nodiscard]] Exchange finish(const Result<net::ClientResponse>& response);
    /// Any text about the exchange, such as the server's complaint, with the credentials replaced in it.
    [[nodiscard]] std::string clean(std::string text) const;

private:
    [[nodiscard]] std::string cleanBody(std::string_view body, bool show) const;
    [[nodiscard]] std::vector<HeaderField> cleanHeaders(const net::Headers& headers) const;

    const Clock& m_clock;
    SteadyTime m_begun;
    std::vector<Secret> m_known;
    Exchange m_exchange;
};

/// "<client_secret: 32 characters>".
[[nodiscard]] std::string secretPlaceholder(std::string_view name, std::string_view value);
/// Whether a parameter or member of that name holds a secret of an OAuth exchange.
[[nodiscard]] bool namesOAuthSecret(std::string_view name) noexcept;
/// A query string with its secrets replaced.
[[nodiscard]] std::string redactedQuery(std::string_view query);

} // namespace gatehouse::auth
