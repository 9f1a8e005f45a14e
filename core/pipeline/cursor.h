// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"
#include "core/base/secret.h"
#include "core/crypto/digest.h"
#include "core/paging/paging.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace gatehouse::pipeline {

/// What one opaque cursor stands for: the next page, and the request it belongs to, so that the caller need
/// not repeat its filters.
struct CursorState
{
    paging::PagePosition position;
    /// Records of that page which the caller has had already: a provider's page may be larger than the
    /// caller's limit, and is then asked for again.
    std::int64_t skip = 0;
    std::int64_t limit = 0;                                 ///< The caller's wish; 0: none.
    std::vector<std::pair<std::string, std::string>> query; ///< Without limit and cursor.
};

/// Which list a cursor may be used with.
struct CursorScope
{
    std::string_view accountId;
    std::string_view operation;
};

/// Makes and reads cursors: base64url of an HMAC-SHA256 and the state. They hold no secret but cannot be made
/// or changed by anyone without the key, so a next URL in them may be trusted to be the provider's own. They
/// do not wear out by use. One thread at a time.
class CursorCodec
{
public:
    explicit CursorCodec(const Secret& key);

    /// Errc::LimitExceeded when the cursor would be too long for a URL (8 KiB).
    [[nodiscard]] Result<std::string> encode(const CursorState& state, const CursorScope& scope);
    /// Errc::InvalidArgument for a text that is no cursor, was changed, or belongs to another list.
    [[nodiscard]] Result<CursorState> decode(std::string_view text, const CursorScope& scope);

private:
    [[nodiscard]] std::string tag(std::string_view payload, const CursorScope& scope);

    crypto::HmacKey m_key;
};

} // namespace gatehouse::pipeline
