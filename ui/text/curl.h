// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/gateway/types.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::ui {

/// One HTTP request, to be written as a command line for curl in a POSIX shell.
struct CurlRequest
{
    std::string method;
    std::string url;
    std::vector<HeaderField> headers;
    std::string body;
    std::int64_t bodyBytes = 0; ///< What was really sent; more than body.size() means body is not whole.
    std::string bearerFrom;     ///< A file whose content is the bearer token; empty: none.
    std::string urlSecret{};    ///< The part of the URL that nobody else may know; empty: none.
    bool redact = true;         ///< Secrets that are known here are left out, too.
};

/// A command that sends the same request from any POSIX shell. Masked and known-secret headers, and the URL's
/// secret, become variables ("$AUTHORIZATION", "$URL_TOKEN") that the command asks for when they are not set;
/// headers that curl makes itself are left out. Errc::Unsupported when the body was not kept whole: half a
/// request would be a lie.
[[nodiscard]] Result<std::string> curlCommand(const CurlRequest& request);
/// Whether a header's value is masked, or must not be shown.
[[nodiscard]] bool isSecretHeader(const HeaderField& header);
/// Whether its value is masked already: nobody has it here.
[[nodiscard]] bool isMaskedHeader(const HeaderField& header);
/// What is left out of a copy of the request.
[[nodiscard]] bool isLeftOut(const CurlRequest& request, const HeaderField& header);
/// The URL's parts before and behind its secret; all of it before when nothing is left out.
[[nodiscard]] std::pair<std::string_view, std::string_view> aroundSecret(const CurlRequest& request);
inline constexpr std::string_view kUrlVariable = "URL_TOKEN";
/// The request of one exchange with a provider.
[[nodiscard]] CurlRequest curlOf(const Exchange& exchange);
/// One word for a POSIX shell: '…' with every ' written '\''; printable words stay bare.
[[nodiscard]] std::string shellQuote(std::string_view text);

} // namespace gatehouse::ui
