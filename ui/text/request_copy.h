// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "ui/text/curl.h"

#include <string>
#include <string_view>

namespace gatehouse::ui {

/// The request as it stands on the wire (RFC 9112), for a file or a raw client. What is left out is masked.
/// Errc::Unsupported when the body was not kept whole.
[[nodiscard]] Result<std::string> httpMessage(const CurlRequest& request);

/// A call of fetch() for a JavaScript console or Node.js; what is secret is read from process.env. Errors as
/// above.
[[nodiscard]] Result<std::string> fetchCall(const CurlRequest& request);

/// Whether it is UTF-8 throughout.
[[nodiscard]] bool isUtf8(std::string_view text);

} // namespace gatehouse::ui
