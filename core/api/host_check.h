// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <string>
#include <string_view>
#include <vector>

namespace gatehouse::api {

/// Keeps web pages out that point a name of their own at this machine (DNS rebinding): a request must name
/// the gateway by an address or by a name that it knows as its own. Immutable; any thread.
class HostCheck
{
public:
    /// listenAddress as configured ("127.0.0.1", "0.0.0.0", "::", "10.1.2.3" or a name); names: further ones,
    /// such as the public name behind a reverse proxy.
    HostCheck(std::string listenAddress, std::vector<std::string> names);

    /// host: the value of the Host field, with or without port. On loopback only loopback addresses and
    /// names pass; on other addresses any literal address does (a rebinding page needs a name).
    /// Errc::Forbidden.
    [[nodiscard]] Status check(std::string_view host) const;

private:
    std::string m_listenAddress;
    std::vector<std::string> m_names;
    bool m_loopbackOnly = true;
};

} // namespace gatehouse::api
