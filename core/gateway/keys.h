// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/clock.h"
#include "core/base/completion.h"
#include "core/base/secret.h"

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace gatehouse {

/// What a key may do. Each includes the ones after it: admin may call, call may read.
enum class KeyScope : std::uint8_t
{
    Admin, ///< Everything, including definitions, accounts and keys.
    Call,  ///< Unified, proxy and batch calls.
    Read   ///< GET of the gateway's own state.
};
[[nodiscard]] std::string_view keyScopeName(KeyScope scope) noexcept;

/// An API key without its secret; only a hash of that is stored.
struct ApiKey
{
    std::string id; ///< key_…
    std::string name;
    KeyScope scope = KeyScope::Read;
    std::vector<std::string> cidrs;          ///< Peers it may come from ("10.0.0.0/8"); empty: any.
    std::vector<std::string> environmentIds; ///< Environments it may touch; empty: all.
    UnixMillis createdAt;

    [[nodiscard]] bool allows(KeyScope wanted) const noexcept { return scope <= wanted; }

    [[nodiscard]] bool allowsEnvironment(std::string_view environmentId) const noexcept;
};

struct CreatedKey
{
    ApiKey key;
    Secret secret; ///< "gh_…"; shown once.
};

/// API keys and their checking.
class Keys
{
public:
    Keys() = default;
    Keys(const Keys&) = delete;
    Keys& operator=(const Keys&) = delete;
    virtual ~Keys() = default;

    /// The key that a caller presents from that address. Any thread; answers at once; the comparison takes a
    /// time that does not depend on the presented text. Errc::Unauthorized (unknown key) or Errc::Forbidden
    /// (known, but not from this address).
    [[nodiscard]] virtual Result<std::shared_ptr<const ApiKey>> check(std::string_view presented,
                                                                      std::string_view peerAddress) const = 0;
    virtual void keys(Completion<std::vector<ApiKey>> done) = 0;
    /// wanted: name, scope, cidrs and environmentIds; the rest is made.
    virtual void createKey(ApiKey wanted, Completion<CreatedKey> done) = 0;
    virtual void revokeKey(std::string id, Completion<bool> done) = 0;
};

} // namespace gatehouse
