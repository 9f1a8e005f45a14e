// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <tl/expected.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace gatehouse {

/// The closed set of reasons an operation can fail for. Callers branch on this, never on text.
/// core/api maps each to one HTTP status in one table.
enum class Errc : std::uint8_t
{
    InvalidArgument, ///< The caller's input breaks a documented rule.
    ParseError,      ///< Text that is not what it claims to be (JSON, JSONata, HTTP, a signature header).
    LimitExceeded,   ///< A size, depth, time or count limit was hit; the message names it.
    NotFound,
    AlreadyExists,
    Conflict,     ///< The state changed underneath (version, lease, lock).
    Unauthorized, ///< No or wrong credentials.
    Forbidden,    ///< Credentials are right but may not do this.
    Unsupported,  ///< Understood, and not offered.
    Unavailable,  ///< A dependency cannot answer now (disk, network, keychain); retrying may help.
    Timeout,      ///< A deadline passed.
    Cancelled,    ///< The caller asked to stop.
    Abandoned,    ///< The worker went away before it could answer.
    Corrupt,      ///< Stored data failed a checksum or an authentication tag.
    ConfigError,  ///< A definition, model or mapping is wrong.
    MappingError, ///< An expression failed on real data.
    CircuitOpen,  ///< The breaker refuses calls for now.
    RateLimited,  ///< The provider (or a known-spent budget) refuses calls for now.
    Internal      ///< A broken invariant of ours.
};

/// The stable lower_case name of a code, for logs and APIs ("not_found").
[[nodiscard]] std::string_view errcName(Errc code) noexcept;

/// Where in a text something is wrong. Lines and columns count from 1; 0 means "not known".
struct TextPosition
{
    std::uint32_t line = 0;
    std::uint32_t column = 0;     ///< In Unicode code points.
    std::uint32_t byteOffset = 0; ///< From the start of the text.
    std::uint32_t byteLength = 0; ///< 0 when only a point is known.
};

/// An error is a value: what went wrong, where, and (in the message) what to do about it.
/// Never holds a secret.
struct Error
{
    Errc code = Errc::Internal;
    std::string message;
    std::string source;  ///< File or resource the error is about; may be empty.
    std::string pointer; ///< RFC 6901 pointer inside the source; may be empty.
    TextPosition at;

    /// "file:line:column: message (at /pointer)", leaving out what is not known.
    [[nodiscard]] std::string describe() const;
};

template <class T>
using Result = tl::expected<T, Error>;
using Status = Result<void>;

/// Shorthand for the failure path: return fail(Errc::NotFound, "no account acc_1").
[[nodiscard]] inline tl::unexpected<Error> fail(Errc code, std::string message)
{
    return tl::unexpected<Error>(Error{code, std::move(message), {}, {}, {}});
}

[[nodiscard]] inline tl::unexpected<Error> fail(Error error)
{
    return tl::unexpected<Error>(std::move(error));
}

} // namespace gatehouse

#define GATEHOUSE_CONCAT_INNER(a, b) a##b
#define GATEHOUSE_CONCAT(a, b) GATEHOUSE_CONCAT_INNER(a, b)

/// GH_TRY(expr): return the error of a Status, or go on.
#define GH_TRY(expression)                                                                                   \
    do {                                                                                                     \
        if (auto ghStatus = (expression); !ghStatus) {                                                       \
            return ::tl::unexpected<::gatehouse::Error>(std::move(ghStatus).error());                        \
        }                                                                                                    \
    } while (false)

/// GH_ASSIGN(auto x, expr): return the error of a Result, or bind its value.
#define GH_ASSIGN(declaration, expression)                                                                   \
    auto GATEHOUSE_CONCAT(ghResult, __LINE__) = (expression);                                                \
    if (!GATEHOUSE_CONCAT(ghResult, __LINE__)) {                                                             \
        return ::tl::unexpected<::gatehouse::Error>(                                                         \
            std::move(GATEHOUSE_CONCAT(ghResult, __LINE__)).error());                                        \
    }                                                                                                        \
    declaration = std::move(GATEHOUSE_CONCAT(ghResult, __LINE__)).value()
