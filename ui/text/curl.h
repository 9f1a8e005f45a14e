// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/gateway/types.h"

#include <cstdint>
#include <string>
#include <string_view>
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
};

/// A command that sends the same request from any POSIX shell. Masked and known-secret headers become
/// variables ("$AUTHORIZATION") that the command asks for when they are not set; headers that curl makes
/// itself are left out. Errc::Unsupported when the body was not kept whole: half a request would be a lie.
[[nodiscard]] Result<std::string> curlCommand(const CurlRequest& request);
/// Whether a header's value is masked, or must not be shown.
[[nodiscard]] bool isSecretHeader(const HeaderField& header);
/// The request of one exchange with a provider.
[[nodiscard]] CurlRequest curlOf(const Exchange& exchange);
/// One word for a POSIX shell: '…' with every ' written '\''; printable words stay bare.
[[nodiscard]] std::string shellQuote(std::string_view text);

} // namespace gatehouse::ui
