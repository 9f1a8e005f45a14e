// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/error.h"

#include <QHostAddress>

#include <string_view>
#include <utility>

namespace gatehouse {

/// A range of IP addresses in CIDR notation (RFC 4632): "10.0.0.0/8", "2001:db8::/32", or one address.
class AddressRange
{
public:
    /// Errc::InvalidArgument for anything else.
    [[nodiscard]] static Result<AddressRange> parse(std::string_view text);

    /// An IPv4 address that arrives mapped into IPv6 ("::ffff:10.0.0.1") counts as what it is.
    [[nodiscard]] bool contains(std::string_view address) const;

private:
    explicit AddressRange(std::pair<QHostAddress, int> subnet)
        : m_subnet(std::move(subnet))
    {}

    std::pair<QHostAddress, int> m_subnet;
};

} // namespace gatehouse
